"""From labelled articles to a taxonomy file: all steps of training in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.errors import InputError
from service.learn.choose import FOLDS, Choice, choose, deciding, finish, plan, pulls_of
from service.learn.design import build
from service.learn.proposals import TopicChange, changes, intercept_of
from service.learn.stories import grouped
from service.learn.write import changed, made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.core.taxonomy import Taxonomy
    from service.learn.design import Design
    from service.learn.labels import Labelled

LEAST_ARTICLES = 10
"""Articles below which nothing can be held out to judge by."""

LEAST_STORIES = FOLDS
"""Stories below which a fold would hold none."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The taxonomy to begin with: its file, its name for messages, and the file compiled."""

    data: bytes
    name: str
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Trained:
    """What training came to.

    Attributes:
        choice: what was chosen, with its figures.
        changes: of every topic; none when the prior is kept.
        data: the taxonomy file; the prior's own bytes when it is kept.
        articles, stories: how many were learned from.
        topics: articles of every topic, by its id.
        figure: the name of the deciding figure.
    """

    choice: Choice
    changes: tuple[TopicChange, ...]
    data: bytes
    articles: int
    stories: int
    topics: dict[str, int]
    figure: str


def train(
    articles: Sequence[Labelled],
    prior: Prior | None,
    *,
    id_: str,
    labels: Mapping[str, str],
    seed: int = 0,
    step: Callable[[str, int, int], None] = lambda *_: None,
) -> Trained:
    """Learn a taxonomy; equal arguments give equal bytes.

    Args:
        articles: cleaned, at least LEAST_ARTICLES, of more than one kind.
        prior: what to begin with; None: labels alone.
        id_: of a taxonomy that labels alone make.
        labels: what people read, by the id of a topic that the prior has not.
        seed: of the bootstrap.
        step: told of progress: what is being done, how much more of it is done, how much it is in all.

    Raises:
        InputError: the articles tell so few stories that none can be held out to judge by.
    """
    taxonomy = prior.taxonomy if prior is not None else None
    known = taxonomy.topic_ids if taxonomy is not None else ()
    topics = (*known, *sorted({t for article in articles for t in article.topics} - set(known)))
    stories = grouped(articles)
    if len(set(stories)) < LEAST_STORIES:
        raise InputError(
            f"the {len(articles)} articles tell {len(set(stories))} of at least {LEAST_STORIES} different stories; "
            "give each an `id` of its own (or `story`, where there is that column), and label articles that differ"
        )
    asked = len(articles)
    design = build(
        articles,
        stories,
        taxonomy,
        topics=topics,
        names=labels,
        advance=lambda: step("asking the taxonomy", 1, asked),
    )
    pulls = pulls_of(design)
    fits = len(pulls) * len(plan(design))
    choice = choose(design, pulls, seed=seed, advance=lambda: step("cross-validating", 1, fits))
    found, data = _written(design, choice, articles, prior, id_, labels)
    return Trained(
        choice=choice,
        changes=tuple(found),
        data=data,
        articles=len(articles),
        stories=len(set(stories)),
        topics={topic: int(design.target[:, i].sum()) for i, topic in enumerate(topics)},
        figure=deciding(design),
    )


def _written(
    design: Design,
    choice: Choice,
    articles: Sequence[Labelled],
    prior: Prior | None,
    id_: str,
    labels: Mapping[str, str],
) -> tuple[list[TopicChange], bytes]:
    learned = finish(design, choice)
    if learned is None:
        assert prior is not None  # noqa: S101 - only a prior can be kept
        return [], prior.data
    found = changes(design, learned, choice.cut, prior.taxonomy if prior is not None else None)
    if prior is not None:
        return found, changed(prior.data, name=prior.name, changes=found, articles=len(articles), labels=labels)
    languages = sorted({term.language for change in found for term in change.terms})
    data = made(
        id_=id_,
        languages=languages,
        exclusive=design.exclusive,
        saturate=design.saturate,
        intercept=intercept_of(learned),
        changes=found,
        labels=labels,
        articles=len(articles),
    )
    return found, data
