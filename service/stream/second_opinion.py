"""A model server's opinion on articles whose topics are uncertain, asked for a whole batch at once, before it goes out.

The article that the phrases made is there already. Whatever comes of asking, it is published: as it is, or with the
topics that a sure opinion gave and took; `provenance.classifier` says which.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.core.encode import encode_enriched
from service.core.pipeline import CLASSIFIER
from service.core.second_opinion import heed
from service.edges.classifier_verdict import DECIDED, DOUBT, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.core.pipeline import Enriched
    from service.edges.classifier_verdict import Verdict
    from service.edges.metrics import Metrics
    from service.edges.remote_classifier import RemoteClassifier
    from service.edges.settings import Settings
    from service.models import EnrichedArticle, Message, Record


@dataclass(frozen=True, slots=True)
class Unsure:
    """An enriched article with topics near their threshold, and the record that it was made of."""

    enriched: Enriched
    record: Record


@dataclass(frozen=True, slots=True)
class AskingPlan:
    """What is sent and what is heard.

    Attributes:
        model: the model's name, for provenance.
        confidence: from which an opinion is heard.
        max_characters: of an article that are sent.
        event_source: CloudEvents source of the events.
    """

    model: str
    confidence: float
    max_characters: int
    event_source: str


class SecondOpinion:
    """Asks, and makes the articles anew that were decided.

    Args:
        classifier: whom to ask.
        plan: what is sent and heard.
        metrics: counts outcomes, and the articles as they go out.
    """

    def __init__(self, classifier: RemoteClassifier, plan: AskingPlan, metrics: Metrics) -> None:
        self._classifier = classifier
        self._plan = plan
        self._metrics = metrics

    async def settle(self, unsure: Sequence[Unsure], fits: Callable[[Message], bool]) -> list[Message]:
        """The messages of unsure articles, in order, after asking; within the deadline of the classifier.

        Args:
            unsure: the articles of a batch.
            fits: whether a message can be published; one that a quote made too large goes out as it was.
        """
        verdicts = await self._classifier.ask([self._question(one) for one in unsure])
        return [self._settled(one, verdict, fits) for one, verdict in zip(unsure, verdicts, strict=True)]

    def _question(self, unsure: Unsure) -> Question:
        article = unsure.enriched.article
        text = article.text[: self._plan.max_characters]
        return Question(article.title[:500], text, article.language, unsure.enriched.uncertain)

    def _settled(self, unsure: Unsure, verdict: Verdict, fits: Callable[[Message], bool]) -> Message:
        local = unsure.enriched.article
        decided = heed(local, unsure.enriched.uncertain, verdict.opinions, confidence=self._plan.confidence)
        outcome = verdict.failure or (DOUBT if decided is None else DECIDED)
        article = replace(decided or local, classifier=self._classifier_said(outcome))
        message = encode_enriched(article, unsure.record, event_source=self._plan.event_source)
        if not fits(message):
            article, message = local, unsure.enriched.message
        self._count(article, outcome)
        return message

    def _classifier_said(self, outcome: str) -> str:
        """What `provenance.classifier` says: who decided, or why the phrases' answer stands."""
        model = self._plan.model
        return f"{CLASSIFIER}+{model}" if outcome == DECIDED else f"{CLASSIFIER} ({model}: {outcome})"

    def _count(self, article: EnrichedArticle, outcome: str) -> None:
        self._metrics.second_opinions.inc(outcome)
        self._metrics.count_article(article.findings)


def second_opinion_of(settings: Settings, metrics: Metrics) -> SecondOpinion | None:
    """Whom to ask about unsure articles; None where the settings name nobody.

    Raises:
        SettingsError: the URL, the token's file or the authorities' cannot be read.
    """
    if settings.classifier_url is None:
        return None
    from service.edges.remote_classifier_made import remote_classifier  # noqa: PLC0415 - an HTTP client is slow to import

    plan = AskingPlan(
        settings.classifier_model,
        settings.classifier_confidence,
        settings.classifier_max_characters,
        settings.event_source,
    )
    return SecondOpinion(remote_classifier(settings, settings.classifier_url), plan, metrics)
