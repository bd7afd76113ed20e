"""`communique enrich`: the worker's pipeline on files, without Kafka."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import orjson
import typer

from service.cli.options import Json, Taxonomy, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from service.cli.inputs import Input
    from service.models import Refusal
    from service.pipeline import Pipeline

_CHUNK = 8
"""Articles handed to a process at a time: enough to hide the hand-over, few enough to keep the output flowing."""

_pipeline: Pipeline | None = None  # one for each process of a pool, made by its initializer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(enrich)


def enrich(
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Files (.jsonl, .json, .html, .txt); - or none is JSONL on stdin.", show_default=False),
    ] = None,
    *,
    taxonomy: Taxonomy = None,
    languages: Annotated[
        str | None, typer.Option(help="Languages to detect, separated by commas.", show_default=False)
    ] = None,
    dead_letter: Annotated[
        Path | None,
        typer.Option("--dead-letter", help="Write refusals here as JSONL, not on stderr.", show_default=False),
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes to use; 0 takes every core.")] = 1,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when an article was refused.")] = False,
    as_json: Json = False,
) -> None:
    """Enrich articles from files or stdin: JSONL on stdout in input order, a readable page on a terminal."""
    from service.cli.inputs import read_inputs  # noqa: PLC0415

    settings = settings_of(None, None, taxonomy=taxonomy, languages=languages)
    options = {
        "taxonomy": settings.taxonomy,
        "languages": settings.languages,
        "event_source": settings.event_source,
        "max_bytes": settings.max_article_bytes,
    }
    readable = sys.stdout.isatty() and not as_json
    refused = 0
    with _refusal_file(dead_letter) as refusals:
        for where, ok, line in _outcomes(read_inputs(files or ["-"]), options, jobs):
            if ok:
                _show(line, readable=readable)
            else:
                refused += 1
                refusals.write(orjson.dumps({**orjson.loads(line), "input": where}).decode() + "\n")
                refusals.flush()
    if refused and strict:
        sys.exit(1)


@contextlib.contextmanager
def _refusal_file(path: Path | None) -> Iterator[IO[str]]:
    if path is None:
        yield sys.stderr
    else:
        with path.open("w", encoding="utf-8") as file:
            yield file


def _outcomes(inputs: Iterable[Input], options: dict[str, Any], jobs: int) -> Iterator[tuple[str, bool, bytes]]:
    """(where, enriched?, JSON) for each input, in order."""
    if jobs == 1:
        _start(options)
        yield from map(_one, inputs)
        return
    import multiprocessing  # noqa: PLC0415

    processes = jobs or multiprocessing.cpu_count()
    with multiprocessing.get_context("spawn").Pool(processes, _start, (options,)) as pool:
        yield from pool.imap(_one, inputs, chunksize=_CHUNK)


def _start(options: dict[str, Any]) -> None:
    global _pipeline  # noqa: PLW0603 - the only way that a pool's initializer can hand over
    from service.pipeline import Pipeline  # noqa: PLC0415

    _pipeline = Pipeline(**options)


def _one(item: Input) -> tuple[str, bool, bytes]:
    from service.core.pipeline import Enriched  # noqa: PLC0415

    assert _pipeline is not None  # noqa: S101 - _start ran before
    outcome = _pipeline.process(item.record)
    if isinstance(outcome, Enriched):
        return item.where, True, outcome.message.value or b""
    return item.where, False, refusal_line(outcome)


def refusal_line(refusal: Refusal) -> bytes:
    """A refusal as JSON: `{id, reason, detail}`."""
    return orjson.dumps({"id": refusal.id, "reason": refusal.reason.value, "detail": refusal.detail})


def _show(line: bytes, *, readable: bool) -> None:
    if readable:
        from service.cli.render import print_article  # noqa: PLC0415

        print_article(orjson.loads(line))
    else:
        sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()
