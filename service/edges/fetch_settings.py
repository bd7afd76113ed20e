"""The settings of fetching; a part of Settings, which reads them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode

from service.edges.outside_settings import Exemptions, Ports, parts
from service.edges.variables import PREFIX

TIER_UNITS = {"s": 1, "m": 60, "h": 3600}
_TIER = re.compile(r"([1-9][0-9]{0,3})([smh])")
_CONTACT = re.compile(r"(https?://|mailto:)?[\x21-\x27\x2a-\x7e]+[.@][\x21-\x27\x2a-\x7e]+")


class FetchSettings(BaseSettings):
    """What is set of fetching articles by URL."""

    fetch: bool = Field(
        default=False, description="Fetch the page of an article that has a url and no content; else it is refused."
    )
    fetch_contact: str | None = Field(
        None,
        max_length=200,
        validate_default=True,
        description="With fetching, required: web or mail address at which sites reach you; part of the User-Agent.",
    )
    channel_fetch: str = Field(
        "articles.fetch", min_length=1, description="With fetching: Kafka channel of articles whose page is wanted."
    )
    channel_fetched: str = Field(
        "articles.fetched", min_length=1, description="With fetching: Kafka channel of articles with their page."
    )
    channel_retry: str = Field(
        "articles.retry",
        min_length=1,
        description="With fetching: Kafka channels of what waits to be asked for again; each delay is appended, as in "
        "articles.retry.1m.",
    )
    retry_delays: Annotated[tuple[str, ...], NoDecode, BeforeValidator(parts)] = Field(
        ("1m", "10m", "1h"),
        min_length=1,
        max_length=6,
        description="Delays before a page is asked for again, ascending, separated by commas; the last one repeats.",
    )
    fetch_attempts: int = Field(
        6, ge=1, le=1000, description="A page that could not be had so often is refused; delays lie in between."
    )
    fetch_concurrency: int = Field(64, ge=1, le=1000, description="Pages that a worker fetches at once.")
    fetch_deadline_seconds: float = Field(
        30.0, gt=0, le=600, description="Longest time for one page, its name, connection and body included."
    )
    fetch_max_bytes: int = Field(
        2_097_152, ge=1024, le=67_108_864, description="A page larger than this, as sent or unpacked, is refused."
    )
    fetch_cache_bytes: int = Field(
        8_388_608, ge=0, description="Bytes of pages kept to spare sites sending them again unchanged; 0 keeps none."
    )
    fetch_content_types: Annotated[tuple[str, ...], NoDecode, BeforeValidator(parts)] = Field(
        ("text/html", "application/xhtml+xml", "text/plain"),
        min_length=1,
        description="Media types that are fetched, separated by commas.",
    )
    fetch_ports: Ports = Field(
        (80, 443), min_length=1, description="Ports that may be connected to, separated by commas."
    )
    fetch_allow: Exemptions = Field(
        (),
        description="Hosts (name, or name:port) and networks (CIDR) of your own that may be fetched from though they "
        "are not public, separated by commas.",
    )
    fetch_ca_file: str | None = Field(
        None, description="PEM file of the authorities to trust for https; the usual public ones when absent."
    )
    fetch_robots: bool = Field(default=True, description="Obey robots.txt.")
    fetch_host_concurrency: int = Field(4, ge=1, le=1000, description="Requests at once to one host, by each worker.")
    fetch_host_interval_seconds: float = Field(
        1.0, ge=0, le=3600, description="Time between two requests to one host, by each worker."
    )
    fetch_host_patience_seconds: float = Field(
        20.0, ge=0, le=600, description="A request that must wait longer for its host goes to the first retry channel."
    )

    @field_validator(
        "channel_fetched",
        "channel_retry",
        "channel_raw",
        "channel_enriched",
        "channel_dead_letter",
        check_fields=False,  # the latter are in Settings
    )
    @classmethod
    def _apart(cls, value: str, info: ValidationInfo) -> str:
        # Output in the channel that is read would be read again, without end.
        if taken := [name for name, other in info.data.items() if name.startswith("channel_") and other == value]:
            message = f"{value} is {PREFIX}{taken[0].upper()} already; each needs a channel of its own"
            raise ValueError(message)
        return value

    @field_validator("retry_delays")
    @classmethod
    def _delays(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [text for text in value if not _TIER.fullmatch(text)]:
            message = f"{wrong[0]} is no delay such as 30s, 10m or 1h"
            raise ValueError(message)
        if (seconds := list(map(delay_seconds, value))) != sorted(set(seconds)):
            message = "the delays must ascend"
            raise ValueError(message)
        return value

    @field_validator("fetch_contact")
    @classmethod
    def _contact(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("fetch"):
            message = "sites must be able to reach whoever fetches from them; give a web or mail address"
            raise ValueError(message)
        if value is not None and not _CONTACT.fullmatch(value):
            message = "give a web or mail address, such as https://example.org/bot or desk@example.org"
            raise ValueError(message)
        return value

    @property
    def retry_channels(self) -> dict[str, float]:
        """The channels of what waits, each with its delay in seconds, shortest first."""
        return {f"{self.channel_retry}.{text}": float(delay_seconds(text)) for text in self.retry_delays}


def delay_seconds(text: str) -> int:
    """The seconds of a delay such as `10m`."""
    return int(text[:-1]) * TIER_UNITS[text[-1]]
