"""Finds words that two words ran into ("elcanciller", "entrevistacon") and tells where to part them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from service.core.folded import Folded
from service.core.glue_words import PARTED
from service.core.line_text import has_any

# Articles and contractions glued to a lower-case noun that the text has as a word of its own.
_GLUED_ARTICLES: Final = (
    "las",
    "los",
    "una",
    "del",
    "les",
    "the",
    "della",
    "delle",
    "degli",
    "nella",
    "dos",
    "das",
    "uma",
    "el",
)
_WHOLE: Final = ("delimit", "doscient", "lesquelles", "therapist")
"""How words begin that exist as they are although they look like an article and a noun."""
_GERMANIC: Final = (" und ", " der ", " het ", " een ")
_IN_GERMANIC: Final = frozenset(("the", "das"))
"""Articles parted in Germanic texts, too; others open words there: "loswerden", "lesmateriaal"."""
_SHORTEST_NOUN: Final = 6  # code points
_AROUND: Final = ".,;:!?…()[]\"'“”„«»‘’-–"
_FORMS: Final = tuple(PARTED)
# In UTF-8 a letter is one of these, or opens with a byte above them. An article that stands alone, as nearly all do, is
# followed by none and never found.
_LETTERS: Final = (*b"abcdefghijklmnopqrstuvwxyz", *range(0xC2, 0xF5))
_FIND_FORMS: Final = BytesAhoCorasick(
    [form.encode() for form in _FORMS]
    + [b" %b%c" % (article.encode(), letter) for article in _GLUED_ARTICLES for letter in _LETTERS],
    implementation=Implementation.ContiguousNFA,
).find_matches_as_indexes


def glued_words(lines: Sequence[str], folded: Folded) -> dict[str, str]:
    """Words that two words ran into, as written, to those two words.

    Either the table of `glue_words` knows them, or an article stands before a noun that the text has elsewhere.
    """
    text = f" {' '.join(lines)} "
    lower = f" {' '.join([folded[line] for line in lines])} "
    if len(lower) != len(text):  # ß is two letters when casefolded
        lower = text.lower()
    if len(lower) != len(text):  # a letter that lower case makes two would shift what is found
        return {}
    found: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for form, start, end in _matches(lower):
        if form < len(_FORMS):
            if not text[start - 1].isalnum() and not text[end].isalnum():
                _note_pair(text[start:end], _FORMS[form], found)
        elif text[end : end + _SHORTEST_NOUN].isalpha() and len(text) - end > _SHORTEST_NOUN:
            pairs.append((text[start + 1 : end], text[end : text.index(" ", end)].rstrip(_AROUND)))
    pairs = [(article, noun) for article, noun in pairs if len(noun) >= _SHORTEST_NOUN and noun.isalpha()]
    pairs = _without_whole(pairs, lower) if pairs else pairs
    for article, noun in pairs if len(pairs) <= _FEW else _with_known_nouns(pairs, text):
        if article + noun not in found and _stands_alone(noun, text):
            found[article + noun] = f"{article} {noun}"
    return found


def _without_whole(pairs: list[tuple[str, str]], lower: str) -> list[tuple[str, str]]:
    """Those pairs that are not one word of the text's language."""
    germanic = has_any(lower, _GERMANIC)
    return [
        (article, noun)
        for article, noun in pairs
        if not (article + noun).casefold().startswith(_WHOLE) and (not germanic or article.casefold() in _IN_GERMANIC)
    ]


def _matches(lower: str) -> list[tuple[int, int, int]]:
    """The forms in a text, each with its first code point and the one after its last; numbers beyond them: articles."""
    try:
        data = lower.encode()
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 form
        return []
    found = [
        (form, start, end - (form >= len(_FORMS)))  # without the letter behind an article
        for form, start, end in _FIND_FORMS(data, overlapping=True)
    ]
    if not found or len(data) == len(lower):
        return found
    places = _code_points(data, [place for _, *both in found for place in both])
    return [(form, places[start], places[end]) for form, start, end in found]


def _code_points(data: bytes, places: list[int]) -> dict[int, int]:
    """Places in UTF-8, counted in bytes, to the same counted in code points."""
    counted, last, total = {}, 0, 0
    for place in sorted(places):
        total += len(data[last:place].decode())
        counted[place] = total
        last = place
    return counted


_FEW: Final = 8  # words looked for one by one in the text; more are looked up in the set of its words


def _note_pair(token: str, form: str, found: dict[str, str]) -> None:
    """Note a word of the table as it is written, unless capitals inside make it a name."""
    if token[1:] == form[1:]:
        found[token] = token[0] + PARTED[form][1:]


def _with_known_nouns(pairs: list[tuple[str, str]], text: str) -> list[tuple[str, str]]:
    """Those pairs whose noun is a word of the text: each once, the first few hundred."""
    words = {word.strip(_AROUND) for word in text.split() if len(word) >= _SHORTEST_NOUN}
    return [pair for pair in dict.fromkeys(pairs) if pair[1] in words][:_MOST_PARTED]


_MOST_PARTED: Final = 400


def _stands_alone(noun: str, text: str) -> bool:
    """Whether the noun is a word of its own somewhere in the text, which begins and ends with a space."""
    start = text.find(noun)
    while start >= 0:
        end = start + len(noun)
        if not text[start - 1].isalnum() and not text[end].isalnum():
            return True
        start = text.find(noun, end)
    return False
