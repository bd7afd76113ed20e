"""What a delivery guarantee has to do for the stream; at_least_once.py and exactly_once.py do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from service.models import Message

if TYPE_CHECKING:
    from faust.types.tuples import TP

    from service.stream.batch import Batch

Outputs = Sequence[tuple[str, Sequence[Message]]]
"""What came of one batch: channels, each with its messages in order."""


def joined(several: Iterable[Outputs]) -> Outputs:
    """What came of several batches or records as if of one: by channel, in their order."""
    together: defaultdict[str, list[Message]] = defaultdict(list)
    for outputs in several:
        for channel, messages in outputs:
            together[channel].extend(messages)
    return list(together.items())


class PartitionLostError(Exception):
    """The partition is another worker's now; nothing of the batch is visible, and it is theirs to do again."""


class Delivery(Protocol):
    """How output gets to Kafka, and when its input counts as done.

    Attributes:
        commits_input: the offsets of the input are committed with the output, so that nobody else need commit them.
    """

    commits_input: bool

    def fits(self, channel: str, message: Message) -> bool:
        """Whether `channel` takes a record as large as `message`."""

    async def open(self, partitions: Collection[TP]) -> None:
        """Take these input partitions, and no others from now on; called before their committed offsets are read.

        Raises:
            CommuniqueError: they cannot be had; the worker must stop.
        """

    async def deliver(self, batch: Batch, outputs: Outputs) -> None:
        """Publish what came of a batch; returns when the broker has acknowledged all of it.

        Batches of one partition are published in the order of the calls.

        Raises:
            PublishError: not acknowledged, or refused; the worker must stop, the batch must not be committed.
            PartitionLostError: the partition was taken by another worker meanwhile.
        """

    async def mark(self, offsets: Mapping[TP, int]) -> None:
        """Commit these offsets once more, for the sake of the marks beside them; only where `commits_input`.

        Raises:
            PublishError: not committed; the worker must stop.
            PartitionLostError: a partition is another worker's now.
        """

    async def close(self) -> None:
        """Let all partitions go; what is still under way is given up."""
