"""`communique train`: learn a taxonomy's weights, thresholds and phrases from labelled articles."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.files import require_place, write_whole
from service.cli.options import Json, settings_of
from service.cli.progress import record_bar

if TYPE_CHECKING:
    from service.learn.labels import Doubts
    from service.learn.train import Trained

_EPILOG = """\b
Examples:
  communique train labels.csv --taxonomy vietnam-diplomacy -o ours.yaml
  communique train labels.csv --taxonomy ours.yaml        (only shows what it would change)
  communique train articles.jsonl -o sections.yaml        (topics named by the labels alone)
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(train)


def train(
    labels: Annotated[
        Path, typer.Argument(help="CSV or JSONL of articles: id, title, text (or content), language, topics.")
    ],
    *,
    taxonomy: Annotated[
        str | None,
        typer.Option(
            "--taxonomy", "-t", help="Taxonomy to begin with; without, only labels name topics.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the new taxonomy goes.", show_default=False)
    ] = None,
    new_topics: Annotated[bool, typer.Option("--new-topics", help="Learn topics that the taxonomy has not.")] = False,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the intervals.")] = 0,
    proposals: Annotated[int, typer.Option("--proposals", min=0, help="Show so many new phrases a topic.")] = 5,
    as_json: Json = False,
) -> None:
    """Learn from labelled articles, and say by how much it helps on articles that had no part in learning.

    What is learned is pulled towards the taxonomy; where it is not clearly better in cross-validation the taxonomy is
    kept as it is. Articles that tell the same story never stand on both sides. The output is a taxonomy file: read what
    changed with `diff`, and change it as you like.
    """
    # Before numpy is loaded: products here are too small for threads, which on a busy machine wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from service.cli.train_data import (  # noqa: PLC0415
        cleaned,
        default_id,
        labels_of,
        prior_of,
        read_labels,
        require_enough,
    )
    from service.core.taxonomy import parse_taxonomy  # noqa: PLC0415
    from service.learn.labels import Doubts  # noqa: PLC0415
    from service.learn.train import train as learn  # noqa: PLC0415

    require_place("--output", output)
    settings = settings_of(None, None, taxonomy=taxonomy)
    prior = prior_of(taxonomy, settings)
    doubts = Doubts()
    with record_bar(show=not as_json) as advance:
        raw = read_labels(labels, prior, new_topics=new_topics, doubts=doubts)
        articles = cleaned(raw, settings, doubts, lambda: advance("cleaning", 1, len(raw)))
        require_enough(labels, articles, prior, doubts)
        found = learn(
            articles,
            prior,
            id_=default_id(output or labels),
            labels=labels_of({topic for article in articles for topic in article.topics}),
            seed=seed,
            step=advance,
        )
    # Nothing is written that the worker would refuse.
    parse_taxonomy(found.data, name=str(output or "the new taxonomy"), languages=())
    if output is not None:
        write_whole(output, found.data)
    _tell(found, doubts, output, proposals, as_json=as_json)


def _tell(found: Trained, doubts: Doubts, output: Path | None, proposals: int, *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        from service.cli.train_view import as_data  # noqa: PLC0415

        typer.echo(orjson.dumps(as_data(found, doubts, output)).decode())
        return
    from service.cli.train_view import print_trained  # noqa: PLC0415

    print_trained(found, doubts, output, proposals)
