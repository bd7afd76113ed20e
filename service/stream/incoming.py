"""A fetched record as ours, and the words for one that cannot be worked on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from service.models import Reason, Record, Refusal

if TYPE_CHECKING:
    from service.stream.batch import Fetched
    from service.stream.record_reader import UnreadableBatch

log = logging.getLogger(__name__)


def place_of(record: Record) -> dict[str, object]:
    """Where a record stood, as members of a log line."""
    return {"channel": record.channel, "partition": record.partition, "offset": record.offset}


def record_of(fetched: Fetched) -> Record:
    """What was read as a record of ours."""
    if type(fetched) is Record:
        return fetched
    return Record(
        fetched.value,
        fetched.key,
        tuple(fetched.headers),
        fetched.topic,
        fetched.partition,
        fetched.offset,
        fetched.timestamp,
    )


def refusal_of(batch: UnreadableBatch) -> Refusal:
    """Why a batch that cannot be decoded is refused, and which records went with it."""
    where = f"{batch.topic}[{batch.partition}], offsets {batch.first} to {batch.offset}"
    detail = f"{where}: the batch cannot be decoded, {batch.problem}; the value is the whole batch. Mend its producer"
    place = {"channel": batch.topic, "partition": batch.partition, "offset": batch.first}
    log.error("%s; it is in the dead-letter channel", detail, extra={**place, "reason": Reason.UNREADABLE_BATCH.value})
    return Refusal(Reason.UNREADABLE_BATCH, detail, "read")


def log_bug(record: Record, refusal: Refusal) -> None:
    """Log the exception behind a refusal, if any."""
    if refusal.exception is not None:
        where = f"{record.channel}-{record.partition}@{record.offset}"
        log.error(
            "internal error at %s in the stage %s; the record is in the dead-letter channel",
            where,
            refusal.stage,
            exc_info=refusal.exception,
            extra={**place_of(record), "article": refusal.id, "reason": refusal.reason.value, "stage": refusal.stage},
        )
