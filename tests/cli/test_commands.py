from __future__ import annotations

import subprocess
import sys

import orjson
import pytest

from tests.cli.harness import ROOT, environment, run

COMMANDS = ["demo", "enrich", "explain", "worker", "produce", "tail", "settings", "metrics", "version", "taxonomy"]


def test_help_names_every_command_and_the_exit_codes():
    words = run("--help").stdout.decode()
    assert [name for name in COMMANDS if f"\n  {name} " not in words] == []
    assert "..." not in words.partition("Commands:")[2]  # nothing is cut short
    assert "Exit codes: 0 done; 1" in words


@pytest.mark.parametrize("command", [*(name for name in COMMANDS if name != "taxonomy"), "taxonomy check"])
def test_the_help_of_a_command_explains_it(command):
    found = run(*command.split(), "-h")
    words = found.stdout.decode()
    assert found.returncode == 0
    assert f"Usage: communique {command}" in words or f"Usage: python -m service {command}" in words
    assert "--json" in words or command == "worker"
    assert "Examples:" in words or command == "version"


def test_help_loads_nothing_slow():
    code = (
        "import sys; sys.argv = ['communique', '--help']\n"
        "from service.cli.main import main\n"
        "try: main()\n"
        "except SystemExit: print(sorted({'rich', 'asyncio', 'orjson', 'pydantic', 'faust'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), cwd=ROOT, check=True
    )
    assert found.stdout.splitlines()[-1] == "[]"


def test_version():
    told = orjson.loads(run("version", "--json").stdout)
    assert set(told) == {"version", "python", "taxonomies"}
    assert run("version").stdout.decode().startswith(f"communique {told['version']} (Python ")


def test_settings_show_what_is_in_force_and_who_set_it():
    page = run("settings", "--set", "http_port=0", COMMUNIQUE_LOG_LEVEL="debug").stdout.decode().splitlines()
    assert "COMMUNIQUE_HTTP_PORT=0  (set)" in page
    assert "COMMUNIQUE_LOG_LEVEL=debug  (set)" in page
    assert "COMMUNIQUE_CREATE_CHANNELS=false" in page
    assert "COMMUNIQUE_CHANNEL_RAW=articles.raw" in page


def test_a_missing_file_that_a_setting_names_is_warned_of_beside_the_settings():
    found = run("settings", "--json", COMMUNIQUE_FETCH_CA_FILE="/nowhere/ca.pem")
    assert found.returncode == 0
    assert orjson.loads(found.stdout)["fetch_ca_file"] == "/nowhere/ca.pem"
    words = "COMMUNIQUE_FETCH_CA_FILE: /nowhere/ca.pem cannot be used: No such file or directory"
    assert found.stderr.decode() == f"warning: {words}\n"


def test_settings_as_json():
    told = orjson.loads(run("settings", "--json", "-b", "kafka:1").stdout)
    assert told["kafka_bootstrap_servers"] == "kafka:1"
    assert told["http_port"] == 8080


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--set", "http_prot=1"], "http_port"),
        (["--set", "http_port"], "not of the form NAME=VALUE"),
        (["--set", "=8080"], "--set =8080: not of the form NAME=VALUE"),
        (["--config", "docs"], "--config docs: a folder; give the path"),
        (["--config", "no-such.yaml"], "--config no-such.yaml: no such file; give"),
    ],
)
def test_wrong_settings_are_told(arguments, words):
    found = run("settings", *arguments)
    assert found.returncode == 2
    assert words in found.stderr.decode()


def test_a_good_taxonomy_passes_and_a_wrong_one_is_told_with_its_line(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: x\nversion: 1\n", encoding="utf-8")
    found = run("taxonomy", "check", wrong, "vietnam-diplomacy", "no-such")
    lines = found.stdout.decode().splitlines()
    assert found.returncode == 1
    assert any(line.startswith(f"error: {wrong}:") for line in lines)
    assert any(line.startswith("vietnam-diplomacy: ok, 16 topics, ") for line in lines)
    assert any("no-such: No such file" in line for line in lines)


def test_taxonomy_check_as_json():
    told = orjson.loads(run("taxonomy", "check", "vietnam-diplomacy", "--json").stdout)
    assert told["ok"]
    assert told["topics"] == 16
    assert len(told["sha256"]) == 64


@pytest.mark.parametrize("command", [["produce", "samples/articles.jsonl"], ["tail", "-n", "1"]])
def test_a_broker_that_is_not_there_is_told_once_with_the_mend(command):
    found = run(*command, "-b", "127.0.0.1:1")
    assert found.returncode == 3
    assert found.stderr.decode().splitlines() == [
        "error: Kafka does not answer at 127.0.0.1:1; --kafka-bootstrap-servers says where it is"
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["enrich", "--jobs", "x"], "'--jobs' / '-j': 'x' is not a whole number of 0 or more"),
        (["enrich", "--jobs", "-1"], "'--jobs' / '-j': '-1' is not a whole number of 0 or more"),
        (["worker", "--processes", "300"], "'--processes': '300' is not a whole number from 1 to 256"),
        (["worker", "--http-port", ""], "'--http-port': '' is not a whole number"),
        (["train", "labels.csv", "--seed", "1.5"], "'--seed': '1.5' is not a whole number"),
        (["tail", "--number", "0"], "'--number' / '-n': '0' is not a whole number of 1 or more"),
        (["dead-letter", "list", "--partition", "1", "--partition", "x"], "'--partition': '1', 'x' is not a whole"),
        (["dead-letter", "redrive", "--rate", "fast"], "'--rate': 'fast' is not a number of 0.1 or more"),
    ],
)
def test_a_wrong_number_is_told_with_what_it_may_be(arguments, words):
    found = run(*arguments)
    assert found.returncode == 2
    assert f"Error: Invalid value for {words}" in found.stderr.decode()
