"""Warnings about a taxonomy that is valid but will not do what its author hopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.patterns import parse_phrase, spellings
from service.core.phrase_lists import doubtful_lists
from service.core.phrase_trial import unmatchable
from service.core.phrases import PhraseIndex, build_index, find
from service.core.taxonomy import chosen_languages
from service.core.taxonomy_findings import Finding, FindingCode
from service.core.taxonomy_reader import read_source
from service.core.wording import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.core.taxonomy_findings import Found
    from service.core.taxonomy_source import ConceptSource, PhraseSource, TaxonomySource, TopicSource

COMMON_WEIGHT = 1.5
"""Weight from which a single very common word is worth a warning: below it the word is only a hint."""

COMMON_WORDS = {
    "de": "der, die, das, und, in, von, mit, für, auf, bei, jahr, tag, land, staat, regierung, präsident, minister",
    "en": "the, of, and, in, to, for, with, on, by, year, day, country, state, government, president, minister, world",
    "es": "el, la, de, y, en, con, para, por, año, día, país, estado, gobierno, presidente, ministro, mundo, pueblo",
    "fr": "le, la, les, des, et, en, dans, pour, avec, par, an, jour, pays, état, gouvernement, président, ministre",
    "id": "yang, dan, di, ke, dari, untuk, dengan, pada, tahun, hari, negara, pemerintah, presiden, menteri, dunia",
    "it": "il, la, di, e, in, con, per, da, anno, giorno, paese, stato, governo, presidente, ministro, mondo, popolo",
    "ja": "年, 月, 日, 国, 人, 政府, 大統領, 首相, 世界, 会議",
    "ko": "년, 월, 일, 나라, 사람, 정부, 대통령, 총리, 세계, 회의",
    "nl": "de, het, een, en, in, van, met, voor, op, bij, jaar, dag, land, staat, regering, president, minister",
    "pt": "o, a, de, e, em, com, para, por, ano, dia, país, estado, governo, presidente, ministro, mundo, povo",
    "ru": "и, в, на, с, по, для, от, год, день, страна, государство, правительство, президент, министр, мир, люди",
    "vi": "và, của, các, trong, với, cho, về, năm, ngày, nước, chính phủ, chủ tịch, bộ trưởng, thế giới, nhân dân",
    "zh": "年, 月, 日, 国, 人, 的, 和, 在, 政府, 总统, 总理, 部长, 世界, 国家, 会议",
}
"""Words that stand in most news articles of a language, whatever they are about."""

_QUOTES = frozenset({'""', "''", "“”", "„“", "‘’", "«»", "»«", "「」"})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A phrase that makes mentions, and whose it is."""

    phrase: PhraseSource
    topic: TopicSource
    concept: ConceptSource


def check(data: bytes, *, name: str, languages: Sequence[str]) -> list[Finding]:
    """Look for doubtful places in a taxonomy file.

    Args:
        data: the file's bytes.
        name: the file's name for messages.
        languages: the worker's languages; empty: every language of the file.

    Returns:
        Warnings in the order of their lines.

    Raises:
        TaxonomyError: the file is wrong; warnings are for files that can be read.
    """
    source = read_source(data, name=name)
    chosen = chosen_languages(source, languages)
    placed = [p for p in _placed(source) if p.phrase.language is None or p.phrase.language in chosen]
    found = [
        *_shared(placed),
        *_never_matching(placed),
        *_quoted(placed),
        *_missing_languages(source, chosen, languages),
        *_redundant(placed),
        *_common_words(placed),
        *doubtful_lists(source, chosen),
        *_idle_wording(source),
    ]
    return [Finding(code, name, line, message) for line, code, message in sorted(found)]


def _placed(source: TaxonomySource) -> Iterator[_Placed]:
    for topic in source.topics:
        # Terms are weighed one by one: they may speak for two topics, and beside a longer phrase.
        for concept in (concept for concept in topic.concepts if not concept.term):
            for phrase in concept.phrases:
                yield _Placed(phrase, topic, concept)


def _shared(placed: Iterable[_Placed]) -> Iterator[Found]:
    """Phrases that speak for two topics: right for some, usually an oversight."""
    first: dict[object, _Placed] = {}
    for here in placed:
        there = first.setdefault((parse_phrase(here.phrase.text), here.phrase.language), here)
        if there.topic.id != here.topic.id and not (there.concept.shared or here.concept.shared):
            message = (
                f"the phrase `{here.phrase.text}` of `{here.topic.id}` also stands in `{there.topic.id}`, "
                f"line {there.phrase.line}; keep it where it belongs, or, if articles with it have both topics, "
                f"write `shared: true` under one of the two concepts"
            )
            yield here.phrase.line, FindingCode.SHARED_PHRASE, message


def _never_matching(placed: Iterable[_Placed]) -> Iterator[Found]:
    """Phrases with characters that clean text does not hold, and phrases that their own `unless` swallows."""
    for here in placed:
        odd = unmatchable(here.phrase.text)
        if odd is not None:
            message = (
                f"the phrase `{here.phrase.text}` holds U+{ord(odd):04X}, which clean text never does; take it out"
            )
            yield here.phrase.line, FindingCode.NEVER_MATCHES, message
        swallowing = {parse_phrase(phrase.text) for phrase in here.concept.unless}
        if parse_phrase(here.phrase.text) in swallowing:
            message = (
                f"the phrase `{here.phrase.text}` stands in its concept's `unless` too and never counts; take one out"
            )
            yield here.phrase.line, FindingCode.NEVER_MATCHES, message


def _quoted(placed: Iterable[_Placed]) -> Iterator[Found]:
    """Phrases in quotation marks that YAML does not take away: those of a word processor, or a second pair."""
    for here in placed:
        text = here.phrase.text
        if len(text) > 1 and text[0] + text[-1] in _QUOTES:
            message = f"the phrase `{text}` is found only where an article quotes it too; take the quotation marks out"
            yield here.phrase.line, FindingCode.QUOTED_PHRASE, message


def _missing_languages(source: TaxonomySource, chosen: Sequence[str], wanted: Sequence[str]) -> Iterator[Found]:
    if not chosen:
        message = f"the taxonomy has none of the languages {', '.join(wanted)}; it has {', '.join(source.languages)}"
        yield 1, FindingCode.MISSING_LANGUAGE, message
        return
    for topic in source.topics:
        if topic.replaced_by is not None:
            continue
        spoken = {phrase.language for concept in topic.concepts for phrase in concept.phrases}
        missing = [language for language in chosen if language not in spoken]
        any_language = None in spoken or any(concept.near for concept in topic.concepts)
        if missing and not any_language:
            message = (
                f"the topic `{topic.id}` has no phrase in {', '.join(missing)}; articles in it never get the topic"
            )
            yield topic.line, FindingCode.MISSING_LANGUAGE, message


def _redundant(placed: Iterable[_Placed]) -> Iterator[Found]:
    """Phrases that add nothing: a shorter one of the same topic and weight is found wherever they are."""
    groups: dict[tuple[str, float, bool], list[_Placed]] = {}
    for here in placed:
        groups.setdefault((here.topic.id, here.concept.weight, here.concept.title_only), []).append(here)
    for group in groups.values():
        index = build_index(here.phrase.text for here in group)
        for number, here in enumerate(group):
            there = _inside(index, group, number)
            if there is not None:
                message = (
                    f"the phrase `{here.phrase.text}` is redundant: `{there.phrase.text}`, line {there.phrase.line}, "
                    f"of the same topic and weight is found wherever it is; take one out"
                )
                yield here.phrase.line, FindingCode.REDUNDANT_PHRASE, message


def _inside(index: PhraseIndex, group: Sequence[_Placed], number: int) -> _Placed | None:
    """A phrase of the group that is found wherever phrase `number` is; of two that are alike the first stays."""
    here = group[number]
    # With the words as short as `*` lets them be, and longer: what is found in both is found always.
    samples = (here.phrase.text.replace("*", ""), here.phrase.text.replace("*", "q"))
    found = set.intersection(*({phrase for _, _, phrase in find(index, sample)} for sample in samples))
    for other in sorted(found - {number}):
        there = group[other]
        if there.concept.unless or there.concept.requires or there.phrase.language not in {None, here.phrase.language}:
            continue
        alike = spellings(parse_phrase(there.phrase.text)) & spellings(parse_phrase(here.phrase.text))
        if not alike or other < number:
            return there
    return None


def _common_words(placed: Iterable[_Placed]) -> Iterator[Found]:
    for here in placed:
        common = COMMON_WORDS.get((here.phrase.language or "").split("-")[0], "").split(", ")
        alone = here.concept.weight >= COMMON_WEIGHT and not here.concept.requires and not here.concept.title_only
        if alone and here.phrase.text.lower().strip("*") in common:
            message = (
                f"the phrase `{here.phrase.text}` is a very common word for the weight {here.concept.weight:g}; "
                f"lower the weight or write a longer phrase"
            )
            yield here.phrase.line, FindingCode.COMMON_WORD, message


def _idle_wording(source: TaxonomySource) -> Iterator[Found]:
    """A model of wording that belongs to other topics: it knows them by their ids."""
    asked = source.wording
    if asked is not None and not {topic.id for topic in source.topics} & {*shipped(asked.model).topics}:
        message = f"the model `{asked.model}` of `wording` knows none of the topics, so it never speaks; take it out"
        yield asked.line, FindingCode.IDLE_WORDING, message
