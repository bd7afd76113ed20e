"""What the wording of an article says about topics: a second reader who knows no concepts.

Concepts find what was written into them. What else an article says of a topic stands in words that nobody wrote down;
two linear models over groups of letters, learned from labelled articles apart from all concepts, have them from there:
one of whole articles, one of paragraphs, of which the one that speaks most for a topic counts (an article of many
topics has a paragraph for each). Inflections and compounds share the letters of their stems, so that no list is
needed, nor spaces between words. Their log-odds are added to those of topics with evidence of their own, at the weight
that the taxonomy gives them.

Source of the method: feature hashing, Weinberger et al. 2009; tf-idf, Salton and Buckley 1988; a whole that has a label
because one of its parts has it: multiple-instance learning, Dietterich et al. 1997.
"""

from __future__ import annotations

import functools
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import orjson

from service.core.patterns import SEPARATOR, fold
from service.packaged import packaged, packaged_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Buckets = NDArray[np.int64]

BUCKETS: Final = 1 << 16
SIZES: Final = (2, 4)
"""Letters in a group: two tell apart Chinese words and Japanese ones, four the stems of others."""
LONGEST: Final = 20_000
"""Code points that are looked at: what an article is about it has said by then."""
MOST: Final = 6.0
"""Log-odds that either model adds at most, before its weight; with 4 or no bound articles are told alike."""
MOST_AGAINST: Final = 1.0
"""Log-odds that either takes at most: one clear phrase is enough for a topic, though the rest speaks of something else.
Without this bound articles of our writers are told alike, lists of work done in many areas lose topics."""
TOO_FEW: Final = 300
ENOUGH: Final = 600
"""Different groups up to which a text's wording says nothing, and from which it counts in full: of two or three
sentences the concepts alone know more (short notices that neither learned from are told worse with it)."""
ENOUGH_OF_PART: Final = 60
"""Groups from which a paragraph's wording counts in full; a heading has fewer."""
PART: Final = 1.4
"""What the paragraphs count beside the whole article; a regression on articles that neither model had seen says so."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,4}|[^\W_]+")
"""A word to be shown; of scripts without spaces a piece."""
_LINE = re.compile(r"[^\n]{2,}")
_FACTOR: Final = np.uint64(0x9E37_79B9_7F4A_7C15)  # 2**64 divided by the golden ratio: spreads neighbours (Knuth)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Linear:
    """Weights of groups of letters.

    Attributes:
        bias: by topic the log-odds before any group of letters is seen, relative to an average article's.
        weights: by bucket and topic; whole numbers, `scale` makes log-odds of them.
        scale: by topic.
    """

    bias: Floats
    weights: NDArray[np.int8]
    scale: Floats

    @classmethod
    def of(cls, bias: NDArray[np.float64], weights: NDArray[np.float64]) -> Linear:
        """Learned numbers, the weights as whole numbers from -127 to 127."""
        scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
        return cls(bias.astype(np.float32), np.rint(weights / scale).astype(np.int8), scale.astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wording:
    """The model; made by `loads`.

    Attributes:
        topics: the ids of the topics it knows.
        rarity: by bucket what a group counts: the rarer in articles, the more.
        whole: what a whole article's groups say; each is weighed by its rarity.
        part: what a paragraph's say; the rarity is in the weights.
    """

    topics: tuple[str, ...]
    rarity: Floats
    whole: Linear
    part: Linear

    def log_odds(self, text: str) -> Floats:
        """By topic how much likelier the wording makes it than that of an average article; zeros for an empty text."""
        found = groups(text)
        buckets, values = self.measures(found)
        share = share_of(buckets)
        parts = self.parts(text, found) if share else None
        if parts is None:
            return np.zeros(len(self.topics), np.float32)
        said: Floats = share * (self.weigh(buckets, values) + PART * parts.said.max(0))
        return said.astype(np.float32)

    def share(self, text: str) -> float:
        """What the wording of the whole of a text counts, 1 of a long one."""
        return share_of(self.measures(groups(text))[0])

    def weigh(self, buckets: Buckets, values: Floats) -> Floats:
        """The log-odds of a whole text's measures, between -MOST_AGAINST and MOST."""
        weights = self.whole.weights.take(buckets, axis=0).astype(np.float32)
        said: Floats = np.clip(self.whole.bias + self.whole.scale * (values @ weights), -MOST_AGAINST, MOST)
        return said

    def measures(self, found: list[Buckets]) -> tuple[Buckets, Floats]:
        """The buckets of a text's groups of letters, and what each counts; the counts are a vector of length 1."""
        counts = np.bincount(np.concatenate(found), minlength=BUCKETS)
        buckets = np.flatnonzero(counts > 0)  # of flags it finds the places seven times as fast as of numbers
        values = ((1 + np.log(counts[buckets])) * self.rarity[buckets]).astype(np.float32)
        return buckets, values / max(float(np.sqrt(values @ values)), 1e-6)

    def parts(self, text: str, found: list[Buckets]) -> Parts | None:
        """What each paragraph's groups say, bounded alike; None for a text without two letters in a row."""
        spans = paragraphs(text)
        if not spans:
            return None
        pieces = [piece for span in spans for piece in _within(span, found)]
        buckets = np.concatenate(pieces)
        sizes = np.array([len(piece) for piece in pieces]).reshape(len(spans), len(SIZES)).sum(1)
        begins = np.cumsum(sizes) - sizes
        rarity = self.rarity.take(buckets)
        length = np.sqrt(np.add.reduceat(rarity * rarity, begins))
        sums = np.add.reduceat(self.part.weights.take(buckets, axis=0), begins, axis=0, dtype=np.int32)
        odds = self.part.bias + self.part.scale * sums / np.maximum(length, 1e-6)[:, None]
        said = np.clip(odds, -MOST_AGAINST, MOST)
        share = np.minimum(1, sizes / ENOUGH_OF_PART).astype(np.float32)
        return Parts(spans, share[:, None] * said, share / np.maximum(length, 1e-6))

    def by_letter(self, text: str, found: list[Buckets]) -> Floats:
        """By code point of a text (of its first LONGEST) and topic what the groups that begin there add."""
        buckets, values = self.measures(found)
        times = np.bincount(np.concatenate(found), minlength=BUCKETS)[buckets]
        share, of_each = share_of(buckets), values / times
        each = of_each[:, None] * self.whole.weights.take(buckets, axis=0) * self.whole.scale
        added = np.zeros((min(len(text), LONGEST), len(self.topics)), np.float32)
        for starts in found:
            added[: len(starts)] += each.take(np.searchsorted(buckets, starts), axis=0)
        parts = self.parts(text, found)
        if parts is None:
            return share * added
        for topic, place in enumerate(parts.said.argmax(0)):
            span = start, _ = parts.spans[place]
            factor = PART * parts.share[place] * self.part.scale[topic]
            for piece in _within(span, found):
                added[start : start + len(piece), topic] += factor * self.part.weights[piece, topic]
        return share * added


@dataclass(frozen=True, slots=True)
class Parts:
    """The paragraphs of a text: where each stands, what it says by topic, and what a group's weight counts in it."""

    spans: list[tuple[int, int]]
    said: Floats
    share: Floats


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs stand in an article's title and text (of their first LONGEST): the title only if alone.

    A headline of some words says too little to be read as a paragraph; the whole article's model reads it.
    """
    spans = [found.span() for found in _LINE.finditer(text, 0, LONGEST)]
    body = [span for span in spans if span[0] > text.find(SEPARATOR)]
    return body or spans


def _within(span: tuple[int, int], found: list[Buckets]) -> Iterator[Buckets]:
    """Of a text's groups of each size those that lie in a stretch of it as a whole, from its start on."""
    start, end = span
    for size, starts in zip(SIZES, found, strict=True):
        yield starts[start : max(start, end - size + 1)]


def share_of(buckets: Buckets) -> float:
    """What the wording counts of a text with these different groups of letters."""
    return min(1.0, max(0.0, (len(buckets) - TOO_FEW) / (ENOUGH - TOO_FEW)))


def groups(text: str) -> list[Buckets]:
    """The buckets of the groups of letters of each size, in the order of the text."""
    codes = np.frombuffer(fold(text[:LONGEST]).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    found = []
    for size in SIZES:
        hashed = np.zeros(max(0, len(codes) - size + 1), np.uint64)
        for place in range(size):
            hashed = hashed * _FACTOR + codes[place : place + len(hashed)] + np.uint64(size)
        found.append(((hashed >> np.uint64(48)) ^ (hashed >> np.uint64(20)) & np.uint64(BUCKETS - 1)).astype(np.int64))
    return found


def dumps(model: Wording) -> bytes:
    """A model as the bytes of its file."""
    layers = model.whole, model.part
    head = {
        "topics": model.topics,
        "bias": [x.bias.tolist() for x in layers],
        "scale": [x.scale.tolist() for x in layers],
    }
    body = np.ascontiguousarray(model.rarity, "<f2").tobytes() + b"".join(x.weights.tobytes() for x in layers)
    return orjson.dumps(head) + b"\n" + zlib.compress(body, 9)


def loads(data: bytes) -> Wording:
    """A model from the bytes of its file."""
    first, _, packed = data.partition(b"\n")
    head, body = orjson.loads(first), zlib.decompress(packed)
    rarity = np.frombuffer(body, "<f2", BUCKETS).astype(np.float32)
    weights = np.frombuffer(body, np.int8, offset=2 * BUCKETS).reshape(2, BUCKETS, len(head["topics"]))
    whole, part = (
        Linear(np.array(bias, np.float32), held, np.array(scale, np.float32))
        for bias, held, scale in zip(head["bias"], weights, head["scale"], strict=True)
    )
    return Wording(tuple(head["topics"]), rarity, whole, part)


def names() -> list[str]:
    """The models of the package."""
    return packaged_names("taxonomies", ".wording")


@functools.cache
def shipped(name: str) -> Wording:
    """A model of the package by its name, read once."""
    return loads(packaged("taxonomies", f"{name}.wording").read_bytes())


@dataclass(frozen=True, slots=True)
class TopicWording:
    """A model as a taxonomy asks for it.

    Attributes:
        name: the model's.
        weight: what its log-odds are multiplied by.
        columns: by topic of the taxonomy its place in the model, -1 where the model does not know it.
    """

    name: str
    weight: float
    columns: tuple[int, ...]

    @classmethod
    def of(cls, name: str, weight: float, topics: Sequence[str]) -> TopicWording:
        """The model `name` for a taxonomy's topics."""
        known = shipped(name).topics
        return cls(name, weight, tuple(known.index(topic) if topic in known else -1 for topic in topics))

    def added(self, text: str) -> list[float]:
        """By topic of the taxonomy the log-odds that the wording of a text adds."""
        return self._placed(shipped(self.name).log_odds(text))

    def _placed(self, log_odds: Floats) -> list[float]:
        found = (self.weight * log_odds).tolist()
        return [found[column] if column >= 0 else 0.0 for column in self.columns]

    def heard(self, text: str) -> Heard:
        """What the wording of a text adds, and which words do."""
        model = shipped(self.name)
        by_letter = model.by_letter(text, groups(text))
        sums = np.vstack([np.zeros(len(model.topics)), np.cumsum(by_letter, axis=0, dtype=float)])
        words: dict[str, tuple[int, int]] = {}
        said: dict[str, NDArray[np.float64]] = {}
        for found in _WORD.finditer(text[:LONGEST]):
            (start, end), word = found.span(), found.group().lower()
            words.setdefault(word, (start, end))
            said[word] = said.get(word, 0.0) + sums[end] - sums[start]
        by_word = np.array(list(said.values())).reshape(len(said), len(model.topics))[:, list(self.columns)]
        return Heard(self.added(text), model.share(text), tuple(words.values()), by_word)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the wording of one text says.

    Attributes:
        added: by topic of the taxonomy the log-odds that it adds.
        share: what it counts, less than 1 of a short text.
        words: where each word stands first.
        by_word: by word and topic what the word's letters did for it; to be compared with other words alone.
    """

    added: list[float]
    share: float
    words: tuple[tuple[int, int], ...]
    by_word: NDArray[np.float64]

    def telling(self, place: int, most: int) -> list[tuple[int, int]]:
        """The first places of the words that did most for what is added to a topic, in order of the text."""
        said = self.by_word[:, place] * np.sign(self.added[place])
        best = np.argsort(-said, kind="stable")[:most]
        return sorted(self.words[word] for word in best if said[word] > 0)
