"""What operators type, on the channels of a test: `communique audit` and `communique dead-letter`, in this process."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from typer.testing import CliRunner

from service.cli import main
from tests.integration.harness import Names, environment, read_all, wait_until

_SETTLED: dict[str, int] = {}
"""Letters settled so far, by dead-letter channel."""


def communique(kafka: Any, names: Names, *words: str, code: int = 0) -> Any:
    """What `communique ...` wrote, when it ended with `code`."""
    aiokafka_log = logging.getLogger("aiokafka")
    level = aiokafka_log.level
    try:
        done = CliRunner(env=environment(names, kafka.bootstrap)).invoke(main.app, words)
    finally:
        aiokafka_log.setLevel(level)  # the commands silence it for good
    assert done.exit_code == code, done.output + repr(done.exception)
    return done


def audit(kafka: Any, names: Names, *words: str, code: int = 0) -> dict[str, Any]:
    """The report of `communique audit`."""
    report: dict[str, Any] = json.loads(communique(kafka, names, "audit", "--json", *words, code=code).stdout)
    return report


def dead_letter(kafka: Any, names: Names, *words: str, code: int = 0) -> str:
    """What `communique dead-letter ...` writes on stdout, or on stderr when it fails."""
    done = communique(kafka, names, "dead-letter", *words, code=code)
    out: str = done.stdout if code == 0 else done.stderr
    return out


def settle(kafka: Any, names: Names, *words: str) -> str:
    """As `dead_letter`, with --yes; returns when readers see what it did: Kafka confirms a commit earlier."""
    out = dead_letter(kafka, names, *words)
    (done,) = re.findall(r"^([0-9]+) letters? (?:sent|discarded)", out, re.MULTILINE)
    expected = _SETTLED[names.dead] = _SETTLED.get(names.dead, 0) + int(done)
    wait_until(lambda: len(read_all(kafka.bootstrap, f"{names.dead}.state")) == expected, 10)
    return out
