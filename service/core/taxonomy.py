"""A taxonomy file compiled for classification: topics, concepts and one automaton over all phrases.

Phrases are grouped into phrase sets: a concept's phrases, each set of its `near`, its `unless`, its `requires`, and the
two marker lists. One pass over an article says which sets occur where; `classify` needs nothing else.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from service.core.patterns import forget_phrases
from service.core.phrases import IndexPlan, PhraseIndex, index_of, plan_index
from service.core.taxonomy_parts import NO_SET, Concept, Hint, Topic, concepts_of
from service.core.wording import TopicWording
from service.errors import TaxonomyError
from service.models import TaxonomyRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from service.core.taxonomy_source import (
        ConceptSource,
        HintSource,
        Phrases,
        TaxonomySource,
        TopicSource,
        WordingSource,
    )

LABEL_LANGUAGE = "en"
"""The language of the label that events carry, where a topic has one in it."""


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A compiled taxonomy; read-only and safe to share.

    Attributes:
        ref: id, version and SHA-256 of the file.
        languages: the languages whose phrases are compiled.
        topics: the topics that can be assigned, in the file's order.
        replaced_by: topics that are no longer assigned, and their successors.
        concepts: the concepts of all topics that have a phrase in these languages.
        index: the automaton; its phrase numbers count in `written` and `sets_of`.
        written: per phrase how the file writes it.
        sets_of: per phrase the numbers of the sets it belongs to.
        concepts_of: the places in `concepts` that a set may begin to speak for: those whose phrases it is, or whose
            rarest near set.
        home, elsewhere: the marker sets, or NO_SET.
        penalty: log-odds that every topic loses when `elsewhere` occurs and `home` does not.
        exclusive: whether an article gets one topic at most, the one furthest above its threshold.
        saturate: whether repeating a phrase counts up to a bound only, see `counts.saturated`.
        slope, intercept: what makes probabilities of log-odds: `intercept + slope * log-odds` (Platt scaling).
        overlap: what words count that another concept of the topic has counted already, 0 to 1.
        hints: lists whose words say a little about many topics.
        wording: the model of wording that has a say beside the concepts.
    """

    ref: TaxonomyRef
    languages: tuple[str, ...]
    topics: tuple[Topic, ...]
    replaced_by: Mapping[str, str]
    concepts: tuple[Concept, ...] = field(repr=False)
    index: PhraseIndex = field(repr=False)
    written: tuple[str, ...] = field(repr=False)
    sets_of: tuple[tuple[int, ...], ...] = field(repr=False)
    concepts_of: Mapping[int, tuple[int, ...]] = field(repr=False)
    home: int
    elsewhere: int
    penalty: float
    slope: float
    intercept: float
    exclusive: bool = False
    overlap: float = 1.0
    saturate: bool = True
    hints: tuple[Hint, ...] = ()
    wording: TopicWording | None = None

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """The ids of the topics that can be assigned, in the file's order."""
        return tuple(topic.id for topic in self.topics)

    @property
    def labels(self) -> Mapping[str, Mapping[str, str]]:
        """Per topic id its labels by language."""
        return {topic.id: topic.labels for topic in self.topics}


def parse_taxonomy(data: bytes, *, name: str, languages: Sequence[str]) -> Taxonomy:
    """Read, check and compile a taxonomy file.

    Args:
        data: the file's bytes.
        name: the file's name, for messages.
        languages: the worker's languages (BCP-47). Only their phrases are compiled, and those of no language; a
            language matches by its first subtag (`zh-Hant` takes `zh`). Empty: every language of the file.

    Raises:
        TaxonomyError: all that is wrong, `name:line: what is wrong; the mend` each; or no phrase in these languages.
    """
    return compile_taxonomy(data, name=name, languages=languages)[0]


def compile_taxonomy(data: bytes, *, name: str, languages: Sequence[str]) -> tuple[Taxonomy, IndexPlan]:
    """As `parse_taxonomy`, with what its index was made of: both together are what `taxonomy_store` stores."""
    # YAML and all that knows the format are not loaded where a compiled taxonomy was stored.
    from service.core.taxonomy_reader import read_source  # noqa: PLC0415

    source = read_source(data, name=name)
    compiler = _Compiler(chosen_languages(source, languages))
    topics = [topic for topic in source.topics if topic.replaced_by is None]
    concepts = tuple(compiler.concepts(topics))
    if not concepts:
        told = f"no phrase in the languages {', '.join(languages)}; the file has {', '.join(source.languages)}"
        raise TaxonomyError([f"{name}:1: {told}"])
    hints = tuple(compiler.hints(source.hints, topics))
    home, elsewhere = compiler.phrase_set(source.markers.home), compiler.phrase_set(source.markers.elsewhere)
    plan = plan_index(compiler.sets)
    forget_phrases()
    taxonomy = Taxonomy(
        ref=TaxonomyRef(source.id, source.version, hashlib.sha256(data).hexdigest()),
        languages=compiler.languages,
        topics=tuple(_topic(topic, source.calibration.threshold) for topic in topics),
        replaced_by=MappingProxyType({t.id: t.replaced_by for t in source.topics if t.replaced_by is not None}),
        concepts=concepts,
        index=index_of(plan),
        written=tuple(compiler.sets),
        sets_of=compiler.sets_of(),
        concepts_of=concepts_of(concepts),
        home=home,
        elsewhere=elsewhere,
        penalty=source.markers.penalty,
        slope=source.calibration.slope,
        intercept=source.calibration.intercept,
        exclusive=source.exclusive,
        overlap=source.calibration.overlap,
        saturate=source.saturate,
        hints=hints,
        wording=_wording(source.wording, topics),
    )
    return taxonomy, plan


def chosen_languages(source: TaxonomySource, languages: Sequence[str]) -> tuple[str, ...]:
    """The file's languages that the worker's languages name, all of them when it names none."""
    wanted = {language.lower().split("-")[0] for language in languages}
    return tuple(code for code in source.languages if not wanted or code.lower().split("-")[0] in wanted)


def _wording(source: WordingSource | None, topics: Iterable[TopicSource]) -> TopicWording | None:
    return TopicWording.of(source.model, source.weight, [topic.id for topic in topics]) if source else None


def _topic(source: TopicSource, threshold: float) -> Topic:
    """A topic with the label its events carry, English, else the file's first; `threshold` when it has no own."""
    label = source.labels.get(LABEL_LANGUAGE) or next(iter(source.labels.values()))
    return Topic(
        id=source.id,
        label=label,
        labels=MappingProxyType(dict(source.labels)),
        threshold=source.threshold if source.threshold is not None else threshold,
        main=source.main,
        description=source.description,
        parent=source.parent,
        codes=MappingProxyType(dict(source.codes)),
    )


class _Compiler:
    """Numbers phrases and phrase sets in the order they are met; `sets` maps a written phrase to its sets.

    Lists that are alike, such as the actors of many `near`, are one set: an article's matches are sorted into it once.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self._spoken = frozenset(languages)
        self.sets: dict[str, set[int]] = defaultdict(set)
        self.sizes: list[int] = []
        self._known: dict[frozenset[str], int] = {}

    def phrase_set(self, phrases: Phrases) -> int:
        """The number of a set, NO_SET when the file writes none. A set may be empty in the chosen languages."""
        if not phrases:
            return NO_SET
        chosen = frozenset(p.text for p in phrases if p.language is None or p.language in self._spoken)
        number = self._known.setdefault(chosen, len(self.sizes))
        if number == len(self.sizes):
            self.sizes.append(len(chosen))
            for phrase in dict.fromkeys(p.text for p in phrases if p.text in chosen):
                self.sets[phrase].add(number)
        return number

    def sets_of(self) -> tuple[tuple[int, ...], ...]:
        """Per phrase the numbers of its sets; phrases of the same sets share one tuple, for there are thousands."""
        shared: dict[tuple[int, ...], tuple[int, ...]] = {}
        return tuple(shared.setdefault(found, found) for found in (tuple(sorted(sets)) for sets in self.sets.values()))

    def concepts(self, topics: Iterable[TopicSource]) -> Iterable[Concept]:
        """The concepts that can be mentioned in the chosen languages."""
        for place, topic in enumerate(topics):
            for concept in topic.concepts:
                if self._speaks(concept):
                    yield self._concept(concept, place)

    def hints(self, sources: Iterable[HintSource], topics: Sequence[TopicSource]) -> Iterable[Hint]:
        """The hints, their topics by place; a retired topic gets none."""
        places = {topic.id: place for place, topic in enumerate(topics)}
        for source in sources:
            weights = tuple((places[topic], weight) for topic, weight in source.weights if topic in places)
            yield Hint(source.list, self.phrase_set(source.phrases), weights)

    def _speaks(self, concept: ConceptSource) -> bool:
        return bool(concept.near) or any(p.language is None or p.language in self._spoken for p in concept.phrases)

    def _concept(self, source: ConceptSource, topic: int) -> Concept:
        near = tuple(self.phrase_set(forms) for forms in source.near)
        rarest, *commoner = sorted(near, key=lambda number: self.sizes[number]) or [NO_SET]
        return Concept(
            id=source.id,
            topic=topic,
            weight=source.weight,
            title_only=source.title_only,
            phrases=self.phrase_set(source.phrases),
            near=near,
            near_sets=frozenset(near),
            rarest=rarest,
            commoner=tuple(commoner),
            unless=self.phrase_set(source.unless),
            requires=self.phrase_set(source.requires),
        )
