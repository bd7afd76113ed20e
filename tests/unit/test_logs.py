from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import sys

import pytest
from prometheus_client import CollectorRegistry, Counter

from service.edges import logs
from service.stream.stopping import change_level_on_signals


def line(name: str, message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "file", 1, message, args, None)


def test_a_librarys_line_is_written_once_and_then_with_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: now[0])
    quiet = logs.RepeatFilter()
    assert quiet.filter(line("aiokafka.client", "no leader for %s", "a"))
    assert not quiet.filter(line("aiokafka.client", "no leader for %s", "b"))
    assert quiet.filter(line("aiokafka.client", "another thing"))
    now[0] += logs.QUIET_SECONDS
    last = line("aiokafka.client", "no leader for %s", "c")
    assert quiet.filter(last)
    assert last.getMessage() == "no leader for c (and 1 more like it)"


def test_our_own_lines_always_pass() -> None:
    quiet = logs.RepeatFilter()
    assert all(quiet.filter(line("service.stream.worker", "the same")) for _ in range(5))


def test_the_memory_of_lines_is_bounded() -> None:
    quiet = logs.RepeatFilter()
    for number in range(3 * logs.MOST_KINDS):
        quiet.filter(line("mode", f"line {number}"))
    assert len(quiet._last) <= logs.MOST_KINDS + 1


def written(record: logging.LogRecord, *, console: bool = False) -> str:
    return logs.formatter(console=console).format(record)


def test_a_line_is_one_json_object_with_the_place_of_the_article_as_members() -> None:
    record = line("service.stream.agent", "internal error at %s", "articles.raw-3@7")
    record.channel, record.partition, record.offset, record.reason = "articles.raw", 3, 7, "internal_error"
    text = written(record)
    assert "\n" not in text
    told = json.loads(text)
    assert list(told)[:4] == ["timestamp", "level", "logger", "event"]
    assert (told["level"], told["logger"], told["event"]) == (
        "warning",
        "service.stream.agent",
        "internal error at articles.raw-3@7",
    )
    assert (told["channel"], told["partition"], told["offset"], told["reason"]) == (
        "articles.raw",
        3,
        7,
        "internal_error",
    )
    assert told["timestamp"].endswith("Z")


@pytest.mark.parametrize("console", [False, True])
def test_a_traceback_is_text_and_holds_no_local_variables(console: bool) -> None:
    def work(article: str) -> None:
        raise ValueError(len(article))

    try:
        work("the text of an article".upper())
    except ValueError:
        record = logging.LogRecord("service", logging.ERROR, "file", 1, "a bug", (), sys.exc_info())
    text = written(record, console=console)
    assert "ValueError: 22" in (text if console else json.loads(text)["exception"])
    assert "THE TEXT OF AN ARTICLE" not in text


def test_secrets_are_masked() -> None:
    record = line("service", "connected")
    record.sasl_password, record.oauth_token, record.user = "hunter2", "abc", "me"
    assert "hunter2" not in written(record)
    told = json.loads(written(record))
    assert (told["sasl_password"], told["oauth_token"], told["user"]) == ("********", "********", "me")


def test_what_json_cannot_hold_is_written_all_the_same() -> None:
    record = line("service", "odd")
    record.odd = {1: object(), "bytes": b"\xff", "half": "\ud800"}
    assert json.loads(written(record))["event"] == "odd"


def test_on_a_terminal_a_line_is_for_people() -> None:
    text = written(line("service.stream.worker", "working: %s", "articles.raw"), console=True)
    assert "working: articles.raw" in text
    assert not text.startswith("{")


@pytest.fixture
def root_restored():
    root = logging.getLogger()
    before = root.level, list(root.handlers), {name: logging.getLogger(name).level for name in logs._LIBRARIES}
    yield root
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def test_the_level_is_changed_while_it_runs(root_restored, monkeypatch) -> None:
    root_restored.handlers[:] = []
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    logs.log_to_stderr("info", "json")
    logger, library = logging.getLogger("service.of_the_test"), logging.getLogger("faust")
    logger.debug("unheard")
    library.info("unheard")
    logs.set_level("debug")
    logger.debug("heard")
    library.info("heard too")
    logs.set_level("info")
    logger.debug("unheard again")
    assert [json.loads(one)["event"] for one in stream.getvalue().splitlines()] == ["heard", "heard too"]


def test_signals_change_the_level_and_back(root_restored, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stderr", stream := io.StringIO())
    root_restored.handlers[:] = []
    logs.log_to_stderr("warning", "json")

    async def signalled() -> list[int]:
        change_level_on_signals("warning")
        levels = []
        for number in (signal.SIGUSR1, signal.SIGUSR1, signal.SIGUSR2):
            os.kill(os.getpid(), number)
            await asyncio.sleep(0.05)
            levels.append(root_restored.level)
        return levels

    assert asyncio.run(signalled()) == [logging.DEBUG, logging.DEBUG, logging.WARNING]
    told = [json.loads(one)["event"] for one in stream.getvalue().splitlines()]
    assert [one for one in told if "log level" in one] == [
        "the log level is debug now",
        "the log level is debug now",
        "the log level is warning now",
    ]


def test_lines_from_warning_up_are_counted() -> None:
    registry = CollectorRegistry()
    counter = Counter("lines", "Lines.", ["level"], registry=registry)
    logger = logging.getLogger("service.counted")
    handler = logs.CountLines(counter)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    for level in (logging.INFO, logging.WARNING, logging.ERROR, logging.ERROR, logging.CRITICAL):
        logger.log(level, "one")
    logger.removeHandler(handler)
    found = {
        level: registry.get_sample_value("lines_total", {"level": level}) for level in ("warning", "error", "critical")
    }
    assert found == {"warning": 1, "error": 2, "critical": 1}
