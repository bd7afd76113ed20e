"""What holds for every text: offsets, determinism, bounds."""

from __future__ import annotations

import itertools
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from service.core.classify import classify, explain
from service.core.evidence import MAX_EVIDENCE
from service.core.patterns import fold
from service.core.phrases import build_index, find
from service.core.taxonomy import parse_taxonomy
from service.errors import TaxonomyError

TAXONOMY = parse_taxonomy(
    """\
id: a
version: "1"
languages: [en, de, vi, ko, zh]
markers: {home: {en: [home]}, elsewhere: {en: [abroad]}}
topics:
  one:
    label: One
    concepts:
      talks:
        phrases: {en: [bilateral talks, talks], de: ["*gespräch*"], vi: [hội đàm, hòa đàm], ko: [회담], zh: [会谈]}
      visit: {weight: 1, phrases: {en: [state visit, "visit*"]}, unless: {en: [home visit*]}}
  two:
    label: Two
    concepts:
      treaty: {weight: 2, near: [["sign*", ký], [treaty, "e-treaty", hiệp định]]}
      against: {weight: -2, phrases: {en: [rumour]}}
""".encode(),
    name="a.yaml",
    languages=[],
)
SENTENCES = (
    "bilateral talks|Spitzengespräche|hội đàm|hoà đàm|회담에서|会谈|state visits|home visit|signed e\u2011treaty|ký"
    "|treaty|hiệp định|rumour abroad|İ|’|-|\u00a0|\n\n|. |😀|x|\ud800"
)
WORDS = st.sampled_from(SENTENCES.replace("|", "| |").split("|"))
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join)).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@given(TEXTS)
def test_folding_keeps_length(text):
    assert len(fold(text)) == len(text)


@given(TEXTS, TEXTS)
def test_evidence_is_what_stands_at_its_offsets(title, text):
    for topic in classify(title, text, TAXONOMY).topics:
        assert 0 < len(topic.evidence) <= MAX_EVIDENCE
        for evidence in topic.evidence:
            assert evidence.start < evidence.end
            assert (title if evidence.in_title else text)[evidence.start : evidence.end] == evidence.text


@given(TEXTS, TEXTS)
def test_evidence_never_overlaps_and_is_in_order(title, text):
    for topic in classify(title, text, TAXONOMY).topics:
        spans = [(not e.in_title, e.start, e.end) for e in topic.evidence]
        assert spans == sorted(spans)
        for before, after in itertools.pairwise(spans):
            assert before[0] != after[0] or before[2] <= after[1]


@given(TEXTS, TEXTS)
def test_classify_is_explain_above_the_thresholds(title, text):
    result = classify(title, text, TAXONOMY)
    explained = [(t.id, t.score) for t in explain(title, text, TAXONOMY) if t.score >= t.threshold]
    assert [(t.id, t.score) for t in result.topics] == explained
    assert (result.primary in {t.id for t in result.topics}) if result.topics else result.primary is None


@given(TEXTS, TEXTS)
def test_scores_are_probabilities_and_repeatable(title, text):
    result = classify(title, text, TAXONOMY)
    assert all(0.0 <= topic.score <= 1.0 for topic in result.topics)
    assert result == classify(title, text, TAXONOMY)


@given(TEXTS)
def test_unrelated_paragraphs_change_no_score(text):
    before = {t.id: t.score for t in explain("Title", text, TAXONOMY)}
    after = {t.id: t.score for t in explain("Title", f"{text}\n\nquiet words", TAXONOMY)}
    assert before == after


@given(
    st.lists(st.sampled_from("abc "), min_size=1, max_size=40).map("".join), st.sampled_from(["a", "ab", "b c", "abc"])
)
def test_find_agrees_with_a_plain_search_for_whole_words(text, phrase):
    padded = f" {text} "
    plain = [i for i in range(len(text)) if padded[i : i + len(phrase) + 2] == f" {phrase} "]
    assert [start for start, _, _ in find(build_index([phrase]), text)] == plain


YAML = (
    "id: a\n;version: '1'\n;languages: [en]\n;topics:\n;  one:\n;    label: One\n;    phrases: [x]\n;    concepts:\n"
    ";      c: {weight: 1}\n;- ;? ;{;};[;];: ;&a ;*a;!!int ;|\n;\t;';\";~"
)
YAML_BITS = st.sampled_from(YAML.split(";"))


def problems(data: bytes) -> list[str]:
    """What is wrong with a file, nothing when it is a taxonomy; any other exception is the test's failure."""
    try:
        parse_taxonomy(data, name="x.yaml", languages=[])
    except TaxonomyError as error:
        return error.problems or ["x.yaml:0: refused without a reason"]
    return []


@given(st.one_of(st.binary(max_size=400), st.lists(YAML_BITS, max_size=25).map("".join).map(str.encode)))
def test_any_bytes_are_a_taxonomy_or_problems_with_a_line(data):
    assert all(re.match(r"x\.yaml:[1-9][0-9]*: .", problem) for problem in problems(data))
