"""`communique evaluate`: how good the pipeline is on labelled articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import Json, Taxonomy, settings_of

GOLD_HELP = "JSONL of labelled articles (docs/evaluation.md has the format)."

_EPILOG = """\b
Examples:
  communique evaluate tests/eval/gold.jsonl
  communique evaluate gold.jsonl --taxonomy my-topics.yaml --jobs 0
  communique evaluate gold.jsonl enriched.jsonl --json | jq .figures.primary
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(short_help="Score the pipeline, or enriched events, on labelled articles.", epilog=_EPILOG)(evaluate)


def evaluate(  # noqa: PLR0913 - each is an option of the command
    gold: Annotated[Path, typer.Argument(help=GOLD_HELP)],
    predicted: Annotated[
        Path | None,
        typer.Argument(help="JSONL of enriched events to score; without, the pipeline runs.", show_default=False),
    ] = None,
    *,
    taxonomy: Taxonomy = None,
    repairs: Annotated[
        Path | None,
        typer.Option("--repairs", help="JSONL of known defects: {id, wrong, right}.", show_default=False),
    ] = None,
    half: Annotated[
        str | None,
        typer.Option("--half", help="Only the stories of this half, even or odd.", show_default=False),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes to use; 0 takes every core.")] = 1,
    resamples: Annotated[
        int, typer.Option("--resamples", min=0, help="Draws for the intervals; 0 leaves them out.")
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draws.")] = 0,
    worst: Annotated[int, typer.Option("--worst", min=0, help="Show so many of the worst articles.")] = 5,
    as_json: Json = False,
) -> None:
    """Score the pipeline on labelled articles: text, title, date, language, topics, calibration.

    Without PREDICTED the labelled raw texts go through the pipeline here. Figures stand with 95% intervals; the
    articles that came out worst are shown with what was missed and the evidence for what was wrongly given.
    """
    from service.cli.evaluate_data import events_of, labelled, pipeline_options, read_events, repairs_of  # noqa: PLC0415
    from service.measures.report import evaluate as report_on  # noqa: PLC0415

    settings = settings_of(None, None, taxonomy=taxonomy)
    articles = labelled(gold, half, settings, check_topics=predicted is None or taxonomy is not None)
    defects = repairs_of(repairs, gold, half)
    if predicted is not None:
        events, scores = read_events(predicted), None
    else:
        events, scores = events_of(articles, pipeline_options(settings), jobs)
    report = report_on(articles, events, repairs=defects, scores=scores, resamples=resamples, seed=seed)
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps(report).decode())
    else:
        from service.cli.evaluate_view import print_report  # noqa: PLC0415

        print_report(report, worst=worst, scored_all=scores is not None)
