"""Finding taxonomy files, ours by name and a user's by path."""

from __future__ import annotations

import pytest

from service.edges.settings import Settings
from service.edges.taxonomies import read_taxonomy, shipped
from service.errors import TaxonomyError


def test_shipped_names_are_told_in_order_without_ending():
    names = shipped()
    assert names == sorted(names)
    assert "vietnam-diplomacy" in names
    assert not any(name.endswith((".yaml", ".py", ".md")) for name in names)


def test_the_default_taxonomy_is_shipped():
    assert Settings.model_fields["taxonomy"].default in shipped()


def test_each_shipped_taxonomy_is_read_by_its_name():
    for name in shipped():
        data, called = read_taxonomy(name)
        assert called == f"{name}.yaml"
        assert f"id: {name}".encode() in data


def test_a_path_is_read_and_called_by_itself(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"id: mine\n")
    assert read_taxonomy(str(path)) == (b"id: mine\n", str(path))


def test_a_shipped_name_is_not_taken_for_a_file_that_lies_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vietnam-diplomacy").write_bytes(b"id: impostor\n")
    assert b"impostor" not in read_taxonomy("vietnam-diplomacy")[0]
    assert b"impostor" in read_taxonomy("./vietnam-diplomacy")[0]


@pytest.mark.parametrize("name", ["no-such", "no/such.yaml", "../taxonomies/none.yaml", "."])
def test_what_cannot_be_read_is_refused_with_the_shipped_names(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TaxonomyError) as caught:
        read_taxonomy(name)
    (problem,) = caught.value.problems
    assert problem.startswith(f"{name}: ")
    assert "vietnam-diplomacy" in problem


def test_a_name_with_a_null_in_it_is_refused():
    with pytest.raises(TaxonomyError):
        read_taxonomy("no\0such")


def test_an_empty_name_is_refused():
    with pytest.raises(TaxonomyError):
        read_taxonomy("")
