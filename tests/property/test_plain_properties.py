"""Lines that the rules are spared are lines that no rule would take."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.core.captions import caption, image_number
from service.core.line_patterns import verdict
from service.core.plain import plain_lines
from tests.eval.furniture import furniture
from tests.eval.pages import ARTICLES

WORDS = sorted(
    {word for article in ARTICLES.values() for line in article.paragraphs for word in line.split()}
    | {word for places in furniture().values() for lines in places.values() for line in lines for word in line.split()}
)
SENTENCES = [line for article in ARTICLES.values() for line in article.paragraphs]
FURNITURE = [line for places in furniture().values() for lines in places.values() for line in lines]
sentence = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=6, max_size=40).map(lambda words: " ".join(words) + "."),
    st.tuples(st.sampled_from(FURNITURE), st.sampled_from(SENTENCES)).map(" ".join),
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(FURNITURE)).map(lambda both: " ".join(both) + "."),
)


@given(sentence)
@settings(max_examples=1500, deadline=None)
def test_a_plain_line_is_taken_by_no_rule(line: str) -> None:
    if plain_lines([line]):
        assert verdict(line) is None
        assert caption(line) is None
        assert image_number(line) is None


def test_running_text_is_plain() -> None:
    long = [line for line in SENTENCES if len(line) > 60 and line[0].isalpha() and ":" not in line]
    assert len(plain_lines(long)) >= 0.9 * len(long)


def test_a_suspect_line_is_not_plain() -> None:
    """The control: each of these is taken by a rule, and must not be spared it."""
    lines = [
        "Subscribe to our newsletter to get all of our stories about the harbour every day.",
        "Ministers meet on the coast and stay for dinner - ảnh 1 The minister speaks to guests.",
        "The ministers before the talks in the old town hall on the coast. (Photo: Harbour Press).",
        "By clicking you accept that this site uses cookies to measure what its readers do all day.",
    ]
    assert all(verdict(line) or caption(line) or image_number(line) is not None for line in lines)
    assert plain_lines(lines) == set()
