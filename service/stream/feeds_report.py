"""How feeds are: what is told of each, and the log lines when one begins to fail or is well again."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Report:
    """How a feed is.

    Attributes:
        url: its address.
        state: `new`, `ok`, `failing` or `gone`.
        code: why it fails, bounded; "" while it does not.
        detail: the same in words.
        failures: looks that failed in a row.
        published: articles in all, since the start.
        skipped: items of the last look that could not be used.
        looked_at: when, RFC 3339; "" before the first look.
        pages: the articles that it listed last, by the digests of their addresses.
    """

    url: str
    state: str = "new"
    code: str = ""
    detail: str = ""
    failures: int = 0
    published: int = 0
    skipped: int = 0
    looked_at: str = ""
    pages: frozenset[str] = field(default=frozenset(), repr=False)

    def told(self) -> dict[str, object]:
        """What a person or a program is told."""
        named = ("url", "state", "code", "detail", "failures", "published", "skipped", "looked_at")
        return {name: getattr(self, name) for name in named if getattr(self, name) != "" or name == "state"}


def failed(report: Report, code: str, detail: str) -> None:
    """Note, and log when it is news, that a look at a feed failed."""
    report.state = "gone" if code == "gone" else "failing"
    report.failures += 1
    if report.code != code or report.failures == 1:
        log.warning("%s: %s: %s", report.url, code, detail)
    report.code, report.detail = code, detail


def mended(report: Report) -> None:
    """Note that a look at a feed succeeded."""
    if report.failures:
        log.info("%s: well again after %d failures", report.url, report.failures)
    report.state, report.code, report.detail, report.failures = "ok", "", "", 0


def summary(reports: Iterable[Report]) -> dict[str, int]:
    """How many feeds are in each state."""
    states: dict[str, int] = {}
    for report in reports:
        states[report.state] = states.get(report.state, 0) + 1
    return states
