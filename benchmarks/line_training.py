"""From pages labelled line by line to the network that judges lines: examples, their weights, fitting."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.network import Matrix, Recipe, train
from service.core import caption_scorer, paragraph_measures, paragraph_scorer, title_scorer, titles
from service.core.clean import lines_of
from service.core.kinship import kinships
from service.core.line_measures import NAMES, Sheet, measures
from service.core.line_scorer import OUTPUTS, doubtful, is_furnished
from service.core.line_text import is_prose
from service.core.lines import ruled_page
from service.core.network import Network, dumps, loads, standardised
from service.core.page import Page
from service.core.repair import repair_characters
from service.core.title_parts import headline_of
from service.core.title_scorer import title_measures
from service.measures.gold import KEPT_LABELS, GoldArticle
from service.measures.text import tokens

RECIPE: Final = Recipe(hidden=24, members=3, epochs=25, decay=0.05, drop=0.4, batch=256)
PARAGRAPH_RECIPE: Final = replace(RECIPE, epochs=50, batch=128)
CAPTION_RECIPE: Final = replace(RECIPE, hidden=16, batch=64)
_KNOWN: Final = 0.4
"""What a line counts that a rule removed: it looks like furniture, but the network is never asked for it."""
_BODY: Final = 1.5
"""What a line of the article counts: to lose one is worse than to keep a button."""
_ROUND: Final = 0.4
"""What the lines of a page count that was cleaned once before."""
_FORGETFUL: Final = 0.5
"""What the lines of a page count some of whose furniture the rules were made to forget."""
_SHARES: Final = (0.1, 0.2, 0.4)
"""How much of it."""
_KINDS: Final = {"credit": "byline"} | {kind: kind for kind in OUTPUTS}


@dataclass(frozen=True, slots=True)
class Example:
    """A page's lines that are no paragraphs.

    Attributes:
        article: number of the labelled article, for folds.
        seen: whether the rules were made with its page in view.
        whole: whether this is the page as it came, not one cleaned before or one whose furniture was forgotten.
        text: the lines.
        label: what each is, one of `gold.LABELS`.
        asked: whether the network is asked for the line.
        taken: whether a rule took it.
        measures: their measures.
        gold: what each output of the network should give.
        weight: how much each line counts.
    """

    article: int
    seen: bool
    whole: bool
    text: list[str]
    label: list[str]
    asked: list[bool]
    taken: list[bool]
    measures: Matrix
    gold: Matrix
    weight: Matrix


def examples(
    articles: Sequence[GoldArticle], *, seen: bool, first: int = 0, headlines: Network | None = None
) -> list[Example]:
    """What the network can learn from labelled articles.

    Args:
        articles: flattened pages with labelled lines.
        seen: whether the rules were made with these pages in view. On others they know less, so some of the furniture
            is given to the network as if no rule knew it.
        first: number of the first article.
        headlines: the network that finds their headlines; None: the one that the package ships.
    """
    found = []
    for number, article in enumerate(articles, first):
        page = ruled_page(lines_of(article.raw or ""), headlines=headlines)
        label = labels(page.lines, article)
        found += _example((number, seen), page, label, 1)
        left = [line for i, line in enumerate(page.lines) if i in page.kept() or page.kind(i) == "title"]
        again = ruled_page(left, headlines=headlines)
        found += _example((number, seen), again, labels(again.lines, article), _ROUND)
        if seen:
            _forget(page, random.Random(number))
            found += _example((number, seen), page, label, _FORGETFUL)
    return found


def _forget(page: Page, draw: random.Random) -> None:
    """Keep some of the lines that the rules removed."""
    share = draw.choice(_SHARES)
    for i in range(len(page.lines)):
        if page.kind(i) not in {None, "title", "dateline"} and draw.random() < share:
            page.restore(i)


def _example(article: tuple[int, bool], page: Page, label: list[str | None], worth: float) -> list[Example]:
    """The example that a page gives; none where no line of it is short and labelled."""
    rows = [
        i for i, line in enumerate(page.lines) if line and label[i] and page.kind(i) != "title" and not is_prose(line)
    ]
    return [_of_rows(article, page, label, worth, (rows, measures(page, rows), doubtful(page)))] if rows else []


def _of_rows(
    article: tuple[int, bool],
    page: Page,
    label: list[str | None],
    worth: float,
    measured: tuple[list[int], Matrix, Collection[int]],
) -> Example:
    """The example that some lines of a page give, by their numbers and measures; and those a network is asked for."""
    rows, values, asked = measured
    told = [label[i] or "" for i in rows]
    gold = np.array([_gold(name) for name in told], np.float32)
    taken = [page.is_removed(i) for i in rows]
    weight = worth * np.where(taken, _KNOWN, 1) * np.where(gold[:, 0] > 0, 1, _BODY)
    text = [page.lines[i] for i in rows]
    return Example(
        *article, worth == 1, text, told, [i in asked for i in rows], taken, values, gold, weight.astype(np.float32)
    )


def paragraph_examples(
    articles: Sequence[GoldArticle], *, seen: bool, first: int = 0, headlines: Network | None = None
) -> list[Example]:
    """What the network of paragraphs can learn from labelled articles; arguments as `examples` has them."""
    found = []
    for number, article in enumerate(articles, first):
        page = ruled_page(lines_of(article.raw or ""), headlines=headlines)
        label = labels(page.lines, article)
        rows = [i for i in page.prose() if label[i]]
        if rows and is_furnished(page):
            values = paragraph_measures.paragraph_measures(
                page, Sheet(page), rows, [paragraph_measures.voices(page, i) for i in rows]
            )
            asked = paragraph_scorer.doubtful(page)
            found.append(_of_rows((number, seen), page, label, 1, (rows, values, asked)))
    return found


def _gold(label: str) -> list[bool]:
    """What the outputs should give for a line with this label."""
    return [label not in KEPT_LABELS, *(_KINDS.get(label) == kind for kind in OUTPUTS[1:])]


_AHEAD: Final = 6  # labelled lines in which a page's line is looked for: they stand in the same order


def labels(lines: Sequence[str], article: GoldArticle) -> list[str | None]:
    """The label of each line of a page; None where two kinds meet in it, or where it is none of the labelled lines.

    A line that was joined from several has their label, or is body where one of them is.
    """
    gold = [("".join(tokens(repair_characters(line.text))), line) for line in article.lines]
    found: list[str | None] = []
    at = 0
    for line in lines:
        span = _span([text for text, _ in gold], at, "".join(tokens(line)))
        if span is None:
            found.append(None)
            continue
        told = [line for _, line in gold[span[0] : span[1]]]
        at = span[1]
        names = {line.label for line in told}
        found.append(None if any(line.mixed for line in told) else "body" if "body" in names else told[0].label)
    return found


def _span(gold: list[str], at: int, wanted: str) -> tuple[int, int] | None:
    """The labelled lines, from some place on, that together are the wanted text."""
    for start in range(at, min(at + _AHEAD, len(gold))):
        text, end = gold[start], start + 1
        while end < len(gold) and len(text) < len(wanted):
            text, end = text + gold[end], end + 1
        if text == wanted:
            return start, end
    return None


def fit(some: Sequence[Example], recipe: Recipe = RECIPE, names: tuple[str, ...] = NAMES) -> Network:
    """A network trained on the examples, rounded as the weights' file rounds it."""
    return _fitted(
        names,
        np.vstack([e.measures for e in some]),
        np.vstack([e.gold for e in some]),
        np.concatenate([e.weight for e in some]),
        recipe,
    )


def caption_examples(lines: Sequence[Example]) -> list[Example]:
    """What the network of captions can learn from the examples of lines: from those asked for, and all captions."""
    found = []
    for e in lines:
        rows = [k for k, (asked, label) in enumerate(zip(e.asked, e.label, strict=True)) if asked or label == "caption"]
        if not rows:
            continue
        text, label = [e.text[k] for k in rows], [e.label[k] for k in rows]
        more = np.array([caption_scorer.told(line, line.casefold()) for line in text], np.float32)
        found.append(
            replace(
                e,
                text=text,
                label=label,
                asked=[e.asked[k] and caption_scorer.is_open(e.text[k]) for k in rows],
                taken=[e.taken[k] for k in rows],
                measures=np.hstack((e.measures[rows], more)),
                gold=np.array([[name == "caption"] for name in label], np.float32),
                weight=e.weight[rows],
            )
        )
    return found


def fit_captions(some: Sequence[Example]) -> Network:
    """A network of captions trained on the examples."""
    return fit(some, CAPTION_RECIPE, caption_scorer.NAMES)


def fit_paragraphs(some: Sequence[Example]) -> Network:
    """A network of paragraphs trained on the examples."""
    return fit(some, PARAGRAPH_RECIPE, paragraph_measures.NAMES)


_LEAST_SCALE: Final = 0.05
"""A mark that hardly any line has would else weigh as much as one that every second line has."""


def _fitted(names: tuple[str, ...], x: Matrix, gold: Matrix, weight: Matrix, recipe: Recipe) -> Network:
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), _LEAST_SCALE)
    trained = train(standardised(x, mean, scale), gold, weight / weight.mean(), recipe)
    return loads(dumps(Network(names, mean, scale, *trained)))


TITLE_RECIPE: Final = Recipe(hidden=12, members=3, epochs=25, decay=0.1, drop=0.3, batch=64)


_UNTITLED: Final = 3
"""What the candidates of a page without a headline count: such pages are few, and their mistakes as bad."""


@dataclass(frozen=True, slots=True)
class TitleExample:
    """A page's candidates for the headline.

    Attributes:
        article: number of the labelled article, for folds.
        seen: whether the rules were made with its page in view.
        titled: whether the page has a headline.
        rows: numbers of the candidates' lines.
        right: whether each candidate is it.
        measures: their measures.
    """

    article: int
    seen: bool
    titled: bool
    rows: list[int]
    right: list[bool]
    measures: Matrix


def title_examples(articles: Sequence[GoldArticle], *, seen: bool, first: int = 0) -> list[TitleExample]:
    """What the network of headlines can learn from labelled articles; arguments as `examples` has them."""
    found = []
    for number, article in enumerate(articles, first):
        page = ruled_page(lines_of(article.raw or ""), titled=False)
        rows = titles.candidates(page) if page.has_furniture() else []
        if rows:  # else the network is not asked
            wanted = tokens(article.title or "")
            right = [bool(wanted) and tokens(headline_of(page, i)) == wanted for i in rows]
            values = title_measures(page, rows, kinships(page, rows))
            found.append(TitleExample(number, seen, bool(wanted), rows, right, values))
    return found


def fit_titles(some: Sequence[TitleExample]) -> Network:
    """A network of headlines trained on the examples, rounded as the weights' file rounds it."""
    gold = np.concatenate([np.array(e.right, np.float32) for e in some])[:, None]
    x = np.vstack([e.measures for e in some])
    weight = np.concatenate([np.full(len(e.rows), 1 if e.titled else _UNTITLED, np.float32) for e in some])
    return _fitted(title_scorer.NAMES, x, gold, weight, TITLE_RECIPE)
