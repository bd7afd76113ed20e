"""`communique demo`: the whole service on an embedded broker, with articles written for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from service.cli.leaving import until_the_reader_leaves
from service.cli.options import Json, settings_of

if TYPE_CHECKING:
    from service.cli.console import Console
    from service.cli.demo_view import DemoState

_EPILOG = """\b
Examples:
  communique demo
  communique demo --json 2> /dev/null | jq .topics
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(demo)


def demo(
    *,
    once: bool = typer.Option(False, "--once", help="End when every article is through, also on a terminal."),
    as_json: Json = False,
) -> None:
    """Watch articles in 13 languages go through Kafka; needs neither Java nor Docker.

    Starts a Kafka inside this process and a worker beside it, sends 48 articles and 5 broken records, and shows what
    becomes of them. On a terminal it goes on until Ctrl-C. Otherwise, and with --once or --json, it ends when every
    article is through. Either way it checks itself: what went in is what came out, enriched or as a dead letter; exit
    code 1 when not. --json writes the counts on stdout, all else on stderr.
    """
    from service.cli.console import UnheardConsole  # noqa: PLC0415
    from service.cli.demo_run import Run  # noqa: PLC0415
    from service.cli.demo_worker import demo_worker, free_port  # noqa: PLC0415
    from service.edges.embedded import EmbeddedKafka  # noqa: PLC0415 - needs the extra `demo`

    console = UnheardConsole(stderr=as_json)
    forever = sys.stdout.isatty() and not once and not as_json
    wanted = settings_of(None, None)
    with EmbeddedKafka() as kafka:
        port = free_port(wanted.http_host, wanted.http_port)
        if wanted.http_port not in {0, port}:
            console.print(f"port {wanted.http_port} is taken; metrics and health are on {port}")
        settings = settings_of(None, None, kafka_bootstrap_servers=kafka.bootstrap, http_port=port)
        for channel in (settings.channel_raw, settings.channel_enriched, settings.channel_dead_letter):
            kafka.create(channel, settings.channel_partitions)
        with demo_worker(settings) as process:
            state = Run(settings, console, process, forever=forever)()
    with until_the_reader_leaves():
        _report(state, console, as_json=as_json)
    sys.exit(_exit_code(state, forever=forever))


def _exit_code(state: DemoState, *, forever: bool) -> int:
    if state.done != state.sent:
        return 1
    return 130 if state.interrupted and not forever else 0


def _report(state: DemoState, console: Console, *, as_json: bool) -> None:
    from service.cli.demo_view import summary  # noqa: PLC0415

    if as_json:
        _print_json(state)
    console.rule()
    console.print(summary(state))
    account = f"{state.sent} in, {state.enriched} enriched + {state.dead} dead letters"
    if state.done == state.sent:
        console.print(f"every article accounted for: {account}", style="green")
    else:
        console.print(f"NOT every article accounted for: {account}", style="red")


def _print_json(state: DemoState) -> None:
    import orjson  # noqa: PLC0415

    found = {
        "sent": state.sent,
        "enriched": state.enriched,
        "off_topic": state.off_topic,
        "dead_letters": dict(state.reasons),
        "unaccounted": state.sent - state.done,
        "languages": dict(state.languages),
        "topics": dict(state.topics),
        "first_enriched_after_seconds": state.first_enriched_after,
        "metrics_url": state.metrics_url,
    }
    typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
