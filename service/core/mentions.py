"""Where an article mentions the concepts of a taxonomy: matched phrases after context has had its say.

Title and text are searched as one, two line feeds between them; positions count from the title's first code point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from service.core.patterns import SEPARATOR
from service.core.phrases import Match, find_by_phrase
from service.core.sentences import sentence_ends
from service.core.taxonomy_parts import NO_SET
from service.errors import Refused
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from service.core.taxonomy import Taxonomy
    from service.core.taxonomy_parts import Concept

MAX_MATCHES = 400_000
"""Phrases that a text may hold, all languages together: a megabyte of news about them holds a sixth of that."""


@dataclass(slots=True)
class Mentions:
    """A concept's mentions in an article.

    Attributes:
        starts: where each mention begins, in order.
        stretches: the matches that show them; a mention whose words stand apart has several.
    """

    starts: list[int]
    stretches: list[Match]


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
        found = find_by_phrase(taxonomy.index, self.text)
        if sum(map(len, found.values())) > MAX_MATCHES:
            raise Refused(Reason.WORK_LIMIT, f"the text holds over {MAX_MATCHES} phrases of the taxonomy")
        self._runs = _by_set(found, taxonomy.sets_of)
        self._matches: dict[int, list[Match]] = {}
        self._plains: dict[int, Mentions] = {}
        self._phrase_firsts: dict[int, dict[int, Match]] = {}
        self._set_firsts: dict[int, dict[int, Match]] = {}
        self._reach: dict[int, tuple[list[int], list[int]]] = {}
        self._ends: list[int] | None = None

    def __contains__(self, number: int) -> bool:
        """Whether a phrase of the set occurs anywhere."""
        return number in self._runs

    def sets(self) -> AbstractSet[int]:
        """The sets of which a phrase occurs."""
        return self._runs.keys()

    def first(self, number: int) -> Match:
        """The first match of a set that occurs."""
        return self._of(number)[0]

    def sentences_of(self, places: Iterable[int]) -> set[int]:
        """The numbers of the sentences that places stand in."""
        ends = self._sentence_ends()
        return {bisect_right(ends, place) for place in places}

    @property
    def sentences(self) -> int:
        """How many sentences there are, the title one of them; at least one."""
        return max(1, len(self._sentence_ends()))

    def mentioned(self, concepts: Iterable[Concept]) -> Iterator[tuple[Concept, Mentions]]:
        """Those of the concepts that the article mentions, and where; overlapping phrases are one mention."""
        runs = self._runs
        occurring = set(runs)  # compared with a set a view of keys is slower
        for concept in concepts:
            direct = concept.phrases in runs
            # Of most concepts with `near` one set occurs and another does not: they go no further.
            near = bool(concept.near) and occurring >= concept.near_sets
            if not (direct or near) or (concept.requires != NO_SET and concept.requires not in runs):
                continue
            if near or concept.title_only or concept.unless in runs:
                found = self._conditional(concept, direct=direct, near=near)
            else:
                found = self._plain(concept.phrases)
            if found.starts:
                yield concept, found

    def _conditional(self, concept: Concept, *, direct: bool, near: bool) -> Mentions:
        """The mentions of a concept with words that must meet, with exceptions, or with a title alone to stand in."""
        stretches = _disjoint(self._counting(self._of(concept.phrases), concept)) if direct else []
        starts = [match[0] for match in stretches]
        if near:
            together = self._near(concept, starts)
            if together:
                starts = sorted(starts + [mention[0][0] for mention in together])
                stretches = stretches + list(chain.from_iterable(together))
        if concept.title_only:
            starts = [start for start in starts if start < self.base]
            stretches = [match for match in stretches if match[0] < self.base]
        return Mentions(starts, stretches)

    def _plain(self, number: int) -> Mentions:
        """The mentions of a set of phrases without conditions, found once: of labels alone, most topics hold a word."""
        found = self._plains.get(number)
        if found is None:
            runs = self._runs[number]
            if len(runs) == 1 and len(runs[0]) == 1:  # most sets of words: one phrase, once
                found = Mentions([runs[0][0][0]], runs[0])
            else:
                direct = _disjoint(self._of(number))
                found = Mentions([match[0] for match in direct], direct)
            self._plains[number] = found
        return found

    def _of(self, number: int) -> list[Match]:
        """The set's matches in order."""
        found = self._matches.get(number)
        if found is None:
            runs = self._runs[number]
            # A phrase's own matches come in order already.
            found = self._matches[number] = runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs))
        return found

    def _counting(self, matches: list[Match], concept: Concept) -> list[Match]:
        """The matches that stand in no phrase of the concept's `unless`."""
        if concept.unless not in self._runs:
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
            longer = self._of(number)
            furthest = list(accumulate((end for _, end, _ in longer), max))
            covers = self._reach[number] = ([start for start, _, _ in longer], furthest)
        return covers

    def _near(self, concept: Concept, starts: Sequence[int]) -> list[tuple[Match, ...]]:
        """The matches of a mention for each sentence that holds all sets and is not a mention already."""
        shared: AbstractSet[int] = self._firsts(concept.rarest).keys()
        for number in concept.commoner:
            shared = shared & self._firsts(number).keys()
            if not shared:
                return []
        if starts:
            shared = shared - self.sentences_of(starts)
        sets = [self._set_firsts[number] for number in concept.near]
        excepts = concept.unless in self._runs
        found = []
        for sentence in sorted(shared):
            mention = () if excepts else _disjoint_firsts([firsts[sentence] for firsts in sets])
            mention = mention or self._choice(concept, sentence)
            if mention:
                found.append(mention)
        return found

    def _firsts(self, number: int) -> dict[int, Match]:
        """The set's first match in each sentence that has one."""
        found = self._set_firsts.get(number)
        if found is None:
            one, *others = map(self._firsts_of, self._runs[number])
            found = self._set_firsts[number] = dict(one) if others else one
            for firsts in others:
                for sentence, match in firsts.items():
                    if match < found.setdefault(sentence, match):
                        found[sentence] = match
        return found

    def _firsts_of(self, matches: list[Match]) -> dict[int, Match]:
        """A phrase's first match in each sentence that has one; many sets hold the phrase, so it is found once."""
        phrase = matches[0][2]
        found = self._phrase_firsts.get(phrase)
        if found is None:
            ends = self._sentence_ends()
            found = {bisect_right(ends, match[0]): match for match in reversed(matches)}
            self._phrase_firsts[phrase] = found
        return found

    def _sentence_ends(self) -> list[int]:
        """Where sentences end; found when first asked for."""
        if self._ends is None:
            self._ends = sentence_ends(self.text)
        return self._ends

    def _choice(self, concept: Concept, sentence: int) -> tuple[Match, ...]:
        """One match of each near set in a sentence such that none overlap, nor stands in an exception."""
        return _choose((), [self._counting(self._within(number, sentence), concept) for number in concept.near])

    def _within(self, number: int, sentence: int) -> list[Match]:
        """The set's matches that begin in a sentence, in order of their places."""
        ends = self._sentence_ends()
        begin = ends[sentence - 1] if sentence else 0
        end = ends[sentence] if sentence < len(ends) else len(self.text)
        matches = self._of(number)
        return matches[bisect_left(matches, (begin,)) : bisect_left(matches, (end,))]


def _by_set(found: Mapping[int, list[Match]], sets_of: Sequence[Sequence[int]]) -> dict[int, list[list[Match]]]:
    """Per set the matches of each of its phrases."""
    by_set: defaultdict[int, list[list[Match]]] = defaultdict(list)
    for phrase, matches in found.items():
        for number in sets_of[phrase]:
            by_set[number].append(matches)
    return dict(by_set)


def _disjoint(matches: list[Match]) -> list[Match]:
    """Of matches that overlap the longest; given and returned in order of their places."""
    if len(matches) == 1:
        return matches
    kept: list[Match] = []
    last_start = last_end = -1
    for match in matches:
        start, end, _ = match
        if start >= last_end:
            kept.append(match)
        elif end - start > last_end - last_start:
            kept[-1] = match
        else:
            continue
        last_start, last_end = start, end
    return kept


def _disjoint_firsts(firsts: list[Match]) -> tuple[Match, ...]:
    """The matches in order of their places, empty when two overlap."""
    if len(firsts) == 2:  # nearly always: no need to sort
        first, second = firsts
        return (first, second) if first[1] <= second[0] else (second, first) if second[1] <= first[0] else ()
    firsts.sort()
    end = 0
    for match in firsts:
        if match[0] < end:
            return ()
        end = match[1]
    return tuple(firsts)


def _choose(chosen: tuple[Match, ...], rest: Sequence[Sequence[Match]]) -> tuple[Match, ...]:
    """`chosen` and one match of each set of `rest`, none overlapping; the first such choice."""
    if not rest:
        return tuple(sorted(chosen))
    for match in rest[0]:
        if all(match[1] <= start or end <= match[0] for start, end, _ in chosen):
            picked = _choose((*chosen, match), rest[1:])
            if picked:
                return picked
    return ()
