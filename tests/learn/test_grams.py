"""What is counted while learning is what the classifier counts."""

from __future__ import annotations

import pytest
import yaml

from service.core.classify import explain
from service.core.taxonomy import parse_taxonomy
from service.learn.grams import count
from tests.learn.made import article

TEXTS = [
    (
        "Free trade at last",
        "The free trade talks, free-trade and all, ended. Traders' trade grew.\n\nFree trade again.",
    ),
    ("", "Hanoi signs. Trade of Hanoi grows\n\nHanoi, trade; hanoi trade, and hanoi trade now"),
    ("Họp báo", "Việt Nam họp báo ở Hà Nội. Họp báo lần hai, ngoại giao ngoại giao."),
    ("外交部発表", "外交部は発表した。外交部の発表は外交部で。"),
    ("会谈越来越多", "两国会谈越来越多，其中越南企业也越来越多。"),
    ("외교부 발표", "외교부는 발표했다. 외교부의 발표를 외교관이 들었다."),
    ("L’accord", "L'accord d'accord l’accord accords."),
]


@pytest.mark.parametrize("saturate", [True, False])
def test_every_count_is_the_classifiers_own(saturate):
    articles = [article(i, text, title=title) for i, (title, text) in enumerate(TEXTS)]
    found = count(articles * 3, least=3, saturate=saturate)
    assert {"free trade", "hanoi trade", "外交部", "외교", "họp báo", "accord"} <= set(found.phrases)
    assert any(phrase.endswith("*") for phrase in found.phrases)
    assert all("\ue000" not in phrase for phrase in found.phrases)
    terms = dict.fromkeys(found.phrases, 1.0)
    topics = {"x": {"label": "X", "terms": {"en": terms}}}
    file = {"id": "t", "version": "1", "languages": ["en"], "saturate": saturate, "topics": topics}
    taxonomy = parse_taxonomy(yaml.safe_dump(file, allow_unicode=True).encode(), name="t", languages=())
    dense = {(r, c): v for r, c, v in zip(found.values.rows, found.values.columns, found.values.values, strict=True)}
    for row, one in enumerate(articles):
        (topic,) = explain(one.title, one.text, taxonomy)
        theirs = {c.concept: c.value for c in topic.contributions}
        ours = {found.phrases[c]: v for (r, c), v in dense.items() if r == row}
        assert ours == pytest.approx(theirs, abs=1e-3)


def test_rare_and_common_phrases_are_left_out_but_known_words_stay():
    articles = [article(i, f"common word{'abc'[i % 3]} thing") for i in range(9)] + [article(9, "solitary other")]
    phrases = set(count(articles, least=3).phrases)
    assert "worda" in phrases
    assert not phrases & {"common", "thing", "solitary", "solitary other"}
    assert "solitary" in count(articles, least=3, known={"solitary"}).phrases
