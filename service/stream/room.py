"""Room for pages: how many bytes of them are held at once, whatever servers send."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET_BYTES = 8 << 20
"""Of all pages, from their first byte to Kafka's word on what came of them. Beside it stand the page that is decoded at
the moment and the cache, and all of it stays under 64 MB (`python -m benchmarks.fetch memory`)."""
SMALL_BYTES = 131_072
"""What a page is counted for at first: most articles' pages are smaller."""


class Room:
    """Gives out room in two steps: a small page's at the first byte, the largest page's at the first byte beyond.

    So whoever has a large page's room can go on to its end. The first record of a partition always gets what it asks
    for: all others there may be waiting for it, with the room that they have.

    Args:
        page_bytes: the largest page.
        budget_bytes: of all together; a page that is larger than this passes alone.
    """

    def __init__(self, page_bytes: int, budget_bytes: int = BUDGET_BYTES) -> None:
        self._page = page_bytes
        self._budget = budget_bytes
        self._taken = 0
        self._changed = asyncio.Condition()
        self._waking: set[asyncio.Task[None]] = set()

    @property
    def taken(self) -> int:
        """Bytes that are given out."""
        return self._taken

    def claim(self, is_first: Callable[[], bool]) -> Claim:
        """A claim for one page.

        Args:
            is_first: whether it is the first record of its partition by now.
        """
        return Claim(self, self._page, is_first)

    async def take(self, size: int, is_first: Callable[[], bool]) -> None:
        """Wait until there is room for so much, and take it."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._taken or self._taken + size <= self._budget or is_first())
            self._taken += size

    def change(self, by: int) -> None:
        """Take more without waiting, or give back."""
        self._taken += by
        if by < 0:
            self.look_again()

    def look_again(self) -> None:
        """Whoever waits is to see whether it may go on."""
        task = asyncio.ensure_future(self._notify())
        self._waking.add(task)
        task.add_done_callback(self._waking.discard)

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


class Claim:
    """One page's claim to room.

    Args:
        room: of all.
        most: bytes of the largest page.
        is_first: whether it is the first record of its partition by now.
    """

    def __init__(self, room: Room, most: int, is_first: Callable[[], bool]) -> None:
        self._room = room
        self._most = most
        self._is_first = is_first
        self._held = 0

    async def grow(self, size: int) -> None:
        """The page has `size` bytes by now; returns when more of it may be read."""
        if size > self._held:
            step = SMALL_BYTES if size <= SMALL_BYTES else max(self._most, size)
            await self._room.take(step - self._held, self._is_first)
            self._held = step

    def settle(self, size: int) -> None:
        """The page has become a message of `size` bytes, which is held from now on."""
        self._room.change(size - self._held)
        self._held = size

    def release(self) -> None:
        """Nothing of the page is held any more."""
        if self._held:
            self.settle(0)
