"""A worker with an article that kills it: the text of the article says how.

crash    a segmentation fault in native code.
memory   memory until there is none: a machine's killer, played here by SIGKILL, takes a process that has no limit.
loop     a regular expression that backtracks for ever, holding the interpreter's lock.
raise    an exception that is no Exception, as a panic in Rust is.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import signal
import sys
from typing import Any

import orjson

from service.edges.logs import log_to_stderr
from service.edges.settings import load_settings
from service.models import Message, Record, Refusal
from service.stream.worker import run_worker

ALL_MEMORY = 192 << 20
"""Bytes after which the machine is taken to have none left: more than quarantine allows, and no more, since a slow
machine needs seconds of processor time for a gigabyte, and then the watchdog ends the process before this does."""


class Panic(BaseException):
    """Not caught by what catches every Exception."""


def crash() -> None:
    ctypes.string_at(0)


def exhaust() -> None:
    hoard = [bytearray(32 << 20) for _ in range(ALL_MEMORY >> 25)]
    os.kill(os.getpid(), signal.SIGKILL)
    del hoard


def loop() -> None:
    re.match(r"(a+)+$", "a" * 64 + "b")


def panic() -> None:
    raise Panic


KILLS = {"kill by crash": crash, "kill by memory": exhaust, "kill by loop": loop, "kill by raise": panic}


class Poisoned:
    """A processor that passes articles on with their places, and that some kill."""

    def __init__(self, metrics: Any) -> None:
        del metrics

    def __call__(self, record: Record) -> Message | Refusal:
        kill = KILLS.get(orjson.loads(record.value or b"{}").get("title", ""))
        if kill is not None:
            kill()
        place = {"partition": record.partition, "offset": record.offset}
        return Message(record.key, orjson.dumps({"provenance": {"raw": place}}))


if __name__ == "__main__":
    settings = load_settings()
    log_to_stderr("info")
    importable = importlib.import_module("tests.integration.poison_worker")  # no child can import what was started
    sys.exit(run_worker(settings, make_processor=importable.Poisoned))
