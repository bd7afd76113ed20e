"""`communique train` as a person runs it."""

from __future__ import annotations

import csv

import orjson
import pytest

from tests.cli.harness import ROOT, Terminal, run

LABELS = ROOT / "samples" / "labels" / "sections.csv"
TAXONOMY = ROOT / "samples" / "labels" / "sections.yaml"


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The shipped labels learned from, on top of the shipped six phrases a section."""
    output = tmp_path_factory.mktemp("trained") / "better.yaml"
    found = run("train", LABELS, "--taxonomy", TAXONOMY, "-o", output, "--json")
    assert (found.returncode, found.stderr) == (0, b"")
    return output, orjson.loads(found.stdout)


def test_the_shipped_labels_make_the_shipped_taxonomy_better(trained):
    output, found = trained
    assert not found["kept"]
    assert found["change"]["topics_weighted_f1"]["change"]["low"] > 0.1
    assert found["articles"] == 210
    assert run("taxonomy", "check", output).returncode == 0
    assert "# Sections of a newspaper" in output.read_text()
    term = found["changes"][0]["terms"][0]
    assert set(term) == {"phrase", "language", "weight", "right", "articles", "mends", "spoils"}


def test_a_page_for_people_has_figures_and_phrases(tmp_path):
    few = tmp_path / "few.csv"
    few.write_bytes(
        b"".join(
            LABELS.read_bytes().splitlines(keepends=True)[:1] + LABELS.read_bytes().splitlines(keepends=True)[1::6]
        )
    )
    found = run("train", few, "-o", tmp_path / "few.yaml")
    page = found.stdout.decode()
    assert found.returncode == 0
    for words in (
        "35 articles, 35 stories, 7 topics",
        "On held-out stories",
        "topics_macro_f1",
        "health  threshold",
        "Written:",
    ):
        assert words in page


def test_a_terminal_sees_progress(tmp_path):
    few = tmp_path / "few.csv"
    few.write_bytes(b"".join(LABELS.read_bytes().splitlines(keepends=True)[::12]))
    shown = Terminal("train", few, "-t", TAXONOMY).finish()
    assert shown.code == 0
    assert "cross-validating" in shown.text


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["text", "topics"], ["x", "sprot"]], "`sprot` is no topic of the taxonomy (line 2); did you mean `sport`?"),
        ([["a", "b"], ["x", "y"]], "name them in the first line: id, title, text (or content), language, topics"),
        ([["text", "topics"], ["x", "sport"]], "1 article; label at least 10"),
        ([["text", "topics"], *[[f"x {i}", "sport"] for i in range(20)]], "every article has sport"),
    ],
)
def test_a_failed_run_says_why_and_leaves_the_old_file(rows, words, tmp_path):
    labels, output = tmp_path / "labels.csv", tmp_path / "out.yaml"
    with labels.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    output.write_text("old")
    found = run("train", labels, "-t", TAXONOMY, "-o", output)
    assert found.returncode == 2
    assert words in found.stderr.decode()
    assert output.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["labels.csv", "out.yaml"]


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path):
    found = run("train", LABELS, "-o", tmp_path / "none" / "out.yaml")
    assert found.returncode == 2
    assert b"no folder" in found.stderr
    found = run("train", LABELS, "-o", tmp_path)
    assert found.returncode == 2
    assert b"a folder; name a file in it" in found.stderr
    assert not list(tmp_path.iterdir())


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    labels = tmp_path / "huge.csv"
    with labels.open("wb") as file:
        file.truncate(1_000_000_000)
    found = run("train", labels, "-t", TAXONOMY)
    assert found.returncode == 2
    assert b"1,000,000,000 bytes, over 500,000,000; take a sample" in found.stderr


def test_doubtful_lines_are_warned_of(tmp_path):
    labels = tmp_path / "labels.csv"
    lines = LABELS.read_text().splitlines()[::8]
    labels.write_text("\n".join(["id,title,text,language,topics", *lines[1:], lines[1], "z,,,en,sport"]) + "\n")
    found = orjson.loads(run("train", labels, "-t", TAXONOMY, "--json").stdout)
    assert set(found["doubts"]) >= {"repeated, left out", "without a text, left out"}


def test_articles_of_one_story_are_told_before_anything_is_learned(tmp_path):
    rows = list(csv.reader(LABELS.read_text().splitlines()))[:40]
    with (tmp_path / "one.csv").open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *(["same", *row[1:]] for row in rows[1:])])
    found = run("train", tmp_path / "one.csv")
    assert found.returncode == 2
    assert (
        b"error: the 39 articles tell 1 of at least 5 different stories; give each an `id` of its own" in found.stderr
    )


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_a_workbook_is_told_from_text(tmp_path, command):
    book = tmp_path / "labels.xlsx"
    book.write_bytes(b"PK\x03\x04\x14\0\x06\0\x08\0")
    found = run(command, book)
    assert (found.returncode, found.stderr.decode()) == (
        2, f"error: {book}: a workbook or another packed file; save the sheet as CSV in UTF-8\n",
    )  # fmt: skip
