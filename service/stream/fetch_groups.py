"""The consumer groups of fetching."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.edges.settings import Settings


def groups_of(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The consumer groups of fetching, each with the channels that it reads: of requests, and of what waits."""
    group = settings.kafka_group_id
    return {f"{group}-fetch": (settings.channel_fetch,), f"{group}-retry": tuple(settings.retry_channels)}
