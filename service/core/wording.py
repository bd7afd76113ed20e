"""What the wording of an article as a whole says about topics: a second reader who knows no concepts.

Concepts find what was written into them. What else an article says of a topic stands in words that nobody wrote down;
a linear model over groups of letters, learned from labelled articles apart from all concepts, has them from there.
Inflections and compounds share the letters of their stems, so that no list is needed, nor spaces between words. Its
log-odds are added to those of topics with evidence of their own, at the weight that the taxonomy gives them.

Source of the method: feature hashing, Weinberger et al. 2009; tf-idf, Salton and Buckley 1988.
"""

from __future__ import annotations

import functools
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import orjson

from service.core.patterns import fold
from service.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Buckets = NDArray[np.int64]

BUCKETS: Final = 1 << 16
SIZES: Final = (2, 4)
"""Letters in a group: two tell apart Chinese words and Japanese ones, four the stems of others."""
LONGEST: Final = 20_000
"""Code points that are looked at: what an article is about it has said by then."""
MOST: Final = 6.0
"""Log-odds that the wording adds or takes at most, before its weight; with 4 or no bound articles are told alike."""
ENOUGH: Final = 600
"""Different groups from which an article's wording counts in full; of a single sentence it says little."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,4}|[^\W_]+")
"""A word to be shown; of scripts without spaces a piece."""
_FACTOR: Final = np.uint64(0x9E37_79B9_7F4A_7C15)  # 2**64 divided by the golden ratio: spreads neighbours (Knuth)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wording:
    """The model; made by `loads`.

    Attributes:
        topics: the ids of the topics it knows.
        bias: by topic the log-odds before any group of letters is seen, relative to an average article's.
        rarity: by bucket what a group counts: the rarer in articles, the more.
        weights: by bucket and topic; whole numbers, `scale` makes log-odds of them.
        scale: by topic.
    """

    topics: tuple[str, ...]
    bias: Floats
    rarity: Floats
    weights: NDArray[np.int8]
    scale: Floats

    def log_odds(self, text: str) -> Floats:
        """By topic how much likelier the wording makes it than that of an average article; zeros for an empty text."""
        return self.weigh(*self.measures(text))

    def weigh(self, buckets: Buckets, values: Floats) -> Floats:
        """The log-odds of a text's measures, MOST at most."""
        found = self.bias + self.scale * (values @ self.weights.take(buckets, axis=0).astype(np.float32))
        weighed: Floats = np.multiply(np.clip(found, -MOST, MOST), share_of(buckets), dtype=np.float32)
        return weighed

    def measures(self, text: str) -> tuple[Buckets, Floats]:
        """The buckets of a text's groups of letters, and what each counts; the counts are a vector of length 1."""
        counts = np.bincount(np.concatenate(groups(text)), minlength=BUCKETS)
        buckets = np.flatnonzero(counts > 0)  # of flags it finds the places seven times as fast as of numbers
        values = ((1 + np.log(counts[buckets])) * self.rarity[buckets]).astype(np.float32)
        return buckets, values / max(float(np.sqrt(values @ values)), 1e-6)

    def by_letter(self, text: str, buckets: Buckets, values: Floats) -> Floats:
        """By code point of a text (of its first LONGEST) and topic what the groups that begin there add.

        Args:
            text: the text.
            buckets: of its groups, as `measures` gives them.
            values: what each counts.
        """
        found = groups(text)
        times = np.bincount(np.concatenate(found), minlength=BUCKETS)[buckets]
        each = (values / times)[:, None] * self.weights.take(buckets, axis=0) * self.scale
        added = np.zeros((min(len(text), LONGEST), len(self.topics)), np.float32)
        for starts in found:
            added[: len(starts)] += each.take(np.searchsorted(buckets, starts), axis=0)
        return added


def share_of(buckets: Buckets) -> float:
    """What the wording counts of a text with these different groups of letters."""
    return min(1.0, len(buckets) / ENOUGH)


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
    """A model as the bytes of its file; see `rounded` for what they can hold."""
    head = {"topics": model.topics, "bias": model.bias.tolist(), "scale": model.scale.tolist()}
    body = np.ascontiguousarray(model.rarity, "<f2").tobytes() + np.ascontiguousarray(model.weights).tobytes()
    return orjson.dumps(head) + b"\n" + zlib.compress(body, 9)


def loads(data: bytes) -> Wording:
    """A model from the bytes of its file."""
    first, _, packed = data.partition(b"\n")
    head, body = orjson.loads(first), zlib.decompress(packed)
    rarity = np.frombuffer(body, "<f2", BUCKETS).astype(np.float32)
    weights = np.frombuffer(body, np.int8, offset=2 * BUCKETS).reshape(BUCKETS, len(head["topics"]))
    bias, scale = (np.array(head[name], np.float32) for name in ("bias", "scale"))
    return Wording(tuple(head["topics"]), bias, rarity, weights, scale)


def rounded(
    topics: Sequence[str], bias: NDArray[np.float64], rarity: NDArray[np.float64], weights: NDArray[np.float64]
) -> Wording:
    """A model of learned numbers: weights as whole numbers from -127 to 127, rarity as 16-bit floats."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    return Wording(
        tuple(topics),
        bias.astype(np.float32),
        rarity.astype("<f2").astype(np.float32),
        np.rint(weights / scale).astype(np.int8),
        scale.astype(np.float32),
    )


def names() -> list[str]:
    """The models of the package."""
    return sorted(path.name.removesuffix(".wording") for path in _folder().iterdir() if path.name.endswith(".wording"))


@functools.cache
def shipped(name: str) -> Wording:
    """A model of the package by its name, read once."""
    return loads(_folder().joinpath(f"{name}.wording").read_bytes())


def _folder() -> Traversable:
    return packaged("taxonomies")


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
        buckets, values = model.measures(text)
        by_letter = model.by_letter(text, buckets, values)
        sums = np.vstack([np.zeros(len(model.topics)), np.cumsum(by_letter, axis=0, dtype=float)])
        words: dict[str, tuple[int, int]] = {}
        said: dict[str, NDArray[np.float64]] = {}
        for found in _WORD.finditer(text[:LONGEST]):
            (start, end), word = found.span(), found.group().lower()
            words.setdefault(word, (start, end))
            said[word] = said.get(word, 0.0) + sums[end] - sums[start]
        by_word = np.array(list(said.values())).reshape(len(said), len(model.topics))[:, list(self.columns)]
        return Heard(self._placed(model.weigh(buckets, values)), share_of(buckets), tuple(words.values()), by_word)


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
