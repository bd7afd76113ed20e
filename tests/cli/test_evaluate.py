"""`communique evaluate` and `communique taxonomy calibrate` as a person runs them."""

from __future__ import annotations

import re

import orjson
import pytest

from tests.cli.harness import ROOT, run

GOLD = ROOT / "tests" / "eval" / "gold.jsonl"


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Twelve of the labelled articles: enough for every table, quick to run."""
    path = tmp_path_factory.mktemp("gold") / "few.jsonl"
    path.write_bytes(b"".join(GOLD.read_bytes().splitlines(keepends=True)[::5]))
    return path


def test_a_report_for_people_has_every_table(few):
    found = run("evaluate", few, "--resamples", "50")
    page = found.stdout.decode()
    assert (found.returncode, found.stderr) == (0, b"")
    for words in ("12 articles, 12 stories", "text_f1", "topics_macro_f1", "Topics", "Languages", "Calibration", "ECE"):
        assert words in page


@pytest.mark.slow
def test_events_scored_from_a_file_have_the_figures_of_the_pipeline(few, tmp_path):
    raw = [orjson.loads(line) for line in few.read_bytes().splitlines()]
    events = [{"id": row["id"], "content": row["raw"], "content_type": "text/plain"} for row in raw]
    enriched = run("enrich", "-", stdin=b"".join(orjson.dumps(event) + b"\n" for event in events))
    predicted = tmp_path / "enriched.jsonl"
    predicted.write_bytes(enriched.stdout)
    whole, scored = (
        orjson.loads(run("evaluate", *arguments, "--json", "--resamples", "20", "--seed", "3").stdout)
        for arguments in ((few, "--jobs", "2"), (few, predicted))
    )
    assert scored["figures"] == whole["figures"]
    assert scored["topics"] == whole["topics"]
    # Events carry only the topics given; the pipeline here knows the scores of the others too.
    assert scored["calibration"]["pairs"] <= whole["calibration"]["pairs"]
    predicted.write_bytes(b"".join(enriched.stdout.splitlines(keepends=True)[1:]))
    shorter = orjson.loads(run("evaluate", few, predicted, "--json", "--resamples", "0").stdout)
    assert shorter["missing"] == [raw[0]["id"]]
    assert shorter["figures"]["text_f1"]["value"] < whole["figures"]["text_f1"]["value"]
    assert shorter["figures"]["text_f1"]["low"] is None


@pytest.mark.slow
def test_halves_add_up(few):
    counts = [
        orjson.loads(run("evaluate", few, "--half", half, "--json", "--resamples", "0").stdout)["articles"]
        for half in ("even", "odd")
    ]
    assert sum(counts) == 12
    assert min(counts) > 0


@pytest.mark.slow
def test_what_is_wrong_is_told_with_line_and_mend(few, tmp_path):
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_bytes(
        few.read_bytes()
        + b'{"id": "z", "lang": "en", "raw": "x", "topics": ["party_bulding"], "primary": "party_bulding"}\n'
    )
    found = run("evaluate", wrong)
    assert found.returncode == 2
    assert found.stderr.decode().startswith(f"error: {wrong}:13: `topics` holds `party_bulding`, which the taxonomy")
    assert "did you mean `party_building`?" in found.stderr.decode()
    for arguments, words in (
        (("evaluate", tmp_path / "none.jsonl"), "none.jsonl: No such file or directory; give a CSV or JSONL file"),
        (("evaluate", few, "--half", "third"), "--half third: no such half; write even or odd"),
        (("evaluate", few, "--html", tmp_path), "a folder; name a file in it"),
        (("evaluate", few, GOLD.with_name("test_quality.py")), "test_quality.py:1: not JSON"),
    ):
        found = run(*arguments)
        assert found.returncode == 2
        assert words in found.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize(("slope", "is_good"), [(None, True), (0.4, False)])
def test_the_shipped_calibration_is_about_as_good_as_a_fitted_one(tmp_path, slope, is_good):
    """On articles that nothing was learned on: those that were are told more surely than any others.

    The second is the control: scores pulled to the middle are seen.
    """
    everything = tmp_path / "everything.jsonl"
    files = "columns", "lessons_held_out", "accounts_held_out", "notices"
    everything.write_bytes(b"".join(GOLD.with_name(f"{name}.jsonl").read_bytes() for name in files))
    taxonomy = tmp_path / "taxonomy.yaml"
    shipped = (ROOT / "service" / "taxonomies" / "vietnam-diplomacy.yaml").read_text(encoding="utf-8")
    taxonomy.write_text(re.sub("slope: [0-9.]+", f"slope: {slope}", shipped) if slope else shipped, encoding="utf-8")
    found = orjson.loads(run("evaluate", everything, "--taxonomy", taxonomy, "--resamples", "0", "--json").stdout)
    as_it_is, refitted = found["calibration"], found["calibration_refitted"]
    assert (as_it_is["ece"] <= 0.08 and as_it_is["gain"] > refitted["gain"] - 0.03) == is_good


SHEET = (
    "text,language,topics\n"
    "The court freed two men,en,crime\n"
    "The court freed two men,en,crime\n"
    "The match ended in a draw,en,sport\n"
    ",en,sport\n"
    "A vote on the budget,en,politics\n"
    "A vote on the budget,en,business\n"
)


def test_rows_of_a_sheet_that_train_leaves_out_are_left_out_with_the_same_warnings(tmp_path):
    sheet, events = tmp_path / "sheet.csv", tmp_path / "events.jsonl"
    sheet.write_text(SHEET)
    events.write_bytes(
        b'{"id": "2", "topics": [{"id": "crime", "score": 0.9}], "primary_topic": "crime", "language": "en"}\n'
    )
    found = run("evaluate", sheet, events, "--resamples", "0", "--json")
    assert found.returncode == 0
    assert orjson.loads(found.stdout)["articles"] == 2
    assert found.stderr.decode().splitlines() == [
        f"warning: {sheet}: 1 without a text, left out (line 5)",
        f"warning: {sheet}: 1 repeated, left out (line 3)",
        f"warning: {sheet}: 2 of one text with different topics, left out (lines 6, 7)",
    ]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "id,text,language,topics\na,A vote,en,politics\na,A match,en,sport\n",
            "{0}:3: the id `a` stands in {0}:2 too; give each its own",
        ),
        (
            "text,language,topics\nA vote,en,politics\nA vote,en,business\n",
            "{0}: no article is left; give each text one row",
        ),
    ],
    ids=["two rows with one id", "contradictions alone"],
)
def test_sheets_that_tell_no_article_apart_are_refused(tmp_path, rows, told):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(rows)
    found = run("evaluate", sheet, sheet)
    assert found.returncode == 2
    assert f"error: {told.format(sheet)}" in found.stderr.decode()


def test_calibrate_wants_enough_labels(few, tmp_path):
    tiny = tmp_path / "tiny.jsonl"
    tiny.write_bytes(few.read_bytes().splitlines(keepends=True)[0])
    found = run("taxonomy", "calibrate", tiny)
    assert found.returncode == 2
    assert "label more articles, at least 10 of each are needed" in found.stderr.decode()
