"""How a line looks: its key for the vocabulary, whether it ends as a sentence does, whether it is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from service.core.expressions import expression

LONG: Final = 400
"""Code points; a longer line is running text, only credits embedded in it are looked at."""

LETTERS_A_WIDE: Final = 2.5
"""Letters that one wide character stands for: translations of one article are about so much longer in Latin script."""

_WIDE: Final = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
CJK: Final = expression(_WIDE)
_CJK_RUN: Final = expression(f"{_WIDE}+")
DECORATION: Final = " \t\u00a0|•·●▪■◆▶►▸»›→➤⇒>«‹←<*_-–—~:：.…,;/\\()[]{}【】（）「」#=!！\"“”'"
_TERMINAL: Final = frozenset(".!?…。！？‼।")
_CLOSERS: Final = "\"'”’»›)）]」』】*"


class Verdict(NamedTuple):
    """What a line is: the kind of `models.Removed` and the rule that says so."""

    kind: str
    rule: str


T = TypeVar("T")
_REMEMBERED: Final = 1024
"""Lines whose looks are remembered: every rule asks for them, in each round; an article rarely has more lines."""
_LONGEST_REMEMBERED: Final = 4_000
"""Code points of such a line: all that is remembered has at most a few megabytes."""
_FORGET: Final[list[Callable[[], None]]] = []


def remembered(look: Callable[[str], T]) -> Callable[[str], T]:
    """The function with its answers for the last lines remembered; see `forget_long_lines`."""
    cached = lru_cache(_REMEMBERED)(look)
    _FORGET.append(cached.cache_clear)
    return cached


def forget_long_lines(sizes: Iterable[int]) -> None:
    """Forget all lines when one of an article's was long, given the sizes of its lines in code points.

    What is remembered is bounded by number; an article of few but endless lines would keep them all in memory.
    """
    if max(sizes, default=0) > _LONGEST_REMEMBERED:
        for forget in _FORGET:
            forget()


@remembered
def key(line: str) -> str:
    """The line casefolded, without decoration at its ends and with single spaces: what the vocabulary holds."""
    return " ".join(line.casefold().strip(DECORATION).split())


@remembered
def is_cjk(line: str) -> bool:
    """Whether a third of the line or more is Chinese, Japanese or Korean writing."""
    if line.isascii():
        return False
    # Each such character has three bytes in UTF-8: a line of fewer bytes needs no closer look.
    size = len(line)
    if len(line.encode(errors="surrogatepass")) * 3 < size * 5:
        return False
    return sum(map(len, _CJK_RUN.findall(line))) * 3 >= size


@remembered
def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing quotes and brackets aside."""
    core = line.rstrip(_CLOSERS)
    return core[-1:] in _TERMINAL and not core.endswith("...")


@remembered
def is_prose(line: str) -> bool:
    """Whether the line is a paragraph by its looks: long enough and ended as a sentence, or several sentences."""
    size = len(line)
    if size < 25:
        return False
    if ends_sentence(line):
        return size >= 70 or is_cjk(line)
    return size > 200 or (size > 100 and ". " in line) or (size > 60 and "。" in line)


AGO_LETTERS: Final = "aAhHiIİıvV"
"""First letters of words before a time that has passed, such as "about 3 hours ago" and "vor 3 Stunden"."""
VIETNAMESE: Final = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters that only Vietnamese has; the last range is its block of Latin Extended Additional."""


def may_hold_vietnamese(text: str) -> bool:
    """Whether letters that only Vietnamese has may stand in a text, by the bytes that open them in UTF-8.

    Other letters open so too, but hardly any of the languages cleaned here has them; a search takes many times as long.
    """
    if text.isascii():
        return False
    data = text.encode(errors="surrogatepass")
    return b"\xe1" in data or b"\xc4" in data or b"\xc6" in data


def is_vietnamese(text: str) -> bool:
    """Whether text is Vietnamese rather than text with Vietnamese names in it, by letters only Vietnamese has."""
    return may_hold_vietnamese(text) and len(VIETNAMESE.findall(text)) > 0.06 * len(text)


def many_sentences(text: str) -> bool:
    """Whether the text is too much for a caption: three sentences or more, or two long ones."""
    stops = text.count(". ") + text.count("? ") + text.count("! ") + text.count("。")
    return stops >= 3 or (stops >= 1 and len(text) > 280)


def label_of(line: str) -> tuple[str, str, str]:
    """A line parted at its first colon: the label's key, the colon or "", and the rest as written."""
    label, colon, rest = line.replace("：", ":").partition(":")
    return key(label), colon, rest.strip()


def has_any(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the text: faster than one expression for all, whose every start is tried."""
    for phrase in phrases:  # noqa: SIM110 - a generator would take twice the time
        if phrase in text:
            return True
    return False


def holds_any(phrases: Iterable[str]) -> Callable[[str], bool]:
    """A test whether one of many phrases stands in a text: one pass over it, however many the phrases."""
    known = tuple(phrases)
    search = AhoCorasick(
        known, store_patterns=False, implementation=Implementation.ContiguousNFA
    ).find_matches_as_indexes

    def test(text: str) -> bool:
        try:
            return bool(search(text))
        except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 form, which the automaton needs
            return has_any(text, known)

    return test


_LETTER: Final = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_WORDS: Final = expression(_LETTER + "{5,}")
_SHORTER_WORDS: Final = expression(_LETTER + "{4,}")
_EASTERN: Final = expression(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")


def stems(text: str, *, shorter: bool = False) -> set[str]:
    """What a casefolded text speaks of: its longer words cut to six letters; of scripts without spaces every pair.

    Args:
        text: casefolded.
        shorter: whether words of four letters count, too.
    """
    found = {word[:6] for word in (_SHORTER_WORDS if shorter else _WORDS).findall(text)}
    if not text.isascii():
        found.update(run[i : i + 2] for run in _EASTERN.findall(text) for i in range(len(run) - 1))
    return found
