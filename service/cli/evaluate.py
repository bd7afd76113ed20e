"""`communique evaluate`: how good the pipeline is on labelled articles, what a taxonomy changes, what drifts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.files import require_place, write_whole
from service.cli.options import Json, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from service.cli.evaluate_data import Events
    from service.measures.compare import Comparison
    from service.measures.report import Report

GOLD_HELP = "JSONL or CSV of labelled articles (docs/evaluation.md has the format)."

_EPILOG = """\b
Examples:
  communique evaluate tests/eval/gold.jsonl --html report.html
  communique evaluate gold.jsonl --taxonomy old.yaml --taxonomy new.yaml
  communique evaluate gold.jsonl enriched.jsonl --json | jq .figures.primary
  communique evaluate this-week.jsonl --against last-week.jsonl
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(evaluate)


def evaluate(  # noqa: PLR0913 - each is an option of the command
    gold: Annotated[Path, typer.Argument(help=f"{GOLD_HELP} With --against: JSONL of enriched events.")],
    predicted: Annotated[
        Path | None,
        typer.Argument(help="JSONL of enriched events to score; without, the pipeline runs.", show_default=False),
    ] = None,
    *,
    taxonomy: Annotated[
        list[str] | None,
        typer.Option(
            "--taxonomy", "-t", help="A shipped taxonomy or a file; given twice, both are compared.", show_default=False
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option("--against", help="Enriched events, or a --profile of some, to compare with.", show_default=False),
    ] = None,
    profile: Annotated[
        bool, typer.Option("--profile", help="Count unlabelled enriched events, for --against.")
    ] = False,
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
    changed: Annotated[int, typer.Option("--changed", min=0, help="Show so many of the articles that changed.")] = 10,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write the report as one HTML file too.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Score the pipeline on labelled articles: text, title, date, language, topics, calibration.

    Without PREDICTED the labelled raw texts go through the pipeline here. Figures stand with 95% intervals; the
    articles that came out worst are shown with what was missed and the evidence for what was wrongly given.
    With two taxonomies the same articles are classified by both, and what changed is told with its significance.
    With --against nothing is labelled: topics, abstention, scores and languages of two samples are compared.
    """
    if profile or against is not None:
        if html is not None or taxonomy or predicted is not None:
            raise InputError(
                "--against and --profile look at events as they are; leave out --html, --taxonomy and PREDICTED"
            )
        from service.cli.evaluate_drift import show_drift  # noqa: PLC0415

        show_drift(gold, against, as_json=as_json)
        return
    taxonomies = taxonomy or []
    if len(taxonomies) > 2 or (len(taxonomies) > 1 and predicted is not None):
        raise InputError("--taxonomy: two taxonomies are compared, without PREDICTED; leave the others out")
    require_place("--html", html)
    from service.cli.evaluate_run import Options, compared, scored  # noqa: PLC0415

    options = Options(repairs, half, jobs, resamples, seed)
    if len(taxonomies) == 2:
        report, comparison, events = compared(gold, taxonomies[0], taxonomies[1], options)
    else:
        settings = settings_of(None, None, taxonomy=taxonomies[0] if taxonomies else None)
        report, events = scored(gold, predicted, settings, known=bool(taxonomies), options=options)
        comparison = None
    _tell(report, comparison, taxonomies, worst=worst, most=changed, scored_all=predicted is None, as_json=as_json)
    if html is not None:
        _write_page(html, report, events, comparison, gold, taxonomies, worst)


def _tell(
    report: Report,
    comparison: Comparison | None,
    taxonomies: list[str],
    *,
    worst: int,
    most: int,
    scored_all: bool,
    as_json: bool,
) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        found: Any = report if comparison is None else {"comparison": comparison, "report": report}
        typer.echo(orjson.dumps(found, default=_named).decode())
    elif comparison is not None:
        from service.cli.compare_view import print_comparison  # noqa: PLC0415

        print_comparison(comparison, (taxonomies[0], taxonomies[1]), most=most)
    else:
        from service.cli.evaluate_view import print_report  # noqa: PLC0415

        print_report(report, worst=worst, scored_all=scored_all)


def _named(value: Any) -> Any:
    """Named tuples as objects."""
    if hasattr(value, "_asdict"):
        return value._asdict()
    raise TypeError(type(value).__name__)


def _write_page(
    path: Path,
    report: Report,
    events: Events,
    comparison: Comparison | None,
    gold: Path,
    taxonomies: list[str],
    worst: int,
) -> None:
    from service.cli.evaluate_page import report_page  # noqa: PLC0415

    title = " → ".join(Path(name).name for name in taxonomies) or "Evaluation"
    page = report_page(report, events, title=f"{title} on {gold.name}", worst=worst, comparison=comparison)
    write_whole(path, page.encode())
