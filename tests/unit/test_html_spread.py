"""What running sums and slices tell of a page's elements is what a walk over each of them tells."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.clean import _mended
from service.core.html_blocks import Blocks, Elements
from service.core.html_spread import Spread
from service.core.repair import repair_characters

STEPS = st.lists(st.tuples(st.integers(0, 4), st.text("ab,. ", min_size=1).map(str.strip).filter(bool)), min_size=1)
"""For each element how many levels its parent stands above the element before it, and the text of its block."""


def blocks_of(steps):
    blocks, open_elements = Blocks(elements=Elements()), [0]
    for up, text in steps:
        del open_elements[max(1, len(open_elements) - up) :]
        elements = blocks.elements
        elements.tag.append("p")
        elements.parent.append(open_elements[-1])
        elements.depth.append(len(open_elements))
        open_elements.append(len(elements.tag) - 1)
        blocks.text.append(text)
        blocks.element.append(open_elements[-1])
        blocks.linked.append(len(text) // 2)
    return blocks


def above(i, parents):
    """An element and all above it."""
    return [i, *above(parents[i], parents)] if i >= 0 else []


@given(STEPS)
def test_an_element_sums_up_itself_and_all_below_it(steps):
    blocks = blocks_of(steps)
    size = np.expm1(np.log1p(np.array([len(t) for t in blocks.text], np.float32)))
    spread = Spread(blocks, size, np.zeros_like(size))
    parents = blocks.elements.parent
    text, linked, count = (np.zeros(len(parents)) for _ in range(3))
    for element, letters, links in zip(blocks.element, size.tolist(), blocks.linked, strict=True):
        for i in above(element, parents):
            text[i] += letters
            linked[i] += min(links, letters)
            count[i] += 1
    assert np.array_equal(spread.text, text)
    assert np.array_equal(spread.linked, linked)
    assert np.array_equal(spread.count, count)


@given(STEPS)
def test_the_way_to_a_block_goes_up_to_the_common_element_and_down(steps):
    blocks = blocks_of(steps)
    size = np.array([40 * len(t) for t in blocks.text], np.float32)
    spread = Spread(blocks, size, np.ones_like(size))
    up, down = spread.ways()
    top = above(spread.top, blocks.elements.parent)
    for i, element in enumerate(blocks.element):
        way = above(element, blocks.elements.parent)
        common = next(e for e in way if e in top)
        assert (up[i], down[i]) == (top.index(common), way.index(common))


@pytest.mark.parametrize(
    "odd", ["", "a&amp;b", "&unknown;", "caf\u0065\u0301", "so\u00adft", "\u200dx", "Ã©tÃ©", "\ud800"]
)
def test_blocks_are_mended_and_counted_as_one_by_one(odd):
    blocks = ["The bakery by the mill.", f"Its {odd}bread", odd or "Rye", "図書館"]
    together, alone = Counter(), Counter()
    assert _mended(blocks, together) == [repair_characters(block, alone) for block in blocks]
    assert together == alone
