"""Records that a channel's retention deleted before they were read: noticed, counted, named.

aiokafka says nothing of it. When the place to read from is no longer there it goes on with the first record that is
kept (`auto.offset.reset`). That happens at the start, when the committed offset has expired, and in the midst of work,
when a worker falls behind the channel's retention. Either way its fetcher asks where the log begins, and here stands
who watches it do so.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from service.stream.fetchers import once_made

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from prometheus_client import Counter

log = logging.getLogger(__name__)


class Expired(NamedTuple):
    """Offsets of one partition that were deleted before they were read.

    Attributes:
        channel, partition: where.
        first, end: the range, `end` excluded.
    """

    channel: str
    partition: int
    first: int
    end: int


def watch_for_expiry(consumer: Any, tell: Callable[[Expired], object]) -> None:
    """Have `tell` called for each range that an AIOKafkaConsumer, not yet started, skips because it is gone.

    A range may be told again when the group's place has not moved past it: after a rebalance the consumer goes back.
    """
    once_made(consumer, lambda fetcher: _Watch(fetcher, tell))


class _Watch:
    """Looks over the shoulder of a fetcher: a fetch that ends without a position, and the reset that follows it."""

    def __init__(self, fetcher: Any, tell: Callable[[Expired], object]) -> None:
        self._fetch, self._reset = fetcher._proc_fetch_request, fetcher._update_fetch_positions  # noqa: SLF001
        self._tell = tell
        self._sought: dict[Any, int] = {}
        fetcher._proc_fetch_request = self.fetch  # noqa: SLF001
        fetcher._update_fetch_positions = self.reset  # noqa: SLF001

    async def fetch(self, assignment: Any, node_id: Any, request: Any) -> bool:
        """Fetch; note the place of each partition where there was nothing to be had any more."""
        woken = bool(await self._fetch(assignment, node_id, request))
        places = {(topic, one[0]): one[1] for topic, partitions in request.topics for one in partitions}
        for tp in assignment.tps:
            state = assignment.state_value(tp)
            if tuple(tp) in places and not state.has_valid_position and state.awaiting_reset:
                self._sought[tp] = places[tuple(tp)]
        return woken

    async def reset(self, assignment: Any, node_id: Any, tps: Iterable[Any]) -> bool:
        """Find the places to go on from; tell of what lies between."""
        woken = bool(await self._reset(assignment, node_id, tps))
        for tp in tps:
            state = assignment.state_value(tp)
            if tp not in self._sought or not state.has_valid_position:
                continue
            # The place to go on from is an earlier one when somebody has sought, or when the log was cut at its end.
            first, end = self._sought.pop(tp), int(state.position)
            if first < end:
                self._tell(Expired(tp.topic, tp.partition, first, end))
        return woken


class ExpiryLog:
    """Counts expired records and logs each range once, however often it is told.

    Args:
        counter: the metric, by channel.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._told: dict[tuple[str, int], tuple[int, int]] = {}

    def note(self, expired: Expired) -> None:
        """Count and log a range, or what of it is new."""
        channel, partition, first, end = expired
        low, high = self._told.get((channel, partition), (first, first))
        new = end - first - max(0, min(end, high) - max(first, low))
        if not new:
            return
        touching = first <= high and low <= end
        self._told[channel, partition] = (min(first, low), max(end, high)) if touching else (first, end)
        self._counter.labels(channel).inc(new)
        log.warning(
            "%s partition %d: offsets %d to %d were deleted before they were read, %d in all; they are lost. Raise the "
            "channel's retention, or add workers; `communique audit` names what is lost",
            channel,
            partition,
            first,
            end - 1,
            end - first,
            extra={"channel": channel, "partition": partition, "offset": first, "next_offset": end},
        )
