"""A first start: what is compiled is compiled by another process, and whatever goes wrong there does not matter."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from service.core import language, taxonomy
from service.edges.cache import Cache
from service.edges.settings import Settings
from service.errors import TaxonomyError
from service.stream import first_start
from service.stream.first_start import fill_cache
from service.stream.processor import Processor
from service.stream.worker import Worker

DATA = """
id: harbour
version: "1"
languages: [en]
topics:
  fishing: {label: Fishing, phrases: {en: [catch quota]}}
"""


@pytest.fixture
def settings(tmp_path) -> Settings:
    (tmp_path / "harbour.yaml").write_text(DATA)
    return Settings(taxonomy=str(tmp_path / "harbour.yaml"), languages="en", cache_folder=str(tmp_path / "cache"))


HANGS = """
import os, sys, time
open(sys.argv[3] + "/process", "w").write(str(os.getpid()))
time.sleep(300)
"""


def fill(settings: Settings) -> bool:
    return asyncio.run(fill_cache(settings))


def enriching(settings: Settings) -> Processor:
    return asyncio.run(Worker(settings)._enriching())


def gone(settings: Settings) -> bool:
    """Whether the process that hangs has ended."""
    try:
        os.kill(int(Path(settings.cache_folder, "process").read_text()), 0)
    except ProcessLookupError:
        return True
    return False


def kept(settings: Settings) -> set[str]:
    return {path.name.partition("-")[0] for path in Path(settings.cache_folder).glob("*-*")}


def test_a_worker_that_starts_first_compiles_nothing_itself(settings, monkeypatch):
    def compiled(*_, **__):
        raise AssertionError("compiled in the worker")

    monkeypatch.setattr(taxonomy, "compile_taxonomy", compiled)
    monkeypatch.setattr(language, "latin_model", compiled)
    assert enriching(settings)
    assert kept(settings) == {"taxonomy", "language"}


def test_where_all_is_there_no_process_is_started(settings, monkeypatch):
    assert fill(settings)
    monkeypatch.setattr(first_start, "_run", pytest.fail)
    assert not fill(settings)


def test_without_a_cache_or_a_right_to_write_there_none_is_started_either(settings, monkeypatch):
    monkeypatch.setattr(first_start, "_run", pytest.fail)
    assert not fill(settings.model_copy(update={"cache_folder": "off"}))
    monkeypatch.setattr(Cache, "writable", lambda _: False)
    assert not fill(settings)


def test_a_wrong_taxonomy_is_told_by_the_worker_alone(settings, capfd):
    Path(settings.taxonomy).write_text(DATA.replace("topics", "topix"))
    assert fill(settings)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(TaxonomyError, match="topix"):
        enriching(settings)


def test_a_process_that_cannot_be_had_is_done_without(settings, monkeypatch):
    monkeypatch.setattr(first_start.sys, "executable", "/nowhere/python")
    assert fill(settings)
    assert enriching(settings)


def test_a_process_that_hangs_is_ended_and_done_without(settings, monkeypatch):
    monkeypatch.setattr(first_start, "_COMMAND", HANGS)
    monkeypatch.setattr(first_start, "MOST_SECONDS", 2.0)
    assert fill(settings)
    assert gone(settings)
    assert kept(settings) == set()


def test_a_worker_is_alive_meanwhile_and_told_to_stop_ends_the_process_and_itself(settings, monkeypatch):
    monkeypatch.setattr(first_start, "_COMMAND", HANGS)
    worker = Worker(settings.model_copy(update={"http_port": 0, "quarantine": False}))

    async def stopped() -> int:
        running = asyncio.create_task(worker.run())
        while not Path(settings.cache_folder, "process").exists():
            await asyncio.sleep(0.05)
        turned = worker.health.loop_turned_at
        async with asyncio.timeout(10):  # a probe would end a worker that only waits
            while worker.health.loop_turned_at == turned:
                await asyncio.sleep(0.05)
        os.kill(os.getpid(), signal.SIGTERM)
        return await asyncio.wait_for(running, 20)

    assert asyncio.run(stopped()) == 0
    worker.ended()
    assert gone(settings)


def test_a_folder_that_can_be_written_to_is_made_and_one_that_cannot_is_not(tmp_path):
    assert Cache(tmp_path / "a" / "b").writable()
    (tmp_path / "file").touch()
    assert not Cache(tmp_path / "file" / "b").writable()


def test_nothing_is_kept_where_others_may_write_for_it_would_never_be_taken(tmp_path):
    shared = Cache(tmp_path / "shared")
    shared.folder.mkdir()
    shared.folder.chmod(0o2777)
    assert not shared.writable()
    assert not shared.write("taxonomy", "digest", [b"bytes"])
    assert list(shared.folder.iterdir()) == []
    own = Cache(shared.folder / "own")
    assert own.write("taxonomy", "digest", [b"bytes"])
    assert bytes(own.read("taxonomy", "digest") or b"") == b"bytes"
