"""What goes between aiokafka's fetcher and the batches: fetches only what the budget has room for, hands out fairly.

aiokafka fetches ahead for every partition, whatever their number and the size of their articles. Here a request is
sent only while the responses that wait leave room for it, and records are handed out oldest response first: whoever
was served goes to the end of the line, and one that holds its share already is passed over. A record that finds no
room lets smaller ones of other partitions pass a number of times, then they wait for it. What is used of the fetcher is
private to aiokafka; tests/contract/test_aiokafka_privates.py holds it.
"""

from __future__ import annotations

import asyncio
import time
from itertools import chain
from typing import TYPE_CHECKING, Any

from aiokafka.consumer.fetcher import FetchResult

from service.stream.budget import Grant, cost_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from aiokafka.structs import TopicPartition

    from service.stream.batch import Fetched
    from service.stream.budget import Allowance, Budget

REQUEST_BYTES = 8 * 1_048_576
"""Asked for at a time. aiokafka holds a response three times over while it reads it, which the budget does not see: of
24 partitions at once that were 72 MB, and asking thrice costs no more."""
PASSES = 16
"""Times that others may be handed out before a record that finds no room; then room is kept for it."""
BUSY_WAIT_MS, IDLE_WAIT_MS = 50, 500
"""How long a broker may keep a request that it has nothing for. aiokafka has one request a broker under way, so that
a partition which is ready again has to wait for the request that idle ones wait with."""


class Flow:
    """The way from one started aiokafka consumer to the batches.

    Args:
        consumer: the AIOKafkaConsumer; its event loop must be running this.
        budget: what may be held. It wakes us when there is room again.
    """

    def __init__(self, consumer: Any, budget: Budget) -> None:
        self.fetcher = consumer._fetcher  # noqa: SLF001
        self._client = consumer._client  # noqa: SLF001
        self._budget = budget
        self._plan = self.fetcher._get_actions_per_node  # noqa: SLF001
        self._asked: dict[int, int] = {}
        self._blocked: FetchResult | None = None
        self._passed = 0
        self.fetcher._get_actions_per_node = self._within_room  # noqa: SLF001
        budget.watch(self.wake)

    def wake(self) -> None:
        """There may be room again."""
        for waiter in self.fetcher._fetch_waiters:  # noqa: SLF001
            self.fetcher._notify(waiter)  # noqa: SLF001

    def _within_room(self, assignment: Any) -> Any:
        """What the fetcher is to do next, without the requests that there is no room for."""
        fetcher, limit = self.fetcher, self._budget.limits.fetched
        partition = self._budget.limits.partition_fetch
        waiting = sum(map(_size_of, fetcher._records.values()))  # noqa: SLF001
        asked = sum(self._asked.get(node, 0) for node in fetcher._in_flight)  # noqa: SLF001
        room = limit - waiting - asked
        each = max(1, min(room // max(1, len(self._client.cluster.brokers())), REQUEST_BYTES))
        fetcher._fetch_max_bytes = each  # noqa: SLF001
        fetcher._max_partition_fetch_bytes = min(partition, each)  # noqa: SLF001
        fetcher._fetch_max_wait_ms = BUSY_WAIT_MS if fetcher._records else IDLE_WAIT_MS  # noqa: SLF001
        requests, *others = self._plan(assignment)
        # Not for a little room: many small requests would each bring one record that is larger than it.
        if waiting + asked and room < min(partition, limit // 2):
            requests = []
        sizes = {node: min(each, _parts_of(request) * partition) for node, request in requests}
        self._asked.update(sizes)
        self._budget.prefetched = waiting + asked + sum(sizes.values())
        return (requests, *others)

    async def records(
        self, partitions: Collection[TopicPartition] | None, *, seconds: float, most: int
    ) -> dict[TopicPartition, list[Fetched]]:
        """Records to be worked on, by partition, in order; waits until there are some and the budget has room.

        Args:
            partitions: those that may be read from; all when absent or empty.
            seconds: gives up, with nothing, after this long.
            most: records, over all partitions.

        Raises:
            KafkaError: what a broker answered instead of records.
        """
        until = time.monotonic() + seconds
        while True:
            if self.fetcher._subscriptions.reassignment_in_progress:  # noqa: SLF001
                await self.fetcher._subscriptions.wait_for_assignment()  # noqa: SLF001
            given = self._hand_out(partitions, most)
            left = until - time.monotonic()
            if given or left <= 0:
                return given
            waiter = self.fetcher._create_fetch_waiter()  # noqa: SLF001
            done, _ = await asyncio.wait([waiter], timeout=left)
            if not done or self.fetcher._closed:  # noqa: SLF001
                waiter.cancel()
                return {}
            waiter.result()  # a denial is told here

    def _hand_out(
        self, partitions: Collection[TopicPartition] | None, most: int
    ) -> dict[TopicPartition, list[Fetched]]:
        given: dict[TopicPartition, list[Fetched]] = {}
        allowance = self._budget.allowance(self._partitions())
        full: list[FetchResult] = []
        left = most
        for tp, result in self._line(partitions):
            # Of two that find no room nobody behind is looked at: each would be unpacked, and nobody counts that.
            if left <= 0 or allowance.used_up or len(full) == 2:
                break
            if not isinstance(result, FetchResult):
                if given:
                    break  # the error is raised the next time
                self._forget(tp)
                result.check_raise()
            elif not allowance.barred(tp):
                records, is_full = self._take(tp, result, allowance, left)
                if records:
                    given[tp] = records
                    left -= len(records)
                    self._to_the_end(tp)
                elif is_full:
                    full.append(result)
        self._remember(full[0] if full else None, gave=bool(given))
        return given

    def _line(self, partitions: Collection[TopicPartition] | None) -> list[tuple[TopicPartition, Any]]:
        """Whoever may be served, oldest response first; one that was passed too often alone."""
        waiting = self.fetcher._records  # noqa: SLF001
        line: list[tuple[TopicPartition, Any]] = []
        for tp, result in list(waiting.items()):
            if not partitions or tp in partitions:
                line.append((tp, result))
            elif not self.fetcher._subscriptions.is_assigned(tp):  # noqa: SLF001
                del waiting[tp]
        kept = [(tp, result) for tp, result in line if result is self._blocked and self._passed >= PASSES]
        return kept or line

    def _take(
        self, tp: TopicPartition, result: FetchResult, allowance: Allowance, most: int
    ) -> tuple[list[Fetched], bool]:
        """Records of one response that fit, and whether the next one found no room in the whole budget."""
        if not result.check_assignment(tp) or not result.has_more():
            self._forget(tp)
            return [], False
        source = result._partition_records  # noqa: SLF001
        records, left, answer = allowance.fill(tp, iter(source), most, cost_of)
        if left is not None:
            _put_back(source, left)
            result._update_position()  # noqa: SLF001
            return records, answer is Grant.NO_ROOM
        result._update_position()  # noqa: SLF001
        result._partition_records = None  # noqa: SLF001
        self._forget(tp)
        return records, False

    def _to_the_end(self, tp: TopicPartition) -> None:
        """Of what is left of its response others need not wait: a megabyte may be thousands of short articles."""
        waiting = self.fetcher._records  # noqa: SLF001
        if tp in waiting:
            waiting[tp] = waiting.pop(tp)

    def _forget(self, tp: TopicPartition) -> None:
        """A partition's response is used up: the fetcher may ask for the next."""
        del self.fetcher._records[tp]  # noqa: SLF001
        self.fetcher._notify(self.fetcher._wait_consume_future)  # noqa: SLF001

    def _remember(self, blocked: FetchResult | None, *, gave: bool) -> None:
        """Count how often others were handed out while one record found no room."""
        if blocked is not self._blocked:
            self._blocked, self._passed = blocked, 0
        elif gave:
            self._passed += 1

    def _partitions(self) -> int:
        subscription = self.fetcher._subscriptions.subscription  # noqa: SLF001
        assignment = subscription.assignment if subscription else None
        return len(assignment.tps) if assignment else 0


def _size_of(result: Any) -> int:
    """Bytes of a response's part for one partition, as it came; 0 for an error."""
    source = getattr(result, "_partition_records", None)
    return int(source._records.size_in_bytes()) if source is not None else 0  # noqa: SLF001


def _parts_of(request: Any) -> int:
    """Partitions that a request asks for."""
    return sum(len(partitions) for _, partitions in request.topics)


class _PutBack(chain[Any]):
    """A record that was put back, then what has not been read yet."""

    unread: Iterator[Any]


def _put_back(source: Any, record: Any) -> None:
    """Make `record` the next that a response gives."""
    left = source._records_iterator  # noqa: SLF001
    # What was put back before has been given again: around it, each try would make every later record slower.
    unread = left.unread if isinstance(left, _PutBack) else left
    source._records_iterator = again = _PutBack(_once_more(source, record), unread)  # noqa: SLF001
    again.unread = unread
    source.next_fetch_offset = record.offset


def _once_more(source: Any, record: Any) -> Iterator[Any]:
    source.next_fetch_offset = record.offset + 1  # as for one that it gives for the first time
    yield record
