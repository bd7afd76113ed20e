from __future__ import annotations

from pathlib import Path

import pytest

from service.edges import resources
from service.edges.resources import SHIPPED, resource
from service.errors import CommuniqueError


def shipped_tree(root: Path, text: str) -> Path:
    (root / "samples" / "feed").mkdir(parents=True)
    (root / "samples" / "feed" / "one.txt").write_text(text, encoding="utf-8")
    return root


def test_a_checkout_finds_files_beside_the_package():
    assert resource("samples", "article.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_folder_can_be_listed():
    assert "index.json" in {entry.name for entry in resource("samples", "feed").iterdir()}


@pytest.mark.parametrize("folder", SHIPPED)
def test_every_shipped_folder_is_here_and_in_the_wheel(folder):
    assert resource(folder).is_dir()
    root = Path(__file__).resolve().parents[2]
    assert f'"{folder}" = "service/_data/{folder}"' in (root / "pyproject.toml").read_text(encoding="utf-8")


def test_the_installed_package_comes_before_a_folder_beside_it(tmp_path, monkeypatch):
    inside = shipped_tree(tmp_path / "inside", "ours")
    beside = shipped_tree(tmp_path / "beside", "a stranger's")
    monkeypatch.setattr(resources, "_roots", lambda: (inside, beside))
    assert resource("samples", "feed", "one.txt").read_text(encoding="utf-8") == "ours"


def test_an_installation_without_the_wheels_folder_looks_beside_the_package(tmp_path, monkeypatch):
    beside = shipped_tree(tmp_path / "beside", "checkout")
    monkeypatch.setattr(resources, "_roots", lambda: (tmp_path / "none", beside))
    assert resource("samples", "feed", "one.txt").read_text(encoding="utf-8") == "checkout"


def test_the_package_is_looked_at_first():
    package, checkout = resources._roots()
    assert str(package).endswith("_data")
    assert checkout.joinpath("service", "models.py").is_file()


def test_what_is_missing_is_named():
    with pytest.raises(CommuniqueError, match=r"samples/feed/en-99\.html.*install it again"):
        resource("samples", "feed", "en-99.html")


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ("tests", "unit"),
        ("samples", "..", "pyproject.toml"),
        ("samples", "feed/index.json"),
        ("samples", ""),
        ("samples", "/etc/hostname"),
    ],
)
def test_paths_outside_the_shipped_folders_are_refused(parts):
    with pytest.raises(CommuniqueError, match="is not a path below samples or schemas"):
        resource(*parts)
