"""Which lines are running text beyond doubt: one pass over the page spares them every rule that looks at a line alone.

Most of a page's characters stand in long paragraphs. A rule can only take such a line for a word that all of its kind
hold (a cookie, an agency's mark, a picture), for a bracket, or for a label at either end; where none of them stands, no
rule needs to look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from service.core.captions import CAPTION_HINTS
from service.core.concepts import terms
from service.core.events import ends_in_event
from service.core.expressions import expression
from service.core.folded import Folded
from service.core.line_text import AGO_LETTERS, LONG, ends_sentence
from service.core.prompts import LEGAL_WORDS

_LEAST: Final = 70  # code points; a shorter line may be furniture in many more ways
_DESCRIBED: Final = 140  # code points up to which `captions` takes "name, who that is, the event" for a caption
_LABEL_PLACE: Final = 45  # code points at the beginning in which `line_patterns` looks for a label's colon
_TAIL: Final = 90  # code points at the end in which `captions` looks for a label
_OPENING: Final = expression("[^\\W\\d_]|[\"“„«‘']\\s?[^\\W\\d_]")
_STAMP: Final = expression(r"(?:about|há|hace|il y a|vor)\s", re.IGNORECASE)
_SUSPECT_WORDS: Final = {
    word.casefold() for word in (*CAPTION_HINTS, *LEGAL_WORDS, *terms("mail", "translated", "free", "network"))
}
_SUSPECT: Final = BytesAhoCorasick(
    [word.encode() for word in _SUSPECT_WORDS], implementation=Implementation.DFA
).find_matches_as_indexes


def plain_lines(lines: Sequence[str], folded: Folded | None = None) -> set[str]:
    """The lines that no rule which looks at a line alone can take.

    Args:
        lines: squeezed lines.
        folded: the article's lines casefolded.
    """
    folded = Folded() if folded is None else folded
    likely = [line for line in lines if _LEAST < len(line) <= LONG and _is_sentence(line)]
    if not likely:
        return set()
    suspects = _suspects([folded[line] for line in likely])
    return {line for i, line in enumerate(likely) if i not in suspects}


def _is_sentence(line: str) -> bool:
    """Whether a line opens with a word, ends as a sentence and has no sign of a credit or label where one would be."""
    return (
        (line[0].isalpha() or _OPENING.match(line) is not None)
        and ends_sentence(line)
        and not _has_sign(line)
        and not (":" in line and (line.find(":", 0, _LABEL_PLACE) >= 0 or ":" in line[-_TAIL:]))
        and not (line[0] in AGO_LETTERS and _STAMP.match(line))
        and not (len(line) <= _DESCRIBED and ends_in_event(line))
    )


def _has_sign(line: str) -> bool:
    """Whether a sign of a credit or of a label stands in the line: to ask for each is faster than an expression."""
    return (
        "(" in line
        or "[" in line
        or "|" in line
        or "=" in line
        or (not line.isascii() and ("©" in line or "（" in line or "【" in line or "：" in line))
    )


def _suspects(folded: Sequence[str]) -> set[int]:
    """Indexes of the casefolded lines that hold a word by which a rule might take them."""
    rows = [line.encode(errors="surrogatepass") for line in folded]
    matches = _SUSPECT(b"\n".join(rows))
    if not matches:
        return set()
    ends = list(accumulate(len(row) + 1 for row in rows))
    return {bisect_right(ends, start) for _, start, _ in matches}
