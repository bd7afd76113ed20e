"""What is measured of each block of a page, as numbers that no language's words enter.

Text is measured in letters' worth: a character of Chinese, Japanese or Korean script says as much as some letters. The
rest are marks of punctuation in all scripts, links, tags, kinds of class names, what stands around, and how the text of
the page is spread over its elements.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from service.core.expressions import expression
from service.core.html_blocks import REGIONS, Blocks
from service.core.html_marks import WIDE_RANGES, count_marks
from service.core.html_names import KINDS
from service.core.html_spread import LONG, Spread
from service.core.line_text import LETTERS_A_WIDE
from service.core.network import Matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

Named = tuple[list[str], list[Any]]
"""Names of measures and their columns, one value a block; a column may be a matrix of several, one row a name."""

_WIDE: Final = expression(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in WIDE_RANGES)}]+")
_ENDS: Final = frozenset(".!?…。！？．؟۔।")
_CLOSERS: Final = "\"'”’»)]」』）】›“"
_LAST: Final = _ENDS.union(_CLOSERS)
"""With one of these a text ends that ends as a sentence does."""
_TAGS: Final = (
    "p", "li", "h1", "h2", "h3", "h4", "td", "div", "blockquote", "pre", "dd", "section", "article", "figcaption",
)  # fmt: skip
_TAG: Final = {"h5": 5, "h6": 5, "dt": 10, "th": 6} | {tag: i for i, tag in enumerate(_TAGS)}
_REACH: Final = (-4, -3, -2, -1, 1, 2, 3, 4)  # neighbours whose own measures a block is given


def letters(text: str) -> float:
    """The size of a text in letters' worth, whatever its script."""
    if text.isascii():
        return len(text)
    return len(text) + (LETTERS_A_WIDE - 1) * (len(text) - len(_WIDE.sub("", text)))


def _squashed(text: str) -> str:
    """Without white space and case: how texts are compared."""
    return "".join(text.split()).casefold()


def is_closed(text: str) -> bool:
    """Whether a text ends as a sentence does, in any script, or in dots: so the network was trained to see it."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS


def _of_texts(texts: list[str], title: str, stated: str) -> Named:
    """Measures of the blocks' texts alone."""
    marks = count_marks(texts)
    raw = marks.length.astype(np.float32)
    size = (marks.length + (LETTERS_A_WIDE - 1) * marks.wide).astype(np.float32)
    lengths = marks.length.tolist()
    counts = Counter(texts)
    name, body = _squashed(title), _squashed(stated)
    short = [t if n < 250 else "" for t, n in zip(texts, size.tolist(), strict=True)]
    small = "\n".join(short).replace(" ", "").casefold().split("\n")
    columns = {
        "size": np.log1p(size),
        "long": size > 3 * LONG,
        "commas": marks.commas / raw,
        "stops": np.log1p(marks.stops),
        "ends": [t[-1] in _LAST and is_closed(t) for t in texts],
        "colon": [t[-1] in ":：" for t in texts],
        "lower": [t[0].islower() for t in texts],
        "upper": [n < 120 and t.isupper() for t, n in zip(texts, lengths, strict=True)],
        "digit": [t[0].isdigit() for t in texts],
        "digits": np.where(raw < 200, marks.digits, 0) / raw,
        "signs": (raw < 250) & marks.signs,
        "quoted": [t[0] in '"“„«‘「『' for t in texts],
        "bullet": [t[0] in "-–—•*·►▶→>" for t in texts],
        "repeated": [counts[t] > 1 for t in texts],
        "in_title": [bool(s) and len(s) > 3 and s in name for s in small],
        "has_title": [len(name) > 8 and bool(s) and name[:30] in s for s in small],
        "is_stated": [bool(body) and _squashed(t[:120]) in body for t in texts],
        "none_stated": np.full(len(texts), not body),
    }
    return list(columns), list(columns.values())


def _bits(values: NDArray[np.int32], names: tuple[str, ...]) -> NDArray[np.int32]:
    """A row for each of the lowest bits, which have these names."""
    found: NDArray[np.int32] = (values[None, :] >> np.arange(len(names), dtype=np.int32)[:, None]) & 1
    return found


def _of_places(blocks: Blocks, spread: Spread, size: Matrix, ways: tuple[Matrix, Matrix]) -> Named:
    """Measures of where a block stands."""
    elements, at = blocks.elements, spread.at
    n, lengths = len(size), np.fromiter(map(len, blocks.text), np.int64, len(size))
    up, down = ways
    total = size.sum()
    columns: dict[str, Any] = {
        "linked": np.array(blocks.linked) / lengths,
        "links": np.log1p(blocks.links),
        "marked": np.array(blocks.marked) / lengths,
        "depth": np.minimum(spread.depth[at], 30),
        "place": np.arange(n) / n,
        "text_before": (np.cumsum(size) - size) / total,
        "blocks": np.full(n, np.log1p(n)),
        "page": np.full(n, np.log1p(total)),
        "inside": up == 0,
        "up": np.minimum(up, 8),
        "down": np.minimum(down, 8),
        "top_share": np.full(n, spread.prose[spread.top] / max(1.0, spread.prose[0])),
        "prose": spread.is_prose,
    }
    values = list(columns.values())
    own, above, regions = (np.array(x, np.int32) for x in (elements.own, elements.above, elements.regions))
    parents = np.maximum(spread.parent, 0)
    near = own | own[parents] | own[parents[parents]]
    said = above[spread.top]
    # What is said of the whole article says nothing of its parts: some pages stand in a form or a footer as a whole.
    holds = regions[spread.top]
    values += [_bits(bits, KINDS) for bits in (own[at], near[at], above[at] & ~said, np.full(n, said))]
    values += [_bits(bits, REGIONS) for bits in (regions[at] & ~holds, np.full(n, holds))]
    tags = np.array([_TAG.get(elements.tag[i], len(_TAGS)) for i in blocks.element])
    values.append(tags == np.arange(len(_TAGS) + 1)[:, None])
    return [*columns, *_PLACES], values


_PLACES: Final = (
    *(f"{of}_{kind}" for of in ("own", "near", "above", "top") for kind in KINDS),
    *(f"{of}_{region}" for of in ("in", "top_in") for region in REGIONS),
    *(f"tag_{tag}" for tag in (*_TAGS, "other")),
)
"""Names of what the elements above a block say, in order."""


def _of_elements(spread: Spread) -> Named:
    """Measures of the element that holds a block and of the three above it."""
    names: list[str] = []
    values: list[Any] = []
    element, total = spread.at, max(1.0, spread.prose[0])
    for level in range(4):
        text = np.maximum(1, spread.text[element])
        columns = {
            "share": spread.prose[element] / total,
            "linked": spread.linked[element] / text,
            "text": np.log1p(text),
            "mean": np.log1p(text / np.maximum(1, spread.count[element])),
            "count": np.log1p(spread.count[element]),
            "prose": spread.prose[element] / text,
        }
        names += [f"up{level}_{k}" for k in columns]
        values += columns.values()
        element = np.maximum(0, spread.parent[element])
    return names, values


def _of_shapes(blocks: Blocks, size: Matrix, ends: Matrix) -> Named:
    """Measures of all blocks in elements alike: the paragraphs of an article look the same, so do teasers."""
    shape = np.array(blocks.elements.shape)[np.array(blocks.element)]
    count = np.bincount(shape)
    text, linked, closed = (np.bincount(shape, w) for w in (size, np.array(blocks.linked, float), size * ends))
    columns = {
        "shape_count": np.log1p(count[shape]),
        "shape_text": np.log1p(text[shape]),
        "shape_share": text[shape] / size.sum(),
        "shape_mean": np.log1p(text[shape] / count[shape]),
        "shape_linked": linked[shape] / text[shape],
        "shape_ends": closed[shape] / text[shape],
    }
    return list(columns), list(columns.values())


_CORE: Final = 6  # measures of a block that its neighbours are given
_AROUND: Final = [
    name for step in _REACH for name in (*(f"at{step:+d}_{i}" for i in range(_CORE)), f"at{step:+d}_same")
]


def _around(core: Matrix, element: NDArray[np.int64]) -> Named:
    """The core measures of a block's neighbours, 0 beyond the page's ends, and whether they share its element.

    Args:
        core: one row a measure, _CORE of them, one column a block.
        element: of each block.
    """
    found = np.zeros((len(_REACH), _CORE + 1, core.shape[1]), np.float32)
    for step, rows in zip(_REACH, found, strict=True):
        to, of = (slice(-step, None), slice(None, step)) if step < 0 else (slice(None, -step), slice(step, None))
        if abs(step) < core.shape[1]:
            rows[:_CORE, to] = core[:, of]
            rows[_CORE, to] = element[to] == element[of]
    return _AROUND, [found.reshape(len(_AROUND), -1)]


def _density(good: Matrix) -> Named:
    """How thick sure paragraphs stand around a block, and how many come before and after it."""
    n = len(good)
    sums = np.concatenate([[0], np.cumsum(good)])
    here = np.arange(n)
    columns = {}
    for reach in (3, 8, 20):
        low, high = np.maximum(0, here - reach), np.minimum(n, here + reach + 1)
        columns[f"thick_{reach}"] = (sums[high] - sums[low]) / (high - low)
    total = max(1, sums[-1])
    columns["good_before"], columns["good_after"] = sums[:-1] / total, (total - sums[1:]) / total
    columns["any_before"], columns["any_after"] = sums[:-1] > 0, sums[-1] - sums[1:] > 0
    columns["good"] = np.full(n, np.log1p(total))
    return list(columns), list(columns.values())


def features(blocks: Blocks, title: str = "", stated: str = "") -> tuple[list[str], Matrix]:
    """The measures of a page's blocks.

    Args:
        blocks: at least one block.
        title: the page's `<title>`.
        stated: the article's text as the page states it for machines (JSON-LD `articleBody`), "" when it does not.

    Returns:
        The measures' names and a matrix of one row a block, one column a measure.
    """
    names, values = _of_texts(blocks.text, title, stated)
    size = np.expm1(values[0])
    ends = np.array(values[4], np.float32)
    spread = Spread(blocks, size, ends)
    ways = spread.ways()
    place_names, place = _of_places(blocks, spread, size, ways)
    linked = place[0]
    good = ((size > 120) & (ends > 0) & (linked < 0.3)).astype(np.float32)
    heading = np.array([blocks.elements.tag[i] in {"h2", "h3", "h4"} for i in blocks.element])
    core = np.stack([values[0], ends, linked, spread.is_prose, np.minimum(ways[0], 8), heading]).astype(np.float32)
    parts = [
        (place_names, place),
        _of_elements(spread),
        _of_shapes(blocks, size, ends),
        _around(core, np.array(blocks.element)),
        _density(good),
    ]
    for more_names, more in parts:
        names = names + more_names
        values = values + more
    columns = np.vstack(values, dtype=np.float32, casting="unsafe")
    return names, np.ascontiguousarray(columns.T)
