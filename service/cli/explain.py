"""`communique explain`: why an article came out as it did."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.leaving import until_the_reader_leaves
from service.cli.options import FILES_HELP, Json, Taxonomy, options_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from service.cli.console import Console
    from service.core.classify import MainTopicRank, TopicExplanation
    from service.models import CleanArticle, Refusal
    from service.pipeline import Explanation, Pipeline

MOST_REMOVED = 300
"""Characters shown of a removed piece of text."""

_EPILOG = """\b
Examples:
  communique explain samples/article.html
  communique explain refused.jsonl --json | jq .refused.reason
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(explain)


def explain(
    files: Annotated[list[str], typer.Argument(help=FILES_HELP)],
    *,
    taxonomy: Taxonomy = None,
    as_json: Json = False,
) -> None:
    """Show why articles came out as they did: topics, evidence, what was removed.

    For each article: the page with its evidence marked, every topic that anything spoke for with the parts of its
    score, its threshold and how far below it stayed, why the main topic comes first, and every piece of text that
    cleaning removed with the rule that took it. Scores are log-odds added up; 0 makes a score of 0.50. A refused
    article is told on stderr, the others are shown all the same, and the exit code is 1.
    """
    from service.cli.inputs import read_inputs  # noqa: PLC0415
    from service.models import Refusal  # noqa: PLC0415
    from service.pipeline import Pipeline  # noqa: PLC0415

    options = options_of(taxonomy=taxonomy)
    inputs = read_inputs(files, options["max_bytes"])
    pipeline = Pipeline(**options)
    show = _show_json if as_json else _Pages(pipeline).show
    refused = False
    with until_the_reader_leaves():
        for item in inputs:
            found = item.refusal or pipeline.explain(item.record)
            refused |= isinstance(found, Refusal)
            show(item.where, found)
    if refused:
        sys.exit(1)


def _show_json(where: str, found: Explanation | Refusal) -> None:
    from service.models import Refusal  # noqa: PLC0415

    if isinstance(found, Refusal):
        refused = {"id": found.id, "reason": found.reason.value, "detail": found.detail, "stage": found.stage}
        _print_json({"input": where, "refused": refused})
    else:
        _print_json(
            {
                "input": where,
                "event": found.event,
                "topics": found.topics,
                "main_topic": found.main_topic,
                "removed": found.cleaned.removed,
            }
        )


def _print_json(value: dict[str, Any]) -> None:
    import orjson  # noqa: PLC0415

    typer.echo(orjson.dumps(value).decode())


class _Pages:
    """Explanations as pages on stdout."""

    def __init__(self, pipeline: Pipeline) -> None:
        from service.cli.render import page_console  # noqa: PLC0415

        self._console: Console = page_console()
        self._labels = {topic.id: topic.label for topic in pipeline.taxonomy.topics}

    def show(self, where: str, found: Explanation | Refusal) -> None:
        """Print one."""
        from service.cli.render import article_page  # noqa: PLC0415
        from service.models import Refusal  # noqa: PLC0415

        if isinstance(found, Refusal):
            words = f"{where}: refused in the stage {found.stage}, {found.reason.value}: {found.detail}"
            typer.secho(words, fg="red", err=True)
            return
        self._console.print(article_page(found.event, brackets=not self._console.is_terminal))
        if found.topics:
            self._console.print(_scores(found.topics))
        if len(found.main_topic) > 1:
            self._console.print(_main_topic(found.main_topic))
        silent = self._labels.keys() - {topic.id for topic in found.topics}
        if silent:
            names = ", ".join(label for id_, label in self._labels.items() if id_ in silent)
            self._console.print(f"\nNothing spoke for: {names}", style="dim")
        self._console.print(_removed(found.cleaned))


def _scores(topics: Sequence[TopicExplanation]) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold", **_title("How the scores came about"))
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("topic, and what was counted", ratio=2)
    table.add_column("in title", justify="right", no_wrap=True)
    table.add_column("in text", justify="right", no_wrap=True)
    table.add_column("found", ratio=3)
    for topic in topics:
        given = topic.score >= topic.threshold
        verdict = "given" if given else f"{topic.threshold - topic.score:.2f} below"
        head = f"threshold {topic.threshold:.2f}: {verdict}"
        table.add_row(f"{topic.score:.2f}", topic.label, "", "", head, style="bold" if given else "")
        for part in topic.contributions:
            why = _why_less(part.concept)
            again = "" if part.share == 1 else f", {why}: x {part.share:.2f}"
            name = f"{part.concept} (weight {part.weight:g}{again})"
            table.add_row(f"{part.value:+.2f}", name, str(part.title), str(part.body), _quoted(part.evidence))
        table.add_row(f"{topic.bias:+.2f}", "every topic starts here", "", "", "", style="dim")
        if topic.penalty:
            table.add_row(
                f"{-topic.penalty:+.2f}",
                "words of `elsewhere`, none of `home` (the taxonomy's markers)",
                "",
                "",
                "",
                style="dim",
            )
        table.add_row("", _what_would_change(topic), "", "", "", style="dim")
        table.add_section()
    return table


def _why_less(concept: str) -> str:
    """Why a contribution does not count in full."""
    from service.core.classify import HINT_SIGN, WORDING  # noqa: PLC0415

    if concept == WORDING:
        return "a short text"
    return "many lists hint" if concept.startswith(HINT_SIGN) else "words counted above"


def _main_topic(ranks: Sequence[MainTopicRank]) -> RenderableType:
    """The topics given in the order of their rank, with what each measure adds to it."""
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold", **_title("Which topic is the main one"))
    table.add_column("rank", justify="right", no_wrap=True)
    table.add_column("topic", ratio=1)
    for measure in ranks[0].parts:
        table.add_column(measure, justify="right")
    for place, topic in enumerate(ranks):
        parts = (f"{part:+.2f}" for part in topic.parts.values())
        table.add_row(f"{topic.total:+.2f}", topic.label, *parts, style="" if place else "bold")
    return table


def _what_would_change(topic: TopicExplanation) -> str:
    """The smallest change of evidence that would have decided the other way, in words."""
    needed = math.log(topic.threshold / (1 - topic.threshold))
    spare = topic.bias - topic.penalty + sum(part.value for part in topic.contributions) - needed
    if topic.score < topic.threshold:
        return f"given with {-spare:.2f} more"
    alone = [part.concept for part in topic.contributions if part.value > spare]
    return f"not given without {' or without '.join(alone)}" if alone else "given without any one of these too"


def _quoted(evidence: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(f"“{piece.text}”" for piece in evidence))


def _removed(cleaned: CleanArticle) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not cleaned.removed:
        return Text("Nothing was removed.\n", style="dim")
    table = Table(box=None, pad_edge=False, header_style="bold", **_title("What was removed"))
    table.add_column("kind", no_wrap=True)
    table.add_column("rule", no_wrap=True)
    table.add_column("text", ratio=1)
    for piece in cleaned.removed:
        text = piece.text if len(piece.text) <= MOST_REMOVED else piece.text[:MOST_REMOVED] + "…"
        table.add_row(piece.kind, piece.rule, Text(text))
    return table


def _title(words: str) -> dict[str, Any]:
    return {"title": f"\n{words}", "title_justify": "left", "title_style": "bold italic"}
