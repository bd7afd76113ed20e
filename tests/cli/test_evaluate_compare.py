"""`communique evaluate` with two taxonomies, as a page, and against another sample."""

from __future__ import annotations

from html.parser import HTMLParser

import orjson
import pytest

from tests.cli.harness import ROOT, run

GOLD = ROOT / "tests" / "eval" / "gold.jsonl"
LABELS = ROOT / "samples" / "labels" / "sections.csv"
SECTIONS = ROOT / "samples" / "labels" / "sections.yaml"


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Every seventh of the shipped labels."""
    lines = LABELS.read_bytes().splitlines(keepends=True)
    path = tmp_path_factory.mktemp("gold") / "few.csv"
    path.write_bytes(b"".join([lines[0], *lines[1::7]]))
    return path


@pytest.fixture(scope="module")
def stricter(tmp_path_factory):
    path = tmp_path_factory.mktemp("taxonomy") / "stricter.yaml"
    path.write_text(f"calibration: {{threshold: 0.9}}\n{SECTIONS.read_text()}")
    return path


class _Page(HTMLParser):
    """Tags that were opened, and addresses that a browser would ask."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.asked += [f"{tag} {name}" for name, _ in attrs if name in {"src", "href", "srcset", "data", "action"}]


def test_two_taxonomies_are_compared_in_words_numbers_and_a_page(few, stricter, tmp_path):
    page = tmp_path / "report.html"
    arguments = ("evaluate", few, "-t", SECTIONS, "-t", stricter, "--resamples", "50")
    shown = run(*arguments, "--html", page)
    assert (shown.returncode, shown.stderr) == (0, b"")
    for words in ("of 30 articles changed", "topics_macro_f1", "Topics", "(wrong)"):
        assert words in shown.stdout.decode()
    found = orjson.loads(run(*arguments, "--json").stdout)
    comparison = found["comparison"]
    assert comparison["worse"] > 0
    assert comparison["figures"]["topics_micro_f1"]["change"]["value"] < 0
    assert found["report"]["figures"]["topics_micro_f1"]["value"] == pytest.approx(
        comparison["figures"]["topics_micro_f1"]["after"]
    )
    parsed = _Page(page.read_text(encoding="utf-8"))
    assert parsed.tags.count("svg") >= 3
    assert not parsed.asked
    assert "script" not in parsed.tags
    for words in ("What changed", "Changed articles", "Calibration", "Worst articles"):
        assert words in page.read_text(encoding="utf-8")


def test_a_page_of_one_taxonomy_shows_strangers_text_as_text(tmp_path):
    rows = [orjson.loads(line) for line in GOLD.read_bytes().splitlines()[:3]]
    events = [
        {"id": r["id"], "title": "<script>alert(1)</script>", "text": "<img src=x> & more", "language": "en",
         "topics": [{"id": "invented<b>", "score": 0.9, "evidence": [{"start": 0, "end": 4, "text": "<img"}]}]}
        for r in rows
    ]  # fmt: skip
    gold, predicted, page = tmp_path / "gold.jsonl", tmp_path / "events.jsonl", tmp_path / "page.html"
    gold.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    predicted.write_bytes(b"".join(orjson.dumps(event) + b"\n" for event in events))
    assert run("evaluate", gold, predicted, "--html", page, "--resamples", "10").returncode == 0
    parsed = _Page(page.read_text(encoding="utf-8"))
    assert {"script", "img", "b"}.isdisjoint(parsed.tags)
    assert "&lt;script&gt;" in page.read_text(encoding="utf-8")
    assert '<mark class="bad">&lt;img</mark>' in page.read_text(encoding="utf-8")


def test_three_taxonomies_or_two_beside_events_are_refused(few, stricter):
    for arguments in (("-t", "a", "-t", "b", "-t", "c"), (few, "-t", "a", "-t", "b")):
        found = run("evaluate", few, *arguments)
        assert found.returncode == 2
        assert b"two taxonomies are compared, without PREDICTED" in found.stderr


def event(i: int, topic: str | None) -> bytes:
    topics = [{"id": topic, "score": 0.6 + i // 2 % 4 / 10}] if topic else []
    return orjson.dumps({"id": str(i), "language": "en", "topics": topics}) + b"\n"


@pytest.fixture
def weeks(tmp_path):
    """Two weeks: in the second, half of the articles lost their topic."""
    last, this = tmp_path / "last.jsonl", tmp_path / "this.jsonl"
    last.write_bytes(b"".join(event(i, "trade") for i in range(300)))
    this.write_bytes(b"".join(event(i, "trade" if i % 2 else None) for i in range(300)))
    return last, this


def test_drift_is_told_with_a_verdict(weeks, tmp_path):
    last, this = weeks
    assert b"Verdict: steady" in run("evaluate", last, "--against", last).stdout
    shown = run("evaluate", this, "--against", last).stdout.decode()
    assert "Verdict: watch" in shown
    assert "articles without a topic: 0.0% before, 50.0% now" in shown
    stored = tmp_path / "last.json"
    stored.write_bytes(run("evaluate", last, "--profile", "--json").stdout)
    by_profile, by_events = (run("evaluate", this, "--against", path, "--json").stdout for path in (stored, last))
    assert by_profile == by_events
    assert b"300 articles, 0.0% without a topic" in run("evaluate", last, "--profile").stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no enriched event"),
        (b'{"articles": 3}', "no profile of this version; make it anew"),
        (b"x,y\n", "not JSON"),
        (b'{"id": "a", "content": "x"}\n', "`a` has no `topics` and `language`; give enriched events"),
        (b'{"id": 3}\n{"id": 4}\n', "no `id`; write enriched events"),
    ],
)
def test_what_cannot_be_compared_is_said(weeks, tmp_path, content, words):
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    found = run("evaluate", weeks[0], "--against", wrong)
    assert found.returncode == 2
    assert words in found.stderr.decode()


@pytest.mark.parametrize(("count", "words"), [(1, "1 article;"), (29, "29 articles;")])
def test_no_drift_is_judged_from_a_few_articles(weeks, tmp_path, count, words):
    few = tmp_path / "few.jsonl"
    few.write_bytes(b"".join(event(i, "trade") for i in range(count)))
    for arguments in ((few, "--against", weeks[0]), (weeks[0], "--against", few)):
        found = run("evaluate", *arguments)
        assert found.returncode == 2
        assert found.stderr.decode().startswith(f"error: {few}: {words} a drift is told from at least 30")
    assert run("evaluate", few, "--profile").returncode == 0


def test_what_a_comparison_of_samples_would_not_use_is_refused(weeks, tmp_path):
    found = run("evaluate", weeks[0], "--against", weeks[1], "--html", tmp_path / "page.html")
    assert found.returncode == 2
    assert found.stderr.startswith(b"error: --against and --profile look at events as they are; leave out --html")
