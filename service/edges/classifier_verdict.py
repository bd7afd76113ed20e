"""What a model server is asked and what can come of it; apart from the asking, which needs an HTTP client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.models import Candidate, Opinion

DECIDED, DOUBT = "decided", "doubt"
TIMEOUT, UNREACHABLE, STATUS, INVALID, BUDGET, CIRCUIT = (
    "timeout",
    "unreachable",
    "status",
    "invalid",
    "budget",
    "circuit",
)
"""What can come of asking (metric_values.OPINION_OUTCOMES): it was heard; not sure; there was none, and why."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one article.

    Attributes:
        title, text: of the article, cut to what is sent.
        language: BCP-47.
        candidates: the topics to judge.
    """

    title: str
    text: str
    language: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a question: opinions, or in one of the words above why there are none."""

    opinions: tuple[Opinion, ...] = ()
    failure: str = ""
