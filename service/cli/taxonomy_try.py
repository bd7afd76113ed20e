"""`communique taxonomy try`: what a phrase would match, before it goes into a taxonomy."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.counts import counted
from service.cli.options import FILES_HELP, Json, Taxonomy, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.core.phrase_trial import Occurrence, PhraseTrial
    from service.core.taxonomy import Taxonomy as Compiled
    from service.models import EnrichedArticle

MOST_FORMS = 12
"""Spellings shown in the summary; JSON has all."""

_EPILOG = """\b
Examples:
  communique taxonomy try 'trade agreement*' samples/articles.jsonl
  communique taxonomy try '*diplomatie' archive.jsonl --taxonomy my-topics.yaml --json
"""


def register(group: typer.Typer) -> None:
    """Add the command to the group `taxonomy`."""
    group.command("try", epilog=_EPILOG)(try_phrase)


def try_phrase(
    phrase: Annotated[str, typer.Argument(help="As a taxonomy would write it; quote it, for the shell reads * too.")],
    files: Annotated[list[str], typer.Argument(help=FILES_HELP)],
    *,
    taxonomy: Taxonomy = None,
    as_json: Json = False,
) -> None:
    """Show what a phrase would match in articles: each place with its surroundings, then counts by language and form.

    Articles are cleaned first, as the worker does it, and the phrase is looked for by the worker's own code. A phrase
    is looked for in articles of every language, whatever language it stands under; the count by language shows where
    it is a different word. `topics now` are those that the taxonomy gives the articles without the phrase.
    A refused article is told on stderr and counted.
    """
    from service.cli.inputs import read_inputs  # noqa: PLC0415
    from service.core.phrase_trial import PhraseTrial  # noqa: PLC0415
    from service.core.pipeline import Enriched  # noqa: PLC0415
    from service.pipeline import Pipeline  # noqa: PLC0415

    try:
        trial = PhraseTrial(phrase)
    except ValueError as error:
        raise InputError(str(error)) from None
    settings = settings_of(None, None, taxonomy=taxonomy)
    inputs = read_inputs(files, settings.max_article_bytes)
    pipeline = Pipeline(settings.taxonomy, languages=settings.languages, max_bytes=settings.max_article_bytes)
    seen = _Seen(trial, tuple(_users(phrase, pipeline.taxonomy)))
    for item in inputs:
        outcome = item.refusal or pipeline.process(item.record)
        if isinstance(outcome, Enriched):
            for found in seen.add(outcome.article):
                typer.echo(_json(_place(item.where, outcome.article, found)) if as_json else _line(item.where, found))
        else:
            seen.refused += 1
            typer.secho(f"{item.where}: refused, {outcome.reason.value}: {outcome.detail}", fg="red", err=True)
    typer.echo(_json(seen.as_json()) if as_json else "\n".join(seen.lines()))


def _users(phrase: str, taxonomy: Compiled) -> Iterator[str]:
    """The topics that use the phrase already, alone or among the words of a `near`."""
    from service.core.patterns import parse_phrase  # noqa: PLC0415

    pattern = parse_phrase(phrase)
    alike = (
        sets
        for written, sets in zip(taxonomy.written, taxonomy.sets_of, strict=True)
        if parse_phrase(written) == pattern
    )
    numbers = {number for sets in alike for number in sets}
    places = {c.topic for c in taxonomy.concepts if not numbers.isdisjoint({c.phrases, *c.near})}
    return (taxonomy.topics[place].id for place in sorted(places))


@dataclass(slots=True)
class _Seen:
    """What the phrase met so far.

    Attributes:
        trial: the phrase.
        users: topics that use it already.
        articles, with_match: articles by language, and those with a match.
        forms: matches by what stands in the text, in lower case.
        topics: of the articles with a match how many have which topic, `off-topic` for none.
        matches, refused: how many.
    """

    trial: PhraseTrial
    users: tuple[str, ...]
    articles: Counter[str] = field(default_factory=Counter)
    with_match: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    matches: int = 0
    refused: int = 0

    def add(self, article: EnrichedArticle) -> list[Occurrence]:
        """Look for the phrase in one more article."""
        found = self.trial.find(article.title, article.text)
        self.articles[article.language] += 1
        self.matches += len(found)
        self.forms.update(" ".join(one.text.lower().split()) for one in found)
        if found:
            self.with_match[article.language] += 1
            self.topics.update([topic.id for topic in article.topics] or ["off-topic"])
        return found

    def as_json(self) -> dict[str, Any]:
        """The summary for programs."""
        return {
            "phrase": self.trial.written,
            "searched": self.trial.searched,
            "used_by": self.users,
            "matches": self.matches,
            "articles": self.articles.total(),
            "articles_with_match": self.with_match.total(),
            "refused": self.refused,
            "languages": {
                code: {"articles": number, "with_match": self.with_match[code]}
                for code, number in sorted(self.articles.items())
            },
            "forms": dict(self.forms.most_common()),
            "topics_now": dict(self.topics.most_common()),
        }

    def lines(self) -> Iterator[str]:
        """The summary for people."""
        from service.core.phrase_trial import unmatchable  # noqa: PLC0415

        if self.matches:
            yield ""
        yield f"looked for   {' | '.join(self.trial.searched)}"
        odd = unmatchable(self.trial.written)
        if odd is not None:
            yield f"never        the phrase holds U+{ord(odd):04X}, which clean text never does; take it out"
        yield f"used by      {', '.join(self.users) or 'no topic of the taxonomy'}"
        refused = f"; {self.refused} refused" if self.refused else ""
        within = f"{self.with_match.total()} of {counted(self.articles.total(), 'article')}"
        yield f"matches      {self.matches} in {within}{refused}"
        if self.matches:
            yield f"languages    {_counts((c, f'{n} of {self.articles[c]}') for c, n in self.with_match.most_common())}"
            forms = _counts((f"“{form}”", number) for form, number in self.forms.most_common(MOST_FORMS))
            more = len(self.forms) - MOST_FORMS
            yield f"forms        {forms}" + (f", and {more} more" if more > 0 else "")
            yield f"topics now   {_counts(self.topics.most_common())}"


def _counts(pairs: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs)


def _line(where: str, found: Occurrence) -> str:
    place = "title" if found.in_title else "text"
    around = " ".join(f"{found.before}⟦{found.text}⟧{found.after}".split())
    return f"{where} {place} {found.start}: {around}"


def _place(where: str, article: EnrichedArticle, found: Occurrence) -> dict[str, Any]:
    """One match for programs."""
    place = asdict(found)
    place["in"] = "title" if place.pop("in_title") else "text"
    topics = [topic.id for topic in article.topics]
    return {"input": where, "id": article.id, "language": article.language, **place, "topics_now": topics}


def _json(value: dict[str, Any]) -> str:
    import orjson  # noqa: PLC0415

    return orjson.dumps(value).decode()
