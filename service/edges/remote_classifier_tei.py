"""The dialect of Text Embeddings Inference's `/predict`: texts in a batch, labels with scores for each.

The model's labels must be topic ids or English labels of the taxonomy; others are not heard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from service.edges.remote_classifier import InvalidAnswerError
from service.models import Opinion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.edges.classifier_verdict import Question

PATH: Final = "/predict"
EVEN: Final = 0.5
"""Score from which a label is said to apply."""


class PredictDialect:
    """How such a server is asked.

    Args:
        batch: texts in one request; servers take 32 unless told otherwise.
    """

    path = PATH

    def __init__(self, batch: int) -> None:
        self.batch = batch

    def request(self, questions: Sequence[Question]) -> bytes:
        """The body that asks about several texts."""
        texts = [[f"{question.title}\n\n{question.text}".strip()] for question in questions]
        return orjson.dumps({"inputs": texts, "truncate": True, "raw_scores": False})

    def read(self, body: bytes, questions: Sequence[Question]) -> list[tuple[Opinion, ...]]:
        """The opinions in an answer, one tuple for each question.

        Raises:
            InvalidAnswerError: it is no list of labels with scores for each text.
        """
        try:
            told = orjson.loads(body)
            scores = [{_key(one["label"]): _score(one["score"]) for one in labels} for labels in told]
        except (ValueError, TypeError, KeyError, AttributeError):
            raise InvalidAnswerError from None
        if len(scores) != len(questions):
            raise InvalidAnswerError
        return [tuple(_opinions(question, found)) for question, found in zip(questions, scores, strict=True)]


def _opinions(question: Question, scores: dict[str, float]) -> list[Opinion]:
    found = []
    for candidate in question.candidates:
        score = scores.get(_key(candidate.topic.id), scores.get(_key(candidate.topic.label)))
        if score is not None:
            found.append(Opinion(candidate.topic.id, score >= EVEN, max(score, 1 - score)))
    return found


def _key(label: str) -> str:
    return label.strip().casefold().replace(" ", "_")


def _score(given: Any) -> float:
    score = float(given)
    if not 0 <= score <= 1:  # not a number fails, too
        raise ValueError
    return score
