"""A taxonomy from the cache is the one that its file says now, whatever the cache holds."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import pytest

from service import cached
from service.cached import cached_taxonomy, keeps_taxonomy, model_digest, taxonomy_digest
from service.core import language, taxonomy
from service.core.taxonomy_store import from_bytes
from service.edges.cache import Cache
from service.errors import TaxonomyError
from service.pipeline import Pipeline

DATA = b"""
id: harbour
version: "1"
languages: [en, de]
topics:
  fishing: {label: Fishing, phrases: {en: [catch quota], de: [Fangquote]}}
"""
ARTICLE = "Catch quota\n\nThe ministers agreed on a catch quota for herring on Monday, after a night of talks."


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def compiled(monkeypatch) -> list[bytes]:
    """What is compiled, not taken from the cache."""
    done: list[bytes] = []
    compile_ = taxonomy.compile_taxonomy

    def watched(data, **options):
        done.append(data)
        return compile_(data, **options)

    monkeypatch.setattr(taxonomy, "compile_taxonomy", watched)
    return done


def read(cache: Cache | None, data: bytes = DATA, languages: tuple[str, ...] = ("en",)) -> taxonomy.Taxonomy:
    return cached_taxonomy(data, name="harbour.yaml", languages=languages, cache=cache)


def test_it_is_compiled_once(cache, compiled):
    assert not keeps_taxonomy(DATA, ("en",), cache)
    first, second = read(cache), read(cache)
    assert compiled == [DATA]
    assert keeps_taxonomy(DATA, ("en",), cache)
    assert (first.ref, first.written, first.concepts) == (second.ref, second.written, second.concepts)


def test_another_file_or_other_languages_are_compiled_anew(cache, compiled):
    changed = DATA.replace(b"catch quota", b"landing quota")
    read(cache)
    assert read(cache, changed).written == ("landing quota",)
    assert read(cache, DATA, ("de",)).written == ("Fangquote",)
    assert read(cache, DATA, ("en", "de")).written == ("catch quota", "Fangquote")
    assert read(cache, DATA + b"\n").ref.sha256 != read(cache).ref.sha256
    assert len(compiled) == 5


def test_without_the_files_digest_a_changed_file_would_be_taken_for_the_old_one(cache, monkeypatch):
    """The control of the test before."""
    monkeypatch.setattr(cached, "taxonomy_digest", lambda data, languages: taxonomy_digest(b"", languages))
    read(cache)
    assert read(cache, DATA.replace(b"catch quota", b"landing quota")).written == ("catch quota",)


@pytest.mark.parametrize(
    "changed",
    [
        "patterns.py",
        "phrases.py",
        "taxonomy_store.py",
        "yaml_nodes.py",
        "taxonomy_reader.py",
        "concept_reader.py",
        "yaml/__init__.py",
    ],
)
def test_a_change_of_what_compiles_is_another_digest(monkeypatch, changed):
    before, model, read_bytes = taxonomy_digest(DATA, ("en",)), model_digest(), Path.read_bytes
    assert before == taxonomy_digest(DATA, ("en",))
    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path) + b"#" * str(path).endswith(f"/{changed}"))
    assert taxonomy_digest(DATA, ("en",)) != before
    assert model_digest() == model


@pytest.mark.parametrize("changed", ["language.py", "language_store.py", "model.npz.xz", "py3langid/__init__.py"])
def test_a_change_of_the_language_model_is_another_digest(monkeypatch, changed):
    before, read_bytes = model_digest(), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path) + b"#" * str(path).endswith(f"/{changed}"))
    assert model_digest() != before


def test_another_python_is_another_digest(monkeypatch):
    before = taxonomy_digest(DATA, ()), model_digest()
    monkeypatch.setattr(cached, "_platform", lambda: b"CPython 4")
    assert not set(before) & {taxonomy_digest(DATA, ()), model_digest()}


def test_all_that_compiles_is_in_the_digest():
    """Every module of the core that compiling a taxonomy loads, or the digest would miss a change in it."""
    code = (
        "import sys; from service.core.taxonomy import compile_taxonomy; from service.core import taxonomy_store;"
        f"compile_taxonomy({DATA!r}, name='t', languages=());"
        "print(*sorted(m for m in sys.modules if m.startswith('service.core.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": "."}, capture_output=True, check=True, text=True
    )
    ours = {"pattern_search", "patterns", "phrases", "taxonomy", "taxonomy_store", "wording"}
    assert {name.rpartition(".")[2] for name in done.stdout.split()} == ours | set(cached._COMPILERS)


def test_a_wrong_file_is_told_each_time(cache):
    for _ in range(2):
        with pytest.raises(TaxonomyError, match=r"harbour.yaml:\d+: .* did you mean"):
            read(cache, DATA.replace(b"label", b"lable"))


@pytest.mark.parametrize("rubbish", [b"{}", b"[1, 2]", b"\x00" * 99])
def test_well_kept_rubbish_is_compiled_anew(cache, compiled, rubbish):
    cache.write("taxonomy", taxonomy_digest(DATA, ("en",)), [rubbish])
    assert read(cache).written == ("catch quota",)
    assert compiled == [DATA]
    assert from_bytes(cache.read("taxonomy", taxonomy_digest(DATA, ("en",)))).written == ("catch quota",)


def test_where_sources_cannot_be_read_nothing_is_kept(cache, monkeypatch):
    def unreadable(path: Path) -> bytes:
        raise NotADirectoryError(20, "in a zip", str(path))

    monkeypatch.setattr(Path, "read_bytes", unreadable)
    assert read(cache).written == ("catch quota",)
    assert not cache.folder.exists()


def test_a_pipeline_says_the_same_with_and_without_a_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(language, "latin_model", functools.cache(language.latin_model))
    folder = tmp_path / "cache"
    path = tmp_path / "harbour.yaml"
    path.write_bytes(DATA)
    kinds = ("off", folder, folder)
    made = [Pipeline(path, languages=["en", "ja"], cache_folder=kind) for kind in kinds]
    assert {path.name.partition("-")[0] for path in folder.iterdir()} == {"taxonomy", "language"}
    first, *others = ([p.enrich(ARTICLE), p.enrich("大使は協議した。" * 9)] for p in made)
    plain = [[(a.topics, a.language, a.language_confidence, a.taxonomy) for a in found] for found in (first, *others)]
    assert plain[0] == plain[1] == plain[2]
    assert plain[0][0][0], "no topic was found, so that none was compared"
