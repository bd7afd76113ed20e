"""Articles built to take long: they end soon, and each limit lets ordinary articles be."""

from __future__ import annotations

import re

import pytest

from service.core import mentions
from service.core.clean import DEFAULT_LIMITS, clean
from service.core.nesting import FEW_TAGS, attribute_pairs, sum_of_depths
from service.core.patterns import whole_words
from service.core.repair import repair_lines
from service.errors import Refused
from service.models import RawArticle, Reason, Record, Refusal
from service.pipeline import Pipeline
from tests.hostile import SENTENCE, hostile

PARAGRAPH = SENTENCE * 4


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_every_hostile_pattern_ends_as_an_article_or_a_refusal_that_is_foreseen(pipeline):
    for pattern in hostile():
        outcome = pipeline.process(Record(value=pattern.record(6_000)))
        assert not isinstance(outcome, Refusal) or outcome.reason is not Reason.INTERNAL_ERROR, (pattern.name, outcome)


# Nesting


def padded(page: str) -> str:
    """The page with so many tags behind it that it is looked at."""
    return page + "<br>" * (FEW_TAGS + 1)


def test_few_tags_are_not_looked_at_and_of_many_the_depths_are_summed():
    assert sum_of_depths("<div>" * FEW_TAGS) == 0
    nested = FEW_TAGS + 10
    assert sum_of_depths("<div>" * nested) == nested * (nested - 1) // 2


@pytest.mark.parametrize(
    "page", ["<p>x" * 20_000, "<ul>" + "<li>x" * 20_000 + "</ul>", "<div>x</div>" * 20_000, "</div>" * 20_000]
)
def test_elements_that_end_do_not_nest(page):
    assert sum_of_depths(page) <= 2 * page.count("<")


def test_tags_are_seen_in_whatever_case_and_with_attributes():
    page = padded('<DIV class="a"><Span>x</Span>')
    assert sum_of_depths(page) == 0 + 1 + 2 + (FEW_TAGS + 1)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 20_000,
        "<ul><li>" * 20_000,
        "<span>" * 8_000 + "<hr>" * 20_000,
        "<p>x</p>" * (DEFAULT_LIMITS.max_tags // 2 + 1),
    ],
)
def test_a_page_that_its_parser_would_choke_on_is_refused_unparsed(page):
    with pytest.raises(Refused) as refusal:
        clean(RawArticle("a", content=f"<html><body>{page}<p>{PARAGRAPH}</p>", content_type="text/html"))
    assert refusal.value.reason is Reason.WORK_LIMIT


def test_attributes_are_counted_where_one_tag_is_long_and_their_values_are_not():
    many = "".join(f"a{n}=b " for n in range(5_000))
    assert attribute_pairs(f"<p>{PARAGRAPH}</p><p {many}>x</p>") == 0, "too short to matter"
    assert attribute_pairs(f"<p>{PARAGRAPH * 200}</p><p {many}>x</p>") == 5_001**2
    assert (
        attribute_pairs(f"<p>{PARAGRAPH * 200}</p><p {many.replace('b', chr(34) + '> <' + chr(34))}>x</p>") == 5_001**2
    )
    assert attribute_pairs('<img src="data:' + "a/b " * 50_000 + '" alt="x">') < 100
    assert attribute_pairs(PARAGRAPH * 200) == 0


def test_a_script_that_compares_is_not_taken_for_a_tag_of_too_many_attributes():
    """Pages were refused for scripts such as this one, which reads like a tag with thousands of attributes."""
    script = "for (i = 0; i<a.length; i++) { " + "x = y + z ; " * 2_000 + "}"
    page = (
        f"<html><body><article>{''.join(f'<p>{PARAGRAPH}</p>' for _ in range(200))}</article><script>{script}</script>"
    )
    assert attribute_pairs(page) > 1_000**2
    assert clean(RawArticle("a", content=page, content_type="text/html")).text


def test_a_page_with_a_tag_of_too_many_attributes_is_refused_unparsed():
    page = "<p " + "".join(f"a{n}=b " for n in range(40_000)) + f">{PARAGRAPH}</p>"
    with pytest.raises(Refused) as refusal:
        clean(RawArticle("a", content=page, content_type="text/html"))
    assert (refusal.value.reason, "attributes" in refusal.value.detail) == (Reason.WORK_LIMIT, True)


def test_a_long_page_of_ordinary_markup_is_not_refused():
    page = "".join(
        f"<div><p>No. {n}: {PARAGRAPH} <a href=x>x</a> <b>{n}</b></p><ul><li>{n}</li></ul></div>\n"
        for n in range(3_000)
    )
    cleaned = clean(RawArticle("a", content=f"<html><body><article>{page}", content_type="text/html"))
    assert len(cleaned.text) > 1_000_000


# Lines and texts


def test_a_million_blank_lines_are_as_good_as_one():
    one = clean(RawArticle("a", content=f"Talks in Hanoi\n\n{PARAGRAPH}\n\n{PARAGRAPH}", content_type="text/plain"))
    many = clean(
        RawArticle(
            "a", content=f"Talks in Hanoi\n \n\n{PARAGRAPH}" + "\n\t\n" * 500_000 + PARAGRAPH, content_type="text/plain"
        )
    )
    assert many == one


def test_credits_within_credits_end():
    nested = "(Photo: " * 5_000 + "X" + ")" * 5_000
    assert clean(RawArticle("a", content=f"{PARAGRAPH}{nested} Then they met.", content_type="text/plain")).text


def test_a_glued_article_is_parted_where_the_text_has_the_noun_and_only_there():
    lines = repair_lines(["We saw lasbicicletas and lasmochilas here.", "The bicicletas went on, supermochilas too."])
    assert lines[0] == "We saw las bicicletas and lasmochilas here."


def test_a_match_grows_to_its_whole_word_but_not_to_megabytes():
    text = "x" * 1_000 + "minister" + "y" * 1_000
    start, end = whole_words(text, 1_000, 1_008, "*minister*")
    assert 8 < end - start <= 208
    assert whole_words("die Außenministerien tagten", 9, 17, "*minister*") == (4, 20)


def test_a_text_of_nothing_but_phrases_is_refused(pipeline, monkeypatch):
    monkeypatch.setattr(mentions, "MAX_MATCHES", 50)
    outcome = pipeline.process(Record(value=b'{"id": "a", "content": "%s"}' % (b"Vietnam and ASEAN met. " * 60)))
    assert (outcome.reason, outcome.stage) == (Reason.WORK_LIMIT, "topics")
    assert re.search("over 50 phrases", outcome.detail)
