"""Reads the concepts of a taxonomy file: their phrases by language, and what context they ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from yaml import SequenceNode

from service.core.patterns import parse_phrase
from service.core.taxonomy_source import (
    MAX_WEIGHT,
    SHORT_FORM_CONCEPT,
    SHORT_FORM_WEIGHT,
    ConceptSource,
    Phrases,
    PhraseSource,
)
from service.core.yaml_nodes import (
    Problems,
    line_of,
    nearest,
    read_entries,
    read_flag,
    read_list,
    read_mapping,
    read_number,
    read_word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from yaml import Node

CONCEPT_KEYS = ("weight", "title_only", "shared", "phrases", "near", "unless", "requires")

KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What taxonomies, concepts and lists are called: `my-concept`."""

LIST_SIGN = "$"
"""Stands before the name of a list that is meant, not a phrase."""

MAX_LISTED = 1_000_000
"""Phrases that named lists may come to where they are named: a small file could name a long list very often."""

_NEAR_SETS = range(2, 4)


class ConceptReader:
    """Reads concepts and phrases.

    Args:
        problems: gets what is wrong.
        languages: those that the file declares; empty when they could not be read.

    Attributes:
        lists: the named lists that were read.
    """

    def __init__(self, problems: Problems, languages: Sequence[str]) -> None:
        self.problems = problems
        self.languages = languages
        self.lists: dict[str, Phrases] = {}
        self._listed_phrases = 0

    def read_lists(self, node: Node) -> None:
        """Read the named lists, which `$name` stands for from then on; a list cannot name another."""
        read: dict[str, Phrases] = {}
        for name, (line, value) in read_entries(node, "`lists`", self.problems).items():
            if not KEBAB.fullmatch(name):
                self.problems.add(line, f"the list `{name}` is not kebab-case; write like `my-list`")
            read[name] = self.phrases(value, f"the list `{name}`")
        self.lists = read

    def named_list(self, name: str, line: int) -> Phrases:
        """The phrases of a named list; that there is none of the name is noted."""
        return self._listed(name, None, line)

    def concepts(self, values: dict[str, Node], where: str) -> Iterator[ConceptSource]:
        """The short form's concept, those written out, and one for each of `terms`."""
        if "phrases" in values:
            phrases = self.phrases(values["phrases"], f"`phrases` of {where}")
            yield ConceptSource(SHORT_FORM_CONCEPT, line_of(values["phrases"]), phrases=phrases)
        if "concepts" in values:
            entries = read_entries(values["concepts"], f"`concepts` of {where}", self.problems)
            for concept, (line, node) in entries.items():
                yield self._concept(concept, line, node, f"the concept `{concept}` of {where}")
        if "terms" in values:
            for language, node in self.by_language(values["terms"], f"`terms` of {where}").items():
                yield from self._terms(node, language, f"`terms` of {where}")

    def _terms(self, node: Node, language: str, where: str) -> Iterator[ConceptSource]:
        """A concept for each phrase that weighs by itself; it may speak for several topics."""
        for text, (line, value) in read_entries(node, f"{where} in `{language}`", self.problems).items():
            weight = read_number(value, f"the weight of `{text}` in {where}", self.problems, -MAX_WEIGHT, MAX_WEIGHT)
            if weight == 0:
                self.problems.add(line, f"the weight of `{text}` in {where} is 0; take the line out")
            try:
                parse_phrase(text)
            except ValueError as error:
                self.problems.add(line, f"{where}: {error}")
            phrases = (PhraseSource(text, language, line),)
            yield ConceptSource(text, line, weight or SHORT_FORM_WEIGHT, shared=True, phrases=phrases, term=True)

    def _concept(self, concept: str, line: int, node: Node, where: str) -> ConceptSource:
        if not KEBAB.fullmatch(concept):
            self.problems.add(line, f"{where} is not kebab-case; write like `my-concept`")
        values = read_mapping(node, where, self.problems, CONCEPT_KEYS)
        if "phrases" not in values and "near" not in values:
            self.problems.add(line, f"{where} has neither `phrases` nor `near`; add one")
        weight: float | None = SHORT_FORM_WEIGHT
        if "weight" in values:
            weight = read_number(values["weight"], f"the weight of {where}", self.problems, -MAX_WEIGHT, MAX_WEIGHT)
            if weight == 0:
                self.problems.add(line_of(values["weight"]), f"the weight of {where} is 0; take the concept out")
        return ConceptSource(
            id=concept,
            line=line,
            weight=weight or SHORT_FORM_WEIGHT,
            title_only=self._flag(values, "title_only", where),
            shared=self._flag(values, "shared", where),
            phrases=self.phrases(values.get("phrases"), f"`phrases` of {where}"),
            near=self._near(values["near"], where) if "near" in values else (),
            unless=self.phrases(values.get("unless"), f"`unless` of {where}"),
            requires=self.phrases(values.get("requires"), f"`requires` of {where}"),
        )

    def _flag(self, values: dict[str, Node], key: str, where: str) -> bool:
        """A key that is `true` or `false`, false when it is not written."""
        return key in values and read_flag(values[key], f"`{key}` of {where}", self.problems)

    def _near(self, node: Node, where: str) -> tuple[Phrases, ...]:
        sets = read_list(node, f"`near` of {where}", self.problems)
        if len(sets) not in _NEAR_SETS:
            self.problems.add(
                line_of(node), f"`near` of {where} has {len(sets)} of two or three sets; write [[a, b], [c, d]]"
            )
        return tuple(self._forms(forms, None, f"a set of `near` of {where}") for forms in sets)

    def phrases(self, node: Node | None, where: str) -> Phrases:
        """Phrases by language, or a bare list that holds in every language."""
        if node is None:
            return ()
        if isinstance(node, SequenceNode):
            return self._forms(node, None, where)
        found: list[PhraseSource] = []
        for language, forms in self.by_language(node, where).items():
            found += self._forms(forms, language, where)
        return tuple(found)

    def _forms(self, node: Node, language: str | None, where: str) -> Phrases:
        """The phrases of one list."""
        items = read_list(node, f"{where} in `{language}`" if language else where, self.problems)
        if isinstance(node, SequenceNode) and not items:
            self.problems.add(line_of(node), f"{where} has an empty list; write a phrase or take the list out")
        found: list[PhraseSource] = []
        for item in items:
            text = read_word(item, f"a phrase of {where}", self.problems)
            if text is None:
                continue
            if text.startswith(LIST_SIGN):
                found += self._listed(text.removeprefix(LIST_SIGN), language, line_of(item))
                continue
            try:
                parse_phrase(text)
            except ValueError as error:
                self.problems.add(line_of(item), f"{where}: {error}")
            found.append(PhraseSource(text, language, line_of(item)))
        return tuple(found)

    def _listed(self, name: str, language: str | None, line: int) -> Phrases:
        """The phrases of a named list; under a language only those of it and those of none."""
        if name not in self.lists:
            mend = nearest(name, self.lists) if self.lists else "write it under `lists` first"
            self.problems.add(line, f"`{LIST_SIGN}{name}` names no list; {mend}")
        phrases = self.lists.get(name, ())
        within = self._listed_phrases <= MAX_LISTED
        self._listed_phrases += len(phrases)
        if within and self._listed_phrases > MAX_LISTED:
            self.problems.add(line, f"lists are named so often that they come to over {MAX_LISTED} phrases; name fewer")
        return tuple(p for p in phrases if language is None or p.language in {None, language}) if within else ()

    def by_language(self, node: Node, where: str) -> dict[str, Node]:
        """Values by language; undeclared languages are noted and left out.

        Where `languages` itself could not be read that alone is told: every other line would only repeat it.
        """
        values = read_mapping(node, where, self.problems)
        for language in [code for code in values if self.languages and code not in self.languages]:
            mend = nearest(language, self.languages)
            self.problems.add(
                line_of(values.pop(language)), f"{where} has the language `{language}`, not in `languages`; {mend}"
            )
        return values
