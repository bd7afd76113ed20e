"""The trained network that judges paragraphs: those in which an outlet, a lawyer or an author's note speaks.

It is asked on pages on which the rules found furniture, for the last paragraphs: what stands above them is the article.
`python -m benchmarks.train_lines FILE ...` makes its weights; they are read at first use.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from service.core.line_measures import Sheet
from service.core.network import Network, shipped
from service.core.page import Page
from service.core.paragraph_measures import NAMES, paragraph_measures, voices
from service.core.tails import has_closing_sign

WEIGHTS: Final = "paragraph_weights.json"
"""Name of the weights' file, beside this module."""
SURE: Final = 0.95
"""Likelihood from which a paragraph is removed."""
_LAST: Final = 4
"""Paragraphs at a page's end that are asked about."""
_SPEAKERS: Final = 2
"""The first voices, "you" and "we"."""


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS, NAMES)


def doubtful(page: Page) -> dict[int, list[int]]:
    """Numbers of the last paragraphs that may be furniture, with the voices in each; the first is always the article's.

    Two voices make one doubtful, or one other than "we" and "you", which people who are quoted say, too.
    """
    found = {}
    for i in page.prose()[1:][-_LAST:]:
        spoken = voices(page, i)
        several = spoken.count(0) < len(spoken) - 1
        if (several or any(spoken[_SPEAKERS:])) and not has_closing_sign(page.lines[i]):
            found[i] = spoken
    return found


def judged(page: Page, sheet: Sheet, rows: dict[int, list[int]]) -> dict[int, list[float]]:
    """The likelihoods of some paragraphs, as `doubtful` gives them: that it is furniture, then of each kind."""
    answers = trained().likelihoods(paragraph_measures(page, sheet, list(rows), list(rows.values())))
    return dict(zip(rows, answers.tolist(), strict=True))
