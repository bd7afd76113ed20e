"""Asking a model server for its opinion: within a deadline, a budget and a bound on how much at once.

Nothing of an article or of an answer is logged or raised from here: failures are bounded words.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from service.edges.classifier_verdict import BUDGET, CIRCUIT, INVALID, STATUS, TIMEOUT, UNREACHABLE, Question, Verdict
from service.edges.http.client import Bounds
from service.edges.http.hosts import HostLimits, Hosts
from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.edges.http.client import SafeClient
    from service.models import Opinion

FAILURES: Final = 3
"""Requests in a row that must fail for the server to be left alone."""
OPEN_SECONDS: Final = 30.0
"""For how long at first; it doubles, up to an hour."""
MAX_ANSWER_BYTES: Final = 1 << 20
_NAME: Final = "classifier"


class InvalidAnswerError(Exception):
    """An answer is not what was asked for. Holds none of it."""


class Dialect(Protocol):
    """How a kind of server is asked."""

    path: str
    batch: int

    def request(self, questions: Sequence[Question]) -> bytes:
        """The body that asks at most `batch` questions."""

    def read(self, body: bytes, questions: Sequence[Question]) -> list[tuple[Opinion, ...]]:
        """The opinions for each question; raises InvalidAnswerError."""


@dataclass(frozen=True, slots=True)
class AskingLimits:
    """How much a server is asked.

    Attributes:
        deadline_seconds: for everything that one call asks.
        concurrency: requests at once.
        budget_per_minute: questions in any minute.
    """

    deadline_seconds: float = 2.0
    concurrency: int = 8
    budget_per_minute: int = 600


class RemoteClassifier:
    """A model server.

    Args:
        client: reaches it.
        url: what its API's paths follow.
        dialect: how it is asked.
        limits: how much.
        token: sent as a bearer token; None sends none.
        clock: seconds of a clock that does not go back.
    """

    def __init__(
        self,
        client: SafeClient,
        url: str,
        dialect: Dialect,
        limits: AskingLimits,
        *,
        token: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._url = url.rstrip("/") + dialect.path
        self._dialect = dialect
        self._limits = limits
        self._headers = {"content-type": "application/json", "accept": "application/json"}
        if token:
            self._headers["authorization"] = f"Bearer {token}"
        turns = HostLimits(limits.concurrency, 0.0, limits.deadline_seconds, FAILURES, OPEN_SECONDS)
        self._hosts = Hosts(turns, clock)
        self._clock = clock
        self._asked: deque[float] = deque()
        self._probe: asyncio.Task[list[Verdict]] | None = None

    @property
    def is_down(self) -> bool:
        """Whether it failed so often that nobody waits for it."""
        return self._hosts.open_circuits > 0

    async def ask(self, questions: Sequence[Question]) -> list[Verdict]:
        """What it thinks, a verdict for each question, within the deadline. Never raises.

        While it is down nothing is waited for: once in a while one question goes out beside, to see whether it is back.
        """
        if self.is_down:
            self._look_whether_it_is_back(questions)
            return [Verdict(failure=CIRCUIT)] * len(questions)
        allowed = self._within_budget(len(questions))
        size = self._dialect.batch
        groups = [questions[start : start + size] for start in range(0, allowed, size)]
        tasks = [asyncio.create_task(self._answer(group)) for group in groups]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._limits.deadline_seconds)
            for task in late:
                task.cancel()
        verdicts: list[Verdict] = []
        for task, group in zip(tasks, groups, strict=True):
            answered = task.done() and not task.cancelled()
            verdicts += task.result() if answered else [Verdict(failure=TIMEOUT)] * len(group)
        return verdicts + [Verdict(failure=BUDGET)] * (len(questions) - allowed)

    async def close(self) -> None:
        """Break off what goes on beside."""
        if self._probe is not None:
            self._probe.cancel()

    def _look_whether_it_is_back(self, questions: Sequence[Question]) -> None:
        if questions and (self._probe is None or self._probe.done()):
            self._probe = asyncio.create_task(self._answer(questions[:1]))

    def _within_budget(self, wanted: int) -> int:
        """How many of so many questions may be asked now; they count as asked."""
        now = self._clock()
        while self._asked and self._asked[0] <= now - 60:
            self._asked.popleft()
        allowed = min(wanted, self._limits.budget_per_minute - len(self._asked))
        self._asked.extend([now] * allowed)
        return allowed

    async def _answer(self, group: Sequence[Question]) -> list[Verdict]:
        """One request's verdicts."""
        try:
            async with self._hosts.turn(_NAME):
                return await self._one(group)
        except FetchError as error:
            return [Verdict(failure=_failure(error))] * len(group)

    async def _one(self, group: Sequence[Question]) -> list[Verdict]:
        bounds = Bounds(self._limits.deadline_seconds, MAX_ANSWER_BYTES, redirects=0)
        try:
            body = self._dialect.request(group)
            answer = await self._client.post(self._url, content=body, headers=self._headers, bounds=bounds)
        except (FetchError, asyncio.CancelledError):  # cancelled: it had not answered when the deadline came
            self._hosts.failed(_NAME)
            raise
        if answer.status // 100 != 2:
            self._hosts.failed(_NAME)
            return [Verdict(failure=STATUS)] * len(group)
        self._hosts.succeeded(_NAME)
        try:
            return [Verdict(opinions) for opinions in self._dialect.read(answer.body, group)]
        except InvalidAnswerError:
            return [Verdict(failure=INVALID)] * len(group)


def _failure(error: FetchError) -> str:
    if error.reason is Reason.FETCH_TIMEOUT:
        return TIMEOUT
    return CIRCUIT if error.reason is Reason.FETCH_UNAVAILABLE else UNREACHABLE
