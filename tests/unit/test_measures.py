"""Figures over labelled articles, worked out by hand on articles small enough for it."""

from __future__ import annotations

import json
import math
import random

import pytest

from service.errors import InputError
from service.measures.bootstrap import intervals
from service.measures.calibration import (
    Pair,
    Platt,
    best_threshold,
    cross_validated,
    fit,
    measure,
    thresholds,
)
from service.measures.gold import GoldArticle, Repair, half_of, parse_gold, parse_repairs
from service.measures.report import Report, evaluate
from service.measures.tallies import Counts, figures, score_of
from service.measures.text import shingles, tokens

FERRY = {
    "id": "ferry",
    "lang": "en",
    "raw": "...",
    "title": "Ferry line opens",
    "published": "2026-03-01",
    "topics": ["transport", "trade"],
    "primary": "transport",
    "optional": ["tourism"],
    "lines": [
        {"text": "Ferry line opens", "label": "title"},
        {"text": "1 March 2026", "label": "dateline"},
        {"text": "A ferry crosses the bay every hour from today.", "label": "body"},
        {"text": "Tickets are sold on the quay and on board.", "label": "body"},
        {"text": "The ferry at its first call. Photo: R. Moss", "label": "caption"},
        {"text": "Read our newsletter for more", "label": "boilerplate"},
    ],
}
CAKE = {
    "id": "cake",
    "lang": "de",
    "raw": "...",
    "topics": [],
    "primary": None,
    "lines": [{"text": "Ein Kuchen aus Birnen und Nuss.", "label": "body"}],
}
FERRY_TEXT = "A ferry crosses the bay every hour from today.\n\nTickets are sold on the quay and on board."


def gold(*rows: dict) -> list[GoldArticle]:
    return parse_gold((json.dumps(row).encode() for row in rows), name="g.jsonl")


def event(id_: str, **fields: object) -> dict:
    topics = [{"id": t, "score": 0.9, "evidence": [{"text": t}]} for t in fields.pop("topics", [])]
    return {"id": id_, "title": "", "text": "", "language": "en", "topics": topics, **fields}


def report(*events: dict, rows=(FERRY, CAKE), **options) -> Report:
    return evaluate(gold(*rows), {e["id"]: e for e in events}, resamples=0, **options)


def value(found: Report, name: str) -> float:
    return found.figures[name].value


PERFECT = (
    event(
        "ferry",
        title="Ferry line opens",
        text=FERRY_TEXT,
        published_at="2026-03-01T08:00:00Z",
        topics=["transport", "trade"],
        primary_topic="transport",
    ),
    event("cake", text="Ein Kuchen aus Birnen und Nuss.", language="de"),
)


def test_a_perfect_pipeline_has_perfect_figures():
    found = report(*PERFECT)
    low = {"leak", "leak_shingles", "invented_title", "invented_date"}
    assert {name: figure.value for name, figure in found.figures.items()} == {
        name: float(name not in low) for name in found.figures
    }
    assert {
        "text_f1",
        "kept",
        "intact",
        "title",
        "date",
        "language",
        "primary",
        "off_topic",
        "topics_macro_f1",
    } <= found.figures.keys()
    assert (found.confusion, found.primary_confusion, found.worst, found.missing) == ([], [], [], ())


def test_articles_without_an_event_count_as_empty():
    found = report(PERFECT[1])
    assert found.missing == ("ferry",)
    assert (value(found, "text_f1"), value(found, "title"), value(found, "primary"), value(found, "language")) == (
        0.5,
        0.0,
        0.0,
        0.5,
    )


def test_leaks_are_counted_by_line_and_by_shingle():
    text = FERRY_TEXT + "\n\nRead our newsletter for more\n\nThe ferry at its first pier"
    found = report({**PERFECT[0], "text": text}, PERFECT[1])
    assert value(found, "leak") == 1 / 2  # the boilerplate whole; of the caption only its opening
    # of the caption's six shingles "the ferry at its" and "ferry at its first", of the boilerplate's two both
    assert value(found, "leak_shingles") == 4 / 8
    assert value(found, "kept") == 1.0
    assert value(found, "text_f1") < 1


def test_a_changed_letter_is_seen_by_intact_but_white_space_is_not():
    spaced = {**PERFECT[0], "text": FERRY_TEXT.replace(" ", "  ")}
    changed = {**PERFECT[0], "text": FERRY_TEXT.replace("quay", "Quay")}
    assert value(report(spaced, PERFECT[1]), "intact") == 1.0
    assert value(report(changed, PERFECT[1]), "intact") == pytest.approx(2 / 3)
    assert value(report(changed, PERFECT[1]), "kept") == 1.0  # kept looks at folded words


def test_known_defects_are_asked_of_the_text_mended():
    rows = ({**FERRY, "lines": [{"text": "Tickets aresold on the quay.", "label": "body"}]}, CAKE)
    repairs = [Repair("ferry", "aresold", "are sold")]
    mended = {**PERFECT[0], "title": "", "text": "Tickets are sold on the quay."}
    assert value(report(mended, rows=rows, repairs=repairs), "repairs") == 1.0
    assert value(report(mended, PERFECT[1], rows=rows, repairs=repairs), "kept") == 1.0
    assert (
        value(report({**mended, "text": "Tickets aresold on the quay."}, rows=rows, repairs=repairs), "repairs") == 0.0
    )
    assert value(report(mended, PERFECT[1], rows=rows), "kept") < 1.0


def test_topics_missed_wrong_and_optional():
    found = report(
        {
            **PERFECT[0],
            **event("ferry", title="Ferry line opens", topics=["transport", "tourism", "sport"], primary_topic="sport"),
        },
        event("cake", language="de", topics=["sport"]),
    )
    transport, trade, sport = (found.topics[t] for t in ("transport", "trade", "sport"))
    assert (transport.right, trade.missed, sport.wrong, "tourism" in found.topics) == (1, 1, 2, False)
    assert value(found, "topics_macro_f1") == 0.5  # transport 1, trade 0; sport is no one's topic
    assert value(found, "topics_micro_f1") == score_of(1, 2, 1).f1 == pytest.approx(0.4)
    assert (value(found, "primary"), value(found, "off_topic")) == (0.0, 0.0)
    assert [(c.missed, c.given, c.articles) for c in found.confusion] == [("-", "sport", 1), ("trade", "sport", 1)]
    assert [(c.missed, c.given) for c in found.primary_confusion] == [("transport", "sport")]
    worst = found.worst[0]
    assert (worst.id, worst.missed, worst.primary) == ("ferry", {"trade": None}, ("transport", "sport"))
    assert worst.wrong == {"sport": (0.9, ("sport",))}


def test_languages_stand_apart():
    found = report(*PERFECT)
    assert {language: figures_.articles for language, figures_ in found.languages.items()} == {"de": 1, "en": 1}
    assert found.languages["de"].figures["off_topic"] == 1.0


def test_unlabelled_lines_leave_text_out():
    rows = ({key: value for key, value in CAKE.items() if key != "lines"},)
    assert report(PERFECT[1], rows=rows).figures.keys() == {"language", "off_topic"}


def test_tokens_are_words_and_in_unspaced_scripts_characters():
    assert tokens("Dưới MƯA, 河内 2026!") == ["dưới", "mưa", "河", "内", "2026"]
    assert shingles(["a", "b"]) == {("a", "b"): 1}
    assert shingles(["a"] * 5) == {("a",) * 4: 2}
    assert shingles([]) == {}


def test_intervals_are_seeded_hold_the_figure_and_draw_whole_stories():
    tallies = [Counts({("sum", "title"): i % 3 == 0, ("of", "title"): 1}) for i in range(60)]
    alone = intervals(tallies, [str(i) for i in range(60)], resamples=300, seed=1)["title"]
    assert alone == intervals(tallies, [str(i) for i in range(60)], resamples=300, seed=1)["title"]
    assert alone[0] < 1 / 3 < alone[1]
    # Two stories only, one all right and one all wrong: draws are then all, half or nothing.
    by_story = intervals(tallies, ["right" if i % 3 == 0 else "wrong" for i in range(60)], resamples=300)["title"]
    assert by_story == (0.0, 1.0)
    assert intervals(tallies, ["s"] * 60, resamples=0) == {}


def test_halves_are_stable():
    assert [half_of(story) for story in ("ferry", "tide")] == ["odd", "even"]
    shares = [half_of(str(i)) for i in range(2000)].count("even")
    assert 900 < shares < 1100


def pairs_of(truth, scores, topic="t") -> list[Pair]:
    draw = random.Random(7)
    return [Pair(topic, s, draw.random() < truth(s), str(i)) for i, s in enumerate(scores)]


def test_scores_that_are_probabilities_are_calibrated_and_others_are_not():
    scores = [0.05 + 0.9 * i / 3000 for i in range(3000)]
    honest, sure = measure(pairs_of(lambda s: s, scores)), measure(pairs_of(lambda s: s / 2, scores))
    assert honest is not None
    assert sure is not None
    assert honest.ece < 0.03
    assert sure.ece > 0.2
    assert honest.gain > 0.25
    assert [b.pairs for b in honest.bins] == [300] * 10
    assert honest.base_brier == pytest.approx(honest.right / 3000 * (1 - honest.right / 3000))


def test_ece_and_brier_by_hand():
    found = measure(
        [Pair("t", 0.2, False, "a"), Pair("t", 0.4, True, "b"), Pair("t", 0.8, True, "c"), Pair("t", 1.0, True, "d")],
        bins=2,
    )
    assert found is not None
    assert found.brier == pytest.approx((0.04 + 0.36 + 0.04 + 0) / 4)
    assert found.ece == pytest.approx((2 * abs(0.3 - 0.5) + 2 * abs(0.9 - 1)) / 4)
    assert measure([]) is None


def test_platt_scaling_finds_the_line_that_made_the_truth():
    line = Platt(0.6, 0.5)
    found = fit(pairs_of(line.apply, [0.02 + 0.96 * i / 6000 for i in range(6000)]))
    assert found.slope == pytest.approx(0.6, abs=0.06)
    assert found.intercept == pytest.approx(0.5, abs=0.08)
    assert line.undo(line.apply(0.3)) == pytest.approx(0.3)


def test_separated_pairs_still_have_a_finite_line():
    found = fit([Pair("t", s, s > 0.5, str(s)) for s in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)])
    assert math.isfinite(found.slope)
    assert 0 < found.slope < 50


def test_cross_validation_mends_scores_without_their_own_story():
    scores = [0.05 + 0.9 * i / 2000 for i in range(2000)]
    sure = pairs_of(lambda s: s / 2, scores)
    before, after = measure(sure), measure(cross_validated(sure))
    assert before is not None
    assert after is not None
    assert after.ece < before.ece / 3
    # Flipping one story's truth leaves that story's own score as it was: it is never fitted on.
    one = [pair._replace(right=not pair.right) if pair.story == "5" else pair for pair in sure]
    assert {p.score for p in cross_validated(sure) if p.story == "5"} == {
        p.score for p in cross_validated(one) if p.story == "5"
    }


def test_thresholds_lie_in_the_gap_and_shrink_towards_the_common_one():
    clear = [Pair("a", s, s > 0.5, str(s)) for s in (0.2, 0.3, 0.4, 0.8, 0.9)]
    assert best_threshold(clear) == pytest.approx(0.6)
    assert best_threshold([Pair("a", 0.9, False, "x")]) == 0.5
    lenient = [Pair("b", s, right=True, story=f"b{s}") for s in (0.21, 0.31, 0.91)]
    common, own = thresholds(clear + lenient, shrink=20)
    assert min(common, best_threshold(lenient)) < own["b"] < max(common, best_threshold(lenient))
    assert abs(own["b"] - common) < abs(best_threshold(lenient) - common) / 4


def test_figures_of_nothing_are_none():
    assert figures(Counts()) == {}
    assert score_of(0, 0, 0) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": ""}, "`id` is no text; write a string"),
        ({"lang": "English"}, "`lang` is `English`; write an ISO 639-1 code"),
        ({"published": "1 March"}, "`published` is `1 March`; write YYYY-MM-DD"),
        ({"topics": "trade"}, "`topics` is no list of topic ids"),
        ({"topics": ["trade", "transprot"], "primary": "trade"}, "`transprot`, which the taxonomy does not know; did you mean `transport`?"),
        ({"primary": "tourism"}, "`primary` is `tourism`; write one of `topics`: transport, trade"),
        ({"topics": [], "primary": "trade"}, "`primary` is `trade` but `topics` is empty; write null, or add the topic"),
        ({"optional": ["trade"]}, "`trade` stands in `topics` and in `optional`; take it out of one"),
        ({"lines": [{"text": "x", "label": "bodi"}]}, "line 1 of `lines` has the label `bodi`; did you mean `body`?"),
        ({"lines": [{"label": "body"}]}, "line 1 of `lines` has no `text`"),
        ({"lines": "x"}, "`lines` is no list"),
        ({"title": 5}, "`title` is a JSON int; write a string or null"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_labelled_article_is_told_with_line_and_mend(change, words):
    lines = [json.dumps(CAKE).encode(), b"", json.dumps({**FERRY, **change}).encode()]
    with pytest.raises(InputError) as error:
        parse_gold(lines, name="g.jsonl", topics=["transport", "trade", "tourism"])
    assert str(error.value).startswith("g.jsonl:3: ")
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "g.jsonl: holds no labelled article"),
        ([b"{"], "g.jsonl:1: not JSON, expecting property name enclosed in double quotes at column 2; write one JSON"),
        ([b"\n", b"PDF\n"], "g.jsonl:2: not JSON, expecting value at column 1; write"),
        ([b"[1]"], "g.jsonl:1: a JSON list, not an object"),
        ([b'"\xff"'], "g.jsonl:1: not UTF-8"),
        ([b"[" * 100_000], "g.jsonl:1: not JSON"),
        ([json.dumps(CAKE).encode()] * 2, "g.jsonl:2: the id `cake` stands in g.jsonl:1 too"),
    ],
)
def test_files_that_are_no_labelled_articles_are_refused(lines, words):
    with pytest.raises(InputError, match=r"g\.jsonl") as error:
        parse_gold(lines, name="g.jsonl")
    assert words in str(error.value)


def test_repairs_name_labelled_articles():
    assert parse_repairs([b'{"id": "cake", "wrong": "a", "right": "b"}'], name="r", ids=["cake"]) == [
        Repair("cake", "a", "b")
    ]
    with pytest.raises(InputError, match="r:1: no labelled article has the id `cakes`; did you mean `cake`"):
        parse_repairs([b'{"id": "cakes", "wrong": "a", "right": "b"}'], name="r", ids=["cake"])
