"""`communique explain`: why an article came out as it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.options import Json, Taxonomy, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from service.core.classify import TopicExplanation
    from service.models import CleanArticle, Refusal
    from service.pipeline import Explanation


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(explain)


def explain(
    files: Annotated[list[str], typer.Argument(help="Files (.jsonl, .json, .html, .txt); - is JSONL on stdin.")],
    *,
    taxonomy: Taxonomy = None,
    as_json: Json = False,
) -> None:
    """Show each article with its evidence marked, every topic's score and how it came about, and what was removed."""
    from service.cli.inputs import read_inputs  # noqa: PLC0415
    from service.pipeline import Pipeline  # noqa: PLC0415

    settings = settings_of(None, None, taxonomy=taxonomy)
    pipeline = Pipeline(settings.taxonomy, languages=settings.languages, event_source=settings.event_source)
    for item in read_inputs(files):
        _show(item.where, pipeline.explain(item.record), as_json=as_json)


def _show(where: str, found: Explanation | Refusal, *, as_json: bool) -> None:
    from service.models import Refusal  # noqa: PLC0415

    if isinstance(found, Refusal):
        if not as_json:
            raise InputError(f"{where}: refused in the stage {found.stage} with {found.reason.value}: {found.detail}")
        _print_json(
            {"input": where, "refused": {"reason": found.reason.value, "detail": found.detail, "stage": found.stage}}
        )
    elif as_json:
        _print_json({"input": where, "event": found.event, "topics": found.topics, "removed": found.cleaned.removed})
    else:
        _print_page(found)


def _print_json(value: dict[str, Any]) -> None:
    import orjson  # noqa: PLC0415

    typer.echo(orjson.dumps(value).decode())


def _print_page(found: Explanation) -> None:
    from rich.console import Console  # noqa: PLC0415

    from service.cli.render import article_page  # noqa: PLC0415

    console = Console()
    console.print(article_page(found.event))
    console.print(_scores(found.topics))
    console.print(_removed(found.cleaned))


def _scores(topics: Sequence[TopicExplanation]) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415

    table = Table(
        title="How the scores came about", title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for heading in ("topic", "score", "log-odds", "concept", "in title", "in text", "phrases"):
        table.add_column(heading, overflow="fold")
    for topic in topics:
        given = topic.score >= topic.threshold
        below = "" if given else f" ({topic.threshold - topic.score:.2f} below)"
        table.add_row(
            f"{'✓' if given else ' '} {topic.label}",
            f"{topic.score:.2f}{below}",
            f"{topic.bias - topic.penalty:+.1f}",
            style="bold" if given else "dim",
        )
        for part in topic.contributions:
            phrases = ", ".join(dict.fromkeys(f"“{piece.text}”" for piece in part.evidence))
            table.add_row(
                "",
                "",
                f"{part.value:+.1f}",
                f"{part.concept} (weight {part.weight:g})",
                str(part.title),
                str(part.body),
                phrases,
            )
    return table


def _removed(cleaned: CleanArticle) -> RenderableType:
    from rich.table import Table  # noqa: PLC0415

    table = Table(title="What was removed", title_justify="left", box=None, pad_edge=False, header_style="bold")
    for heading in ("kind", "rule", "text"):
        table.add_column(heading, overflow="fold")
    for piece in cleaned.removed:
        table.add_row(piece.kind, piece.rule, piece.text if len(piece.text) <= 300 else piece.text[:300] + "…")
    return table
