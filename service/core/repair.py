"""Mends text without changing what it says: Unicode, mojibake, stray and missing spaces, glued words.

Precision comes first: a mend is made only where the broken form cannot be right, and every mend is idempotent.
`repair_characters` works on a whole document before it is split into lines; `repair_lines` on the lines that are kept.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from operator import ne
from typing import Final

from service.core.expressions import expression
from service.core.folded import Folded
from service.core.glued import glued_words
from service.core.spacing import has_spaced_mark, is_french, mend_spaces

# Characters that mojibake leaves: lead bytes of UTF-8 read as Latin-1 or Windows-1252, followed by a continuation.
_LEADS: Final = "ÂÃÄÅÆÇÈÉàáâãäåæçèéðÐÑ"
_CONTINUED: Final = "‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE: Final = expression(rf"[{_LEADS}][\u0080-\u00bf{_CONTINUED}]")
# The same in UTF-8, where every lead has one first byte, which a search skips to: a tenth of the time.
_MOJIBAKE_BYTES: Final = expression(
    b"\xc3[%b](?:\xc2[\x80-\xbf]|%b)"
    % (bytes(lead.encode()[1] for lead in _LEADS), b"|".join(mark.encode() for mark in _CONTINUED))
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d?);")
# C0 and C1 controls but tab and line ends, zero-width and invisible format characters, soft hyphens, byte order marks.
_INVISIBLE: Final = expression(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]"
)
_JOINERS: Final = expression(
    "(?<![\u0600-\u0dff\u0e00-\u0fff\u1780-\u18af\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])[\u200c\u200d]"
)
_LINE_END: Final = expression("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = expression("[\t \u1680\u2000-\u200a\u205f]{2,}|[\t\u1680\u2000-\u200a\u205f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def repair_characters(text: str, repaired: Counter[str] | None = None) -> str:
    """NFC text without mojibake, entities, invisible characters and odd line ends; only LF separates lines.

    Producers escape twice and more, and one mend may uncover the next: it runs until nothing changes, at most
    four times.

    Args:
        text: of a document, or a part of one.
        repaired: what was mended is added to it, by kind (`models.REPAIRED_KINDS`).
    """
    repaired = Counter() if repaired is None else repaired
    for _ in range(4):
        mended = _repair_once(text, repaired)
        if mended == text:
            break
        text = mended
    return text


def _repair_once(text: str, repaired: Counter[str]) -> str:
    """One round of `repair_characters`; plain ASCII costs three scans."""
    if _ENTITY.search(text):
        repaired["entities"] += len(_ENTITY.findall(text))
        text = html.unescape(text)
    if not text.isascii():
        try:
            data = text.encode()
        except UnicodeEncodeError:  # half a surrogate pair
            text = _without(_SURROGATE, text, repaired, "surrogates", "\ufffd")
            data = text.encode()
        if _MOJIBAKE_BYTES.search(data):
            text = _unscramble(text, repaired)
        if "\u200c" in text or "\u200d" in text:
            text = _without(_JOINERS, text, repaired, "invisible")
        if not unicodedata.is_normalized("NFC", text):
            repaired["normalization"] += 1
            text = unicodedata.normalize("NFC", text)
    if text.replace("\n", "").isprintable():
        return text
    text = _LINE_END.sub("\n", text)
    return _without(_INVISIBLE, text, repaired, "invisible")


def _without(what: re.Pattern[str], text: str, repaired: Counter[str], kind: str, instead: str = "") -> str:
    text, found = what.subn(instead, text)
    repaired[kind] += found
    return text


def _unscramble(text: str, repaired: Counter[str]) -> str:
    """Text with mojibake mended, line by line and only in lines that show it; ftfy decides what the words were."""
    import ftfy  # noqa: PLC0415 - few articles need it

    lines = text.split("\n")
    mended = [ftfy.fix_encoding(line) if _MOJIBAKE.search(line) else line for line in lines]
    repaired["mojibake"] += _differing(lines, mended)
    return "\n".join(mended)


def _differing(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines are no longer what they were."""
    return sum(map(ne, before, after))


def squeeze(line: str) -> str:
    """The line with single spaces and none at its ends; no-break spaces stay, French and numbers need them."""
    if "  " not in line and line.isprintable():  # nothing to do but trim: tabs and odd spaces do not print
        return line.strip(" ")
    return _SPACES.sub(" ", line).strip()


def squeezed(lines: Sequence[str]) -> list[str]:
    """The lines, each squeezed; nearly always none needs more than to be trimmed: asked once for all."""
    text = "".join(lines)
    tidy = "  " not in text and text.isprintable()
    return [line.strip(" ") for line in lines] if tidy else [squeeze(line) for line in lines]


def repair_lines(
    lines: Sequence[str],
    mended: set[tuple[bool, str]] | None = None,
    repaired: Counter[str] | None = None,
    folded: Folded | None = None,
    tidy: Collection[str] = (),
) -> list[str]:
    """The lines with spaces, punctuation and glued words mended. A language's own habits stay: French spaces its marks.

    Words run together are parted only where the text itself shows that they are two words.

    Args:
        lines: title and paragraphs.
        mended: lines that this function gave before, with whether the text was French; they need no second look.
            It adds what it gives.
        repaired: lines that were mended are added to it, by kind (`models.REPAIRED_KINDS`).
        folded: lines of the article that were casefolded already.
        tidy: lines that are squeezed already.
    """
    done = set() if mended is None else mended
    repaired = Counter() if repaired is None else repaired
    folded = Folded() if folded is None else folded
    text = "\n".join(lines)
    if text.count("\n") >= len(lines) > 0:  # a line end inside a line
        lines = [line.replace("\n", " ") for line in lines]
        text = "\n".join(lines)
    french = has_spaced_mark(text) and is_french(lines)
    if done.issuperset([(french, line) for line in lines]):
        return list(lines)
    out = mend_spaces([line if line in tidy else squeeze(line) for line in lines], text, french=french)
    repaired["spacing"] += _differing(lines, out)
    glued = glued_words(out, folded)
    if glued:
        part = re.compile(rf"\b(?:{'|'.join(map(re.escape, glued))})\b")
        parted = [part.sub(lambda m: glued[m[0]], line) for line in out]
        repaired["glued_words"] += _differing(out, parted)
        out = parted
    done.update([(french, line) for line in out])
    return out
