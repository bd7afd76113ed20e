"""An exit code that is a verdict is the same when nobody reads the reasons."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.cli.harness import COMMAND, ROOT, environment

ARTICLE = "samples/article.html"
POISON = "samples/feed/poison-not-json.json"
FOUND = """
import sys, types
from contextlib import nullcontext
from service.cli.main import main
from service.stream import audit, audit_run, feeds_report

def commands(failed):
    import service.cli.audit, service.cli.demo_run, service.cli.demo_worker, service.edges.embedded, service.stream.feeds_run
    from service.cli.demo_view import DemoState

    account = audit.PartitionAccount(0, 0, 9, 9, missing=[(3, 4)] if failed else [])

    async def audited(*_, **__):
        return audit_run.Report("articles.raw", "communique", [account], 0, 0, [], 0.1)

    async def followed(*_, **__):
        return [feeds_report.Report("https://example.org/", failures=int(failed))]

    class Run:
        def __init__(self, settings, console, *_, **__):
            self.console = console

        def __call__(self):
            self.console.print("an article")
            self.console.print("another one")
            return DemoState(metrics_url="", sent=2, enriched=1 if failed else 2)

    kafka = types.SimpleNamespace(bootstrap="localhost:9092", create=lambda *_: None)
    service.cli.audit._run = audited
    service.stream.feeds_run.follow = followed
    service.cli.demo_run.Run = Run
    service.cli.demo_worker.demo_worker = lambda _: nullcontext()
    service.edges.embedded.EmbeddedKafka = lambda: nullcontext(kafka)

commands(sys.argv.pop(1) == "failed")
main()
"""
"""The commands that need Kafka, with what they would have found there; the rest is theirs."""


def unread(*command: str, errors: bool = False) -> tuple[int, bytes]:
    """The exit code of a command whose reader has left before the first word, and what it said on stderr.

    Args:
        command: with its arguments.
        errors: whoever reads stderr has left, too.
    """
    reader, writer = os.pipe()
    os.close(reader)
    try:
        ended = subprocess.run(
            command,
            stdout=writer,
            stderr=writer if errors else subprocess.PIPE,
            env=environment(COMMUNIQUE_FEEDS_CONTACT="desk@example.org"),
            cwd=ROOT,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writer)
    return ended.returncode, ended.stderr or b""


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["page", "json"])
@pytest.mark.parametrize("command", [("audit",), ("feeds", "--once"), ("demo",)], ids=" ".join)
@pytest.mark.parametrize(("found", "code"), [("failed", 1), ("fine", 0)])
def test_what_was_found_in_kafka_is_the_exit_code_whoever_reads_it(tmp_path, command, form, found, code):
    feeds = tmp_path / "feeds.yaml"
    feeds.write_text("feeds:\n  - https://example.org/\n")
    named = (*command, str(feeds)) if command[0] == "feeds" else command
    ended, said = unread(sys.executable, "-c", FOUND, found, *named, *form)
    assert ended == code, said.decode()
    assert b"Traceback" not in said
    assert b"ignored" not in said, "by Python's last flush"


def test_the_demo_goes_on_to_its_verdict_when_nobody_reads_either_end():
    for found, code in (("failed", 1), ("fine", 0)):
        assert unread(sys.executable, "-c", FOUND, found, "demo", "--json", errors=True)[0] == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("taxonomy", "check", "vietnam-diplomacy", "{wrong}"), 1),
        (("taxonomy", "check", "vietnam-diplomacy", "{wrong}", "--json"), 1),
        (("taxonomy", "check", "vietnam-diplomacy"), 0),
        (("explain", "--json", POISON, ARTICLE), 1),
        (("explain", POISON, ARTICLE), 1),
        (("explain", ARTICLE), 0),
        (("enrich", "--strict", POISON, ARTICLE), 1),
        (("enrich", "--strict", ARTICLE), 0),
        (("enrich", POISON, ARTICLE), 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_was_refused_is_the_exit_code_whoever_reads_it(tmp_path, arguments, code):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\n")
    ended, said = unread(*COMMAND, *(part.format(wrong=wrong) for part in arguments))
    assert ended == code, said.decode()
    assert b"Traceback" not in said
    assert b"ignored" not in said, "by Python's last flush"
