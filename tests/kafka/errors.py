"""What goes wrong with the brokers of the tests, as opposed to what the tests test."""

from __future__ import annotations

from pathlib import Path


class KafkaTestError(Exception):
    """A broker, a tool or what they need failed; the text says what and holds the last words of the process."""


def last_lines(log: Path, count: int = 25) -> str:
    """The end of a log file, Java's stack frames left out, and where the whole of it is: to put into an error."""
    text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    lines = [line for line in text.splitlines() if not line.startswith("\tat ")]
    return "\n".join([*lines[-count:], f"(the whole log: {log})"])
