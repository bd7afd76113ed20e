"""A broker to try things on, and Kafka's own tools: `python -m tests.kafka --help`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from tests.kafka import available, jars, java
from tests.kafka.broker import KafkaBroker
from tests.kafka.errors import KafkaTestError
from tests.kafka.tools import TOOLS

WATCH_SECONDS = 1.0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 failed, 2 misused."""
    options = _parser().parse_args(arguments)
    if reason := available.why_not():
        return _failed(reason)
    try:
        return int(options.run(options))
    except KafkaTestError as error:
        return _failed(str(error))


def _failed(message: str) -> int:
    print(message, file=sys.stderr)  # a command line talks through its streams
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.kafka", description="Apache Kafka on 127.0.0.1 for tests.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run a broker until Ctrl-C; one line says when it is ready")
    serve.add_argument("--port", type=int, help="of the plain listener (default: a free one)")
    serve.add_argument("--channels", type=_channels, default={}, metavar="NAME:PARTITIONS,...", help="to create")
    serve.add_argument(
        "--data", type=Path, metavar="DIR", help="keeps the data for the next run (default: thrown away)"
    )
    serve.add_argument("--secure", action="store_true", help="add a SASL_SSL listener with one user")
    serve.add_argument("--heap", default="512m", help="the JVM's (default: %(default)s)")
    serve.add_argument("--bench", action="store_true", help="let the JVM compile hot code fully, for benchmarks")
    serve.add_argument("--set", type=_setting, action="append", default=[], metavar="NAME=VALUE", dest="settings")
    serve.set_defaults(run=_serve)

    commands.add_parser("fetch", help="fetch Kafka's jars, if they are not there").set_defaults(run=_fetch)

    tool = commands.add_parser("tool", help="run one of Kafka's own tools", description=f"Tools: {', '.join(TOOLS)}.")
    tool.add_argument("name", choices=TOOLS, metavar="NAME")
    tool.add_argument("arguments", nargs=argparse.REMAINDER, metavar="ARGS")
    tool.set_defaults(run=_tool)
    return parser


def _channels(text: str) -> dict[str, int]:
    """`a:4,b` as {"a": 4, "b": 1}."""
    pairs = (pair.partition(":") for pair in text.split(",") if pair)
    return {name: int(partitions or 1) for name, _, partitions in pairs}


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return name, value


def _serve(options: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    broker = KafkaBroker(
        options.data,
        port=options.port,
        settings=dict(options.settings),
        heap=options.heap,
        jvm=() if options.bench else java.QUICK_START,
        secure=options.secure,
    )
    with broker:
        for name, partitions in options.channels.items():
            broker.create_channel(name, partitions)
        print(_ready_line(broker), flush=True)
        while broker.running and not stopped.wait(WATCH_SECONDS):
            pass
    return 0


def _ready_line(broker: KafkaBroker) -> str:
    parts = ["ready", f"bootstrap={broker.bootstrap}"]
    if broker.security:
        parts += [f"secure={broker.secure_bootstrap}", f"authority={broker.security.authority}"]
        parts += [f"user={broker.security.user}", f"password={broker.security.password}"]
    return " ".join([*parts, f"pid={broker.pid}", f"folder={broker.folder}"])


def _fetch(_: argparse.Namespace) -> int:
    print(jars.fetch())
    return 0


def _tool(options: argparse.Namespace) -> int:
    command = java.command(TOOLS[options.name], *options.arguments)
    # Replaces this process: the tool has the terminal, its signals and its exit status to itself.
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
