"""Cheap questions asked before an expression is tried: none of them turns away what the expression would match."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from service.core import (
    agency_notes,
    bylines,
    captions,
    events,
    line_patterns,
    link_lists,
    prompts,
    scenes,
    signed,
    tails,
)
from service.core.line_text import CJK, is_cjk, is_vietnamese, key, may_hold_vietnamese
from service.core.openings import HEAD
from tests.eval.furniture import furniture
from tests.eval.pages import ARTICLES

parser = pytest.importorskip("re._parser", reason="this Python keeps its parser of expressions elsewhere")

LINES = sorted(
    {text for places in furniture().values() for rows in places.values() for text in rows}
    | {text for article in ARTICLES.values() for text in (article.title, *article.paragraphs)}
)
OF_A_MARK = {head for mark in "▲△" for head in (mark, f"{mark} ")}
"""Lines that open with a mark are let through whatever follows it."""


def openings(items: Iterable[Any], size: int = 2) -> Iterator[str]:
    """The first code points of all that a parsed expression matches."""
    found = {""}
    for name, value in items:
        more = set(_texts(str(name), value, size))
        found = {(a + b)[:size] for a, b in itertools.product(found, more)}
        if all(len(text) == size for text in found):
            break
    yield from found


def _texts(name: str, value: Any, size: int) -> Iterator[str]:
    if name == "LITERAL":
        yield chr(value)
    elif name == "SUBPATTERN":
        yield from openings(value[-1], size)
    elif name == "BRANCH":
        for branch in value[1]:
            yield from openings(branch, size)
    elif name == "MAX_REPEAT":
        least, most, part = value
        yield from [""] * (least == 0)
        yield from openings(list(part) * min(most, size), size)
    elif name == "IN":
        yield from (chr(code) for kind, code in value if str(kind) == "LITERAL")
    else:
        assert name in {"AT", "ASSERT", "ASSERT_NOT"}, name
        yield ""


@pytest.mark.parametrize(
    ("expressions", "heads", "size"),
    [
        ((prompts._FOLLOW, prompts._READING_NOW, prompts._TAGS, prompts._LETTER_NAME), prompts.HEADS, HEAD),
        ((events._FILLER,), events._FILLER_HEADS, 2),
        ((events._SCENE,), events._SCENE_HEADS, 2),
        ((captions._ARCHIVAL,), captions._ARCHIVAL_HEADS | OF_A_MARK, 2),
        ((agency_notes._AGENCY_NOTE,), agency_notes.NOTE_HEADS, HEAD),
        ((link_lists._HEADER,), link_lists.HEADS, HEAD),
    ],
)
def test_every_opening_is_let_through(
    expressions: tuple[re.Pattern[str], ...], heads: frozenset[str], size: int
) -> None:
    wanted = {head for expression in expressions for head in openings(parser.parse(expression.pattern), size)}
    assert wanted <= heads, sorted(wanted - heads)


def test_an_opening_that_is_missing_is_noticed() -> None:
    wanted = set(openings(parser.parse("(?:a|the )?quick|slow")))
    assert wanted == {"aq", "th", "qu", "sl"}


@pytest.mark.parametrize("line", LINES)
def test_a_gate_never_changes_an_answer(line: str) -> None:
    folded = line.casefold()
    short = key(line) and not line_patterns._has_looks(line, key(line))
    if short and (line_patterns._exact(key(line)) or line_patterns._labelled(line, key(line))):
        assert key(line) in line_patterns._WHOLE_LINES
    if short and (found := line_patterns._shaped(line, key(line))):
        assert found == (prompts.legal(line, key(line)) or line_patterns._worded(line, key(line)))
    core = line.rstrip(" |")
    if not captions._has_looks(core):
        assert (captions._credited(core), events.descriptive(core), captions._archival(core)) == (None, None, None)
    if line_patterns._BARRED.match(line):
        assert line_patterns._BAR.search(line, 3, 46)
    if any(m.end() >= len(folded) - 1 for m in events._EVENT_PHRASE.finditer(folded)):
        assert events._may_name_event(folded)
    if signed.signed_caption(line):
        assert signed.may_be_signed(line)
    if is_vietnamese(line):
        assert may_hold_vietnamese(line)
    assert bool(line_patterns._AGENCY_SEPARATOR.search(line)) == bool(line_patterns._HAS_SEPARATOR(line))
    assert bool(bylines._SIGNATURE_SEPARATOR.search(line)) == bool(bylines._HAS_SEPARATOR(line))
    assert tails.shares_none(line, folded[:20]) == (tails.shared_words(line, folded[:20]) == 0)
    assert is_cjk(line) == (len(CJK.findall(line)) * 3 >= len(line))


def test_forms_of_a_language_are_tried_by_its_own_words_for_people() -> None:
    """Each language's form is among those tried for a line that it matches."""
    for line in LINES:
        folded, numbers = scenes._forms_of(line)
        matching = {n for n in range(len(scenes.LANGUAGES)) if scenes._forms(n)[0].match(folded)}
        assert not matching or matching & numbers, line


def test_words_that_only_a_report_has_are_words_of_its_expression() -> None:
    for number, words in enumerate(scenes._TOLD):
        _, reports = scenes._forms(number)
        assert words
        assert all(reports.search(f"a {word}, b") for word in words)
    assert scenes._plain_words("was|ha(?:s|ve|d)|cho biết|now") == {"was", "now"}


def test_what_a_line_is_is_found_once_for_all_pages_that_repeat_it() -> None:
    for look in (line_patterns.verdict, captions.caption):
        look.cache_clear()
        assert look("Share this: Facebook | Twitter") == look("Share this: Facebook | Twitter")
        assert look.cache_info().hits == 1
