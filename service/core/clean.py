"""From a raw article to a clean one: content type, limits, HTML or flattened text, mending."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from service.core.bylines import byline
from service.core.datelines import dateline
from service.core.expressions import expression
from service.core.headline import confirmed_part
from service.core.html import article_blocks
from service.core.kinship import may_open_with_headline
from service.core.lines import Flattened, clean_lines
from service.core.metadata import PageMetadata, page_metadata
from service.core.nesting import attribute_pairs, sum_of_depths
from service.core.notices import translation, warnings_of
from service.core.repair import repair_characters
from service.errors import Refused
from service.models import CleanArticle, RawArticle, Reason, Removed


@dataclass(frozen=True, slots=True)
class CleanLimits:
    """How much work one article may make; beyond any of these it is refused with WORK_LIMIT.

    Attributes:
        max_characters: code points of content.
        max_lines: non-empty lines of flattened text.
        max_brackets: opening brackets of a text: at each a credit is looked for.
        max_blocks: text blocks of an HTML page.
        max_depth: levels of nesting of an HTML page.
        max_tags: opening and closing tags of an HTML page.
        max_attribute_pairs: pairs of attributes within tags, summed: what a parser compares.
        max_nesting: the depths of all its tags, summed: what its parser's work grows with.
    """

    max_characters: int = 8_000_000
    max_lines: int = 10_000
    max_brackets: int = 30_000
    max_blocks: int = 50_000
    max_depth: int = 1_000
    max_tags: int = 250_000
    max_attribute_pairs: int = 300_000_000
    max_nesting: int = 50_000_000


DEFAULT_LIMITS: Final = CleanLimits()
_HTML_TYPES: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXT_TYPES: Final = frozenset({"text/plain"})


def clean(article: RawArticle, limits: CleanLimits = DEFAULT_LIMITS) -> CleanArticle:
    """Clean one article.

    Args:
        article: its content is HTML or flattened text, as `content_type` says; without one it is sniffed. A title it
            carries is kept as it is.
        limits: bounds on the work.

    Raises:
        Refused: NO_ARTICLE when nothing is left, UNSUPPORTED_CONTENT_TYPE, WORK_LIMIT.
    """
    content = article.content or ""
    if len(content) > limits.max_characters:
        raise Refused(Reason.WORK_LIMIT, f"the content has over {limits.max_characters} characters")
    title = " ".join(repair_characters(article.title).split()) if article.title else ""
    if _is_html(article.content_type, content):
        return _clean_html(content, title, article.url, limits)
    return _clean_text(content, title, limits)


def _is_html(content_type: str | None, content: str) -> bool:
    """Whether the content is HTML, by its declared type, else by its looks.

    Raises:
        Refused: UNSUPPORTED_CONTENT_TYPE when the declared type is neither HTML nor plain text.
    """
    declared = (content_type or "").partition(";")[0].strip().lower()
    if not declared:
        return looks_like_html(content)
    if declared not in _HTML_TYPES | _TEXT_TYPES:
        raise Refused(
            Reason.UNSUPPORTED_CONTENT_TYPE,
            "the content type is neither text/html, application/xhtml+xml nor text/plain",
        )
    return declared in _HTML_TYPES


_DOCUMENT: Final = expression(
    r"\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--[^>]{0,500}-->\s{0,20})?<(?:!doctype\s+html|html|head|body"
    r"|article|main|div|p|section|h1|meta|title)\b",
    re.IGNORECASE,
)
_BLOCK_TAG: Final = expression(r"</(?:p|div|h[1-6]|li|article|section|body|html)>", re.IGNORECASE)


def looks_like_html(content: str) -> bool:
    """Whether content without a type is HTML: it opens as a document does, or closes block tags in its first part."""
    return _DOCUMENT.match(content.lstrip("\ufeff")) is not None or _BLOCK_TAG.search(content[:20_000]) is not None


_BLANK_LINES: Final = re.compile(r"\n\s*\n")


def _clean_text(content: str, title: str, limits: CleanLimits) -> CleanArticle:
    """Clean flattened text."""
    repaired: Counter[str] = Counter()
    lines = lines_of(content, repaired)
    _check_lines(lines, limits)
    flat = None if title else _without_headline(content, lines)
    return _article(flat or clean_lines(lines, title=title or None), PageMetadata(), lines, repaired)


def _without_headline(content: str, lines: list[str]) -> Flattened | None:
    """What was cleaned before and had no headline, as it stands below an empty one; None where it is anything else.

    It may open with the heading of a passage, which would be taken for the headline.
    """
    if not content.startswith("\n\n"):
        return None
    paragraphs = content[2:].split("\n\n")
    whole = all(p and p == p.strip() and "\n" not in p for p in paragraphs)
    if not whole or may_open_with_headline(paragraphs):
        return None
    flat = clean_lines(lines, title="")
    return None if flat.removed else flat


def lines_of(content: str, repaired: Counter[str] | None = None) -> list[str]:
    """The lines of flattened text, its characters mended and counted; one blank line parts as well as a million."""
    return _BLANK_LINES.sub("\n\n", repair_characters(content, repaired)).split("\n")


def _check_lines(lines: list[str], limits: CleanLimits) -> None:
    """Refuse what would take seconds.

    Raises:
        Refused: WORK_LIMIT.
    """
    most = limits.max_lines
    if len(lines) > most and sum(1 for line in lines if line and not line.isspace()) > most:
        raise Refused(Reason.WORK_LIMIT, f"the text has over {limits.max_lines} lines")
    text = "".join(lines)
    if text.count("(") + text.count("[") + text.count("（") > limits.max_brackets:
        raise Refused(Reason.WORK_LIMIT, f"the text has over {limits.max_brackets} opening brackets")


def _clean_html(content: str, title: str, url: str | None, limits: CleanLimits) -> CleanArticle:
    """Clean a page: metadata, blocks of the article, then the same line rules as for flattened text."""
    if content.count("<") > limits.max_tags:
        raise Refused(Reason.WORK_LIMIT, f"the page has over {limits.max_tags} tags")
    if attribute_pairs(content) > limits.max_attribute_pairs:
        raise Refused(Reason.WORK_LIMIT, "the page's tags have too many attributes to compare")
    if sum_of_depths(content) > limits.max_nesting:
        raise Refused(Reason.WORK_LIMIT, "the page's tags nest too deep for their number; close them")
    tree = LexborHTMLParser(content.replace("\0", ""))
    metadata = page_metadata(tree, url)
    page = article_blocks(tree, max_blocks=limits.max_blocks, max_depth=limits.max_depth)
    repaired: Counter[str] = Counter()
    lines = [row for block in _mended(page.article, repaired) for row in (*block.split("\n"), "")]
    _check_lines(lines, limits)
    found = title or confirmed_part(metadata.title, [*page.article[:2], *reversed(page.heads)])
    flat = clean_lines(lines, title=found or None, judged=True)
    flat.removed = [Removed("caption", "caption_element", text) for text in page.captions] + flat.removed
    if not (metadata.published_at and metadata.authors):  # both are what markup says, where it says them
        _read_heads(flat, page.heads)
    return _article(flat, metadata, lines, repaired)


def _mended(blocks: list[str], repaired: Counter[str]) -> list[str]:
    """The blocks with their characters mended and counted; most pages need none, which one look at the whole tells."""
    text, found = "\n".join(blocks), Counter[str]()
    if repair_characters(text, found) == text and not any(found.values()):
        return blocks
    return [repair_characters(block, repaired) for block in blocks]


def _read_heads(flat: Flattened, heads: list[str]) -> None:
    """Take date and authors from the lines over the article, where the article itself does not tell them."""
    for line in map(repair_characters, heads):
        when = None if flat.published_at else dateline(line)
        if when:
            flat.published_at = when.value
            flat.authors = flat.authors or when.authors
        flat.authors = flat.authors or byline(line) or ()


def _article(flat: Flattened, page: PageMetadata, lines: list[str], repaired: Counter[str]) -> CleanArticle:
    """Both findings in one; the markup knows better than the text when and by whom.

    Raises:
        Refused: NO_ARTICLE when no paragraph is left.
    """
    if not flat.paragraphs:
        raise Refused(Reason.NO_ARTICLE, "no article text was found in the content")
    text = "\n\n".join(flat.paragraphs)
    translated, original = translation(lines, flat.removed, text)
    said = warnings_of(flat.title, flat.paragraphs, flat.removed)
    return CleanArticle(
        title=flat.title,
        text=text,
        published_at=page.published_at or flat.published_at,
        language=page.language,
        authors=page.authors or flat.authors,
        source_name=page.source_name or flat.source_name,
        url=page.url,
        removed=tuple(flat.removed),
        repaired=dict(repaired + flat.repaired),
        warnings=(*said, "machine_translation_suspected") if translated else said,
        original_language=original,
    )


_META_CHARSET: Final = expression(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_bytes(data: bytes, charset: str | None = None) -> str:
    """The text of a page or file.

    The first of these that fits decides: the charset given, a byte order mark, a meta charset in the first 4 KiB,
    UTF-8, a guess by charset-normalizer over the first 64 KiB. Bytes that still fit nothing become U+FFFD.

    Args:
        data: the bytes.
        charset: what the transport declares, for example in a Content-Type header; an unknown name is ignored.
    """
    declared = _META_CHARSET.search(data[:4096])
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    for name in (charset, marked, declared[1].decode("ascii") if declared else None, "utf-8"):
        text = _decoded(data, name)
        if text is not None:
            return text.removeprefix("\ufeff")
    import charset_normalizer  # noqa: PLC0415 - few pages leave their encoding to be guessed

    best = charset_normalizer.from_bytes(data[:65_536]).best()
    return data.decode(best.encoding if best else "utf-8", errors="replace").removeprefix("\ufeff")


def _decoded(data: bytes, name: str | None) -> str | None:
    """The bytes in one charset, None when the name is no text encoding or the bytes do not fit it.

    Pages that declare Latin-1 mean Windows-1252, as browsers read them.
    """
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip().strip("\"'")).name
        return data.decode("cp1252" if codec in {"iso8859-1", "ascii"} else codec)
    except (LookupError, UnicodeError, ValueError, AssertionError):
        return None
