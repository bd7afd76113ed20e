"""Flattened text (a crawler's one line per block) to title, paragraphs and what was taken out.

The rules run in a fixed order over one `Page`. Those that look at a line alone come first (`line_patterns`, `captions`,
`bylines`), those that need its place and neighbours after (`titles`, `neighbours`, `tails`). Nothing is removed for
being short, last, a heading or a number: each removal has a positive reason, whose name stands in `Removed.rule`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from service.core import between, endings, link_lists, link_runs, neighbours, tails, titles
from service.core.bylines import byline, is_desk, is_name, signature, vietnamese_signature
from service.core.captions import caption
from service.core.credit_words import ACCORDING_TO
from service.core.date_labels import Standing
from service.core.datelines import date_prefix, dateline
from service.core.embedded_credits import cut_credits
from service.core.folded import Folded
from service.core.kinship import may_open_with_headline
from service.core.line_patterns import SHORT, verdict
from service.core.line_scorer import drop_scored
from service.core.line_text import forget_long_lines, is_cjk, is_prose, is_vietnamese
from service.core.network import Network
from service.core.page import Page
from service.core.plain import plain_lines
from service.core.publication_time import find_publication_time
from service.core.repair import repair_lines, squeeze
from service.core.wrapping import join, unwrap
from service.models import Removed


@dataclass(slots=True)
class Flattened:
    """A flattened article taken apart; fields as in `models.CleanArticle`, `paragraphs` in reading order.

    `headless` says that it surely has no headline.
    """

    title: str
    paragraphs: list[str]
    headless: bool = False
    published_at: str | None = None
    authors: tuple[str, ...] = ()
    source_name: str | None = None
    removed: list[Removed] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Memo:
    """Lines that one round found harmless or mended, which the next need not look at again."""

    harmless: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    innocent: set[str] = field(default_factory=set)
    mended: set[tuple[bool, str]] = field(default_factory=set)
    repaired: Counter[str] = field(default_factory=Counter)
    folded: Folded = field(default_factory=Folded)


_ROUNDS: Final = 6
"""Cleaning uncovers: a line freed of its credit may be the next one's duplicate. Real pages settle in two rounds."""


def clean_lines(lines: Sequence[str], *, title: str | None = None, judged: bool = False) -> Flattened:
    """Take a flattened article apart.

    Rounds repeat until one changes nothing, so that cleaning the result again gives the same.

    Args:
        lines: the lines of the text, characters already mended, in order; blank ones part paragraphs.
        title: the headline when it is known; else it is looked for. A first line that repeats it is not body.
        judged: whether the lines are blocks of a page that markup told from its links already; then none goes for
            speaking of other matters.
    """
    memo = _Memo()
    rows = unwrap(list(lines))
    memo.folded.add(rows)
    result = _round(rows, title, memo, judged=judged)
    headless = title is None and result.headless
    for _ in range(_ROUNDS):
        before = rows
        if headless:  # what is left may open with the heading of a passage, which would be taken for the headline
            title = None if result.title or may_open_with_headline(result.paragraphs) else ""
        known = [result.title] if title is None and result.title else []
        rows = [*known, *result.paragraphs]
        if rows == before:
            break
        result = _with_findings(_round(rows, title, memo, judged=judged), result)
    forget_long_lines(map(len, lines))
    result.repaired = memo.repaired
    return result


def _with_findings(result: Flattened, earlier: Flattened) -> Flattened:
    """A round's result with what earlier rounds removed and found out."""
    result.removed = earlier.removed + result.removed
    result.published_at = earlier.published_at or result.published_at
    result.authors = earlier.authors or result.authors
    result.source_name = earlier.source_name or result.source_name
    return result


def _round(lines: list[str], title: str | None, memo: _Memo, *, judged: bool) -> Flattened:
    """One round of all rules, and of the network that judges what they leave."""
    page = _ruled(lines, title, memo, judged=judged)
    if not judged:
        drop_scored(page)
    find_publication_time(page, furniture=not judged)
    found = page.title or ""
    body = join(_without_pipes([page.lines[i] for i in page.kept()]))
    headline, *body = repair_lines([found, *body], memo.mended, memo.repaired, memo.folded, set(lines))
    return Flattened(
        title=headline if title is None else found,
        paragraphs=[p for p in body if p],
        headless=page.title == "",
        published_at=page.published_at,
        authors=tuple(dict.fromkeys(page.authors)),
        source_name=page.source_name,
        removed=page.removed(),
    )


def ruled_page(lines: Sequence[str], *, titled: bool = True, headlines: Network | None = None) -> Page:
    """A flattened page with what the first round's rules alone make of its lines: what the networks are trained on.

    Args:
        lines: as `clean_lines` has them.
        titled: whether the rules run to the end; else only up to the one that finds the headline.
        headlines: the network that judges headlines; None: the one that the package ships.
    """
    rows = unwrap(list(lines))
    memo = _Memo()
    memo.folded.add(rows)
    place = _RULES.index(titles.find_title)
    rules: list[_Rule] = [*_RULES[:place], partial(titles.find_title, network=headlines), *_RULES[place + 1 :]]
    return _ruled(rows, None, memo, judged=False, rules=rules if titled else rules[:place])


def _ruled(
    lines: list[str], title: str | None, memo: _Memo, *, judged: bool, rules: Sequence[_Rule] | None = None
) -> Page:
    """A page with what the rules make of its lines, all of them unless others are given."""
    fresh = plain_lines([line for line in lines if line not in memo.harmless], memo.folded)
    memo.plain |= fresh
    memo.harmless |= fresh
    page = Page(
        list(lines),
        title=squeeze(title) if title else title,
        harmless=memo.harmless,
        plain=memo.plain,
        innocent=memo.innocent,
        folded=memo.folded,
    )
    western = judged and not is_cjk(" ".join(lines)[:300])  # the measures of markup tell less where characters are few
    for rule in _RULES if rules is None else rules:
        if not (western and rule in _BY_MATTER):
            rule(page)
    return page


def _peel_dates(page: Page) -> None:
    """Cut a crawler's "date 2024-05-06" from the opening lines; what follows it is a line of its own."""
    for i in range(min(4, len(page.lines))):
        peeled = date_prefix(page.lines[i])
        if peeled:
            value, rest = peeled
            page.published_at = page.published_at or value
            page.cut(i, rest, "dateline", "date_prefix")


def _judge_lines(page: Page) -> None:
    """Whatever a line is by itself: interface remnants, links, sources, captions."""
    opened = False
    for i in page.kept():
        line = page.lines[i]
        if line in page.harmless:
            opened = True
            continue
        found = verdict(line) or neighbours.comments(page, i)
        if found:
            page.drop(i, *found)
            if found.kind == "source" and found.rule != "agencies":
                page.note_source(line)
        elif (rule := caption(line)) and (opened or rule not in {"scene", "position"}) and not _is_dated(line, rule):
            page.drop(i, "caption", rule)
        else:
            opened = True
            if not rule:
                page.harmless.add(line)


def _is_dated(line: str, rule: str) -> bool:
    """Whether what looks like a caption with its credit is a publication time beside its source."""
    return rule == "credit_at_end" and dateline(line) is not None


def _judge_ends(page: Page) -> None:
    """Dates and bylines, which stand before the second paragraph or after the last but one.

    Inside they are body, but for a date that says that it is the publication's.
    """
    prose = page.prose()
    first, last = (prose[min(1, len(prose) - 1)], prose[-1]) if prose else (len(page.lines), -1)
    for i in page.kept():
        line = page.lines[i]
        if len(line) > SHORT or is_prose(line):
            continue
        if first < i < last:
            if (when := dateline(line)) and when.standing is Standing.PUBLISHED:
                page.note_date(i, when)
                page.drop(i, "dateline", "time")
        elif (people := byline(line)) is not None:
            page.authors += people
            page.drop(i, "byline", "label")
        elif when := dateline(line):
            page.note_date(i, when)
            page.drop(i, "dateline", "time")
        elif i > last >= 0 and is_name(_outlet(line)):
            page.note_source(line)
            page.drop(i, "source", "according")
        elif i and is_desk(line):
            page.drop(i, "byline", "desk")
        elif i and (people := _signed(page, i, last)) is not None:
            page.authors += people
            page.drop(i, "byline", "signature")


def _outlet(line: str) -> str:
    """What follows "According to" or its like at the beginning of a short line; "" without such an opening."""
    folded = line.casefold()
    if len(line) > 60 or not folded.startswith(ACCORDING_TO):
        return ""
    return next(line[len(o) :] for o in ACCORDING_TO if folded.startswith(o))


def _signed(page: Page, i: int, last: int) -> tuple[str, ...] | None:
    """The people who sign at line `i`: with their agency anywhere outside the text, with a name alone behind it."""
    line = page.lines[i]
    if i > last >= 0 and len(line) <= 40:
        alone = vietnamese_signature(line, vietnamese=is_vietnamese(page.lines[last]))
        if alone is not None:
            return alone
    return signature(line)


_Rule = Callable[[Page], None]
_RULES: Final[tuple[_Rule, ...]] = (
    _peel_dates,
    cut_credits,
    _judge_lines,
    neighbours.drop_doubles,
    _judge_ends,
    neighbours.find_innocents,
    neighbours.drop_above_credit,
    neighbours.drop_signed,
    titles.find_title,
    neighbours.drop_other_doubles,
    between.drop_between,
    neighbours.drop_echoes,
    neighbours.drop_foreign,
    neighbours.drop_scenes,
    link_runs.drop_stray_links,
    link_runs.drop_runs,
    link_runs.drop_counters,
    endings.drop_about_author,
    endings.drop_press_contacts,
    endings.drop_comments,
    endings.drop_sections,
    link_lists.drop_link_lists,
    tails.drop_after_end,
    tails.drop_strangers,
    tails.drop_other_articles,
    endings.drop_last_links,
    endings.drop_imprint,
    link_runs.drop_last_appeals,
)


_BY_MATTER: Final = frozenset(
    (link_runs.drop_runs, tails.drop_strangers, tails.drop_other_articles, endings.drop_last_links)
)
"""Rules that take lines for speaking of other matters than the article."""


def _without_pipes(lines: list[str]) -> list[str]:
    """The lines without the pipes that table layouts leave at their ends; pipes inside a line may be a table's."""
    if "|" not in "".join(lines):
        return lines
    return [line.strip("| ") if line[:1] == "|" or line[-1:] == "|" else line for line in lines]
