"""The trained network that says which line above the article is its headline, where furniture stands among them.

`python -m benchmarks.train_lines` makes its weights; they are read at first use.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from service.core import line_measures
from service.core.bylines import is_name
from service.core.kinship import Kinship
from service.core.line_measures import measures
from service.core.line_text import is_vietnamese, key
from service.core.network import Matrix, Network, shipped
from service.core.page import Page
from service.core.site_names import names_site

WEIGHTS: Final = "title_weights.json"
"""Name of the weights' file, beside this module."""
NAMES: Final = (
    *line_measures.NAMES, "kin", "most_kin", "lead", "most_lead", "site", "vietnamese", "rank", "rivals", "over_about",
    "name", "to_about", "between_about", "above", "below", "echoed", "holds", "doubled",
)  # fmt: skip
"""Names of the measures: those of every line, and what tells one candidate from another.

`kin` is how much it speaks of the article, `lead` of the first paragraph below it; `most_*` is the same as a share of
the most that a candidate has; `to_about` how far away the lines of time and author are, `between_about`
how many candidates stand between; `above` and `below` whether the lines beside it are candidates; `echoed` how many
others hold it, `holds` whether it holds one.
"""
LIKELY: Final = 0.3
"""Likelihood that the likeliest candidate must have; else the page has no headline."""
UNLIKELY: Final = 0.1
"""Likelihood below which no candidate is; between the two the text that is left is looked at once more."""
_NEARLY: Final = 0.9
"""Of the likeliest's: an earlier candidate that reaches it is the headline, the other its second line."""
_OVER: Final = 0.4
"""The same of one in the line right above: the second line often says more of the article than its headline."""
_MOST_IN_NAME: Final = 3  # spaces
_FAR: Final = 10  # lines
_SHORT: Final = 12  # code points; what is shorter stands in other lines by chance


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS, NAMES)


def title_measures(page: Page, rows: list[int], kin: list[Kinship]) -> Matrix:
    """The measures of candidates for the headline, one row each.

    Args:
        page: the page before its headline is known.
        rows: numbers of the candidates, at least one, in order.
        kin: how much each speaks of the article.
    """
    most, most_lead = (max(column) or 1 for column in zip(*kin, strict=True))
    size = len(page.lines)
    texts = [key(page.lines[i]) for i in rows]
    about = next((i for i in range(min(size, rows[-1] + _FAR)) if _tells_author(page, i)), size)
    near = about if about < size else -1
    more = [
        (
            kin[k].whole, kin[k].whole / most, kin[k].lead, kin[k].lead / most_lead, names_site(page.lines[i]),
            is_vietnamese(page.lines[i]), k, len(rows), _tells_author(page, i + 1), is_person(page.lines[i]),
            min(abs(near - i), _FAR) if near >= 0 else _FAR,
            sum(i < j < near for j in rows), i - 1 in rows, i + 1 in rows, *_repeats(texts, k),
            page.rule(i) == "doubled",
        )
        for k, i in enumerate(rows)
    ]  # fmt: skip
    return np.concatenate((measures(page, rows), np.array(more, np.float32)), axis=1)


def _repeats(texts: list[str], k: int) -> tuple[int, bool]:
    """How many other candidates hold one of them whole, and whether it holds another."""
    others = texts[:k] + texts[k + 1 :]
    return sum(texts[k] in other for other in others), any(len(t) > _SHORT and t in texts[k] for t in others)


def is_person(line: str) -> bool:
    """Whether a line may be a person's name alone: a name of four words at most."""
    return line.count(" ") <= _MOST_IN_NAME and is_name(line)


def _tells_author(page: Page, i: int) -> bool:
    """Whether line `i` tells time or author, or is a name over a line that does."""
    if page.is_about(i):
        return True
    return page.is_about(i + 1) and " " in page.lines[i] and is_person(page.lines[i])


def likelihoods(page: Page, rows: list[int], kin: list[Kinship], network: Network | None = None) -> list[float]:
    """How likely it is of each candidate that it is the headline; arguments as `title_measures` has them."""
    likely: list[float] = (network or trained()).likelihoods(title_measures(page, rows, kin))[:, 0].tolist()
    return likely


def choice(likely: Sequence[float], rows: Sequence[int] = ()) -> int | None:
    """Which of the candidates is the headline; None where none is likely.

    Args:
        likely: their likelihoods in order of the page.
        rows: numbers of their lines, where those are known.
    """
    most = max(likely)
    if most < LIKELY:
        return None
    best = next(k for k, other in enumerate(likely) if other >= _NEARLY * most)
    while rows and best and rows[best - 1] == rows[best] - 1 and likely[best - 1] >= _OVER * most:
        best -= 1
    return best
