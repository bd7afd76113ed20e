"""Reading a library's source, to see that it still does what we rely on."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def expressions(function: Callable[..., Any] | type) -> frozenset[str]:
    """Every attribute, call and keyword argument (`name=value`) in a function's source, as normalised text."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Call | ast.keyword | ast.Await)]
    return frozenset(f"{n.arg}={ast.unparse(n.value)}" if isinstance(n, ast.keyword) else ast.unparse(n) for n in nodes)


def parameters(function: Callable[..., Any]) -> list[str]:
    """Names of a function's parameters, `self` included, with their stars."""
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [stars.get(one.kind, "") + one.name for one in inspect.signature(function).parameters.values()]
