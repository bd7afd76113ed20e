"""Expressions that are compiled when first needed: they are what `re.compile` gives, and every one of ours is right."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from service import core
from service.core.expressions import Expression, expression


def ours():
    """Every such expression of the core, by the module that holds it."""
    found = []
    for info in iter_modules(core.__path__):
        values = list(vars(import_module(f"service.core.{info.name}")).values())
        for value in values:
            found += [(info.name, one) for one in (value if isinstance(value, (tuple, list)) else (value,))]
    return [
        (name, one) for name, one in found if isinstance(one, Expression) or "_source" in getattr(one, "__dict__", {})
    ]


def mistakes(expressions):
    """What is wrong with expressions."""
    found = []
    for name, one in expressions:
        try:
            re.compile(*one._source)
        except re.error as error:
            found.append((name, str(error)))
    return found


def test_all_can_be_compiled():
    assert len(ours()) > 100
    assert mistakes(ours()) == []


def test_a_mistake_in_one_is_seen():
    wrong = expression("(")
    assert mistakes([("here", wrong)])
    with pytest.raises(re.error):
        wrong.search("")


@pytest.mark.parametrize("pattern", ["(?P<a>b+)", rb"b+"])
def test_each_part_does_what_the_compiled_one_does(pattern):
    text = "abbab" if isinstance(pattern, str) else b"abbab"
    compiled = re.compile(pattern, re.IGNORECASE)
    for part in ("search", "match", "fullmatch", "findall", "split"):
        found, wanted = (getattr(one, part)(text) for one in (expression(pattern, re.IGNORECASE), compiled))
        assert str(found) == str(wanted)
    one = expression(pattern, re.IGNORECASE)
    assert one.sub(text[:0], text) == compiled.sub(text[:0], text)
    assert [m.span() for m in one.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert (one.pattern, one.flags) == (compiled.pattern, compiled.flags)


def test_nothing_is_compiled_before_it_is_needed(monkeypatch):
    calls = []
    original = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: calls.append(given) or original(*given))
    one = expression("x")
    assert calls == []
    assert [one.search("x").span(), one.search("ax").span(), one.match("y")] == [(0, 1), (1, 2), None]
    assert calls == [("x", 0)]


def test_what_an_expression_does_not_have_is_missed():
    with pytest.raises(AttributeError):
        _ = expression("x").nothing


MADE_BY_IMPORT = """
import service.pipeline
from service.core import html_names, line_shape, line_text, sights, voices
for kind, table in (("sights", sights.SIGHTS), ("voices", voices.VOICES)):
    print(kind, sorted({"_search", "_table", "_terms"} & vars(table).keys()))
print("furniture", line_shape._furniture.cache_info().currsize)
print("names", sum(hasattr(type(named), "__getattr__") for _, named in html_names._NAMED) - len(html_names.KINDS))
print("wide", sum("search" in vars(one) for one in (line_text.CJK, line_text._CJK_RUN)))
"""


def test_importing_makes_no_table_that_few_articles_need():
    found = subprocess.run([sys.executable, "-c", MADE_BY_IMPORT], check=True, capture_output=True, text=True)
    assert found.stdout.splitlines() == ["sights []", "voices []", "furniture 0", "names 0", "wide 0"]
