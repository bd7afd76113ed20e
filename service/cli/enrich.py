"""`communique enrich`: the worker's pipeline on files, without Kafka."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from service.cli.leaving import until_the_reader_leaves
from service.cli.options import FILES_OR_STDIN_HELP, Json, Taxonomy, options_of
from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.cli.pool import Outcome

_EPILOG = """\b
Examples:
  communique enrich samples/article.html
  communique enrich articles.jsonl --jobs 0 --dead-letter refused.jsonl > enriched.jsonl
  cat articles.jsonl | communique enrich | jq .primary_topic
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(enrich)


def enrich(
    files: Annotated[list[str] | None, typer.Argument(help=FILES_OR_STDIN_HELP, show_default=False)] = None,
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
    """Enrich articles from files: clean text, language, topics with evidence.

    Writes enriched events as JSONL on stdout in the order of the input, on a terminal a readable page each. Refused
    articles go to stderr as JSONL {id, reason, detail, input}, on a terminal as a line each. No Kafka is needed.
    """
    from service.cli.inputs import STDIN, read_inputs, total_size  # noqa: PLC0415
    from service.cli.pool import outcomes  # noqa: PLC0415 - only now, so that --help is quick
    from service.cli.progress import progress, stderr_is_terminal  # noqa: PLC0415

    options = options_of(taxonomy=taxonomy, languages=languages)
    paths = files or [STDIN]
    inputs = read_inputs(paths, options["max_bytes"])
    _say_when_waiting(paths)
    pages = sys.stdout.isatty() and not as_json
    bar = stderr_is_terminal() and not sys.stdout.isatty()
    count = {True: 0, False: 0}
    with (
        until_the_reader_leaves(),
        closing(outcomes(inputs, options, jobs)) as found,
        progress("enriching", total_size(paths), show=bar) as shown,
        _refusals(dead_letter, shown.warn, as_json=as_json) as refuse,
    ):
        show = _page if pages else _line
        for outcome in found:
            count[outcome.enriched] += 1
            (show if outcome.enriched else refuse)(outcome)
            shown.advance(outcome.size)
    if stderr_is_terminal() and sum(count.values()) != 1:
        typer.echo(f"{count[True]:,} enriched, {count[False]:,} refused", err=True)
    if count[False] and strict:
        sys.exit(1)


def _say_when_waiting(paths: list[str]) -> None:
    if "-" in paths and sys.stdin.isatty():
        typer.echo("reading raw events as JSONL from the terminal; Ctrl-D ends, --help explains", err=True)


@contextmanager
def _refusals(path: Path | None, warn: Callable[[str], None], *, as_json: bool) -> Iterator[Callable[[Outcome], None]]:
    """What to do with a refusal: a line in the file or on stderr, readable where a person reads it."""
    from service.cli.progress import stderr_is_terminal  # noqa: PLC0415

    if path is not None:
        try:
            file = path.open("wb")
        except OSError as error:
            raise InputError(f"--dead-letter {path}: {error.strerror}; name a file that can be written") from None
        with file:
            yield lambda outcome: _write_refusal(outcome, file)
    elif stderr_is_terminal() and not as_json:
        yield lambda outcome: warn(_words(outcome))
    else:
        yield lambda outcome: _write_refusal(outcome, None if sys.stderr is None else sys.stderr.buffer)


def _write_refusal(outcome: Outcome, file: IO[bytes] | None) -> None:
    import orjson  # noqa: PLC0415

    if file is not None:
        file.write(orjson.dumps({**orjson.loads(outcome.line), "input": outcome.where}) + b"\n")
        file.flush()


def _words(outcome: Outcome) -> str:
    import orjson  # noqa: PLC0415

    refusal = orjson.loads(outcome.line)
    return f"{outcome.where}: refused, {refusal['reason']}: {refusal['detail']}"


def _line(outcome: Outcome) -> None:
    sys.stdout.buffer.write(outcome.line + b"\n")
    sys.stdout.buffer.flush()  # at once: whoever reads us live must not wait for a full buffer


def _page(outcome: Outcome) -> None:
    import orjson  # noqa: PLC0415

    from service.cli.render import print_article  # noqa: PLC0415

    print_article(orjson.loads(outcome.line))
