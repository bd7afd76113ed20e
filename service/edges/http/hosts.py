"""Courtesy towards each host, and protection from it: how many requests at once, how often, and when to leave it be.

Pure but for waiting: what a host has done is told by whoever asked it.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

MOST_HOSTS = 10_000
"""Hosts that are remembered; of those with nothing under way the one unused for longest is forgotten first."""
LONGEST_REST_SECONDS = 3600.0
"""A host that asks to be left alone for longer is asked again after this: the longest of the retry channels' delays."""


@dataclass(frozen=True, slots=True)
class HostLimits:
    """How one host is treated.

    Attributes:
        concurrency: requests under way at once.
        interval_seconds: from one request's beginning to the next one's.
        patience_seconds: a request that would have to wait longer for its turn is held back instead.
        failures: in a row, after which the circuit opens: the host is not asked.
        open_seconds: for how long, the first time; twice as long each time that it fails again, up to an hour.
    """

    concurrency: int = 4
    interval_seconds: float = 1.0
    patience_seconds: float = 20.0
    failures: int = 5
    open_seconds: float = 30.0


@dataclass(slots=True)
class _Host:
    """What is known of one host; times as the clock tells them."""

    slots: asyncio.Semaphore
    next_at: float = 0.0
    interval: float = 0.0
    users: int = 0
    failures: int = 0
    openings: int = 0
    closed_until: float = 0.0
    probing: bool = field(default=False)

    @property
    def open(self) -> bool:
        """Whether its circuit is open, or being tried."""
        return self.openings > 0


class Hosts:
    """The hosts that are asked.

    Args:
        limits: how each is treated.
        clock: seconds of a clock that does not go back.
    """

    def __init__(self, limits: HostLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()

    @property
    def open_circuits(self) -> int:
        """How many hosts are not asked because they failed too often."""
        return sum(host.open for host in self._hosts.values())

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a host's turn, and hold it while it is asked.

        Raises:
            FetchError: its circuit is open; or, with `counts` False, the turn is too far away.
        """
        host = self._host(name)
        wait = self._reserve(host)
        host.users += 1
        try:
            if wait > 0:
                await asyncio.sleep(wait)
            async with host.slots:
                probe = self._admit(host)
                try:
                    yield
                finally:
                    host.probing = host.probing and not probe
        finally:
            host.users -= 1

    def _reserve(self, host: _Host) -> float:
        """Seconds until the turn that this takes."""
        self._refuse_open(host)
        now = self._clock()
        at = max(now, host.next_at)
        if at - now > self._limits.patience_seconds:
            raise FetchError(
                Reason.FETCH_UNAVAILABLE,
                "too many requests wait for this host",
                heals=True,
                retry_after_seconds=at - now,
                counts=False,
            )
        host.next_at = at + max(self._limits.interval_seconds, host.interval)
        return at - now

    def _admit(self, host: _Host) -> bool:
        """Look again, now that it is our turn; whether this request is the one that tries an open circuit."""
        self._refuse_open(host)
        if not host.open:
            return False
        host.probing = True
        return True

    def _refuse_open(self, host: _Host) -> None:
        left = host.closed_until - self._clock()
        if host.open and (left > 0 or host.probing):
            raise FetchError(
                Reason.FETCH_UNAVAILABLE,
                f"the host failed {host.failures} times in a row, and is left alone for a while",
                heals=True,
                retry_after_seconds=max(0.0, left),
            )

    def succeeded(self, name: str) -> None:
        """The host answered in an orderly way, whatever it said."""
        host = self._host(name)
        host.failures = host.openings = 0

    def failed(self, name: str) -> None:
        """The host did not answer, or only that it cannot."""
        host, limits = self._host(name), self._limits
        host.failures += 1
        if host.failures < limits.failures:
            return
        rest = min(LONGEST_REST_SECONDS, limits.open_seconds * 2.0 ** min(host.openings, 16))
        if host.closed_until <= self._clock():  # requests that were under way when it opened do not count again
            host.openings += 1
            host.closed_until = self._clock() + rest

    def rest(self, name: str, seconds: float) -> None:
        """The host asks to be left alone for so long."""
        host = self._host(name)
        host.next_at = max(host.next_at, self._clock() + min(seconds, LONGEST_REST_SECONDS))

    def slow_down(self, name: str, interval_seconds: float) -> None:
        """The host asks for so much time between requests."""
        self._host(name).interval = min(interval_seconds, LONGEST_REST_SECONDS)

    def _host(self, name: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(asyncio.Semaphore(self._limits.concurrency))
            if len(self._hosts) > MOST_HOSTS:
                self._forget_one()
        self._hosts.move_to_end(name)
        return host

    def _forget_one(self) -> None:
        idle = (name for name, host in self._hosts.items() if not host.users)
        if (name := next(idle, None)) is not None:
            del self._hosts[name]
