from __future__ import annotations

import os
import re
import signal

import orjson
import pytest

from service.cli.inputs import Input
from service.cli.pool import AHEAD, CHUNK, outcomes
from service.edges.resources import resource
from service.errors import CommuniqueError, InputError
from service.models import Reason, Record, Refusal

OPTIONS = {"taxonomy": "vietnam-diplomacy", "languages": ("en", "vi")}


def inputs(count: int, taken: list[int] | None = None):
    for number in range(count):
        if taken is not None:
            taken.append(number)
        value = {"id": str(number), "content": f"Ministers of Viet Nam met for talks, number {number}, in Ha Noi."}
        yield Input(f"f:{number}", Record(orjson.dumps(value if number % 7 else [])), number)


def test_several_processes_give_the_same_as_one_in_order():
    alone, together = (list(outcomes(inputs(40), OPTIONS, jobs)) for jobs in (1, 2))
    assert [outcome.where for outcome in together] == [f"f:{number}" for number in range(40)]
    assert [outcome.enriched for outcome in together] == [number % 7 != 0 for number in range(40)]
    assert list(map(without_time, together)) == list(map(without_time, alone))


def without_time(outcome):
    return outcome._replace(line=re.sub(rb'"processed_at":"[^"]*"', b"", outcome.line))


def test_reading_ahead_is_bounded():
    taken: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    found = outcomes(inputs(10_000, taken), OPTIONS, 2)
    next(found)
    assert signal.getsignal(signal.SIGINT) is before  # Ctrl-C is heard again once the processes run
    assert 1 < len(taken) <= CHUNK * (AHEAD * 2 + 1)
    found.close()
    assert len(taken) <= CHUNK * (AHEAD * 2 + 1)


def test_one_process_reads_one_ahead():
    taken: list[int] = []
    found = outcomes(inputs(10_000, taken), OPTIONS, 1)
    next(found)
    assert len(taken) == 1


def test_a_refusal_of_the_reader_is_passed_on():
    refusal = Refusal(Reason.TOO_LARGE, "larger than that", "read")
    found = next(outcomes([Input("a", Record(None), 1, refusal)], OPTIONS, 1))
    assert orjson.loads(found.line) == {"id": None, "reason": "too_large", "detail": "larger than that"}


def test_a_wrong_taxonomy_is_told_also_from_another_process(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_bytes(resource("schemas", "taxonomy.v1.json").read_bytes())
    with pytest.raises(InputError, match=r"wrong\.yaml"):
        list(outcomes(inputs(1), {**OPTIONS, "taxonomy": str(wrong)}, 2))


def _murdered(options, chunk):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_is_told(monkeypatch):
    monkeypatch.setattr("service.cli.pool._many", _murdered)
    with pytest.raises(CommuniqueError, match="was killed"):
        list(outcomes(inputs(1), OPTIONS, 2))
