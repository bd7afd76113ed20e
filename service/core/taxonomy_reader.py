"""Reads a taxonomy file into plain values that remember their lines, and says everything that is wrong with it.

The format is described by schemas/taxonomy.v1.json; what a schema cannot say (unknown parents, cycles, phrases that
cannot be read, languages that are not declared) is checked here too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml import MappingNode, ScalarNode, SequenceNode

from service.core import wording
from service.core.concept_reader import KEBAB, ConceptReader
from service.core.taxonomy_source import (
    DEFAULT_PENALTY,
    MAX_MAIN,
    MAX_SLOPE,
    MAX_WEIGHT,
    CalibrationSource,
    HintSource,
    MarkersSource,
    TaxonomySource,
    TopicSource,
    WordingSource,
)
from service.core.yaml_nodes import (
    Problems,
    compose,
    is_empty,
    line_of,
    nearest,
    read_entries,
    read_flag,
    read_list,
    read_mapping,
    read_number,
    read_text,
    read_word,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from yaml import Node

TAXONOMY_KEYS = (
    "id",
    "version",
    "description",
    "languages",
    "exclusive",
    "saturate",
    "markers",
    "calibration",
    "lists",
    "hints",
    "wording",
    "topics",
)
CALIBRATION_KEYS = {
    "slope": (0.01, MAX_SLOPE),
    "intercept": (-MAX_WEIGHT, MAX_WEIGHT),
    "overlap": (0, 1),
    "threshold": (0.01, 0.99),
}
"""With the lowest and the highest value that each may have."""
WEIGHTS = (-MAX_WEIGHT, MAX_WEIGHT)
"""The lowest and the highest weight of a hint, log-odds."""
WORDING_KEYS = ("model", "weight")
MARKER_KEYS = ("home", "elsewhere", "penalty")
TOPIC_KEYS = (
    *("label", "description", "parent", "codes", "replaced_by", "threshold", "main"),
    *("phrases", "concepts", "terms"),
)
LINK_KEYS = ("parent", "replaced_by")

_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def read_source(data: bytes, *, name: str) -> TaxonomySource:
    """Read a taxonomy file.

    Args:
        data: the file's bytes, UTF-8 YAML.
        name: the file's name for messages.

    Raises:
        TaxonomyError: everything that is wrong, a line each.
    """
    problems = Problems(name)
    root = compose(data, problems)
    source = _Reader(problems).taxonomy(root)
    problems.raise_if_any()
    return source


def _named(values: dict[str, Node], key: str, where: str, problems: Problems) -> str | None:
    return read_text(values[key], f"{where} `{key}`", problems) if key in values else None


class _Reader:
    """Walks the nodes of one file; knows the languages it declares once they are read."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.languages: tuple[str, ...] = ()
        self.concepts = ConceptReader(problems, ())
        self.link_lines: dict[tuple[str, str], int] = {}

    def taxonomy(self, root: Node) -> TaxonomySource:
        """The whole file."""
        values = read_mapping(root, "the taxonomy", self.problems, TAXONOMY_KEYS)
        for key in ("id", "version", "languages", "topics"):
            if isinstance(root, MappingNode) and key not in values:
                self.problems.add(line_of(root), f"the taxonomy has no `{key}`; add it")
        identity = _named(values, "id", "the taxonomy's", self.problems) or ""
        if identity and not KEBAB.fullmatch(identity):
            self.problems.add(line_of(values["id"]), f"the id `{identity}` is not kebab-case; write like `my-taxonomy`")
        if "languages" in values:
            self.languages = tuple(self._languages(values["languages"]))
            self.concepts = ConceptReader(self.problems, self.languages)
        if "lists" in values:
            self.concepts.read_lists(values["lists"])
        topics = self._topics(values["topics"]) if "topics" in values else ()
        return TaxonomySource(
            id=identity,
            version=_named(values, "version", "the taxonomy's", self.problems) or "",
            description=_named(values, "description", "the taxonomy's", self.problems) or "",
            languages=self.languages,
            topics=topics,
            exclusive="exclusive" in values and read_flag(values["exclusive"], "`exclusive`", self.problems),
            saturate="saturate" not in values or read_flag(values["saturate"], "`saturate`", self.problems),
            markers=self._markers(values["markers"]) if "markers" in values else MarkersSource(),
            calibration=self._calibration(values["calibration"]) if "calibration" in values else CalibrationSource(),
            hints=tuple(self._hints(values["hints"], {t.id for t in topics})) if "hints" in values else (),
            wording=self._wording(values["wording"]) if "wording" in values else None,
            lists=tuple(self.concepts.lists.items()),
        )

    def _languages(self, node: Node) -> Iterator[str]:
        items = read_list(node, "`languages`", self.problems)
        if isinstance(node, SequenceNode) and not items:
            self.problems.add(line_of(node), "`languages` names no language; write for example [en, vi]")
        seen: set[str] = set()
        for item in items:
            code = read_word(item, "a language", self.problems)
            if code is None:
                continue
            if not _LANGUAGE.fullmatch(code):
                self.problems.add(line_of(item), f"`{code}` is no language code; write ISO 639 letters such as `en`")
            elif code in seen:
                self.problems.add(line_of(item), f"the language `{code}` stands twice; take one out")
            seen.add(code)
            yield code

    def _markers(self, node: Node) -> MarkersSource:
        values = read_mapping(node, "`markers`", self.problems, MARKER_KEYS)
        penalty = DEFAULT_PENALTY
        if "penalty" in values:
            penalty = read_number(values["penalty"], "`penalty`", self.problems, 0, MAX_WEIGHT) or 0.0
        return MarkersSource(
            home=self.concepts.phrases(values.get("home"), "`markers.home`"),
            elsewhere=self.concepts.phrases(values.get("elsewhere"), "`markers.elsewhere`"),
            penalty=penalty,
        )

    def _calibration(self, node: Node) -> CalibrationSource:
        values = read_mapping(node, "`calibration`", self.problems, tuple(CALIBRATION_KEYS))
        found = {
            key: read_number(value, f"`calibration.{key}`", self.problems, *CALIBRATION_KEYS[key])
            for key, value in values.items()
        }
        return CalibrationSource(**{key: number for key, number in found.items() if number is not None})

    def _hints(self, node: Node, topics: Collection[str]) -> Iterator[HintSource]:
        for name, (line, value) in read_entries(node, "`hints`", self.problems).items():
            where = f"`hints` of the list `{name}`"
            phrases = self.concepts.named_list(name, line)
            weights: list[tuple[str, float]] = []
            for topic, (at, written) in read_entries(value, where, self.problems, topics).items():
                weight = read_number(written, f"the weight of `{topic}` in {where}", self.problems, *WEIGHTS)
                if weight == 0:
                    self.problems.add(at, f"the weight of `{topic}` in {where} is 0; take the line out")
                weights.append((topic, weight or 0.0))
            yield HintSource(name, phrases, tuple(weights))

    def _wording(self, node: Node) -> WordingSource | None:
        values = read_mapping(node, "`wording`", self.problems, WORDING_KEYS)
        for key in WORDING_KEYS:
            if isinstance(node, MappingNode) and key not in values:
                self.problems.add(line_of(node), f"`wording` has no `{key}`; add it")
        model = _named(values, "model", "`wording`'s", self.problems)
        if model is not None and model not in wording.names():
            known = ", ".join(f"`{name}`" for name in wording.names())
            self.problems.add(line_of(values["model"]), f"there is no model `{model}` of wording; there is {known}")
        weight = (
            read_number(values["weight"], "`wording.weight`", self.problems, 0, MAX_WEIGHT)
            if "weight" in values
            else None
        )
        return None if model is None or weight is None else WordingSource(model, weight, line_of(node))

    def _topics(self, node: Node) -> tuple[TopicSource, ...]:
        entries = read_entries(node, "`topics`", self.problems)
        if isinstance(node, MappingNode) and not entries:
            self.problems.add(line_of(node), "`topics` holds no topic; write at least one")
        topics = tuple(self._topic(topic, line, value) for topic, (line, value) in entries.items())
        for key in LINK_KEYS:
            self._check_links(key, {topic.id: getattr(topic, key) for topic in topics})
        return topics

    def _topic(self, topic: str, line: int, node: Node) -> TopicSource:
        where = f"the topic `{topic}`"
        if not _SNAKE.fullmatch(topic):
            self.problems.add(line, f"{where} is not snake_case; write like `my_topic`")
        if is_empty(node):
            self.problems.add(line, f"{where} is empty; indent its lines further than its name")
            return TopicSource(topic, line, {})
        values = read_mapping(node, where, self.problems, TOPIC_KEYS)
        for key in LINK_KEYS:
            self.link_lines[topic, key] = line_of(values[key]) if key in values else line
        replaced_by = _named(values, "replaced_by", where, self.problems)
        concepts = tuple(self.concepts.concepts(values, where))
        if not concepts and replaced_by is None:
            self.problems.add(line, f"{where} has neither `phrases` nor `concepts`; add one")
        threshold: float | None = None
        if "threshold" in values:
            threshold = read_number(values["threshold"], f"the threshold of {where}", self.problems, 0.01, 0.99)
        main = 0.0
        if "main" in values:
            main = read_number(values["main"], f"`main` of {where}", self.problems, -MAX_MAIN, MAX_MAIN) or 0.0
        return TopicSource(
            id=topic,
            line=line,
            labels=self._labels(values.get("label"), topic, line),
            description=_named(values, "description", where, self.problems) or "",
            parent=_named(values, "parent", where, self.problems),
            codes=tuple(self._codes(values["codes"], where)) if "codes" in values else (),
            replaced_by=replaced_by,
            threshold=threshold,
            main=main,
            concepts=concepts,
        )

    def _codes(self, node: Node, where: str) -> Iterator[tuple[str, str]]:
        for scheme, value in read_mapping(node, f"`codes` of {where}", self.problems).items():
            code = read_word(value, f"the code `{scheme}` of {where}", self.problems)
            if code is not None:
                yield scheme, code

    def _labels(self, node: Node | None, topic: str, line: int) -> dict[str, str]:
        """Labels by language; a bare label is English."""
        where = f"the label of `{topic}`"
        if node is None:
            self.problems.add(line, f"the topic `{topic}` has no `label`; add one")
            return {}
        if isinstance(node, ScalarNode):
            label = read_text(node, where, self.problems)
            return {"en": label} if label else {}
        labels = {
            code: read_text(value, where, self.problems)
            for code, value in self.concepts.by_language(node, where).items()
        }
        if not labels:
            self.problems.add(line_of(node), f"{where} is empty; write at least one language")
        return {code: label for code, label in labels.items() if label}

    def _check_links(self, key: str, links: dict[str, str | None]) -> None:
        """Parents and replacements must exist and must not lead back to the topic itself."""
        for topic, target in links.items():
            if target is None:
                continue
            line = self.link_lines[topic, key]
            if target not in links:
                self.problems.add(
                    line, f"`{key}` of `{topic}` is the unknown topic `{target}`; {nearest(target, links)}"
                )
                continue
            seen = {topic}
            step: str | None = target
            while step is not None and step not in seen:
                seen.add(step)
                step = links.get(step)
            if target == topic:
                self.problems.add(line, f"`{key}` of `{topic}` is the topic itself; name another or take it out")
            elif step == topic:
                self.problems.add(line, f"`{key}` of `{topic}` leads back to itself over `{target}`; break the circle")
