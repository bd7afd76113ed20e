"""What the command line takes over from typer: which values need no coercion. It must be what typer would make of them."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
import typer
from typer import core

from service.cli import ready
from service.cli.main import app
from tests.cli.harness import ROOT, environment

WORDS = ("a", "", " ", "-", "0", "7", "é.html", "\udcff.html", "true")


def parameters(command):
    yield from command.params
    for below in getattr(command, "commands", {}).values():
        yield from parameters(below)


def outcome(runtime, parameter, value):
    context = core.TyperCommand("c").make_context("c", [])
    try:
        found = runtime.coerce(value, parameter, context)
    except typer.BadParameter as error:
        # The words are ours where it is a number.
        return "refused", error.param if parameter.type_descriptor.annotation in ready._NUMBERS else error.message
    return type(found), found


def differences():
    """Values of which typer makes something else than we do, over every parameter of every command."""
    found = []
    for parameter in parameters(typer.main.get_command(app)):
        descriptor = parameter.type_descriptor
        ours, theirs = ready._Ready(descriptor), ready._typers(descriptor)
        several = parameter.multiple or parameter.nargs == -1
        words = [(), ("a",), ("b", "é"), ("\udcff",)] if several else WORDS
        default = parameter.get_default(core.TyperCommand("c").make_context("c", []))
        for value in (None, default, *words):
            wanted, got = outcome(theirs, parameter, value), outcome(ours, parameter, value)
            if wanted != got:
                found.append((parameter.name, value, wanted, got))
    return found


def test_values_are_those_that_typer_makes():
    assert differences() == []


def test_a_value_taken_too_lightly_is_seen(monkeypatch):
    monkeypatch.setattr(ready, "_is_ready", lambda value, kind: True)
    assert {name for name, *_ in differences()} >= {"jobs"}


def test_typer_makes_the_part_that_turns_words_into_values_where_we_put_ours():
    assert "build_runtime_param(self.type_descriptor)" in inspect.getsource(core._TyperParameter.get_runtime_param)
    assert list(inspect.signature(ready._typers).parameters) == ["descriptor"]
    assert list(inspect.signature(ready._typers(parameter_of("enrich")).coerce).parameters) == ["value", "param", "ctx"]
    typer.main.get_command(app)
    assert core.build_runtime_param is ready._Ready


def test_a_typer_that_does_it_another_way_is_left_alone(monkeypatch):
    monkeypatch.setattr(core, "build_runtime_param", "its own")
    monkeypatch.setattr(ready, "_typers", None)
    ready.spare()
    assert core.build_runtime_param == "its own"


def parameter_of(name):
    return typer.main.get_command(app).commands[name].params[0].type_descriptor


@pytest.mark.parametrize(("given", "loaded"), [([], False), (["--jobs", "1"], True), (["--languages", "en"], True)])
def test_enriching_with_nothing_set_loads_no_pydantic(given, loaded):
    words = ["communique", "enrich", *given, "samples/article.html"]
    code = (
        f"import sys, atexit; sys.argv = {words}\n"
        "atexit.register(lambda: print('pydantic' in sys.modules, file=sys.stderr))\n"
        "from service.cli.main import main; main()"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), cwd=ROOT, check=True
    )
    assert found.stderr.strip() == str(loaded)
    assert found.stdout.startswith('{"id":"article.html"')
