"""Spaces mended in lines: stray ones go, missing ones come, where a mark or a capital shows that the form is wrong.

A language's own habits stay: French sets some marks apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from service.core.expressions import expression

_FRENCH: Final = frozenset((
    "les", "des", "est", "une", "dans", "pour", "sur", "avec", "du", "aux", "ont", "été", "et", "le", "qui",
))  # fmt: skip
_SPACE_BEFORE_STOP: Final = expression(r"(?<=[\w)\]»”\"’%]) +(?=[,.](?:[\s”\"»]|$))")
_SPACE_BEFORE_MARK: Final = expression(r"(?<=[^\W\d_]) +(?=[;:!?](?: |$))")
_SPACE_AFTER_OPENING: Final = re.compile(r"(?<=[(\[]) +(?=\w)")
_SPACE_BEFORE_CLOSING: Final = expression(r"(?<=[\w.!?]) +(?=[)\]])")
_SPLIT_COMPOUND: Final = expression(r"(?<=[^\W\d_])(-[A-ZÀ-Þ]\w{1,30}) (-[A-ZÄÖÜ][a-zäöüß]{2,})\b")
_HANGING_PART: Final = re.compile(" -[A-ZÄÖÜtlr]")  # with what the two expressions around it look for
_CAPITAL_TAIL: Final = expression(
    r"(?<=[^\W\d_]) (-(?:Stadt|Provinz|Regierung|Konferenz|Gipfel|Staaten|Länder|Politik|Mitglied|Mitglieder|Partei"
    r"|Region|tijd|landen|top|regio))\b"
)
# These open with the one character they look for, so that a search skips all others; the look-behind comes after it.
_MISSING_AFTER_MARK: Final = expression(r"([,;:])(?<=[a-zà-öø-ÿ]{3}[,;:])(?=[a-zà-öø-ÿ]{2})")
_SENTENCE_GLUE: Final = expression(r"([.!?])(?<=[a-zà-ỹ]{3}[.!?])(?=[A-ZÀ-Þ][a-zà-ÿ]{1,14} [a-zà-ÿ])")
_INNER_CAPITAL: Final = expression(r"([A-ZÀ-Þ])(?<=[a-zà-ÿ][A-ZÀ-Þ])(?=[a-zà-ÿ]{3})")
_LAST_WORD: Final = re.compile(r"[^\W_]{2,}\Z")
_AGENCY_PAREN: Final = expression(r"(?<=[a-zà-ỹ])\((?=[A-ZĐ]{2,10}\))")

# Function words that no word of their language is prefixed with before a capital letter ("desPolitbüros").
_LOOSE_WORDS: Final = frozenset((
    "der", "die", "das", "des", "dem", "den", "und", "mit", "von", "vom", "zum", "zur", "für", "bei", "aus", "auf",
    "ein", "eine", "einer", "eines", "einem", "einen", "im", "am", "sich", "the", "of", "and", "to", "for", "with",
    "from", "at", "les", "des", "une", "dans", "pour", "sur", "avec", "par", "du", "de", "la", "le", "el", "los",
    "las", "una", "con", "por", "para", "del", "al", "het", "een", "van", "voor", "met", "op", "della", "delle",
    "degli", "dei", "nel", "nella", "alla", "il", "lo", "gli", "che", "uma", "dos", "das", "nos", "nas", "pelo",
    "pela", "que",
))  # fmt: skip


def is_french(lines: Sequence[str]) -> bool:
    """Whether the text is French, by its commonest words: one in twenty of the first words."""
    tokens = " ".join(lines)[:2000].casefold().split()
    hits = sum(map(_FRENCH.__contains__, tokens))
    return hits >= 3 and hits * 20 >= len(tokens)


def has_spaced_mark(line: str) -> bool:
    """Whether a space stands before one of the marks that French sets apart."""
    # To look for one character is many times as fast as for two, and most texts hold few of these.
    return (
        ("?" in line and " ?" in line)
        or ("!" in line and " !" in line)
        or (";" in line and " ;" in line)
        or (":" in line and " :" in line)
    )


def _stops(line: str) -> str:
    return _SPACE_BEFORE_STOP.sub("", line) if " ," in line or " ." in line else line


def _marks(line: str) -> str:
    return _SPACE_BEFORE_MARK.sub("", line) if has_spaced_mark(line) else line


def _openings(line: str) -> str:
    return _SPACE_AFTER_OPENING.sub("", line) if "( " in line or "[ " in line else line


def _closings(line: str) -> str:
    return _SPACE_BEFORE_CLOSING.sub("", line) if " )" in line or " ]" in line else line


def _compounds(line: str) -> str:
    return _CAPITAL_TAIL.sub(r"\1", _SPLIT_COMPOUND.sub(r"\1\2", line)) if _HANGING_PART.search(line) else line


def _agencies(line: str) -> str:
    return _AGENCY_PAREN.sub(" (", line) if "(" in line else line


def _missing(text: str) -> str:
    return _SENTENCE_GLUE.sub(r"\1 ", _MISSING_AFTER_MARK.sub(_space_after, text))


def _capitals(text: str) -> str:
    return _INNER_CAPITAL.sub(_part_capital, text)


_SMALL: Final = "abcdefghijklmnopqrstuvwxyz" + "".join(map(chr, range(0xE0, 0x100)))
_CAPITALS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "".join(map(chr, range(0xC0, 0xDF)))
_SPACED_MARKS: Final = frozenset({" ;", " :", " !", " ?"})
_PAIRS: Final = (
    {pair: pair for pair in (" ,", " .", *_SPACED_MARKS, "( ", "[ ", " )", " ]", " -")}
    | {f"({letter}": "agency" for letter in f"{_CAPITALS}Đ"}
    | {mark + letter: "missing" for mark in ",;:" for letter in _SMALL}
    | {mark + letter: "missing" for mark in ".!?" for letter in _CAPITALS}
    | {small + capital: "capital" for small in _SMALL for capital in _CAPITALS}
)
"""Two characters without which a mend finds nothing to do, and what they are a sign of."""
_SIGNS: Final = tuple(_PAIRS.values())
_FIND_PAIRS: Final = BytesAhoCorasick(
    [pair.encode() for pair in _PAIRS], implementation=Implementation.DFA
).find_matches_as_indexes


def _signs(text: str) -> set[str]:
    """What in the text may be in need of a mend: one pass over it for all mends."""
    found = _FIND_PAIRS(text.encode(errors="surrogatepass"), overlapping=True)
    return {_SIGNS[pair] for pair, _, _ in found}


def _mends(text: str, signs: set[str], *, french: bool) -> list[Callable[[str], str]]:
    """The mends of single lines that may find something to do in a text, in their order.

    Most texts need few, and to ask once for the whole text is cheaper than line by line.
    """
    mends = (
        (signs & {" ,", " ."}, _stops),
        (not french and signs & _SPACED_MARKS, _marks),
        (signs & {"( ", "[ "}, _openings),
        (signs & {" )", " ]"}, _closings),
        (" -" in signs and _HANGING_PART.search(text), _compounds),
        ("agency" in signs, _agencies),
    )
    return [mend for needed, mend in mends if needed]


def mend_spaces(out: list[str], text: str, *, french: bool) -> list[str]:
    """Squeezed lines mended in place; missing spaces are looked for in all at once, which none of them spans.

    Args:
        out: the lines.
        text: what they were before, in one piece: what may need a mend shows in it.
        french: whether marks keep the space before them.
    """
    signs = _signs(text)
    mends = _mends(text, signs, french=french)
    if not mends and signs.isdisjoint(("missing", "capital")):
        return out
    spaced = [i for i, line in enumerate(out) if " " in line]
    if not spaced:
        return out
    for mend in mends:
        for i in spaced:
            out[i] = mend(out[i])
    text = "\n".join([out[i] for i in spaced])
    if mends:
        signs = _signs(text)
    text = _missing(text) if "missing" in signs else text
    text = _capitals(text) if "capital" in signs else text
    for i, line in zip(spaced, text.split("\n"), strict=True):
        out[i] = line
    return out


def _space_after(match: re.Match[str]) -> str:
    """The mark with a space, but not in German gender forms ("Bürger:innen") and not in addresses ("mailto:x")."""
    text, end = match.string, match.end()
    if match[1] == ":" and (
        text.startswith("in", end) or text[: match.start()].endswith(("mailto", "http", "https", "tel"))
    ):
        return match[0]
    return f"{match[1]} "


def _part_capital(match: re.Match[str]) -> str:
    """A function word parted from the name it ran into; brand names ("iPhone", "eBay") stay."""
    before = _LAST_WORD.search(match.string[max(0, match.start() - 8) : match.start()])
    return f" {match[1]}" if before and before[0] in _LOOSE_WORDS else match[1]
