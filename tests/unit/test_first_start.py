"""A first start: what is compiled is compiled by another process, and whatever goes wrong there does not matter."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from service.core import language, taxonomy
from service.edges.cache import Cache
from service.edges.settings import Settings
from service.errors import TaxonomyError
from service.stream import first_start
from service.stream.first_start import fill_cache
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


def kept(settings: Settings) -> set[str]:
    return {path.name.partition("-")[0] for path in Path(settings.cache_folder).glob("*-*")}


def test_a_worker_that_starts_first_compiles_nothing_itself(settings, monkeypatch):
    def compiled(*_, **__):
        raise AssertionError("compiled in the worker")

    monkeypatch.setattr(taxonomy, "compile_taxonomy", compiled)
    monkeypatch.setattr(language, "latin_model", compiled)
    assert Worker(settings)._enriching()
    assert kept(settings) == {"taxonomy", "language"}


def test_where_all_is_there_no_process_is_started(settings, monkeypatch):
    assert fill_cache(settings)
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    assert not fill_cache(settings)


def test_without_a_cache_or_a_right_to_write_there_none_is_started_either(settings, monkeypatch):
    monkeypatch.setattr(subprocess, "run", pytest.fail)
    assert not fill_cache(settings.model_copy(update={"cache_folder": "off"}))
    monkeypatch.setattr(Cache, "writable", lambda _: False)
    assert not fill_cache(settings)


def test_a_wrong_taxonomy_is_told_by_the_worker_alone(settings, capfd):
    Path(settings.taxonomy).write_text(DATA.replace("topics", "topix"))
    assert fill_cache(settings)
    assert capfd.readouterr() == ("", "")
    with pytest.raises(TaxonomyError, match="topix"):
        Worker(settings)._enriching()


@pytest.mark.parametrize("error", [OSError("no memory"), subprocess.TimeoutExpired("python", 60)])
def test_a_process_that_cannot_be_had_is_done_without(settings, monkeypatch, error):
    def run(*_, **__):
        raise error

    monkeypatch.setattr(first_start.subprocess, "run", run)
    assert fill_cache(settings)
    assert Worker(settings)._enriching()


def test_a_folder_that_can_be_written_to_is_made_and_one_that_cannot_is_not(tmp_path):
    assert Cache(tmp_path / "a" / "b").writable()
    (tmp_path / "file").touch()
    assert not Cache(tmp_path / "file" / "b").writable()
