"""What one pass of numpy counts in all blocks is what regular expressions count in each."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from service.core.html_marks import count_marks

COMMAS = re.compile(r"[,;:،؛、，；：]")
STOPS = re.compile(r"[.!?…؟۔।](?=\s)|[。！？]")
DIGITS = re.compile(r"\d")
WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
SIGNS = re.compile(r"[©®|»›→@#•]|\d:\d\d|https?:|www\.")

CHARACTERS = st.one_of(
    st.sampled_from("aZß ,;:،、，.!?…؟।。！？019٣๒©|»@#東京서울Ａ\u00a0\ud800😀"),
    st.sampled_from(["12:30", "https:", "http:", "www.", ". ", ": "]),
    st.characters(max_codepoint=0xFFFF),
)
BLOCKS = st.lists(
    st.lists(CHARACTERS, min_size=1).map("".join).map(lambda text: " ".join(text.split())).filter(bool), min_size=1
)


@given(BLOCKS)
@example(["Ends.", "begins so: 9", ":30 goes on"])
@example(["1", "2:30"])
def test_the_counts_are_those_of_regular_expressions(texts):
    marks = count_marks(texts)
    assert marks.length.tolist() == [len(text) for text in texts]
    assert marks.commas.tolist() == [len(COMMAS.findall(text)) for text in texts]
    assert marks.stops.tolist() == [len(STOPS.findall(text)) for text in texts]
    assert marks.digits.tolist() == [len(DIGITS.findall(text)) for text in texts]
    assert marks.wide.tolist() == [len(WIDE.findall(text)) for text in texts]
    assert marks.signs.tolist() == [SIGNS.search(text) is not None for text in texts]


def test_characters_beyond_the_first_plane_are_nothing():
    marks = count_marks(["😀😀 \U0001d7d8", "a"])
    assert (marks.length.tolist(), marks.digits.tolist(), marks.wide.tolist()) == ([4, 1], [0, 0], [0, 0])
