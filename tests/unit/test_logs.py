from __future__ import annotations

import logging

import pytest  # noqa: TC002

from service.edges import logs


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
    assert last.getMessage() == "no leader for c (and 1 lines like it)"


def test_our_own_lines_always_pass() -> None:
    quiet = logs.RepeatFilter()
    assert all(quiet.filter(line("service.stream.worker", "the same")) for _ in range(5))


def test_the_memory_of_lines_is_bounded() -> None:
    quiet = logs.RepeatFilter()
    for number in range(3 * logs.MOST_KINDS):
        quiet.filter(line("mode", f"line {number}"))
    assert len(quiet._last) <= logs.MOST_KINDS + 1
