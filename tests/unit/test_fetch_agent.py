"""The fetch agent: what becomes of an article whose page was had, may be had later, or never."""

from __future__ import annotations

import asyncio
import json

import orjson
import pytest
from aiokafka.structs import ConsumerRecord

from service.core import requests
from service.core.requests import fetch_request, fetched, json_bytes
from service.edges.http.fetcher import Page
from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.errors import FetchError
from service.models import Message, Reason, Record
from service.stream import fetching
from service.stream.fetch_agent import FetchAgent, FetchPlan
from service.stream.fetching import Waiting, _decoder
from service.stream.relay_job import Job
from service.stream.room import Room

RAW = Record(b'{"id":"a","url":"http://a.example/1"}', b"key", (("mine", b"1"),), "articles.raw", 2, 77, 5_000)
PLAN = FetchPlan("fetched", "dead", {"r.1m": 60.0, "r.10m": 600.0, "r.1h": 3600.0}, "group", attempts=4, max_bytes=1000)
PAGE = Page("http://a.example/1", "<p>caf\xe9</p>".encode("latin-1"), "text/html", "iso-8859-1")
UNAVAILABLE = Reason.FETCH_UNAVAILABLE


class FakeFetcher:
    """Gives a page, or raises."""

    def __init__(self, outcome: Page | Exception) -> None:
        self.outcome, self.asked = outcome, []

    async def fetch(self, url: str, grow) -> Page:
        self.asked.append(url)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        await grow(len(self.outcome.body))
        return self.outcome


def job(message: Message, timestamp: int = 9_000, channel: str = "articles.fetch") -> Job:
    sizes = len(message.key or b""), len(message.value or b"")
    return Job(ConsumerRecord(channel, 0, 3, timestamp, 0, message.key, message.value, None, *sizes, message.headers))


def work(outcome: Page | Exception, request: Message | None = None, fits=lambda channel, message: True):
    metrics = Metrics(retries=PLAN.retries)
    agent = FetchAgent(FakeFetcher(outcome), _decoder(Settings()), PLAN, fits, Room(PLAN.max_bytes), metrics)
    [(channel, message)] = asyncio.run(agent(job(request or fetch_request(RAW)))).items()
    return channel, message, metrics


def failing(reason: Reason = UNAVAILABLE, **options) -> FetchError:
    return FetchError(reason, "why", **{"heals": True, **options})


def test_a_page_goes_on_with_the_event_it_belongs_to() -> None:
    channel, message, metrics = work(PAGE)
    assert channel == "fetched"
    event = json.loads(message.value)
    assert event.pop("retrieved_at").startswith("20")
    assert event == {"id": "a", "url": "http://a.example/1", "content": "<p>caf\xe9</p>", "content_type": "text/html"}
    assert message.key == b"key"
    assert message.headers == fetch_request(RAW).headers
    assert metrics.registry.get_sample_value("communique_fetches_total", {"outcome": "fetched"}) == 1


def test_a_long_page_is_written_in_pieces_and_arrives_whole(monkeypatch) -> None:
    text = 'Hà "Nội" \U0001f600\n' * 40
    for piece in (7, 64, 10_000):
        monkeypatch.setattr(requests, "_PIECE", piece)
        assert orjson.loads(fetched(RAW, text, "text/plain", "2031-04-07T06:30:00Z").value)["content"] == text
    empty = fetched(Record(b'{"id":"a","content":null}'), "", "text/plain", "2031-04-07T06:30:00Z")
    assert orjson.loads(empty.value)["content"] == ""


def test_attempts_choose_the_delay_and_then_end() -> None:
    request, seen = fetch_request(RAW), []
    for _ in range(4):
        channel, message, _ = work(failing(), request)
        seen.append(channel)
        request = message
    assert seen == ["r.1m", "r.10m", "r.1h", "dead"]
    told = dict(message.headers)
    assert told["communique.reason"] == b"fetch_unavailable"
    assert told["__connect.errors.exception.message"] == b"why; asked 4 times"
    assert told["communique.attempts"] == b"1", "one refusal of the article, however often its page was asked for"
    assert "communique.fetch-attempts" not in told


@pytest.mark.parametrize(
    ("seconds", "channel"), [(0, "r.1m"), (60, "r.1m"), (61, "r.10m"), (900, "r.1h"), (9e9, "r.1h")]
)
def test_retry_after_chooses_a_longer_delay(seconds: float, channel: str) -> None:
    assert work(failing(retry_after_seconds=seconds))[0] == channel


def test_waiting_for_a_turn_is_no_attempt() -> None:
    request = fetch_request(RAW)
    for _ in range(9):
        channel, request, _ = work(failing(counts=False, retry_after_seconds=900), request)
        assert channel == "r.1m"
    assert work(failing(), request)[0] == "r.1m"


@pytest.mark.parametrize("reason", [Reason.FETCH_ROBOTS, Reason.FETCH_ADDRESS, Reason.FETCH_STATUS])
def test_what_cannot_heal_is_a_dead_letter_that_holds_the_raw_record(reason: Reason) -> None:
    channel, message, metrics = work(failing(reason, heals=False))
    assert channel == "dead"
    assert (message.key, message.value, message.headers[0], message.timestamp) == (
        RAW.key,
        RAW.value,
        ("mine", b"1"),
        5_000,
    )
    told = dict(message.headers)
    assert told["communique.reason"].decode() == reason
    assert told["__connect.errors.topic"] == b"articles.fetch"
    assert json.loads(told["communique.raw"])["offset"] == 77
    assert json.loads(told["communique.origin"]) == {
        "channel": "articles.raw",
        "partition": 2,
        "offset": 77,
        "timestamp": 5000,
    }
    assert metrics.registry.get_sample_value("communique_articles_refused_total", {"reason": reason}) == 1


def test_a_page_that_grows_in_json_is_too_large() -> None:
    page = Page(PAGE.url, b"\x01" * 900, "text/html", None)
    assert dict(work(page)[1].headers)["communique.reason"] == b"fetch_too_large"
    message = work(PAGE, fits=lambda channel, message: channel != "fetched")[1]
    assert dict(message.headers)["communique.reason"] == b"fetch_too_large"


@pytest.mark.parametrize(
    "text", ["", "plain", 'quo"te\\', "\x00\x01\x1f\x7f", "\b\t\n\f\r", "Hà Nội 外交 \U0001f600", "\u2028\xa0"]
)
def test_what_a_text_takes_in_json_is_known_before(text: str) -> None:
    assert json_bytes(text) == len(orjson.dumps(text)) - len(b'""')


def test_a_request_that_its_channel_does_not_take_again_is_refused() -> None:
    channel, message, _ = work(failing(), fits=lambda channel, message: not channel.startswith("r."))
    assert (channel, dict(message.headers)["communique.reason"]) == ("dead", b"fetch_unavailable")


def test_nonsense_on_the_channel_is_refused_and_what_has_content_goes_on() -> None:
    assert dict(work(PAGE, Message(None, b"nonsense"))[1].headers)["communique.reason"] == b"invalid_json"
    whole = Message(b"k", b'{"id":"a","content":"text"}')
    assert work(failing(), whole)[:2] == ("fetched", whole)


def test_a_bug_costs_one_article(caplog) -> None:
    channel, message, _ = work(ValueError("a bug"))
    assert (channel, dict(message.headers)["communique.reason"]) == ("dead", b"internal_error")
    assert "a bug" in caplog.text


def test_what_waits_goes_back_unchanged_when_its_time_has_come(monkeypatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(fetching.asyncio, "sleep", sleep)
    settings = Settings(fetch=True, fetch_contact="a@b.c", retry_delays="1m,1h")
    wait = Waiting(settings, clock=lambda: 1030.0)
    request = fetch_request(RAW)
    for channel, timestamp in [("1m", 1_000_000), ("1h", 1_000_000), ("1m", 900_000), ("1m", 9_000_000), ("1m", -1)]:
        outputs = asyncio.run(wait(job(request, timestamp, f"articles.retry.{channel}")))
        assert outputs == {"articles.fetch": Message(request.key, request.value, request.headers)}
    assert slept == [30.0, 3570.0, 0.0, 60.0, 60.0]
