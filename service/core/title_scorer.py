"""The trained network that says which line above the article is its headline, where furniture stands among them.

`python -m benchmarks.train_lines` makes its weights; they are read at first use.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from service.core import line_measures
from service.core.line_measures import measures
from service.core.line_text import is_vietnamese
from service.core.network import Matrix, Network, shipped
from service.core.page import Page
from service.core.site_names import names_site

WEIGHTS: Final = "title_weights.json"
"""Name of the weights' file, beside this module."""
NAMES: Final = (*line_measures.NAMES, "kin", "most_kin", "site", "vietnamese", "rank", "rivals", "over_about")
"""Names of the measures: those of every line, and what tells one candidate from another."""
LIKELY: Final = 0.2
"""Likelihood that the likeliest candidate must have; else the page has no headline."""
_NEARLY: Final = 0.85
"""Of the likeliest's: an earlier candidate that reaches it is the headline, the other its second line."""
_ABOUT: Final = frozenset(("dateline", "byline"))


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS, NAMES)


def title_measures(page: Page, rows: list[int], kin: list[float]) -> Matrix:
    """The measures of candidates for the headline, one row each.

    Args:
        page: the page before its headline is known.
        rows: numbers of the candidates, at least one, in order.
        kin: how much each speaks of the article.
    """
    most, size = max(kin) or 1, len(page.lines)
    more = [
        (
            kin[k], kin[k] / most, names_site(page.lines[i]), is_vietnamese(page.lines[i]), k, len(rows),
            i + 1 < size and page.kind(i + 1) in _ABOUT,
        )
        for k, i in enumerate(rows)
    ]  # fmt: skip
    return np.hstack((measures(page, rows), np.array(more, np.float32)))


def likeliest(page: Page, rows: list[int], kin: list[float]) -> int | None:
    """The candidate that is the headline, None where none is likely; arguments as `title_measures` has them."""
    best = choice(trained().likelihoods(title_measures(page, rows, kin))[:, 0])
    return None if best is None else rows[best]


def choice(likely: Matrix) -> int | None:
    """Which of the candidates is the headline, by their likelihoods in order of the page; None where none is likely."""
    most = float(likely.max())
    return int(np.argmax(likely >= _NEARLY * most)) if most >= LIKELY else None
