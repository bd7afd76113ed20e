"""What a site's robots.txt allows us (RFC 9309), remembered for a while."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from protego import Protego

from service.edges.http.client import Bounds
from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    import httpx

    from service.edges.http.client import SafeClient

MOST_BYTES: Final = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB must be read; what is larger is not read here, and counts as unreachable."""
KEPT_SECONDS: Final = 3600.0
"""RFC 9309, 2.4: not longer than a day. An hour, so that a site which shuts us out is heard soon."""
FAILED_KEPT_SECONDS: Final = 60.0
MOST_SITES: Final = 2_000
MOST_RULES: Final = 5_000
"""Rules that concern us, of one site; one with more counts as unreachable."""
MOST_RULES_KEPT: Final = 20_000
"""Rules of all sites together, at about 1 KiB each; the site unused for longest is forgotten first."""
MOST_CHARACTERS: Final = 2_048
"""Of one line; a longer one is no rule for a path that anybody asks for."""
_AGENT: Final = re.compile(r"user[- ]?agent\s*:?\s*(.*)", re.IGNORECASE)
_BOUNDS: Final = Bounds(deadline_seconds=10.0, max_bytes=MOST_BYTES)


@dataclass(slots=True)
class _Site:
    """One site's rules; a failure instead where it could not be asked."""

    until: float
    rules: Protego | None = None
    size: int = 0
    failure: FetchError | None = None


class Robots:
    """The rules of the sites that were asked.

    Args:
        client: asks them.
        token: the product token that rules address us by.
    """

    def __init__(self, client: SafeClient, token: str) -> None:
        self._client = client
        self._token = token
        self._sites: OrderedDict[str, asyncio.Task[_Site]] = OrderedDict()

    async def check(self, url: httpx.URL) -> float:
        """See that a page may be asked for.

        Returns:
            The seconds that the site wants between two requests; 0 when it does not say.

        Raises:
            FetchError: its robots.txt says no, or cannot be had now, which counts as a no for a while.
        """
        site = await self._site(f"{url.scheme}://{url.netloc.decode('ascii')}/robots.txt")
        if site.failure is not None:
            raise site.failure
        if site.rules is None:
            return 0.0
        if not site.rules.can_fetch(str(url), self._token):
            raise FetchError(Reason.FETCH_ROBOTS, "the site's robots.txt does not allow it")
        return float(site.rules.crawl_delay(self._token) or 0.0)

    async def _site(self, url: str) -> _Site:
        task = self._sites.get(url)
        if task is None or (task.done() and task.result().until < time.monotonic()):
            task = self._sites[url] = asyncio.create_task(self._read(url))
            task.add_done_callback(lambda _: self._forget_some())
        self._sites.move_to_end(url)
        return await asyncio.shield(task)  # whoever else waits for it must not lose it with us

    def _forget_some(self) -> None:
        known = [(url, task.result().size) for url, task in self._sites.items() if task.done()]
        too_many, too_large = len(known) - MOST_SITES, sum(size for _, size in known) - MOST_RULES_KEPT
        for url, size in known:
            if too_many <= 0 and too_large <= 0:
                return
            del self._sites[url]
            too_many, too_large = too_many - 1, too_large - size

    async def _read(self, url: str) -> _Site:
        now = time.monotonic
        try:
            answer = await self._client.get(url, bounds=_BOUNDS)
        except FetchError as error:
            if error.reason in {Reason.FETCH_ADDRESS, Reason.FETCH_BAD_URL, Reason.FETCH_TLS}:
                return _Site(now() + FAILED_KEPT_SECONDS, failure=error)
            return _Site(now() + FAILED_KEPT_SECONDS, failure=_unreachable(error.reason))
        if answer.status >= 500 or answer.status == 429:
            return _Site(now() + FAILED_KEPT_SECONDS, failure=_unreachable(f"status {answer.status}"))
        if not 200 <= answer.status < 300:  # RFC 9309, 2.3.1.3: none, so all is allowed
            return _Site(now() + KEPT_SECONDS)
        lines = relevant(answer.body.decode("utf-8", "replace"), self._token)
        if len(lines) > MOST_RULES:
            return _Site(now() + KEPT_SECONDS, failure=_unreachable(f"more than {MOST_RULES} rules"))
        return _Site(now() + KEPT_SECONDS, Protego.parse("\n".join(lines)), len(lines))


def relevant(text: str, token: str) -> list[str]:
    """The lines of a robots.txt that concern us: groups for `token` or everybody, each agent named once a group.

    The parser keeps a list of rules for every agent that a group names: thousands of agents times thousands of rules
    are a bomb that fits into half a megabyte.
    """
    kept: list[str] = []
    ours, in_agents = False, False
    for line in text.splitlines():
        rule = line.partition("#")[0].strip()
        agent = _AGENT.match(rule)
        if agent is not None:
            wanted = _names_us(agent[1].strip().lower(), token)
            if wanted and not (in_agents and kept and kept[-1] == rule):
                kept.append(rule)
            ours, in_agents = wanted or (ours and in_agents), True
        elif rule:
            in_agents = False
            if ours and len(rule) <= MOST_CHARACTERS:
                kept.append(rule)
    return kept


def _names_us(agent: str, token: str) -> bool:
    return agent == "*" or agent.rstrip("*").partition("/")[0] == token


def _unreachable(why: str) -> FetchError:
    """RFC 9309, 2.3.1.4: a robots.txt that cannot be had forbids everything, for now."""
    detail = f"the site's robots.txt cannot be had ({why}), which counts as a no until it can"
    return FetchError(Reason.FETCH_UNAVAILABLE, detail, heals=True, retry_after_seconds=FAILED_KEPT_SECONDS)
