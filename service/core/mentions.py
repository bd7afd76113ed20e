"""Where an article mentions the concepts of a taxonomy: matched phrases after context has had its say.

Title and text are searched as one, two line feeds between them; positions count from the title's first code point.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from service.core.phrases import Match, find
from service.core.taxonomy import NO_SET
from service.errors import Refused
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.core.taxonomy import Concept, Taxonomy

SEPARATOR = "\n\n"
"""Between title and text, so that neither phrases nor sentences cross."""

# One class of characters first, so that a search passes over all others; what must follow is looked at after.
_STOP = re.compile("[\n。！？.!?…](?:(?<=[\n。！？])|(?=[ \n\t\u00a0\"'”’»)\\]]))")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt st no nr art vgl bzw ca dott sr sra mm mme tp ts pgs gs им".split(" ")  # noqa: SIM905
)
MAX_MATCHES = 400_000
"""Phrases that a text may hold, all languages together: a megabyte of news about them holds a sixth of that."""
_LOOK_BACK = 8
"""Code points before a stop in which an abbreviation stands: longer than any listed."""
_LONGER = 5
"""Letters that no listed abbreviation has."""


Mention = tuple[Match, ...]
"""One mention of a concept: the stretches that show it, in order; several when its words stand apart."""


class Hits:
    """The phrases found in one article, by phrase set.

    Attributes:
        text: title and text as one.
        base: where the text begins in it.

    Raises:
        Refused: WORK_LIMIT for a text that is little but phrases.
    """

    def __init__(self, title: str, text: str, taxonomy: Taxonomy) -> None:
        self.text = f"{title}{SEPARATOR}{text}"
        self.base = len(title) + len(SEPARATOR)
        self._by_set: defaultdict[int, list[Match]] = defaultdict(list)
        self._sentences: dict[int, set[int]] = {}
        self._places: dict[int, dict[int, list[Match]]] = {}
        self._reach: dict[int, tuple[list[int], list[int]]] = {}
        self._sentence_of: dict[int, int] = {}
        by_set, sets_of = self._by_set, taxonomy.sets_of
        found = find(taxonomy.index, self.text)
        if len(found) > MAX_MATCHES:
            raise Refused(Reason.WORK_LIMIT, f"the text holds over {MAX_MATCHES} phrases of the taxonomy")
        for match in found:
            for number in sets_of[match[2]]:
                by_set[number].append(match)
        self._found = found

    def __contains__(self, number: int) -> bool:
        """Whether a phrase of the set occurs anywhere."""
        return number in self._by_set

    def sets(self) -> Iterable[int]:
        """The sets of which a phrase occurs."""
        return self._by_set.keys()

    def mentions(self, concept: Concept) -> list[Mention]:
        """The mentions of a concept, in order; overlapping phrases are one mention."""
        by_set = self._by_set
        if concept.requires != NO_SET and concept.requires not in by_set:
            return []
        found: list[Mention] = []
        if concept.phrases in by_set:
            found = [(match,) for match in _disjoint(self._counting(by_set[concept.phrases], concept))]
        if concept.near and by_set.keys() >= concept.near_sets:
            found = sorted(found + self._near(concept, found))
        if concept.title_only:
            return [mention for mention in found if mention[0][0] < self.base]
        return found

    def _counting(self, matches: list[Match], concept: Concept) -> list[Match]:
        """The matches that stand in no phrase of the concept's `unless`."""
        if concept.unless not in self._by_set:
            return matches
        starts, furthest = self._covers(concept.unless)
        return [
            match
            for match in matches
            if starts[0] > match[0] or furthest[bisect_right(starts, match[0]) - 1] < match[1]
        ]

    def _covers(self, number: int) -> tuple[list[int], list[int]]:
        """Where the set's matches begin, and how far any that began until then reaches."""
        covers = self._reach.get(number)
        if covers is None:
            longer = sorted(self._by_set[number])
            furthest = list(accumulate((end for _, end, _ in longer), max))
            covers = self._reach[number] = ([start for start, _, _ in longer], furthest)
        return covers

    def _near(self, concept: Concept, found: list[Mention]) -> list[Mention]:
        """A mention for each sentence that holds all sets and is not a mention already."""
        shared = set.intersection(*map(self._sentences_with, concept.near))
        if not shared:
            return []
        shared -= {self._sentence_of[mention[0][0]] for mention in found}
        places = [self._by_sentence(number) for number in concept.near]
        picked = (
            _pick([self._counting(of_set[sentence], concept) for of_set in places]) for sentence in sorted(shared)
        )
        return [mention for mention in picked if mention]

    def _by_sentence(self, number: int) -> dict[int, list[Match]]:
        """The set's matches by sentence."""
        places = self._places.get(number)
        if places is None:
            places = self._places[number] = {}
            for match in self._by_set[number]:
                places.setdefault(self._sentence_of[match[0]], []).append(match)
        return places

    def _sentences_with(self, number: int) -> set[int]:
        """The sentences in which a phrase of the set begins; they alone tell most concepts that nothing is near."""
        found = self._sentences.get(number)
        if found is None:
            if not self._sentence_of:
                self._number_sentences()
            sentence_of = self._sentence_of
            found = self._sentences[number] = {sentence_of[match[0]] for match in self._by_set[number]}
        return found

    def _number_sentences(self) -> None:
        """Find the sentence of every match, once for all sets: most matches belong to several."""
        ends = sentence_ends(self.text)
        self._sentence_of = {start: bisect_right(ends, start) for start, _, _ in self._found}


def sentence_ends(text: str) -> list[int]:
    """Where sentences end: at stops and line ends, but not after an initial or a common abbreviation."""
    stops = [found.start() for found in _STOP.finditer(text)]
    return [stop + 1 for stop in stops if text[stop] != "." or not _is_abbreviation(text, stop)]


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an initial, an abbreviation or a day ("U.S.", "Mr.", "15. Mai")."""
    if text[stop + 2 : stop + 3].islower():
        return True
    if text[max(0, stop - _LONGER) : stop].isalpha() and stop >= _LONGER:
        return False
    word = text[max(0, stop - _LOOK_BACK) : stop].rpartition(" ")[2].lstrip('("“«').rpartition(".")[2]
    return len(word) == 1 or (word.isdecimal() and len(word) == 2) or word.lower() in _ABBREVIATIONS


def _disjoint(matches: list[Match]) -> list[Match]:
    """Of matches that overlap the longest, in order of their places."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    last_start = last_end = -1
    for match in sorted(matches):
        start, end, _ = match
        if start >= last_end:
            kept.append(match)
        elif end - start > last_end - last_start:
            kept[-1] = match
        else:
            continue
        last_start, last_end = start, end
    return kept


def _pick(sets: Sequence[Sequence[Match]]) -> Mention:
    """One match of each set such that none overlap, in order of their places; empty when there is no such choice."""

    def choose(chosen: Mention, rest: Sequence[Sequence[Match]]) -> Mention:
        if not rest:
            return tuple(sorted(chosen))
        for match in rest[0]:
            if all(match[1] <= start or end <= match[0] for start, end, _ in chosen):
                picked = choose((*chosen, match), rest[1:])
                if picked:
                    return picked
        return ()

    return choose((), sets)
