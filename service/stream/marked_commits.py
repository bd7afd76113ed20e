"""Makes an aiokafka consumer write marks with its commits, and read them with its committed offsets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiokafka.structs import OffsetAndMetadata
from aiokafka.util import commit_structure_validate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.stream.marks import Ledger, Mark


def keep_marks(consumer: Any, ledger: Ledger) -> None:
    """Let every commit of a consumer carry its partition's mark, and every look at a committed offset read it.

    Commits go one after the other: one that only renews a mark must not overtake one that moves the offset.

    Args:
        consumer: an AIOKafkaConsumer; Faust and `seek_to_committed` call the methods that are replaced.
        ledger: says what to write, and is told what was read.
    """
    plain, turn = consumer.commit, asyncio.Lock()

    async def commit(offsets: Mapping[Any, Any]) -> None:
        async with turn:
            marked = {}
            for tp, (offset, _) in commit_structure_validate(dict(offsets)).items() if offsets else ():
                marked[tp] = max(offset, ledger.committed(tp)), ledger.mark(tp, offset)
            if not marked:
                return
            await plain({tp: noted(offset, mark) for tp, (offset, mark) in marked.items()})
            for tp, (offset, mark) in marked.items():
                ledger.written(tp, offset, mark)

    async def committed(partition: Any) -> int | None:
        found = (await consumer._coordinator.fetch_committed_offsets([partition])).get(partition)  # noqa: SLF001
        if found is None or found.offset < 0:
            ledger.take(partition, None, None)
            return None
        ledger.take(partition, found.offset, found.metadata)
        return int(found.offset)

    consumer.commit, consumer.committed = commit, committed


def noted(offset: int, mark: Mark | None) -> OffsetAndMetadata | int:
    """An offset as it is committed, with the text of its mark, if any."""
    return offset if mark is None else OffsetAndMetadata(offset, mark.text)
