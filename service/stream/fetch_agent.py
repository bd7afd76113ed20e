"""The fetch agent: asks for the page of an article, and says what becomes of the article then."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.core.clean import decode_bytes
from service.core.encode import encode_dead_letter
from service.core.headers import origin
from service.core.requests import attempts_of, fetched, json_bytes, request_again, with_content
from service.edges.clock import now
from service.errors import FetchError, Refused
from service.models import DeadLetter, Reason, Refusal
from service.stream.incoming import log_bug, record_of, refusal_of
from service.stream.record_reader import UnreadableBatch
from service.stream.room import SMALL_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.core.decode import RawDecoder
    from service.edges.http.fetcher import Fetcher, Page
    from service.edges.metrics import Metrics
    from service.models import Message, Record
    from service.stream.relay_job import Job
    from service.stream.room import Claim, Room

STAGE = "fetch"
FETCHED = "fetched"
"""What the metrics call a page that was had; else they say the reason."""


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """Where articles go, and what they may take.

    Attributes:
        fetched, dead_letter: the channels of those with their page, and of refused ones.
        retries: the channels of those that wait, each with its delay in seconds, shortest first.
        connector: the name that dead letters give as theirs (the consumer group).
        attempts: after so many an article is refused.
        max_bytes: of a page.
    """

    fetched: str
    dead_letter: str
    retries: Mapping[str, float]
    connector: str
    attempts: int
    max_bytes: int


class FetchAgent:
    """What a relay does with each record of the channel of requests.

    Args:
        fetcher: fetches pages.
        decoder: decodes raw events.
        plan: where articles go.
        fits: whether a channel takes a message.
        room: for large pages.
        metrics: counts outcomes.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        decoder: RawDecoder,
        plan: FetchPlan,
        fits: Callable[[str, Message], bool],
        room: Room,
        metrics: Metrics,
    ) -> None:
        self._fetcher = fetcher
        self._decoder = decoder
        self._plan = plan
        self._fits = fits
        self._room = room
        self._metrics = metrics

    async def __call__(self, job: Job) -> dict[str, Message]:
        """What comes of one request: the article with its page, another request for later, or a dead letter."""
        record = record_of(job.record)
        claim = self._room.claim(lambda: job.first)
        job.done = claim.release
        try:
            if isinstance(job.record, UnreadableBatch):
                return self._letter(record, refusal_of(job.record))
            return {self._plan.fetched: await self._with_page(record, claim)}
        except FetchError as error:
            claim.release()
            self._metrics.fetches.inc(error.reason.value)
            return self._later(record, error) if error.heals else self._refused(record, error)
        except Refused as error:
            return self._letter(record, Refusal(error.reason, error.detail, "decode"))
        except Exception as error:  # noqa: BLE001 - a bug must cost one article, not the worker
            detail = f"{type(error).__name__} in the stage {STAGE}; please report it with the record"
            return self._letter(record, Refusal(Reason.INTERNAL_ERROR, detail, STAGE, exception=error))

    async def _with_page(self, record: Record, claim: Claim) -> Message:
        raw = self._decoder.decode(record)
        if raw.content is not None or raw.url is None:
            return with_content(record)
        begun = time.monotonic()
        page = await self._fetcher.fetch(raw.url, claim.grow)
        message = self._event(record, page)
        claim.settle(len(message.value or b""))
        self._metrics.fetches.inc(FETCHED)
        self._metrics.fetch_seconds.observe(time.monotonic() - begun)
        self._metrics.fetch_bytes.inc(len(page.body))
        return message

    def _event(self, record: Record, page: Page) -> Message:
        text = decode_bytes(page.body, page.charset)
        # Control characters take six bytes each in JSON: what is held of a page must not grow so. A letter of a charset
        # of single bytes becomes three at most.
        if json_bytes(text) > min(2 * self._plan.max_bytes, 3 * len(page.body) + SMALL_BYTES // 2):
            raise FetchError(Reason.FETCH_TOO_LARGE, "the page's text takes several times its bytes in JSON")
        message = fetched(record, text, page.content_type, now())
        if not self._fits(self._plan.fetched, message):
            size = len(message.value or b"")
            detail = f"the article with its page takes {size} bytes, more than {self._plan.fetched} takes"
            raise FetchError(Reason.FETCH_TOO_LARGE, detail)
        return message

    def _later(self, record: Record, error: FetchError) -> dict[str, Message]:
        """Another request, on the channel whose delay is due; a dead letter after the last attempt."""
        attempts = attempts_of(record) + error.counts
        if attempts >= self._plan.attempts:
            return self._refused(record, error)
        channel = self._channel(attempts, error)
        again = request_again(record, attempts)
        if not self._fits(channel, again):
            return self._refused(record, error)
        self._metrics.fetch_retries.labels(channel).inc()
        return {channel: again}

    def _channel(self, attempts: int, error: FetchError) -> str:
        """The delay that so many attempts call for, or a longer one when the server asks for it."""
        if not error.counts:
            return next(iter(self._plan.retries))
        due = list(self._plan.retries)[max(0, attempts - 1) :] or list(self._plan.retries)[-1:]
        return next((name for name in due if self._plan.retries[name] >= error.retry_after_seconds), due[-1])

    def _refused(self, record: Record, error: FetchError) -> dict[str, Message]:
        attempts = attempts_of(record) + error.counts
        detail = error.detail if attempts == 1 else f"{error.detail}; asked {attempts} times"
        return self._letter(record, Refusal(error.reason, detail, STAGE))

    def _letter(self, record: Record, refusal: Refusal) -> dict[str, Message]:
        log_bug(record, refusal)
        self._metrics.refused.inc(refusal.reason.value)
        first = origin(record)
        # As old as the article, as every dead letter is, and not as the request.
        letter = record._replace(timestamp=record.timestamp if first is None else first.timestamp)
        return {self._plan.dead_letter: encode_dead_letter(DeadLetter(letter, refusal), connector=self._plan.connector)}
