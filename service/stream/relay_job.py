"""One record that a relay works on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from aiokafka.structs import ConsumerRecord

    from service.models import Message


@dataclass(slots=True, eq=False)
class Job:
    """One record that is worked on.

    Attributes:
        record: as read.
        task: makes what comes of it; set as soon as it has begun.
        first: nothing before it in its partition is still worked on.
        outputs: what came of it: messages by channel; None before.
        delivered: Kafka has them.
        done: called once when that is so, or will never be.
    """

    record: ConsumerRecord
    task: asyncio.Task[None] | None = None
    first: bool = False
    outputs: dict[str, Message] | None = None
    delivered: bool = False
    done: Callable[[], None] = lambda: None

    @property
    def size(self) -> int:
        """Bytes of the record."""
        return len(self.record.value or b"") + len(self.record.key or b"")
