"""How well an article's text, title, date and language came out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from service.measures.gold import DROPPED_LABELS, KEPT_LABELS, mended
from service.measures.tallies import note, score_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.measures.gold import GoldArticle, Repair
    from service.measures.tallies import Counts

SHINGLE = 4
"""Tokens of a shingle: long enough that chance repeats are rare, short enough that one slip costs little."""

# Kana, Han, Hangul and Thai have no spaces between words: each character is a token of its own.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\u0e00-\u0e7f"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")

Tokens = list[str]


def tokens(text: str) -> Tokens:
    """The words of a text, folded; characters where a script puts no spaces between words."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).casefold())


def shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Runs of SHINGLE tokens with their counts; all tokens as one run when there are fewer."""
    if len(words) < SHINGLE:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(SHINGLE)), strict=False))


def squeezed(text: str) -> str:
    """NFC text with white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def tally_text(gold: GoldArticle, event: Mapping[str, Any], repairs: Sequence[Repair], counts: Counts) -> None:
    """Count what became of an article's text.

    Args:
        gold: the article as labelled.
        event: the enriched event, empty when there is none.
        repairs: the article's known defects.
        counts: added to.
    """
    text, title = event.get("text") or "", event.get("title") or ""
    if gold.lines:
        _intact(gold, squeezed(text), repairs, counts)
        _lines(mended(gold, repairs), tokens(text), tokens(title), counts)
    whole = unicodedata.normalize("NFC", f"{title}\n{text}")
    note(counts, "repairs", (repair.right in whole and repair.wrong not in whole for repair in repairs))
    _metadata(gold, event, counts)


def _metadata(gold: GoldArticle, event: Mapping[str, Any], counts: Counts) -> None:
    title, published = event.get("title") or "", event.get("published_at") or ""
    if gold.title:
        note(counts, "title", [tokens(title) == tokens(gold.title)])
    elif gold.lines:  # without labelled lines nobody said that there is no title
        note(counts, "invented_title", [bool(title)])
    if gold.published:
        note(counts, "date", [published[:10] == gold.published[:10]])
    elif gold.lines:
        note(counts, "invented_date", [bool(published)])
    note(counts, "language", [(event.get("language") or "").split("-")[0] == gold.language])


def _intact(gold: GoldArticle, text: str, repairs: Sequence[Repair], counts: Counts) -> None:
    """Body lines without a known defect must stand in the text code point for code point: repair does no harm."""
    sound = (
        squeezed(line.text)
        for line in gold.lines
        if line.label == "body" and not line.mixed and not any(repair.wrong in line.text for repair in repairs)
    )
    note(counts, "intact", (line in text for line in sound))


def _lines(gold: GoldArticle, body: Tokens, title: Tokens, counts: Counts) -> None:
    """F1 of shingles, and which lines stand in the text that should or should not."""
    wanted = tokens("\n".join(line.text for line in gold.lines if line.label in KEPT_LABELS))
    # A text that repeats the title at its head is not asked to hold it twice.
    got = body if body[: len(title)] == title else title + body
    want_runs, got_runs = shingles(wanted), shingles(got)
    both = sum((want_runs & got_runs).values())
    score = score_of(both, sum(got_runs.values()) - both, sum(want_runs.values()) - both)
    for name, value in zip(("text_precision", "text_recall", "text_f1"), score, strict=True):
        note(counts, name, [value])
    kept, stands = f" {' '.join(wanted)} ", f" {' '.join(body)} "
    for line in gold.lines:
        words = tokens(line.text)
        run = f" {' '.join(words)} "
        if len(words) < 2 or line.mixed:
            continue
        if line.label == "body":
            note(counts, "kept", [run in stands])
        elif line.label in DROPPED_LABELS and run not in kept:
            note(counts, "leak", [run in stands])
            leaked = (s in got_runs for s in shingles(words) if len(s) == SHINGLE and s not in want_runs)
            note(counts, "leak_shingles", leaked)
