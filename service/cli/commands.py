"""The commands by name: where each stands and what the overview says of it; loaded when it is asked for.

Loading all of them takes longer than anything else that `communique --help` does, and a command needs its own only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from gettext import gettext
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from service.cli.ready import spare

COMMANDS: Final = {
    "demo": ("demo", "Watch articles in 13 languages go through an embedded Kafka."),
    "enrich": ("enrich", "Enrich articles from files or stdin, without Kafka."),
    "explain": ("explain", "Show why articles came out as they did."),
    "evaluate": ("evaluate", "Score the pipeline, or enriched events, on labelled articles."),
    "train": ("train", "Make a taxonomy better, or a new one, from labelled articles."),
    "worker": ("worker", "Work: raw articles from Kafka, enriched ones back to it."),
    "feeds": ("feeds", "Follow feeds: what is new becomes raw articles."),
    "produce": ("kafka", "Send raw articles to Kafka."),
    "tail": ("kafka", "Show what comes out of a Kafka channel."),
    "audit": ("audit", "Prove that every raw article has an outcome."),
    "settings": ("settings", "Show every setting and the value in force."),
    "metrics": ("metrics", "Show every metric that is exported."),
    "version": ("version", "Show versions."),
    "dead-letter": ("dead_letter", "Look at refused articles, send them back."),
    "taxonomy": ("taxonomy", "Check, try out and calibrate taxonomy files."),
}
"""Per command the module of this package that registers it, and its line in the overview, whose order this is."""


class _Loaded(Mapping[str, Any]):
    """The commands as typer asks for them."""

    def __getitem__(self, name: str) -> Any:
        return _load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


@cache
def _load(name: str) -> Any:
    """A command, made by its module."""
    module, line = COMMANDS[name]
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.callback()(_nothing)  # makes a group of it, also when it has one command only
    import_module(f"service.cli.{module}").register(alone)
    command = typer.main.get_group(alone).commands[name]
    command.short_help = line
    return command


def _nothing() -> None:
    """What a group does before its command."""


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **options: Any) -> None:
        spare()
        super().__init__(**options)
        self.commands: Any = _Loaded()

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - typer's
        """Write the overview, for which no command is loaded."""
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])
