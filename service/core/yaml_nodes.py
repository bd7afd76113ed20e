"""Strict YAML: text to nodes that know their lines, and checks that collect every problem instead of stopping at one.

Aliases are refused (they make small files huge), as are duplicate and unknown keys, several documents and deep nesting.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from service.errors import TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_BYTES = 5_000_000
"""Largest file taken: fifty times a taxonomy of 3,000 phrases."""

MAX_DEPTH = 20
"""Deepest nesting taken; a taxonomy needs seven levels."""

# libyaml parses fifty times faster; a wheel without it still works.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
_NUMBERS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_KINDS = {MappingNode: "a mapping", SequenceNode: "a list", ScalarNode: "a single value"}


def line_of(node: Node) -> int:
    """The line a node begins on, counted from 1."""
    return int(node.start_mark.line) + 1


@dataclass(slots=True)
class Problems:
    """What is wrong with a file, collected while it is read.

    Attributes:
        name: the file's name, as people know it.
        found: lines and sentences, in the order they were found.
    """

    name: str
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        """Note a problem on a line: what is wrong; the mend."""
        self.found.append((line, text))

    def raise_if_any(self) -> None:
        """Raise TaxonomyError with all problems in order of their lines, unless there is none."""
        if self.found:
            raise TaxonomyError([f"{self.name}:{line}: {text}" for line, text in sorted(self.found)])


def compose(data: bytes, problems: Problems) -> Node:
    """The root node of one YAML document.

    Raises:
        TaxonomyError: too large, not UTF-8, not YAML, empty, several documents, aliases or too deep nesting.
    """
    text = _decode(data, problems)
    try:
        _refuse_aliases_and_depth(text, problems)
        problems.raise_if_any()
        root: Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        problems.add(_error_line(error), f"not valid YAML: {_error_text(error)}")
        root = None
    else:
        if root is None:
            problems.add(1, "the file is empty; write at least `id`, `version`, `languages` and `topics`")
    problems.raise_if_any()
    assert root is not None  # noqa: S101 - raise_if_any has raised otherwise; tells the type checker
    return root


def _decode(data: bytes, problems: Problems) -> str:
    """The file's text, when it is small enough and UTF-8."""
    text = ""
    if len(data) > MAX_BYTES:
        problems.add(1, f"the file has {len(data)} bytes; at most {MAX_BYTES} are read, split the taxonomy")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            problems.add(data.count(b"\n", 0, error.start) + 1, "the file is not UTF-8; save it as UTF-8")
    problems.raise_if_any()
    return text


def _refuse_aliases_and_depth(text: str, problems: Problems) -> None:
    """Walk the parser's events, which expand nothing, before anything is built from them."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = int(event.start_mark.line) + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            alias = f"*{event.anchor}"
            problems.add(
                line, f"`{alias}` is a YAML alias, which is not read; quote a phrase with a leading *: '{alias}'"
            )
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                problems.add(line, f"nested deeper than {MAX_DEPTH} levels; a taxonomy needs no more than seven")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _error_line(error: yaml.YAMLError) -> int:
    """The line a YAML error names, else 1 (a forbidden control character names none)."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return int(mark.line) + 1 if mark else 1


_MENDS = (
    ("cannot start any token", "indent with spaces, not tabs, and quote a word that begins with @, % or a backquote"),
    ("mapping values are not allowed", "quote a text with a colon and a space in it"),
    ("unexpected end of stream", "close the quotation mark"),
    ("expected ',' or ']'", "close the list or put the comma before this line"),
    ("expected ',' or '}'", "close the braces or put the comma before this line"),
    ("another document", "take the line `---` out; a file is one taxonomy"),
    ("expected <document start>", "take the line `---` out; a file is one taxonomy"),
    ("expected key", "give lines of one level the same indentation"),
    ("expected <block end>", "give lines of one level the same indentation"),
    ("expected ':'", "put a colon and a space after the key"),
    ("control characters are not allowed", "take the control character out"),
    ("special characters are not allowed", "take the control character out"),
)
"""What to do about the errors that people make most, by words of the parser's message."""


def _error_text(error: yaml.YAMLError) -> str:
    """What the parser says, on one line, and the mend."""
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    words = " ".join(str(said).split())
    return f"{words}; {next((mend for sign, mend in _MENDS if sign in words), 'mend the syntax')}"


def nearest(name: str, known: Collection[str]) -> str:
    """A mend for an unknown name: the nearest known one, else all of them."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are {', '.join(sorted(known))}"


def is_empty(node: Node) -> bool:
    """Whether nothing is written there."""
    return isinstance(node, ScalarNode) and node.tag == _NULL


def read_mapping(node: Node, where: str, problems: Problems, keys: Collection[str] | None = None) -> dict[str, Node]:
    """A mapping's values by key; only `keys` are allowed unless None. Wrong keys are noted and left out."""
    return {key: value for key, (_, value) in read_entries(node, where, problems, keys).items()}


def read_entries(
    node: Node, where: str, problems: Problems, keys: Collection[str] | None = None
) -> dict[str, tuple[int, Node]]:
    """As `read_mapping`, each value with the line of its key."""
    if not isinstance(node, MappingNode):
        problems.add(line_of(node), f"{where} is {_KINDS[type(node)]}; write a mapping (`key: value`)")
        return {}
    entries: dict[str, tuple[int, Node]] = {}
    for key_node, value in node.value:
        line = line_of(key_node)
        key = key_node.value if isinstance(key_node, ScalarNode) else None
        if key is None or not key:
            problems.add(line, f"{where} has a key that is no word; write a plain word before the colon")
        elif keys is not None and key not in keys:
            problems.add(line, f"{where} has the unknown key `{key}`; {nearest(key, keys)}")
        elif key in entries:
            problems.add(line, f"{where} has the key `{key}` twice; merge the two or take one out")
        else:
            entries[key] = line, value
    return entries


def read_list(node: Node, where: str, problems: Problems) -> list[Node]:
    """A list's items."""
    if isinstance(node, SequenceNode):
        return list(node.value)
    problems.add(line_of(node), f"{where} is {_KINDS[type(node)]}; write a list: [one, another]")
    return []


def read_word(node: Node, where: str, problems: Problems) -> str | None:
    """A scalar as it is written, whatever YAML takes it for: `no` and `2025` are words too."""
    if isinstance(node, ScalarNode) and node.tag != _NULL and node.value.strip():
        return str(node.value)
    kind = "empty" if isinstance(node, ScalarNode) else _KINDS[type(node)]
    problems.add(line_of(node), f"{where} is {kind}; write a word or a phrase")
    return None


def read_text(node: Node, where: str, problems: Problems) -> str | None:
    """A string; numbers must be quoted."""
    if isinstance(node, ScalarNode) and node.tag not in {_STRING, _NULL}:
        problems.add(line_of(node), f'{where} is not text; put it in quotes: "{node.value}"')
        return None
    return read_word(node, where, problems)


def read_number(node: Node, where: str, problems: Problems, low: float, high: float) -> float | None:
    """A finite number within [low, high]."""
    value = math.nan
    if isinstance(node, ScalarNode) and node.tag in _NUMBERS:
        try:
            value = float(node.value)
        except ValueError:  # YAML also reads 0x1F and 1:30 as numbers
            value = math.nan
    if low <= value <= high:
        return value
    example = 3 if low <= 3 <= high else 0.5
    problems.add(line_of(node), f"{where} must be a number from {low:g} to {high:g}; write for example {example:g}")
    return None


def read_flag(node: Node, where: str, problems: Problems) -> bool:
    """A truth value: true or false."""
    if isinstance(node, ScalarNode) and node.tag == _BOOL:
        return node.value.lower() in {"true", "yes", "on"}
    problems.add(line_of(node), f"{where} is no truth value; write true or false")
    return False
