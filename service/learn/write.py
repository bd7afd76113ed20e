"""Writes what was learned into a taxonomy file: only lines that change, so that a person can read the difference."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from service.core.taxonomy_source import SHORT_FORM_CONCEPT
from service.core.yaml_nodes import Problems, compose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from service.learn.proposals import Term, TopicChange

TRAINED = "+trained"
"""Added to the version of a taxonomy that was changed."""

_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ '-](?=[^\W_]))*\*?")
_WORDS_OF_YAML = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


class _Edit(NamedTuple):
    """Text to stand between two places, each a line and a column from 0."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def changed(
    data: bytes, *, name: str, changes: Iterable[TopicChange], articles: int, labels: Mapping[str, str]
) -> bytes:
    """A taxonomy file with what was learned; all other bytes stand as they did.

    Args:
        data: the file.
        name: its name, for messages.
        changes: of its topics, and of topics that it has not yet.
        articles: how many labelled articles taught it.
        labels: what people read for a new topic, by its id.

    Raises:
        TaxonomyError: the file is no YAML.
    """
    root = _entries(compose(data, Problems(name)))
    topics = _entries(root["topics"][1])
    changes = list(changes)
    edits = _new_languages(root["languages"][1], changes)
    new: list[TopicChange] = []
    for change in changes:
        if change.topic in topics:
            edits += _topic_edits(topics[change.topic][1], change, articles)
        else:
            new.append(change)
    if new:
        edits.append(_after(root["topics"][1], _new_topics(new, labels, articles, _column(root["topics"][1]))))
    version = root["version"][1]
    if edits and not version.value.endswith(TRAINED):
        edits.append(_replaced(version, json.dumps(f"{version.value}{TRAINED}", ensure_ascii=False)))
    return _apply(data.decode("utf-8-sig"), edits).encode()


def _new_languages(node: Node, changes: Iterable[TopicChange]) -> list[_Edit]:
    """The edit that names languages of new phrases which the file has not yet: a taxonomy refuses all others."""
    assert isinstance(node, SequenceNode)  # noqa: S101 - the file was read as a taxonomy before
    last = node.value[-1]
    known = {item.value for item in node.value}
    new = sorted({term.language for change in changes for term in change.terms} - known)
    gap = ", " if node.flow_style else f"\n{' ' * node.start_mark.column}- "
    return [_replaced(last, gap.join([last.value, *new]))] if new else []


def made(
    *,
    id_: str,
    languages: Sequence[str],
    exclusive: bool,
    saturate: bool,
    intercept: float,
    changes: Sequence[TopicChange],
    labels: Mapping[str, str],
    articles: int,
) -> bytes:
    """A taxonomy file that labels alone made."""
    head = [
        f"# Made by `communique train` from {articles} labelled articles. Weights are log-odds of one mention;",
        "# change or take out what is wrong.",
        f"id: {id_}",
        'version: "1"',
        f"languages: [{', '.join(languages)}]",
        *(["exclusive: true"] if exclusive else []),
        *([] if saturate else ["saturate: false"]),
        f"calibration: {{slope: 1, intercept: {intercept:g}}}",
        "topics:",
    ]
    return ("\n".join(head) + "\n" + _new_topics([c for c in changes if c.terms], labels, articles, 2)).encode()


def _entries(node: Node) -> dict[str, tuple[ScalarNode, Node]]:
    assert isinstance(node, MappingNode)  # noqa: S101 - the file was read as a taxonomy before
    return {key.value: (key, value) for key, value in node.value}


def _column(node: Node) -> int:
    """The column that the keys of a mapping stand in."""
    return int(node.value[0][0].start_mark.column) if node.value else 2


def _topic_edits(node: Node, change: TopicChange, articles: int) -> Iterator[_Edit]:
    values = _entries(node)
    if "threshold" in values:
        yield _replaced(values["threshold"][1], f"{change.threshold:g}")
    else:
        yield _first(node, "threshold", f"{change.threshold:g}")
    concepts = _entries(values["concepts"][1]) if "concepts" in values else {}
    for concept, (_, after) in change.weights.items():
        if concept in concepts:
            yield from _weight_edits(concepts[concept][1], after)
        elif concept != SHORT_FORM_CONCEPT and "terms" in values:
            yield from _term_edits(values["terms"][1], concept, after)
    if change.terms:
        yield from _terms_edits(node, values, change.terms, articles)


def _weight_edits(node: Node, weight: float) -> Iterator[_Edit]:
    values = _entries(node)
    if "weight" in values:
        yield _replaced(values["weight"][1], f"{weight:g}")
    else:
        yield _first(node, "weight", f"{weight:g}")


def _term_edits(node: Node, phrase: str, weight: float) -> Iterator[_Edit]:
    for _, of_language in _entries(node).values():
        terms = _entries(of_language)
        if phrase in terms:
            yield _replaced(terms[phrase][1], f"{weight:g}")


def _terms_edits(
    topic: Node, values: Mapping[str, tuple[ScalarNode, Node]], terms: Iterable[Term], articles: int
) -> Iterator[_Edit]:
    """New lines under `terms`, which is made where there is none."""
    if "terms" not in values:
        yield _after(topic, _terms(terms, _column(topic), articles, flow=_in_braces(topic)))
        return
    there = _entries(values["terms"][1])
    for language, same in _by_language(terms).items():
        if language in there:
            known = _entries(there[language][1])
            fresh = [term for term in same if term.phrase not in known]
            yield _after(there[language][1], _lines(fresh, _column(there[language][1])))
        else:
            column = _column(values["terms"][1])
            yield _after(values["terms"][1], f"{' ' * column}{language}:\n{_lines(same, column + 2)}")


def _by_language(terms: Iterable[Term]) -> dict[str, list[Term]]:
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for term in terms:
        found[term.language].append(term)
    return dict(sorted(found.items()))


def _terms(terms: Iterable[Term], column: int, articles: int, *, flow: bool = False) -> str:
    """The key `terms` with its phrases."""
    space = " " * column
    if flow:
        inside = ", ".join(
            f"{language}: {{{', '.join(f'{_key(t.phrase)}: {t.weight:g}' for t in same)}}}"
            for language, same in _by_language(terms).items()
        )
        return f", terms: {{{inside}}}"
    text = f"{space}terms: # from {articles} labelled articles; behind each how many that hold it have the topic\n"
    for language, same in _by_language(terms).items():
        text += f"{space}  {language}:\n{_lines(same, column + 4)}"
    return text


def _lines(terms: Iterable[Term], column: int) -> str:
    return "".join(f"{' ' * column}{_key(term.phrase)}: {term.weight:g}{_support(term)}\n" for term in terms)


def _support(term: Term) -> str:
    return f" # {term.right} of {term.articles}" if term.articles else ""


def _key(phrase: str) -> str:
    plain = _PLAIN.fullmatch(phrase) and phrase not in _WORDS_OF_YAML
    return phrase if plain else json.dumps(phrase, ensure_ascii=False)


def _new_topics(changes: Iterable[TopicChange], labels: Mapping[str, str], articles: int, column: int) -> str:
    space, text = " " * column, ""
    for change in changes:
        text += f"{space}{change.topic}:\n{space}  label: {json.dumps(labels[change.topic], ensure_ascii=False)}\n"
        text += f"{space}  threshold: {change.threshold:g}\n{_terms(change.terms, column + 2, articles)}"
    return text


def _in_braces(node: Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _replaced(node: Node, text: str) -> _Edit:
    start, end = node.start_mark, node.end_mark
    return _Edit((start.line, start.column), (end.line, end.column), text)


def _first(node: Node, key: str, value: str) -> _Edit:
    """A key to stand before all others of a mapping."""
    mark = node.value[0][0].start_mark
    place = (mark.line, mark.column)
    separator = ", " if _in_braces(node) else f"\n{' ' * mark.column}"
    return _Edit(place, place, f"{key}: {value}{separator}")


def _after(node: Node, text: str) -> _Edit:
    """Whole lines to follow the last line of a node; within braces text before the closing one."""
    if _in_braces(node):
        place = (node.end_mark.line, node.end_mark.column - 1)
        return _Edit(place, place, text)
    place = (_last_line(node) + 1, 0)
    return _Edit(place, place, text)


def _last_line(node: Node) -> int:
    """The line that a node's last value ends on: a block's own end mark lies behind the comments that follow it."""
    if isinstance(node, (MappingNode, SequenceNode)) and not _in_braces(node) and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.line) - (node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line)


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    """The text with all edits, from the last to the first so that places stay right."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines.append("")
    for edit in sorted(edits, key=lambda e: e.start, reverse=True):
        (first, left), (last, right) = edit.start, edit.end
        lines[first : last + 1] = [lines[first][:left] + edit.text + lines[last][right:]]
    return "".join(lines)
