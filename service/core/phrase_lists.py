"""Warnings about the lists of a taxonomy: exceptions that except nothing, phrases cut at a comma or written twice."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from service.core.phrases import build_index, find
from service.core.taxonomy_findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.core.taxonomy_findings import Found
    from service.core.taxonomy_source import Phrases, PhraseSource, TaxonomySource

CONJUNCTIONS = {
    "de": "und, oder, sowie",
    "en": "and, or",
    "es": "y, e, o",
    "fr": "et, ou",
    "id": "dan, atau",
    "it": "e, ed, o",
    "nl": "en, of",
    "pt": "e, ou",
    "ru": "и, или",
    "vi": "và, hoặc",
}
"""Words that no phrase begins with, but the last part of an enumeration does."""


def doubtful_lists(source: TaxonomySource, chosen: Sequence[str]) -> Iterator[Found]:
    """What is doubtful in the lists of a file, as far as they speak languages that are chosen."""
    yield from _idle_exceptions(source, chosen)
    yield from _cut(source, chosen)
    yield from _repeated(source, chosen)


def _idle_exceptions(source: TaxonomySource, chosen: Sequence[str]) -> Iterator[Found]:
    """Exceptions that hold none of their concept's phrases, so that nothing ever stands inside them."""
    for topic in source.topics:
        for concept in (concept for concept in topic.concepts if concept.unless):
            index = build_index(p.text for p in (*concept.phrases, *(form for forms in concept.near for form in forms)))
            for phrase in concept.unless:
                if phrase.language is not None and phrase.language not in chosen:
                    continue
                # With a letter for `*` an open word may go on into one of the concept's phrases; then nothing is said.
                samples = (phrase.text.replace("*", ""), phrase.text.replace("*", "q"))
                if not phrase.text.strip().endswith("*") and not any(find(index, sample) for sample in samples):
                    message = (
                        f"the exception `{phrase.text}` of `{concept.id}` holds none of its phrases and excepts "
                        f"nothing; write the whole longer phrase, or take it out"
                    )
                    yield phrase.line, FindingCode.IDLE_EXCEPTION, message


def _cut(source: TaxonomySource, chosen: Sequence[str]) -> Iterator[Found]:
    """Phrases that were one before YAML parted them at its comma: `[trade, industry, and tourism]`.

    Two signs are sure: a bracket that one phrase opens and the next closes, and a conjunction that begins a phrase.
    """
    for concept in (concept for topic in source.topics for concept in topic.concepts if not concept.term):
        for phrases in (concept.phrases, *concept.near, concept.unless, concept.requires):
            for before, here in pairwise(phrases):
                if here.line == before.line and here.language == before.language and _goes_on(before, here):
                    if here.language is not None and here.language not in chosen:
                        continue
                    message = (
                        f"`{before.text}` and `{here.text}` are two phrases, cut at the comma of a list; if they "
                        f'are one, put it in quotes: "{before.text}, {here.text}"'
                    )
                    yield here.line, FindingCode.CUT_PHRASE, message


def _goes_on(before: PhraseSource, here: PhraseSource) -> bool:
    """Whether a phrase can only be the end of the one before."""
    first, _, rest = here.text.partition(" ")
    conjunctions = CONJUNCTIONS.get((here.language or "en").split("-")[0], "").split(", ")
    return bool(rest and first.lower() in conjunctions) or any(
        before.text.count(opening) > before.text.count(closing) and here.text.count(opening) < here.text.count(closing)
        for opening, closing in ("()", "（）", "«»", "“”")
    )


def _repeated(source: TaxonomySource, chosen: Sequence[str]) -> Iterator[Found]:
    """Phrases that a list holds twice to the letter; other capitals may be another language's word (*Chips*)."""
    for phrases in _written_lists(source):
        first: dict[tuple[str, str | None], PhraseSource] = {}
        for here in phrases:
            there = first.setdefault((here.text, here.language), here)
            if there is not here and here.language in {None, *chosen}:
                message = f"the phrase `{here.text}` stands in its list twice, first in line {there.line}; take one out"
                yield here.line, FindingCode.REPEATED_PHRASE, message


def _written_lists(source: TaxonomySource) -> Iterator[Phrases]:
    """Each list as it is written: what `$name` stands for is left out, for named lists may well overlap."""
    named = [phrases for _, phrases in source.lists]
    yield from named
    listed = {phrase for phrases in named for phrase in phrases}
    for phrases in (source.markers.home, source.markers.elsewhere, *_concept_lists(source)):
        yield tuple(phrase for phrase in phrases if phrase not in listed)


def _concept_lists(source: TaxonomySource) -> Iterator[Phrases]:
    for concept in (concept for topic in source.topics for concept in topic.concepts if not concept.term):
        yield from (*concept.near, concept.unless, concept.requires)
        if concept.unless or concept.requires:  # a phrase that others make redundant is told without
            yield concept.phrases
