"""Our pipeline as a function on bytes: what a plain loop around the same core costs."""

from __future__ import annotations

from service.core.pipeline import Enriched
from service.models import Record
from service.pipeline import Pipeline

_PIPELINE = Pipeline()


def enrich(value: bytes) -> bytes:
    """The enriched event of a raw one.

    Raises:
        ValueError: it was refused.
    """
    outcome = _PIPELINE.process(Record(value))
    if not isinstance(outcome, Enriched):
        raise ValueError(f"{outcome.reason}: {outcome.detail}")  # noqa: TRY004 - a refusal, no wrong type
    return outcome.message.value
