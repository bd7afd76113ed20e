"""Articles that are built to take long: each input is one pattern, repeated to whatever size is asked for.

The unit tests hold small ones to linear growth and to the limits; `benchmarks.limits` times them at full size.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

HTML, TEXT = "text/html", "text/plain"
SENTENCE = "The ministers of both countries met in Hanoi on Monday and agreed on a calendar of visits for next year. "
VIETNAMESE = "HộinghịngoạigiaocấpcaogiữahainướcđãdiễnratạiHàNội"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One pattern.

    Attributes:
        name: what it is.
        content_type: the type that the article declares.
        content: gives content of about so many bytes of UTF-8.
        more: further fields of the event, given the size too.
    """

    name: str
    content_type: str
    content: Callable[[int], str]
    more: Callable[[int], dict[str, object]] = lambda _: {}

    def record(self, size: int) -> bytes:
        """A raw event of about `size` bytes."""
        event = {"id": self.name, "content": self.content(size), "content_type": self.content_type, **self.more(size)}
        return json.dumps(event, ensure_ascii=False).encode("utf-8", "surrogatepass")


def repeated(piece: str, opening: str = "", closing: str = "") -> Callable[[int], str]:
    """Content made of one piece."""
    each = len(piece.encode("utf-8", "surrogatepass"))
    return lambda size: opening + piece * (size // each) + closing


def numbered(template: str, opening: str = "", closing: str = "") -> Callable[[int], str]:
    """Content of pieces that all differ: `template` with a number in it."""

    def make(size: int) -> str:
        pieces, length, number = [], 0, 0
        while length < size:
            piece = template.format(number)
            pieces.append(piece)
            length += len(piece.encode())
            number += 1
        return opening + "".join(pieces) + closing

    return make


def nested(tag: str, depth: int | None = None) -> Callable[[int], str]:
    """Elements within elements."""
    return lambda size: (n := depth or size // (2 * len(tag) + 5)) * f"<{tag}>" + SENTENCE * 3 + n * f"</{tag}>"


_CHARACTERS = {
    "one letter": "a", "spaces": " ", "no-break spaces": "\xa0", "ideographic spaces": "\u3000", "tabs": "\t", "line ends": "\n",
    "carriage returns": "\r", "dots": ".", "spaced dots": ". ", "commas": ",", "spaced commas": " ,", "quotation marks": '"',
    "apostrophes": "'", "low quotes": "„", "less-than signs": "<", "spaced less-than": "< ", "greater-than signs": "> ", "entities": "&amp;", "entities thrice": "&amp;amp;amp;",
    "open entities": "&#", "half entities": "&amp", "ampersands": "&", "emoji": "😀", "family emoji": "👨\u200d👩\u200d👧", "flags": "🇻🇳",
    "accents": "e\u0301", "one letter, many accents": "\u0301", "mojibake": "Ã¤", "mojibake words": "KÃ¶nig ", "vietnamese mojibake": "Viá»\x87t ", "zero-width": "\u200b",
    "joiners": "\u200d", "surrogate-like": "\ufffd", "hyphens": "-", "spaced hyphens": " -", "hyphen words": "a-b-", "dashes": "–", "pipes": "|", "spaced pipes": " | ", "stars": "*",
    "digits": "7", "dates": "2024-05-06 ", "times": "12:30 ", "german dates": "16.07.2024 ", "addresses": "http://a.example/b ", "mentions": "@a ", "hashes": "#a ", "hash": "#", "arrows": " > ",
    "opening brackets": "(", "square brackets": "[", "brackets": "()", "spaced brackets": "( ", "closing brackets": " )", "braces": "{", "colons": ": ", "semicolons": ";", "slashes": "/", "underscores": "_", "backslashes": "\\",
    "credits": "(Foto: ", "closed credits": "(Foto: X) ", "credits without spaces": "(Foto:X)a", "credits before capitals": "(Foto: X)A. ", "source brackets": "(Quelle: X). ", "photo words": "Photo: ", "rights": "© ", "by": "By ", "agencies": "(AFP) ", "cjk credits": "(摄影)", "cjk open": "（",
    "vietnamese without spaces": VIETNAMESE, "vietnamese": "Hội nghị ngoại giao ", "chinese": "外交部", "chinese sentences": "外交部长访问河内。", "korean": "외교부", "japanese": "外務省は", "arabic": "وزارة", "thai": "กระทรวง",
    "minister": "minister", "vietnamese minister": "vietnamminister", "diplomats": "外交部長官", "compound": "außenministerium",
    "capitals": "A", "capital words": "Ab", "camel": "aB", "camel words": "dasBuch", "sentence glue": "abc.Abc ", "glue": "abc,ab", "articles": "thehouses houses ", "turkish i": "İ", "sharp s": "ß", "ligatures": "ﬁ", "long s": "ſ",
    "sentences": SENTENCE, "no ends": "word ", "one phrase": "Vietnam ", "phrases": "Vietnam ASEAN UNCLOS South China Sea foreign minister ", "phrase pairs": "bilateral relations strategic partnership ", "hybrid": "a.b,c;d:e!f?g ",
    "control": "\x01", "line separators": "\u2028", "bom": "\ufeff", "soft hyphens": "a\u00ad", "right to left": "\u202e", "hangul jamo": "\u1112\u1161", "ellipses": "…", "more": "... ", "ups": "^ ", "percent": "%20", "base64": "data:image/png;base64,AAAA",
}  # fmt: skip
"""One line of one piece."""

_LINES = {
    "one character": "x\n", "blank between": "x\n\n", "short word": "word\n", "sentences": SENTENCE + "\n", "sentences apart": SENTENCE + "\n\n", "wrapped": SENTENCE[:70] + "\n", "photo": "Photo: A\n", "byline": "By Jane Doe\n", "source": "Source: X\n", "dates": "16.07.2024 12:30\n", "numbers": "7\n",
    "menu": "Home\n", "share": "Share on Facebook\n", "paths": "Home > World > Asia\n", "links": "http://a.example\n", "bullets": "- item\n", "captions": "Ministers shake hands (Photo: X)\n", "pipes": "| a |\n", "long dates": "16.07.2024 " * 17 + "\n", "long numbers": "7 views " * 24 + "\n", "indented": " " * 500 + "\n", "long credits": "(Foto: X) " * 12 + "A.\n", "long bylines": "By Jane Doe, " * 8 + "\n", "almost captions": "A" * 350 + " Photo: \n", "long paths": "Home > " * 50 + "\n", "chinese": "外交部\n", "vietnamese": "Theo TTXVN\n",
}  # fmt: skip
_NUMBERED_LINES = {
    "different": "Line {0} of the text stands here alone.\n", "short": "w{0}\n", "different apart": "Line {0} of the text stands here alone and goes on for a while, as paragraphs do.\n\n", "captions": "Minister {0} shakes hands (Photo: X{0})\n", "long lines": SENTENCE * 3 + "{0}.\n",
    "headings": "Talks {0} open\n" + SENTENCE + "{0}.\n", "wrapped": "the ministers of the {0} countries met and agreed on the calendar of\n", "sources": "Source: Agency {0}\n", "bylines": "By Jane Doe{0}\n", "credits": SENTENCE + "(Photo: X{0}) {0} Then they met. \n",
}  # fmt: skip
_ELEMENTS = {
    "paragraphs": f"<p>{SENTENCE}</p>", "short paragraphs": "<p>x</p>", "breaks": "x<br>", "two breaks": "x<br><br>", "spans": "<span>x</span>", "bold letters": "<b>x</b>", "links": "<a href=x>x</a>", "times": "<time>x</time><small>y</small>", "open paragraphs": "<p>x", "open divs": "<div>x", "open spans": "<span>x", "open bold": "<b>x", "open links": "<a>x", "misnested": "<b><p></b>x",
    "open formats": "<b><i><u>", "tables": "<table><tr><td>x", "cells": "<td>x</td>", "open tables": "<table>", "lists": "<li>x</li>", "open lists": "<ul><li>x", "headings": "<h2>x</h2>", "metas": '<meta property="og:title" content="x">', "long names": '<div class="' + "article-" * 30 + '">x</div>',
    "comments": "<!-- x -->", "open comments": "<!--", "empty": "<div></div>", "images": "<img src=x>", "captions": "<figure><figcaption>x</figcaption></figure>", "scripts": "<script>x</script>", "templates": "<template>x", "svg": "<svg><g>", "math": "<math><mi>", "open scripts": "<script>", "styles": "<style>p{}</style>", "navs": "<nav><a>x</a></nav>", "asides": "<aside><p>x</p></aside>",
    "selects": "<select><option>x", "frames": "<iframe>", "forms": "<form>x", "ends": "</p>", "end divs": "</div>", "doctypes": "<!doctype html>", "attributes": '<p a="b" c="d" e="f" class="x y z" style="display: none">x</p>', "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>', "titles": "<title>x</title>", "h1s": "<h1>x</h1>", "times with dates": "<time datetime=2024-05-06>x</time>", "bylines": '<p class="byline author">By Jane Doe</p>', "ruby": "<ruby>x<rt>y</rt></ruby>", "authors": "<a rel=author>Jane Doe</a>", "cdata": "<![CDATA[x]]>", "instructions": "<?x y?>", "bodies": "<body class=x>", "htmls": "<html lang=x>", "metas description": '<meta name="author" content="x">', "forms closed": "<form>x</form>", "nobr": "<nobr>x", "fonts": "<font size=1>x",
}  # fmt: skip


def _fields(size: int) -> dict[str, object]:
    return {"metadata": {f"k{n}": n for n in range(min(size // 16, 99_000))}}


def _quotes(size: int) -> dict[str, object]:
    return {"metadata": {"x": '":' * (size // 3)}}


def _lists(size: int) -> dict[str, object]:
    return {"metadata": {"x": [0] * (size // 2)}}


def _words(size: int) -> str:
    import random  # noqa: PLC0415

    source = random.Random(7)
    return " ".join("".join(source.choices("abcdefghijklmnop", k=7)) for _ in range(size // 8))


def _article(*lines: str) -> Callable[[int], str]:
    """A line as long as is asked for behind the opening of an article."""
    return lambda size: (
        "Talks in Hanoi\n\n" + SENTENCE * 2 + "\n\n" + "".join(lines) * (size // len("".join(lines).encode()))
    )


def hostile() -> Iterator[Hostile]:
    """Every pattern."""
    for name, piece in _CHARACTERS.items():
        yield Hostile(f"text: {name}", TEXT, repeated(piece))
        yield Hostile(f"html: {name}", HTML, repeated(piece, "<html><body><article><p>", "</p></article>"))
    for name, line in _LINES.items():
        yield Hostile(f"lines: {name}", TEXT, repeated(line))
        yield Hostile(
            f"10000 lines: {name}", TEXT, lambda size, line=line: repeated(line)(min(size, 9_990 * len(line.encode())))
        )
    for name, line in _NUMBERED_LINES.items():
        yield Hostile(f"lines: numbered {name}", TEXT, numbered(line))
        yield Hostile(
            f"10000 lines: numbered {name}",
            TEXT,
            lambda size, line=line: "".join(
                line.format(n) for n in range(min(9_900 // max(1, line.strip().count("\n") + 1), size // len(line)))
            ),
        )
        yield Hostile(
            f"html: numbered {name}", HTML, lambda size, line=line: numbered("<p>" + line.strip() + "</p>")(size)
        )
    for name, element in _ELEMENTS.items():
        yield Hostile(f"html: {name}", HTML, repeated(element, "<html><body>"))
        yield Hostile(
            f"html: 10000 {name}",
            HTML,
            lambda size, element=element: (
                "<html><body><article>" + element * min(9_990, size // len(element)) + f"<p>{SENTENCE}</p>"
            ),
        )
    for tag in ("div", "b", "a", "span", "ul", "table", "blockquote", "font", "svg", "q"):
        yield Hostile(f"html: nested {tag}", HTML, nested(tag))
        yield Hostile(
            f"html: nested {tag} 900 deep",
            HTML,
            lambda size, tag=tag: nested(tag, 900)(0) * max(1, size // (900 * (2 * len(tag) + 5) + 320)),
        )
    for name, opening in {"credits": "(Foto: ", "brackets": "(", "square brackets": "[Photo: "}.items():
        yield Hostile(
            f"text: nested {name}",
            TEXT,
            lambda size, o=opening: SENTENCE + o * (n := min(99_000, size // len(o) // 2)) + "X" + ")" * n,
        )
        yield Hostile(
            f"text: nested {name} then capital",
            TEXT,
            lambda size, o=opening: SENTENCE + o * (n := min(99_000, size // len(o) // 2)) + "X" + ")A" * n,
        )
    yield Hostile("text: glued articles", TEXT, lambda size: _words(size).replace(" ", " the"))
    yield Hostile(
        "text: capitals in words",
        TEXT,
        lambda size: " ".join("das" + word.capitalize() for word in _words(size // 2).split()),
    )
    yield Hostile("text: random words", TEXT, _words)
    yield Hostile("html: random words", HTML, _words)
    for name, line in {
        "long last line": "word ",
        "long last sentence": SENTENCE,
        "credits behind": "Then. (Photo: X) Then they met. ",
        "chinese behind": "外交部。",
    }.items():
        yield Hostile(f"article: {name}", TEXT, _article(line))
    for name, more in {"fields": _fields, "quoted colons": _quotes, "long list": _lists}.items():
        yield Hostile(f"metadata: {name}", TEXT, lambda _: SENTENCE * 5, more)
    yield Hostile(
        "html: one long attribute", HTML, lambda size: '<p class="' + "ad-" * (size // 3) + f'">{SENTENCE}</p>'
    )
    yield Hostile(
        "html: many attributes",
        HTML,
        lambda size: "<p " + "".join(f"a{n}=b " for n in range(size // 10)) + f">{SENTENCE}</p>",
    )
    yield Hostile("html: long style", HTML, lambda size: '<p style="' + "a: b; " * (size // 6) + f'">{SENTENCE}</p>')
    yield Hostile(
        "html: long title",
        HTML,
        lambda size: "<title>" + SENTENCE * (size // len(SENTENCE)) + f"</title><p>{SENTENCE}</p>",
    )
    yield Hostile(
        "html: title of pipes",
        HTML,
        lambda size: "<title>" + "a | b - " * (size // 8) + f"</title><h1>a</h1><p>{SENTENCE}</p>",
    )
    yield Hostile(
        "html: long h1", HTML, lambda size: "<h1>" + SENTENCE * (size // len(SENTENCE)) + f"</h1><p>{SENTENCE}</p>"
    )
    yield Hostile(
        "html: long json-ld",
        HTML,
        lambda size: '<script type="application/ld+json">' + "[" * size + f"</script><p>{SENTENCE}</p>",
    )
    yield Hostile(
        "html: long json-ld list",
        HTML,
        lambda size: (
            '<script type="application/ld+json">[' + '{"a":[1]},' * (size // 10) + f"1]</script><p>{SENTENCE}</p>"
        ),
    )
    yield Hostile(
        "html: long author",
        HTML,
        lambda size: '<meta name="author" content="' + "Jane Doe, " * (size // 10) + f'"><p>{SENTENCE}</p>',
    )
    yield Hostile(
        "html: long date",
        HTML,
        lambda size: (
            '<meta property="article:published_time" content="' + "2024-05-06 " * (size // 11) + f'"><p>{SENTENCE}</p>'
        ),
    )
