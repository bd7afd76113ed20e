"""Mends text without changing what it says: Unicode, mojibake, stray and missing spaces, glued words.

Precision comes first: a mend is made only where the broken form cannot be right, and every mend is idempotent.
`repair_characters` works on a whole document before it is split into lines; `repair_lines` on the lines that are kept.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from operator import ne
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from service.core.expressions import expression
from service.core.folded import Folded
from service.core.glued import glued_words

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
    out = _mended([line if line in tidy else squeeze(line) for line in lines], text, french=french)
    repaired["spacing"] += _differing(lines, out)
    glued = glued_words(out, folded)
    if glued:
        part = re.compile(rf"\b(?:{'|'.join(map(re.escape, glued))})\b")
        parted = [part.sub(lambda m: glued[m[0]], line) for line in out]
        repaired["glued_words"] += _differing(out, parted)
        out = parted
    done.update([(french, line) for line in out])
    return out


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


def _mended(out: list[str], text: str, *, french: bool) -> list[str]:
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
