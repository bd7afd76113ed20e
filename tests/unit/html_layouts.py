"""Layouts of pages, each a function from a sample article to the body of a page; and the score of what is read from one.

Written for these tests: eleven kinds of markup in which the same article stands, in thirteen languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from tests.unit.html_articles import Sample


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


def paywall(s: Sample) -> str:
    return (
        f"<div id=cookiewall role=dialog><p>{s.notice}</p><button>OK</button></div><nav><ul>{links(s.menu)}</ul></nav>"
        f"<main><article class=is-premium><h1>{s.title}</h1><div class=article__body>{paragraphs(s.paragraphs)}"
        f"<div class=paywall-offer><h3>{s.menu[0]}+</h3><p>{s.notice}</p><a href=/abo>1 €</a></div></div></article></main>"
        f"<section class=read-next><ul>{links(s.teasers)}</ul></section><footer>{s.rights}</footer>"
    )


def lists(s: Sample) -> str:
    a, b, c, d = s.paragraphs
    return (
        f"<header><ul>{links(s.menu)}</ul></header><div class=page><div class=post-content><h1>{s.title}</h1><p>{a}</p>"
        f"<ul><li>{b}</li><li>{c}</li></ul><blockquote><p>{d}</p></blockquote></div>"
        f"<div class=widget><h4>+</h4><ul>{links(s.teasers)}</ul></div></div><footer><p>{s.rights}</p></footer>"
    )


Layout = Callable[[Sample], str]
LAYOUTS: tuple[Layout, ...] = (
    semantic,
    classes,
    nested_tables,
    breaks_only,
    amp,
    comments,
    broken,
    live_blog,
    fragment,
    paywall,
    lists,
)


def page(layout: Layout, language: str, sample: Sample) -> str:
    """A whole page: the layout's body under a head that names the language and the headline."""
    return f"<!doctype html><html lang={language}><head><title>{sample.title}</title></head><body>{layout(sample)}"


def tokens(text: str) -> Counter[str]:
    """Words; single characters of scripts that part no words with spaces."""
    return Counter(re.findall(r"[\u3040-\u9fff]|[^\W\u3040-\u9fff]+", text.casefold()))


def f1(text: str, gold: str) -> float:
    have, want = tokens(text), tokens(gold)
    return 2 * sum((have & want).values()) / (sum(have.values()) + sum(want.values()))
