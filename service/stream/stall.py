"""A safety net under Faust and aiokafka: notices that work rests which nothing holds up, and gets it going again.

No fault that we know of leads here. Each that we did not know would otherwise leave partitions alone until somebody
looks: the process lives, heartbeats and commits nothing.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from service.stream.policy import Action, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

log = logging.getLogger(__name__)

UNTAKEN_SECONDS = 30.0
"""A fetched batch is taken at once when nothing is in flight; the slowest article takes about 2 s."""
UNHEARD_SECONDS = 15.0
"""aiokafka's coordinator rests over an error until the next fetch asks; fetches are seconds apart at most."""


class Rest:
    """Tells when one state has lasted too long.

    Args:
        seconds: how long it may last.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._state: Hashable | None = None
        self._since = 0.0

    def too_long(self, now: float, state: Hashable | None) -> bool:
        """Whether `state` has been the same for too long at `now`; None may last. Begins anew after True."""
        if state is None or state != self._state:
            self._state, self._since = state, now
            return False
        if now - self._since < self._seconds:
            return False
        self._state = None
        return True


class StallWatch:
    """Looks at a consumer every half second.

    Args:
        consumer: the worker's.
        failed: told what only a restart mends.
        stalled: told of each time that the consumer is sent back.
        flow_seconds: how long a partition may be ours before it is read: opening it may take an outage.
    """

    def __init__(
        self, consumer: Any, failed: Callable[[BaseException], None], stalled: Callable[[], object], flow_seconds: float
    ) -> None:
        self._consumer, self._failed, self._stalled = consumer, failed, stalled
        self._untaken, self._unheard, self._no_flow = Rest(UNTAKEN_SECONDS), Rest(UNHEARD_SECONDS), Rest(flow_seconds)

    def look(self, now: float, coordinator: Any) -> None:
        """Act on what has rested for too long.

        Args:
            now: seconds of a clock that does not go back.
            coordinator: aiokafka's; None before there is one.
        """
        # In an outage a batch may wait for its mark to be committed before it is taken: that is no stall.
        reachable = coordinator is not None and coordinator.coordinator_id is not None
        if self._untaken.too_long(now, self._consumer.untaken() if reachable else None):
            log.warning(
                "batches lay untaken for %.0f s with nothing in flight; going back to the committed offsets",
                UNTAKEN_SECONDS,
            )
            self._stalled()
            self._consumer.go_back()
        # aiokafka waits for somebody to ask for it: Faust does not before it has partitions.
        error: BaseException | None = getattr(coordinator, "_pending_exception", None)
        unheard = self._unheard.too_long(now, error)
        if error is not None and (unheard or decide(error) is Action.STOP_REFUSED):
            self._failed(error)
        if self._no_flow.too_long(now, self._member_without_flow(coordinator)):
            self._failed(RuntimeError("the consumer group has given us partitions, but reading them never began"))

    def _member_without_flow(self, coordinator: Any) -> Hashable | None:
        """The generation of which this worker is a member that reads nothing; None when it reads, or is no member."""
        if coordinator is None or coordinator.coordinator_id is None or self._consumer.flow_active:
            return None
        return int(coordinator.generation) if coordinator.generation > 0 else None
