"""Other extractors of article text behind one signature, for `benchmarks.html`.

None of them is a dependency: install those you want to see beside ours. Each is set up as its own manual recommends for
text without comments.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

Extract = Callable[[str], str]
"""A page, decoded, to the text of its article."""


def _trafilatura(**options: Any) -> Extract:
    module = importlib.import_module("trafilatura")
    return lambda html: module.extract(html, include_comments=False, **options) or ""


def _readability() -> Extract:
    document = importlib.import_module("readability").Document
    fragment = importlib.import_module("lxml.html").fromstring

    def extract(html: str) -> str:
        return "\n".join(fragment(document(html).summary()).itertext())

    return extract


def _resiliparse() -> Extract:
    plain = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: str(plain(html, main_content=True))


def _newspaper() -> Extract:
    make = importlib.import_module("newspaper").Article

    def extract(html: str) -> str:
        article = make("https://example.org/", fetch_images=False)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return extract


def _justext() -> Extract:
    module = importlib.import_module("justext")
    words = module.get_stoplist("English")
    return lambda html: "\n".join(p.text for p in module.justext(html, words) if not p.is_boilerplate)


MAKERS: dict[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura,
    "trafilatura, precision": lambda: _trafilatura(favor_precision=True),
    "trafilatura, recall": lambda: _trafilatura(favor_recall=True),
    "trafilatura, with_metadata": lambda: _trafilatura(with_metadata=True),
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "newspaper4k": _newspaper,
    "justext": _justext,
}


def peers() -> tuple[dict[str, Extract], list[str]]:
    """The peers that are installed, and the names of those that are missing."""
    found: dict[str, Extract] = {}
    missing: list[str] = []
    for name, make in MAKERS.items():
        try:
            found[name] = make()
        except ImportError:
            missing.append(name)
    return found, missing
