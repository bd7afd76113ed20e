"""A compiled taxonomy as bytes, and back: reading a taxonomy file takes a second, this a fifth of it.

The bytes are JSON, so that whoever writes them can at most describe a taxonomy: nothing in them is ever run. Where they
may come from, and that they belong to a certain file and to this version of the compiler, is for the shell to see to.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import orjson

from service.core.phrases import IndexPlan, index_of
from service.core.taxonomy import Taxonomy
from service.core.taxonomy_parts import Concept, Hint, Topic, concepts_of
from service.core.wording import TopicWording
from service.models import TaxonomyRef

if TYPE_CHECKING:
    from collections.abc import Iterable

_AS_THEY_ARE: Final = ("home", "elsewhere", "penalty", "slope", "intercept", "exclusive", "saturate", "overlap")


def to_bytes(taxonomy: Taxonomy, plan: IndexPlan) -> bytes:
    """What `compile_taxonomy` gave, as bytes; always the same for the same taxonomy."""
    shared = {sets: i for i, sets in enumerate(dict.fromkeys(taxonomy.sets_of))}
    whole = {
        **{name: getattr(taxonomy, name) for name in _AS_THEY_ARE},
        "ref": taxonomy.ref,
        "languages": taxonomy.languages,
        "topics": taxonomy.topics,
        "replaced_by": taxonomy.replaced_by,
        "concepts": taxonomy.concepts,
        "hints": taxonomy.hints,
        "wording": taxonomy.wording and (taxonomy.wording.name, taxonomy.wording.weight),
        "written": taxonomy.written,
        "sets": list(shared),
        "sets_of": [shared[sets] for sets in taxonomy.sets_of],
        "plan": plan,
    }
    return orjson.dumps(whole, default=_plain)


def _plain(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)


def from_bytes(data: bytes | memoryview) -> Taxonomy:
    """The taxonomy that `to_bytes` made into bytes, ready to be used.

    Raises:
        ValueError: these bytes are no taxonomy's.
    """
    try:
        whole = orjson.loads(data)
        concepts = tuple(map(_concept, whole["concepts"]))
        topics = tuple(map(_topic, whole["topics"]))
        sets = tuple(map(tuple, whole["sets"]))
        return Taxonomy(
            **{name: whole[name] for name in _AS_THEY_ARE},
            ref=TaxonomyRef(**whole["ref"]),
            languages=tuple(whole["languages"]),
            topics=topics,
            replaced_by=MappingProxyType(whole["replaced_by"]),
            concepts=concepts,
            index=index_of(_plan(whole["plan"])),
            written=tuple(whole["written"]),
            sets_of=tuple(map(sets.__getitem__, whole["sets_of"])),
            concepts_of=concepts_of(concepts),
            hints=tuple(map(_hint, whole["hints"])),
            wording=_wording(whole["wording"], topics),
        )
    except (AttributeError, LookupError, OSError, TypeError) as error:
        raise ValueError(f"not a stored taxonomy: {error}") from error


def _concept(fields: dict[str, Any]) -> Concept:
    near, commoner = tuple(fields["near"]), tuple(fields["commoner"])
    return Concept(**{**fields, "near": near, "near_sets": frozenset(near), "commoner": commoner})


def _hint(fields: dict[str, Any]) -> Hint:
    return Hint(**{**fields, "weights": tuple((topic, weight) for topic, weight in fields["weights"])})


def _wording(fields: tuple[str, float] | None, topics: Iterable[Topic]) -> TopicWording | None:
    return None if fields is None else TopicWording.of(fields[0], fields[1], [topic.id for topic in topics])


def _topic(fields: dict[str, Any]) -> Topic:
    labels, codes = MappingProxyType(fields["labels"]), MappingProxyType(fields["codes"])
    return Topic(**{**fields, "labels": labels, "codes": codes})


def _plan(fields: dict[str, Any]) -> IndexPlan:
    return IndexPlan(
        folded=tuple(fields["folded"]),
        before=fields["before"],
        after=fields["after"],
        numbers=tuple(fields["numbers"]),
        hyphens=tuple((pattern, tuple(positions)) for pattern, positions in fields["hyphens"]),
        tails=tuple((pattern, _rests(rests)) for pattern, rests in fields["tails"]),
        within=fields["within"],
    )


def _rests(rests: Iterable[Iterable[Any]]) -> tuple[tuple[str, bool, int], ...]:
    return tuple((tail, open_right, number) for tail, open_right, number in rests)
