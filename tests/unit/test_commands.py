"""The overview of commands is a table of its own: it says what the modules register, no more and no less."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from service import cli
from service.cli.commands import COMMANDS
from service.cli.main import app


def test_every_command_of_every_module_is_in_the_overview_and_nothing_else_is():
    registered: set[tuple[str, str]] = set()
    for path in Path(cli.__file__).parent.glob("*.py"):
        module = import_module(f"service.cli.{path.stem}")
        if not hasattr(module, "register") or path.stem in {
            "taxonomy_try",
            "taxonomy_compile",
            "calibrate",
            "dead_letter_settle",
        }:
            continue  # they add to a group
        alone = typer.Typer()
        module.register(alone)
        names = [info.name or info.callback.__name__ for info in alone.registered_commands]
        registered |= {(name, path.stem) for name in (*names, *(group.name for group in alone.registered_groups))}
    assert registered == {(name, module) for name, (module, _) in COMMANDS.items()}


def test_typer_finds_each_by_its_name_with_its_line():
    group = typer.main.get_command(app)
    assert group.commands.get("no-such") is None
    assert {name: command.short_help for name, command in group.commands.items()} == {
        name: line for name, (_, line) in COMMANDS.items()
    }
