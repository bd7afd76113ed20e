"""The article is found whatever the layout and the language: eight layouts in thirteen languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.core.html import article_blocks
from tests.unit.html_articles import SAMPLES, Sample

FLOOR = 0.95
"""Mean word F1 over the languages, for each layout and over all."""


def links(texts: tuple[str, ...], around: str = "li") -> str:
    return "".join(f"<{around}><a href='/{i}'>{text}</a></{around}>" for i, text in enumerate(texts))


def paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def semantic(s: Sample) -> str:
    return (
        f"<header><nav><ul>{links(s.menu)}</ul></nav></header><main><article><h1>{s.title}</h1>"
        f"<figure><img src=a.jpg><figcaption>{s.caption}</figcaption></figure>{paragraphs(s.paragraphs)}</article></main>"
        f"<aside><h2>+</h2><ul>{links(s.teasers)}</ul></aside><footer><p>{s.rights}</p></footer>"
    )


def classes(s: Sample) -> str:
    a, b, c, d = s.paragraphs
    return (
        f"<div class=top-menu><ul>{links(s.menu)}</ul></div><div class=wrapper><h1 class=title>{s.title}</h1>"
        f"<div class=article-body><p>{a}</p><p>{b}</p><div class=related-inline><a href=/r>{s.teasers[0]}</a></div>"
        f"<p>{c}</p><p>{d}</p></div><div class=sidebar><ul>{links(s.teasers)}</ul></div></div>"
        f"<div class=footer>© 2025 {s.rights}</div>"
    )


def nested_tables(s: Sample) -> str:
    return (
        f"<table><tr><td><table><tr>{links(s.menu, 'td')}</tr></table></td></tr><tr><td><table><tr><td width=20%>"
        f"{links(s.teasers, 'div')}</td><td><font size=4><b>{s.title}</b></font><br><br>{'<br><br>'.join(s.paragraphs)}"
        f"</td></tr></table></td></tr><tr><td><small>{s.rights}</small></td></tr></table>"
    )


def breaks_only(s: Sample) -> str:
    return f"<h1>{s.title}</h1>\n{'<br><br>'.join(s.paragraphs)}<br><br><hr><small>{s.rights}</small>"


def amp(s: Sample) -> str:
    return (
        f"<amp-sidebar><ul>{links(s.menu)}</ul></amp-sidebar><article class=amp-wp-article><h1>{s.title}</h1>"
        f"<div class=amp-wp-article-content>{paragraphs(s.paragraphs[:2])}<amp-ad width=300></amp-ad>"
        f"<blockquote>{s.paragraphs[2]}</blockquote><p>{s.paragraphs[3]}</p></div></article>"
        f"<amp-list class=recommendations>{links(s.teasers, 'div')}</amp-list><footer>{s.rights}</footer>"
    )


def comments(s: Sample) -> str:
    thread = "".join(f"<li class=comment><p>{text}</p></li>" for text in s.comments)
    return (
        f"<div id=cookie-consent><p>{s.notice}</p><button>OK</button></div><div id=content><div class='post hentry'>"
        f"<h1 class=entry-title>{s.title}</h1><div class=entry-content>{paragraphs(s.paragraphs)}</div></div>"
        f"<div id=comments class=comments-area><ol class=comment-list>{thread}</ol></div></div>"
        f"<div id=colophon class=site-footer>{s.rights}</div>"
    )


def broken(s: Sample) -> str:
    return (
        f"<div class=nav>{links(s.menu, 'span')}<div class=story><h1>{s.title}</h2><p>{'<p>'.join(s.paragraphs)}"
        f"</div></b></div></div><div class=footer><p>{s.rights}"
    )


def live_blog(s: Sample) -> str:
    posts = "".join(
        f"<div class=live-post><time>1{i}:00</time><p>{text}</p></div>" for i, text in enumerate(s.paragraphs)
    )
    return (
        f"<nav><ul>{links(s.menu)}</ul></nav><main><h1>{s.title}</h1><section class=live-blog>{posts}</section></main>"
        f"<section class=most-read><ol>{links(s.teasers)}</ol></section><footer>{s.rights}</footer>"
    )


def fragment(s: Sample) -> str:
    return paragraphs(s.paragraphs)


LAYOUTS = [semantic, classes, nested_tables, breaks_only, amp, comments, broken, live_blog, fragment]


def tokens(text: str) -> Counter[str]:
    """Words; single characters of scripts that part no words with spaces."""
    return Counter(re.findall(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+", text.casefold()))


def f1(text: str, gold: str) -> float:
    have, want = tokens(text), tokens(gold)
    return 2 * sum((have & want).values()) / (sum(have.values()) + sum(want.values()))


def found(layout: Callable[[Sample], str], language: str) -> float:
    sample = SAMPLES[language]
    page = f"<!doctype html><html lang={language}><head><title>{sample.title}</title></head><body>{layout(sample)}"
    blocks = article_blocks(LexborHTMLParser(page), max_blocks=1000, max_depth=200)
    return f1("\n".join(blocks.article), "\n".join(sample.paragraphs))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_layout_is_read_in_every_language(layout):
    scores = {language: found(layout, language) for language in SAMPLES}
    assert sum(scores.values()) / len(scores) >= FLOOR, scores


@pytest.mark.parametrize("language", SAMPLES)
def test_a_language_is_read_in_every_layout(language):
    scores = {layout.__name__: found(layout, language) for layout in LAYOUTS}
    assert sum(scores.values()) / len(scores) >= FLOOR, scores


def test_the_score_falls_when_the_page_is_taken_whole():
    """The control: without telling the article from the rest the floor is missed."""
    sample = SAMPLES["en"]
    whole = LexborHTMLParser(comments(sample)).body.text(separator=" ")
    assert f1(whole, "\n".join(sample.paragraphs)) < FLOOR
