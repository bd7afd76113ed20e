"""The trained network that judges the lines which no rule knows: what stands among furniture and looks like it.

It only looks at pages on which the rules found furniture, and of those at short lines; paragraphs have a network of
their own (`paragraph_scorer`). `python -m benchmarks.train_lines FILE ...` makes its weights; they are read at first
use.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from service.core import caption_scorer, paragraph_scorer
from service.core.line_measures import NAMES, Sheet, measures
from service.core.line_text import ends_sentence, is_cjk, is_prose
from service.core.network import Matrix, Network, shipped
from service.core.page import Page
from service.core.tails import has_closing_sign

WEIGHTS: Final = "line_weights.json"
"""Name of the weights' file, beside this module."""
OUTPUTS: Final = ("furniture", "related", "caption", "byline", "source", "dateline")
"""What the outputs stand for: whether a line is furniture, and of which kind; of none is boilerplate."""
SURE: Final = 0.8
"""Likelihood from which a line is removed."""
_SURER: Final = 0.95
"""The same for what is text on most pages."""
_CAPTION: Final = OUTPUTS.index("caption")
_MAYBE: Final = 0.2
"""Likelihood of a caption from which the captions' own network is asked: few captions have less, most headings do."""


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS, NAMES)


def is_furnished(page: Page) -> bool:
    """Whether the rules took enough of a page's lines for the networks to be asked about the others."""
    return len(page.lines) <= _PER_REMOVED * page.furniture()


def doubtful(page: Page) -> list[int]:
    """Numbers of the kept lines that the network may judge; none on a page with little known furniture."""
    return _may_go(page) if is_furnished(page) else []


def _may_go(page: Page) -> list[int]:
    rows = [i for i in page.kept() if page.lines[i] not in page.plain and not _is_sure(page.lines[i])]
    return rows if len(rows) <= _MOST else []


_PER_REMOVED: Final = 8
"""Lines of a page for one that a rule took: fewer are no page of furniture, but a text with a mark or two."""
_MOST: Final = 1_000  # lines; a page with more is a list, not an article among furniture


def _is_sure(line: str) -> bool:
    """Whether a line is text wherever it stands: a paragraph, or one that closes an article."""
    return not line or is_prose(line) or has_closing_sign(line)


def drop_scored(page: Page) -> None:
    """Remove the lines and paragraphs that the networks are sure of; the rule's name tells how sure they are."""
    if not is_furnished(page):
        return
    rows, paragraphs = _may_go(page), paragraph_scorer.doubtful(page)
    if not rows and not paragraphs:
        return
    sheet = Sheet(page)
    measured = measures(page, rows, sheet) if rows else None
    answers = {} if measured is None else dict(zip(rows, trained().likelihoods(measured).tolist(), strict=True))
    for i, likely in paragraph_scorer.judged(page, sheet, paragraphs).items() if paragraphs else ():
        if likely[0] > paragraph_scorer.SURE:
            _drop(page, i, likely)
    going = _without_sentences(page, [i for i, likely in answers.items() if likely[0] > _cut(page, i)])
    for i in reversed(going):
        if not _announces(page, i):
            _drop(page, i, answers[i])
    if measured is not None:
        _drop_captions(page, answers, measured)
    if not page.kept():
        _restore_sentences(page, rows)


def _restore_sentences(page: Page, rows: list[int]) -> None:
    """Keep the sentences of a page of which nothing would be left: they are its article, however brief."""
    for i in rows:
        if _is_sentence(page.lines[i]):
            page.restore(i)


def _drop_captions(page: Page, answers: dict[int, list[float]], measured: Matrix) -> None:
    """Remove those of the lines left that are captions, but for those over a list."""
    lines = page.lines
    asked = [
        (k, i)
        for k, (i, likely) in enumerate(answers.items())
        if likely[_CAPTION] > _MAYBE and not page.is_removed(i) and caption_scorer.is_open(lines[i])
    ]
    if not asked:
        return
    more = [caption_scorer.told(lines[i], page.folded[lines[i]]) for _, i in asked]
    for (_, i), likely in zip(asked, caption_scorer.captioned(measured[[k for k, _ in asked]], more), strict=True):
        if likely > caption_scorer.cut(lines[i]) and not _announces(page, i):
            page.drop(i, "caption", f"pictured {likely:.2f}")


def _drop(page: Page, i: int, likely: list[float]) -> None:
    """Remove a line whose likelihoods are given, as the kind that is likeliest."""
    kind = max(range(1, len(OUTPUTS)), key=likely.__getitem__)
    page.drop(i, OUTPUTS[kind] if likely[kind] > _OF_KIND else "boilerplate", f"scored {likely[0]:.2f}")


def _cut(page: Page, i: int) -> float:
    """Likelihood from which line `i` goes; a sentence or the line right under the headline needs better evidence."""
    return _SURER if (i and page.kind(i - 1) == "title") or _is_sentence(page.lines[i]) else SURE


def _without_sentences(page: Page, rows: list[int]) -> list[int]:
    """The lines without the sentences that stand right under a line of the text; after furniture follows furniture."""
    going: list[int] = []
    for i in rows:
        above = i > 0 and not page.is_removed(i - 1) and going[-1:] != [i - 1]
        if not (above and _is_sentence(page.lines[i])):
            going.append(i)
    return going


def _is_sentence(line: str) -> bool:
    """Whether a line ends as a sentence; one that asks or exclaims must say more than a button."""
    if not ends_sentence(line):
        return False
    return line.count(" ") >= (1 if line[-1] == "." else _SPACES) or (is_cjk(line) and len(line) >= _WIDE)


_SPACES: Final = 3
_WIDE: Final = 8  # code points


def _announces(page: Page, i: int) -> bool:
    """Whether a line stands over the first item of a list that is kept, with a mark or a number before it."""
    if i + 1 >= len(page.lines) or page.is_removed(i + 1):
        return False
    return page.lines[i][-1] not in ".!?。" and page.lines[i + 1][:1] in _MARKS and page.lines[i][0] not in _MARKS


_MARKS: Final = ("-", "–", "—", "•", "·", "*", "●", "▪")
_OF_KIND: Final = 0.5
"""Likelihood from which a removed line is called by its kind."""
