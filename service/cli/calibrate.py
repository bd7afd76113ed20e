"""`communique taxonomy calibrate`: fit what makes a taxonomy's scores probabilities."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.counts import counted
from service.cli.evaluate import GOLD_HELP
from service.cli.options import Json, Taxonomy, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.measures.calibration import Pair

LEAST_RIGHT = 10
"""Pairs that must be right, and as many wrong: fewer say nothing about probabilities."""

_EPILOG = """\b
Examples:
  communique taxonomy calibrate tests/eval/gold.jsonl
  communique taxonomy calibrate gold.jsonl --taxonomy my-topics.yaml
"""


def register(group: typer.Typer) -> None:
    """Add the command to the group `taxonomy`."""
    group.command(epilog=_EPILOG)(calibrate)


def calibrate(
    gold: Annotated[Path, typer.Argument(help=GOLD_HELP)],
    *,
    taxonomy: Taxonomy = None,
    half: Annotated[
        str | None, typer.Option("--half", help="Only the stories of this half, even or odd.", show_default=False)
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes to use; 0 takes every core.")] = 1,
    as_json: Json = False,
) -> None:
    """Fit the `calibration` of a taxonomy on labelled articles, and print it as YAML for the taxonomy file.

    The taxonomy's own calibration is undone first, so that the command gives the same on its own result. Fit on other
    articles than those that phrases were chosen on, or scores come out too sure of themselves.
    """
    from service.cli.evaluate_data import events_of, labelled, taxonomy_of  # noqa: PLC0415
    from service.edges.pipeline_options import pipeline_options  # noqa: PLC0415
    from service.measures.calibration import Platt, fit, thresholds  # noqa: PLC0415
    from service.measures.report import score_pairs  # noqa: PLC0415

    settings = settings_of(None, None, taxonomy=taxonomy)
    compiled = taxonomy_of(settings.taxonomy, settings.languages, settings.cache_folder)
    articles = labelled(gold, half, topics=compiled.topic_ids)
    _, scores = events_of(articles, pipeline_options(settings), jobs)
    there = Platt(compiled.slope, compiled.intercept)
    raw = {id_: {topic: there.undo(score) for topic, score in found.items()} for id_, found in scores.items()}
    pairs = score_pairs(articles, raw)
    _require_enough(pairs, gold)
    line = fit(pairs)
    found = {"slope": round(line.slope, 3), "intercept": round(line.intercept, 3)}
    if compiled.overlap < 1:
        found["overlap"] = compiled.overlap
    common, own = thresholds([pair._replace(score=line.apply(pair.score)) for pair in pairs])
    _show(found | {"threshold": round(common, 2)}, {topic: round(own[topic], 2) for topic in own}, as_json=as_json)


def _require_enough(pairs: Sequence[Pair], gold: Path) -> None:
    right = sum(pair.right for pair in pairs)
    if min(right, len(pairs) - right) < LEAST_RIGHT:
        found = (
            f"only {right} of {counted(len(pairs), 'topic')} with any score are right and {len(pairs) - right} wrong"
        )
        raise InputError(f"{gold}: {found}; label more articles, at least {LEAST_RIGHT} of each are needed")


def _show(calibration: dict[str, float], thresholds: dict[str, float], *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps({"calibration": calibration, "thresholds": thresholds}).decode())
        return
    inside = ", ".join(f"{key}: {value:g}" for key, value in calibration.items())
    typer.echo(f"calibration: {{{inside}}}")
    typer.echo("# Thresholds of topics, pulled towards the common one; each stands under its topic:")
    for topic, threshold in thresholds.items():
        typer.echo(f"#   {topic}: {{threshold: {threshold:g}}}")
