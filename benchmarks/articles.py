"""Raw articles in any number for the benchmarks: flattened text of 5 KB and pages of 80 KB, no two alike.

Their words are those that the tests wrote for themselves, in 13 languages. A number stands in every line of the body,
so that nothing which remembers lines knows them; the furniture around it repeats, as it does on a site.
"""

from __future__ import annotations

import json
from functools import cache
from html import escape

from benchmarks.lines import articles
from tests.eval.pages import ARTICLES, page

PAGE_BYTES = 80_000
COPIES = 6
"""Times that a page tells its article, with other numbers: some 4 KB of text."""
_SCRIPT = "window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments);}gtag('js',new Date());\n"
_STYLE = ".c%d{margin:0 auto;padding:4px 8px;color:#%06x;font:400 15px/1.5 sans-serif;border-bottom:1px solid #ddd}\n"


@cache
def _bodies() -> list[list[str]]:
    """The body lines of each language's pages."""
    return [[text for text, label in page(language, 0).lines if label == "body"] for language in ARTICLES]


@cache
def _flattened() -> list[list[str]]:
    return [text.split("\n") for text in articles()]


def flattened(number: int) -> bytes:
    """A raw event of text that a crawler has flattened, about 5 KB."""
    lines = [_numbered(line, number) for line in _flattened()[number % len(_flattened())]]
    return _event(number, "\n".join(lines), "text/plain")


def short(number: int) -> bytes:
    """A raw event of two of an article's paragraphs, about half a KB."""
    body = _bodies()[number % len(_bodies())]
    lines = [f"{line[:-1]} {number}{line[-1]}" for line in (body[0], body[1 + number % (len(body) - 1)])]
    return _event(number, "\n".join(lines), "text/plain")


def html(number: int) -> bytes:
    """A raw event of a page of about 80 KB: an article among menus, styles, scripts, related links and a footer."""
    body = _paragraphs(number)
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in body)
    title = escape(html_heading(number))
    before, after = _around()
    content = (
        f"<!DOCTYPE html><html><head><title>{title}</title>{before}<article><h1>{title}</h1>"
        f"{paragraphs}</article>{after}</body></html>"
    )
    return page_event(number, content)


def page_event(number: int, page: str) -> bytes:
    """A raw event of any page."""
    return _event(number, page, "text/html")


def html_heading(number: int) -> str:
    """The heading of the page `html(number)`."""
    return f"{_paragraphs(number)[0][:70]} {number}"


def html_text(number: int) -> str:
    """What of the page `html(number)` is the article, without its heading."""
    return "\n".join(_paragraphs(number))


def _paragraphs(number: int) -> list[str]:
    lines = _bodies()[number % len(_bodies())]
    return [f"{line[:-1]} {10 * number + time}{line[-1]}" for time in range(COPIES) for line in lines]


def _numbered(line: str, number: int) -> str:
    return f"{line[:-1]} {number}{line[-1]}" if len(line) > 80 else line


def _event(number: int, content: str, content_type: str) -> bytes:
    event = {"id": f"a{number:09d}", "content": content, "content_type": content_type}
    return json.dumps(event, ensure_ascii=False).encode()


@cache
def _around() -> tuple[str, str]:
    """What stands before and after the article on every page of the site."""
    style = "".join(_STYLE % (number, number * 4099 % 0xFFFFFF) for number in range(160))
    links = "".join(f'<li class="c{n}"><a href="/section/{n}">Section {n}</a></li>' for n in range(120))
    before = f"<style>{style}</style><script>{_SCRIPT * 60}</script></head><body><nav><ul>{links}</ul></nav>"
    cards = "".join(
        f'<div class="card c{n}"><a href="/story/{n}"><img src="/i/{n}.jpg" alt="Story {n}"><h3>What else happened, '
        f"part {n}</h3></a><span class=time>{n} hours ago</span></div>"
        for n in range(150)
    )
    rest = PAGE_BYTES - len(before) - len(cards) - 6000
    after = f"<aside>{cards}</aside><footer>{links}</footer><script>{_SCRIPT * max(1, rest // len(_SCRIPT))}</script>"
    return before, after
