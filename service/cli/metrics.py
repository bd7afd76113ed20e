"""`communique metrics`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from service.cli.options import Json

if TYPE_CHECKING:
    from service.edges.metric_kinds import Declared, Label

_EPILOG = """\b
Examples:
  communique metrics
  communique metrics --json | jq -r .name
  communique metrics --docs > docs/metrics.md
"""

_DOCS = """\
# Metrics

A worker serves its metrics at `/metrics` of `COMMUNIQUE_HTTP_HOST:COMMUNIQUE_HTTP_PORT`, for Prometheus; who asks for
OpenMetrics also gets exemplars: the trace id of an article in `communique_end_to_end_seconds`. Dashboards, recording
rules and alerts over these metrics are in [observability](observability.md).

- Names begin with `communique_`, counters end in `_total`, units are seconds and bytes. Beside these the Python
  client's `process_*` and `python_*` are served.
- Every series whose labels are known when a worker starts is there from the beginning, at 0: a first event is an
  increase.
- The number of series is bounded: label values are listed below, or come from the taxonomy, the settings or the
  partitions. A news source is never a label; `/status` on the same port names the sources that are refused most.
- A lag that is not known has no series; it is never 0. At rest it is 0, also behind transaction markers.
- Of every worker `consumed = published + abandoned + in work`, each over all channels: what does not add up for minutes
  is an article without a trace, and `CommuniqueArticlesUnaccounted` fires.

This page is made by `communique metrics --docs` from `service/edges/metric_table.py` and
`feed_table.py`.

"""
_FEEDS = """
## Following feeds

`communique feeds` serves these, with `communique_health` and `communique_log_lines_total`, at
`COMMUNIQUE_HTTP_HOST:COMMUNIQUE_FEEDS_HTTP_PORT`. A feed is called by the name that the list gives it, else by its host
and path: an address's query may hold a token.

"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(metrics)


def metrics(
    *, docs: bool = typer.Option(False, "--docs", help="The page docs/metrics.md."), as_json: Json = False
) -> None:
    """Show every metric: its name, type, unit, labels with their values, and what it says."""
    declared_all = [one for table in _tables() for one in table]
    if as_json:
        import orjson  # noqa: PLC0415

        for declared in declared_all:
            typer.echo(orjson.dumps(_members(declared)).decode())
    elif docs:
        typer.echo(docs_page(), nl=False)
    else:
        for declared in declared_all:
            labels = "".join(f" {{{label.name}}}" for label in declared.labels)
            typer.secho(f"{declared.name}{labels}  ({_type(declared)})", bold=True)
            typer.secho(f"    {declared.help}", dim=True)


def _tables() -> tuple[tuple[Declared, ...], tuple[Declared, ...]]:
    """What a worker exports, and what only a process that follows feeds does."""
    from service.edges.feed_table import FEED_TABLE  # noqa: PLC0415
    from service.edges.metric_table import TABLE  # noqa: PLC0415

    return TABLE, FEED_TABLE


def docs_page() -> str:
    """docs/metrics.md."""
    worker, feeds = _tables()
    buckets = [
        f"| `{declared.name}` | {', '.join(f'{bound:g}' for bound in declared.buckets)} |"
        for declared in worker
        if declared.buckets
    ]
    heading = ["", "Upper bounds of the histograms' buckets:", "", "| histogram | bounds |", "|---|---|"]
    return _DOCS + "\n".join([*_rows(worker), *heading, *buckets]) + "\n" + _FEEDS + "\n".join(_rows(feeds)) + "\n"


def _rows(table: tuple[Declared, ...]) -> list[str]:
    lines = ["| metric | type, unit | labels | what it says |", "|---|---|---|---|"]
    return lines + [f"| `{one.name}` | {_type(one)} | {_labels(one)} | {one.help} |" for one in table]


def _type(declared: Declared) -> str:
    return f"{declared.kind}, {declared.unit}" if declared.unit else str(declared.kind)


def _labels(declared: Declared) -> str:
    return "<br>".join(f"`{label.name}`: {_values(label)}" for label in declared.labels)


def _values(label: Label) -> str:
    return label.values if isinstance(label.values, str) else ", ".join(f"`{value}`" for value in label.values)


def _members(declared: Declared) -> dict[str, object]:
    labels = {
        label.name: {"from": label.values} if isinstance(label.values, str) else list(label.values)
        for label in declared.labels
    }
    members = {"name": declared.name, "type": declared.kind, "unit": declared.unit, "help": declared.help}
    return members | {"labels": labels, "buckets": list(declared.buckets)}
