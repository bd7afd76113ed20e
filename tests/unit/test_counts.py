"""Numbers in words, and one article in the pages that the commands print."""

from __future__ import annotations

import pytest

from service.cli.compare_view import print_profile
from service.cli.counts import counted
from service.measures.drift import profile


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1884, "1,884 stories")]
)
def test_one_is_not_written_as_many(number, words):
    assert counted(number, "story", "stories") == words


def test_an_s_is_added_where_nothing_else_is_said():
    assert [counted(number, "article") for number in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]


def test_a_page_on_one_article_speaks_of_one(capsys):
    print_profile(profile([{"language": "en", "topics": []}]))
    assert capsys.readouterr().out.startswith("1 article, 100.0% without a topic")
