"""Which blocks of a page are its article."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.core.clean import clean
from service.core.html import ArticleBlocks, article_blocks
from service.errors import Refused
from service.models import CleanArticle, RawArticle

FIRST = "The port authority said on Monday that the ferry would sail twice a day from the first week of October."
SECOND = "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge."
THIRD = "The old line closed eleven years ago, when a storm broke the pier; rebuilding it took three tenders."


def blocks(body: str) -> ArticleBlocks:
    return article_blocks(LexborHTMLParser(f"<html><body>{body}</body></html>"), max_blocks=1000, max_depth=200)


def cleaned(body: str, head: str = "") -> CleanArticle:
    page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return clean(RawArticle(id="a", url="https://harbour.example/1", content=page, content_type="text/html"))


ARTICLE = f"<p>{FIRST}</p><h2>Fares</h2><p>{SECOND}</p><p>{THIRD}</p>"


def test_the_article_is_told_from_what_stands_around_it() -> None:
    article = cleaned(
        "<nav><a href=/>Home</a><a href=/w>World</a></nav><h1>Ferry line reopens</h1>"
        f"<div class=article-body>{ARTICLE}</div>"
        "<div class=related-posts><h3>More</h3><ul><li><a href=/2>Bridge closed for a week</a></li>"
        "<li><a href=/3>Fish prices fall in the north</a></li></ul></div>"
        "<div id=comments><p>I have waited for this ferry for eleven long years, and now it comes, at last!</p></div>"
        "<footer><p>© 2025 The Harbour. All rights reserved. Reproduction only with the written leave of us.</p></footer>"
    )
    assert article.title == "Ferry line reopens"
    assert article.text == f"{FIRST}\n\nFares\n\n{SECOND}\n\n{THIRD}"


def test_captions_are_kept_apart() -> None:
    article = cleaned(
        f"<article>{ARTICLE}<figure><img src=x><figcaption>The new pier at dawn</figcaption></figure></article>"
    )
    assert "pier at dawn" not in article.text
    assert ("caption", "The new pier at dawn") in {(r.kind, r.text) for r in article.removed}


def test_a_page_that_stands_in_a_form_is_read() -> None:
    assert blocks(f"<form id=aspnetForm><div class=content>{ARTICLE}</div></form>").article == [
        FIRST,
        "Fares",
        SECOND,
        THIRD,
    ]


def test_scripts_and_styles_leave_nothing() -> None:
    assert cleaned(
        f"<style>p{{color:red}}</style><script>var a='words words';</script><article>{ARTICLE}</article>"
    ).text.startswith(FIRST)


def test_words_of_different_blocks_are_not_glued_and_inline_tags_do_not_part_words() -> None:
    page = f"<article><p>{FIRST}</p><p>The <b>fer</b>ry, <a href=/x>said</a> the <i>captain</i>,<br>is ready for the autumn and for its storms.</p></article>"
    assert blocks(page).article[1] == "The ferry, said the captain, is ready for the autumn and for its storms."


def test_two_line_breaks_part_paragraphs() -> None:
    assert blocks(f"<div class=content>{FIRST}<br><br>\n{SECOND}<br/> <br/>{THIRD}</div>").article == [
        FIRST,
        SECOND,
        THIRD,
    ]


def test_date_and_byline_over_the_article_are_read() -> None:
    article = cleaned(
        "<h1>Ferry line reopens</h1><div class=meta><span>By Mai Lan Tran</span></div><div class=date>16/07/2025 08:30 GMT+7</div>"
        f"<div class=content>{ARTICLE}</div>"
    )
    assert article.published_at == "2025-07-16T08:30:00+07:00"
    assert article.authors == ("Mai Lan Tran",)


def test_lists_and_quotations_in_the_article_stay() -> None:
    page = f"<article><p>{FIRST}</p><ul><li>two sailings a day</li><li>free for islanders</li></ul><blockquote>“We waited long,” she said.</blockquote><p>{SECOND}</p></article>"
    assert blocks(page).article == [
        FIRST,
        "two sailings a day",
        "free for islanders",
        "“We waited long,” she said.",
        SECOND,
    ]


def test_a_page_without_text_has_no_blocks() -> None:
    assert blocks("<div><img src=x></div>") == ArticleBlocks([], [], [])


@pytest.mark.parametrize("depth", [150, 400])
def test_deep_nesting_is_read_or_refused_but_never_exhausts_the_stack(depth: int) -> None:
    body = "<div>" * depth + f"<p>{FIRST}</p>"
    if depth > 200:
        with pytest.raises(Refused, match="work_limit"):
            blocks(body)
    else:
        assert blocks(body).article == [FIRST]


def test_the_declared_language_outlet_and_address_are_given() -> None:
    article = cleaned(
        f"<article>{ARTICLE}</article>",
        "<meta property=og:site_name content='The Harbour'><link rel=canonical href='/one'>",
    )
    assert (article.language, article.source_name, article.url) == ("en", "The Harbour", "https://harbour.example/one")


@pytest.mark.parametrize(
    "title",
    [
        "The Harbour Post - Ferry line reopens in October",
        "Ferry line reopens in October – The Harbour Post",
        "Port authority > Ferry line reopens in October",
    ],
)
def test_the_outlets_part_of_a_title_is_told_by_the_text_under_it(title: str) -> None:
    article = cleaned(
        f"<div class=b><p class=k>Ferry line reopens in October</p>{ARTICLE}</div>", f"<title>{title}</title>"
    )
    assert article.title == "Ferry line reopens in October"
    assert article.text.startswith(FIRST)


def test_labels_set_apart_by_style_alone_are_not_glued() -> None:
    article = cleaned(
        "<h1>Ferry line reopens</h1><p class=meta><span>Mai Lan Tran</span><span>16/07/2025 08:30</span></p>"
        f"<div class=content>{ARTICLE}</div>"
    )
    assert (article.published_at, article.authors) == ("2025-07-16", ("Mai Lan Tran",))


def test_a_drop_capital_stays_with_its_word() -> None:
    page = f"<article><p><span>T</span><span>he ferry sails again, the port authority said, and it will sail twice a day.</span></p><p>{FIRST}</p></article>"
    assert blocks(page).article[0].startswith("The ferry sails")
