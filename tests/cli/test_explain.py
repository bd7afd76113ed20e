from __future__ import annotations

import math
import re

import orjson

from tests.cli.harness import ROOT, Terminal, json_lines, run

FEED = ROOT / "samples" / "feed"
SOME = FEED / "en-03-think-tank-looks-ahead.html"
OFF_TOPIC = FEED / "it-02-focaccia-di-casa.txt"
POISON = FEED / "poison-not-json.json"


def test_a_refused_article_is_told_and_the_others_are_shown():
    found = run("explain", SOME, POISON, OFF_TOPIC)
    page = found.stdout.decode()
    assert found.returncode == 1
    assert found.stderr.decode().startswith(f"{POISON}: refused in the stage decode, invalid_json: ")
    assert "⟦Forecasters⟧ urged to write shorter and sooner" in page
    assert "⟦strategic⟧ research and ⟦forecasting⟧" in page
    assert "threshold 0.47: given" in page
    assert " below" in page
    assert "signature" in page
    assert "off-topic: no topic reached its threshold" in page
    assert "Leggi anche" in page


def test_topics_without_evidence_are_named_too():
    page = run("explain", OFF_TOPIC).stdout.decode()
    silent = " ".join(page[page.index("Nothing spoke for:") :].split())
    assert "Party building" in silent
    assert "Strategic research and advice" in silent


def test_what_the_wording_says_is_shown_with_its_words_and_why_it_says_less(tmp_path):
    short = tmp_path / "short.txt"
    short.write_text(
        "Embassy helps stranded workers\n\nThe Vietnamese embassy evacuated forty stranded workers on Monday. Buses took them over "
        "the mountains to a harbour, where two ships of a private line were waiting; the consul counted names until midnight. Relatives "
        "had asked for help by telephone since fighting broke out, a hotline clerk said, and some of the men had walked three days.\n"
    )
    page = " ".join(run("explain", short).stdout.decode().split())
    assert "$wording (weight 0.6, a short" in page


def test_json_holds_the_parts_of_every_score_and_they_add_up():
    found = run("explain", SOME, POISON, "--json")
    explained, refused = json_lines(found.stdout)
    assert found.returncode == 1
    assert refused["refused"]["reason"] == "invalid_json"
    assert explained["input"] == str(SOME)
    assert {topic["id"] for topic in explained["event"]["topics"]} == {
        topic["id"] for topic in explained["topics"] if topic["score"] >= topic["threshold"]
    }
    for topic in explained["topics"]:
        log_odds = topic["bias"] - topic["penalty"] + sum(part["value"] for part in topic["contributions"])
        assert math.isclose(topic["score"], 1 / (1 + math.exp(-log_odds)), abs_tol=2e-4)
    assert all(set(piece) == {"kind", "rule", "text"} for piece in explained["removed"])


def test_a_terminal_gets_colours_instead_of_brackets():
    shown = Terminal("explain", SOME, width=72).finish()
    assert shown.code == 0
    assert "⟦" not in shown.text
    assert "\x1b[4;36m" in shown.raw
    assert max(map(len, shown.lines)) <= 72


def test_stdin_is_read_when_asked_for():
    event = orjson.dumps({"id": "x", "content": "The embassy met the minister of foreign affairs of Viet Nam."})
    found = run("explain", "-", "--json", stdin=event)
    assert json_lines(found.stdout)[0]["input"] == "stdin:1"


def test_each_topic_says_what_would_have_changed_it(tmp_path):
    article = {
        "id": "a",
        "title": "Vietnam and Laos hold talks",
        "content": "The prime minister of Laos came to Hanoi for an official visit on Monday. Peacekeepers were praised. A hotline opens.",
    }
    path = tmp_path / "a.jsonl"
    path.write_bytes(orjson.dumps(article))
    shown = run("explain", path).stdout.decode()
    assert "given without any one of these too" in shown
    assert "not given without peacekeeping" in shown
    assert re.search(r"\bgiven with \d\.\d\d more", shown)


def test_the_measures_behind_the_main_topic_add_up_and_put_it_first():
    article = FEED / "de-01-handelsreise-hai-phong.html"
    (explained,) = json_lines(run("explain", article, "--json").stdout)
    ranks = explained["main_topic"]
    assert ranks[0]["id"] == explained["event"]["primary_topic"]
    assert {rank["id"] for rank in ranks} == {topic["id"] for topic in explained["event"]["topics"]}
    assert [rank["total"] for rank in ranks] == sorted((rank["total"] for rank in ranks), reverse=True)
    assert all(math.isclose(rank["total"], sum(rank["parts"].values())) for rank in ranks)
    page = run("explain", article).stdout.decode()
    table = page[page.index("Which topic is the main one") :]
    assert re.search(r"rank +topic +opening +share +early +clear early +sentences +preference", table)
    assert table.index(ranks[0]["label"]) < table.index(ranks[1]["label"])


def test_what_markers_took_away_is_told_in_the_words_of_the_taxonomy(tmp_path):
    page = tmp_path / "talks.txt"
    page.write_text("The foreign ministers of Norway and Chile met in Oslo on Monday to discuss bilateral relations.")
    assert "`elsewhere`, none of `home`" in run("explain", page, COLUMNS="160").stdout.decode()
