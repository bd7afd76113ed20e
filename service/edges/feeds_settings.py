"""The settings of following feeds; a part of Settings, which reads them."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings

from service.edges.outside_settings import Exemptions, Ports


class FeedSettings(BaseSettings):
    """What is set of following feeds."""

    feeds: str | None = Field(None, description="With `communique feeds`: a YAML file that lists the feeds.")
    feeds_interval_seconds: float = Field(
        900.0, ge=30, le=604_800, description="Time between two looks at a feed that does not say `every`."
    )
    feeds_concurrency: int = Field(16, ge=1, le=1000, description="Feeds that are looked at at once.")
    feeds_deadline_seconds: float = Field(30.0, gt=0, le=600, description="Longest time for one request of a feed.")
    feeds_max_bytes: int = Field(
        8_388_608, ge=1024, le=67_108_864, description="A feed larger than this, as sent or unpacked, is not read."
    )
    feeds_http_port: int = Field(
        8081,
        ge=0,
        le=65_535,
        description="With `communique feeds`: port for its metrics and health, on COMMUNIQUE_HTTP_HOST; 0 takes a free "
        "one.",
    )
    channel_feeds_seen: str = Field(
        "articles.feeds.seen",
        min_length=1,
        description="Compacted Kafka channel of what feeds have brought already; created when it is missing.",
    )
    feeds_contact: str | None = Field(
        None,
        pattern=r"^[\x21-\x27\x2a-\x7e]+[.@][\x21-\x27\x2a-\x7e]+$",
        max_length=200,
        description="With `communique feeds`, required: web or mail address at which sites reach you; part of the "
        "User-Agent.",
    )
    feeds_ports: Ports = Field(
        (80, 443), min_length=1, description="Ports of feeds that may be connected to, separated by commas."
    )
    feeds_allow: Exemptions = Field(
        (),
        description="Hosts (name, or name:port) and networks (CIDR) of your own that feeds may be on though they are "
        "not public, separated by commas.",
    )
    feeds_ca_file: str | None = Field(
        None, description="PEM file of the authorities to trust for feeds; the usual public ones when absent."
    )
