"""The settings of following feeds; a part of Settings, which reads them."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class FeedSettings(BaseSettings):
    """What is set of following feeds. How far their servers are trusted is said by the settings of fetching."""

    feeds: str | None = Field(None, description="With `communique feeds`: a YAML file that lists the feeds.")
    feeds_interval_seconds: float = Field(
        900.0, ge=30, le=604_800, description="Time between two looks at a feed that does not say `every`."
    )
    feeds_concurrency: int = Field(16, ge=1, le=1000, description="Feeds that are looked at at once.")
    feeds_deadline_seconds: float = Field(30.0, gt=0, le=600, description="Longest time for one request of a feed.")
    feeds_max_bytes: int = Field(
        8_388_608, ge=1024, le=67_108_864, description="A feed larger than this, as sent or unpacked, is not read."
    )
    channel_feeds_seen: str = Field(
        "articles.feeds.seen",
        min_length=1,
        description="Compacted Kafka channel of what feeds have brought already; created when it is missing.",
    )
