from __future__ import annotations

import os
import signal
import subprocess
import time

import orjson
import pytest

from tests.cli.harness import COMMAND, ROOT, Terminal, environment, json_lines, run, shell

SAMPLES = ROOT / "samples"
LINES = SAMPLES / "articles.jsonl"


@pytest.fixture(scope="module")
def thousand(tmp_path_factory):
    text = "Ministers of Viet Nam and Chile met for political consultations in Ha Noi."
    path = tmp_path_factory.mktemp("many") / "thousand.jsonl"
    path.write_bytes(b"".join(orjson.dumps({"id": str(number), "content": text}) + b"\n" for number in range(1000)))
    return path


def test_events_come_as_jsonl_in_the_order_of_the_input():
    found = run("enrich", LINES, SAMPLES / "article.html")
    ids = [orjson.loads(line).get("id") or orjson.loads(line)["url"] for line in LINES.read_bytes().splitlines()]
    assert [event["id"] for event in json_lines(found.stdout)] == [*ids, "article.html"]
    assert (found.returncode, found.stderr) == (0, b"")


def test_stdin_is_read_when_nothing_is_named():
    found = run("enrich", stdin=LINES.read_bytes())
    assert [event["language"] for event in json_lines(found.stdout)] == ["en", "vi", "fr", "de"]


def test_refusals_name_file_and_line_and_others_go_on(tmp_path):
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b'{"id":"a"\n\n' + LINES.read_bytes().splitlines()[0] + b"\n\xff\xfe\n")
    found = run("enrich", path)
    refusals = json_lines(found.stderr)
    assert [(refusal["reason"], refusal["input"]) for refusal in refusals] == [
        ("invalid_json", f"{path}:1"),
        ("invalid_utf8", f"{path}:4"),
    ]
    assert all(set(refusal) == {"id", "reason", "detail", "input"} for refusal in refusals)
    assert (found.returncode, len(found.stdout.splitlines())) == (0, 1)


def test_strict_makes_a_refusal_the_exit_code_and_dead_letter_its_file(tmp_path):
    letters = tmp_path / "refused.jsonl"
    found = run("enrich", "--strict", "--dead-letter", letters, stdin=b"nothing\n")
    assert (found.returncode, found.stdout, found.stderr) == (1, b"", b"")
    assert [letter["input"] for letter in json_lines(letters.read_bytes())] == ["stdin:1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["no-such.jsonl"], "no such file"),
        (["pyproject.toml"], "not a known kind of file"),
        (["samples"], "a folder; name its files"),
        (["samples/article.html", "-t", "no-such"], "give the path of a taxonomy file or a shipped name"),
        (["samples/article.html", "--languages", "klingon"], "not an ISO 639 code"),
        (["samples/article.html", "--dead-letter", "no/such/folder"], "name a file that can be written"),
        (["--bogus"], "No such option"),
        (["--jobs", "-1"], "'-1' is not a whole number of 0 or more"),
        (["samples/article.html", "-t", ""], "a taxonomy's name is empty; give the path"),
    ],
)
def test_wrong_usage_is_told_with_the_mend_and_exit_code_2(arguments, words):
    found = run("enrich", *arguments)
    assert found.returncode == 2
    assert words in " ".join(found.stderr.decode().split())
    assert b"Traceback" not in found.stderr
    assert found.stdout == b""


def test_closed_and_full_ends_are_told():
    for line, code, words in [
        ("$C enrich - <&-", 2, b"stdin is closed"),
        ("$C enrich samples/article.html >&-", 2, b"standard output is closed"),
        ("$C enrich samples/article.html >/dev/full", 1, b"No space left"),
    ]:
        found = shell(line)
        assert (found.returncode, words in found.stderr) == (code, True), found.stderr
        assert b"Traceback" not in found.stderr


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_head_may_leave_without_a_word_from_us(thousand, jobs):
    found = shell(f"$C enrich --jobs {jobs} {thousand} | head -1; exit ${{PIPESTATUS[0]}}")
    assert (found.returncode, found.stderr) == (0, b"")
    assert len(json_lines(found.stdout)) == 1


@pytest.mark.parametrize("command", ["explain {thousand}", "evaluate tests/eval/gold.jsonl --resamples 0"])
def test_head_may_leave_what_is_written_for_people_too(thousand, command):
    found = shell(f"$C {command.format(thousand=thousand)} | head -1 > /dev/null; exit ${{PIPESTATUS[0]}}")
    assert (found.returncode, found.stderr) == (0, b"")


def everyone_is_gone(group: int) -> bool:
    """Whether a process group empties within some seconds."""
    for _ in range(200):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.slow)])
def test_ctrl_c_ends_it_without_a_traceback(thousand, jobs):
    process = subprocess.Popen(
        [*COMMAND, "enrich", "--jobs", jobs, str(thousand)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
        start_new_session=True,
    )
    assert process.stdout.readline().startswith(b"{")  # it works, until its pipe is full
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to all of the group
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, b"")
    assert everyone_is_gone(process.pid)


def test_a_bar_shows_on_stderr_and_the_output_stays_clean(thousand, tmp_path):
    out = tmp_path / "out.jsonl"
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_bytes(b"broken\n" + thousand.read_bytes())
    shown = Terminal("enrich", mixed, width=80, stdout=out).finish()
    assert shown.code == 0
    assert "articles ━" in shown.text
    assert "100%" in shown.text
    assert f"{mixed}:1: refused, invalid_json" in shown.text.replace("\n", "")
    assert "1,000 enriched, 1 refused" in shown.lines
    assert len(json_lines(out.read_bytes())) == 1000


def test_a_terminal_gets_a_page():
    shown = Terminal("enrich", SAMPLES / "article.html", width=70).finish()
    title = next(number for number, line in enumerate(shown.lines) if "Viet Nam and Chile turn" in line)
    assert title == 1
    assert "Mekong Dispatch · 2025-09-18" in shown.lines[title + 1]
    assert "language en" in shown.text
    assert "■  Bilateral relations" in shown.text
    assert "“Viet Nam”" in shown.text
    assert "\x1b[4;36m" in shown.raw  # evidence of the first topic: underlined, cyan
    assert max(map(len, shown.lines)) == 70


def test_a_page_is_never_wider_than_100_columns():
    shown = Terminal("enrich", SAMPLES / "article.html", width=180).finish()
    assert max(map(len, shown.lines)) == 100


def test_json_on_a_terminal_is_json():
    shown = Terminal("enrich", "--json", SAMPLES / "article.html", width=70).finish()
    assert orjson.loads(shown.lines[0])["id"] == "article.html"


@pytest.mark.slow
@pytest.mark.parametrize("named", ["option", "setting"])
def test_the_second_shipped_taxonomy_is_chosen_by_option_or_setting(named):
    text = b"Sanctions against two banks\nThe ministers froze the assets of both; new sanctions on tankers will follow."
    line = orjson.dumps({"id": "s", "content": text.decode()})
    if named == "option":
        found = run("enrich", "--taxonomy", "foreign-affairs", stdin=line)
    else:
        found = run("enrich", stdin=line, COMMUNIQUE_TAXONOMY="foreign-affairs")
    (event,) = json_lines(found.stdout)
    assert event["primary_topic"] == "sanctions"
    assert event["provenance"]["taxonomy"]["id"] == "foreign-affairs"
