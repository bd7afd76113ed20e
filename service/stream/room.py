"""Room for large pages: how many are held at once, whatever servers send."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL_BYTES = 131_072
"""A page up to this needs no permission: most articles' pages are smaller, and their number is bounded elsewhere."""
LARGE_PAGES = 3
"""Larger pages that are held at once, from the byte over SMALL_BYTES to Kafka's word on what came of them."""


class Room:
    """Gives out places for large pages.

    The first record of a partition always gets one: all others there may be waiting for it, with the places they have.
    """

    def __init__(self, places: int = LARGE_PAGES) -> None:
        self._places = places
        self._taken = 0
        self._changed = asyncio.Condition()
        self._waking: set[asyncio.Task[None]] = set()

    def claim(self, is_first: Callable[[], bool]) -> Claim:
        """A claim for one page.

        Args:
            is_first: whether it is the first record of its partition by now.
        """
        return Claim(self, is_first)

    async def take(self, is_first: Callable[[], bool]) -> None:
        """Wait for a place and take it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._taken < self._places or is_first())
            self._taken += 1

    def give_back(self) -> None:
        """A place is free again."""
        self._taken -= 1
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
    """One page's claim to room."""

    def __init__(self, room: Room, is_first: Callable[[], bool]) -> None:
        self._room = room
        self._is_first = is_first
        self._held = False

    async def grow(self, size: int) -> None:
        """The page has `size` bytes by now; returns when more of it may be read."""
        if size > SMALL_BYTES and not self._held:
            await self._room.take(self._is_first)
            self._held = True

    def release(self) -> None:
        """The page is no longer held."""
        if self._held:
            self._held = False
            self._room.give_back()
