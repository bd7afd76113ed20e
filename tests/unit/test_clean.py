"""The way from a raw article to a clean one, and what is refused."""

from __future__ import annotations

import time

import pytest

from service.core import bylines
from service.core import clean as cleaning
from service.core.clean import CleanLimits, clean, decode_bytes, looks_like_html
from service.core.page import Page
from service.errors import Refused
from service.models import RawArticle, Reason

BODY = (
    "The two deputy ministers signed a memorandum on river patrols on Monday and agreed to review it every spring.\n"
    "Fishing crews on both banks will get one telephone number for emergencies, officials at the signing said.\n"
)


def raw(content: str, content_type: str | None = "text/plain", **fields: str) -> RawArticle:
    return RawArticle(id="a", content=content, content_type=content_type, **fields)


def test_a_flattened_page_becomes_title_and_paragraphs() -> None:
    page = f"Home > World\nNeighbours agree on river patrols\n16/07/2025 08:30 GMT+7\n{BODY}Source: VNA\nComment (0)\n"
    article = clean(raw(page))
    assert article.title == "Neighbours agree on river patrols"
    assert article.text == BODY.strip().replace("\n", "\n\n")
    assert article.published_at == "2025-07-16T08:30:00+07:00"
    assert article.source_name == "VNA"
    assert {r.kind for r in article.removed} == {"boilerplate", "dateline", "source"}


def test_the_producers_title_wins_and_its_echo_is_not_body() -> None:
    article = clean(raw(f"NEIGHBOURS AGREE\n{BODY}", title="Neighbours agree"))
    assert article.title == "Neighbours agree"
    assert article.text.startswith("The two deputy ministers")


@pytest.mark.parametrize(
    ("author", "authors"), [('<meta name="author" content="Ann Hale">', ("Ann Hale",)), ("", ("Bo Reed",))]
)
def test_lines_over_the_article_are_read_only_where_markup_leaves_date_or_author_out(monkeypatch, author, authors):
    read: list[str] = []
    monkeypatch.setattr(cleaning, "byline", lambda line: read.append(line) or bylines.byline(line))
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    date = '<meta property="article:published_time" content="2025-07-16T08:30:00Z">'
    head = f"<head><title>Neighbours agree on river patrols</title>{date}{author}</head>"
    page = (
        f"<html>{head}<body><h1>Neighbours agree on river patrols</h1><div>By Bo Reed</div>{paragraphs}</body></html>"
    )
    assert clean(raw(page, "text/html")).authors == authors
    assert bool(read) == (not author)


def test_the_producers_title_wins_over_the_one_in_the_markup() -> None:
    page = f"<html><head><title>Other words | Paper</title></head><body><article><p>{BODY}</p></article></body></html>"
    assert clean(raw(page, "text/html", title="Chosen words")).title == "Chosen words"


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "TEXT/HTML", "application/xhtml+xml", None])
def test_html_is_read_as_html_whatever_its_parameters(kind: str | None) -> None:
    page = f"<!DOCTYPE html><html><body><h1>Neighbours agree</h1><article><p>{BODY}</p></article></body></html>"
    article = clean(raw(page, kind))
    assert "<" not in article.text
    assert article.title == "Neighbours agree"


def test_text_without_a_type_is_read_as_text() -> None:
    assert clean(raw(BODY, None)).text.count("\n\n") == 1


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/markdown", "nonsense"])
def test_other_types_are_refused(kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(raw(BODY, kind))
    assert refusal.value.reason is Reason.UNSUPPORTED_CONTENT_TYPE


@pytest.mark.parametrize("content", ["", " \n\t ", "Share\nPrint\nComment (0)\n", "\u200b\ufeff"])
def test_content_without_an_article_is_refused(content: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(raw(content))
    assert refusal.value.reason is Reason.NO_ARTICLE


@pytest.mark.parametrize("page", ["<html></html>", "<nav>Home</nav>", "<!doctype html><title>x</title>", "<p></p>"])
def test_pages_without_an_article_are_refused(page: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean(raw(page, "text/html"))
    assert refusal.value.reason is Reason.NO_ARTICLE


@pytest.mark.parametrize(
    ("content", "kind", "limits"),
    [
        ("x" * 101, "text/plain", CleanLimits(max_characters=100)),
        ("line of text\n" * 11, "text/plain", CleanLimits(max_lines=10)),
        (f"<p>{'The ministers met on Monday.&amp;#10;' * 11}</p>", "text/html", CleanLimits(max_lines=10)),
        ("Talks (in Hanoi) went on. " * 11, "text/plain", CleanLimits(max_brackets=10)),
        (f"<p>{'Talks [in Hanoi] went on. ' * 11}</p>", "text/html", CleanLimits(max_brackets=10)),
        ("<div>" * 60 + BODY, "text/html", CleanLimits(max_depth=50)),
        ("<p>some words here</p>" * 60, "text/html", CleanLimits(max_blocks=50)),
    ],
)
def test_work_beyond_a_limit_is_refused(content: str, kind: str, limits: CleanLimits) -> None:
    with pytest.raises(Refused) as refusal:
        clean(raw(content, kind), limits)
    assert refusal.value.reason is Reason.WORK_LIMIT


def test_a_refusal_never_quotes_the_article() -> None:
    with pytest.raises(Refused) as refusal:
        clean(raw("Share\nSecretword_1\n", "application/secretword"))
    assert "ecretword" not in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Hà Nội".encode(), None, "Hà Nội"),
        ("Hà Nội".encode(), "no-such-charset", "Hà Nội"),
        ("Düsseldorf".encode("latin-1"), "iso-8859-1", "Düsseldorf"),
        ("“quoted”".encode("cp1252"), "latin1", "“quoted”"),
        ("\ufeffBOM".encode(), None, "BOM"),
        ("Tōkyō".encode("utf-16"), None, "Tōkyō"),
        (b'<meta charset="shift_jis">' + "外務省".encode("shift_jis"), None, '<meta charset="shift_jis">外務省'),
        (b"<meta charset=utf-8>caf\xe9", "latin-1", "<meta charset=utf-8>café"),
    ],
)
def test_bytes_are_decoded_by_the_first_charset_that_fits(data: bytes, charset: str | None, text: str) -> None:
    assert decode_bytes(data, charset) == text


def test_undeclared_legacy_bytes_are_guessed() -> None:
    sentence = "Министерство иностранных дел сообщило о встрече дипломатов в Москве. " * 8
    assert decode_bytes(sentence.encode("cp1251")) == sentence


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\xfd\xfc", bytes(range(256)), b"\xc3"])
def test_any_bytes_decode_to_some_text(data: bytes) -> None:
    assert isinstance(decode_bytes(data), str)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("  <!doctype html><p>x", True),
        ("<?xml version='1.0'?><html>", True),
        ("Some words, then <b>bold</b>", False),
        ("Words\n</p> more", True),
        ("a < b and c > d", False),
    ],
)
def test_html_is_told_from_text_by_its_looks(content: str, expected: bool) -> None:
    assert looks_like_html(content) is expected


HOSTILE = {
    "one long word": "a" * 1_000_000,
    "brackets": "(" * 400_000,
    "credits": "(Photo: " * 60_000,
    "links": "![](" * 100_000,
    "spaces": " " * 1_000_000 + "x",
    "commas": " ," * 300_000,
    "dates": "1/1/2024 " * 60_000,
    "short lines": "ab\n" * 15_000,
    "captions": "Someone somewhere (Photo: X) |\n" * 15_000,
    "capitals": "aB" * 400_000,
    "ampersands": "&amp" * 200_000,
    "mojibake": "Ã©" * 100_000,
}


HANG_SECONDS = 60
"""Not a speed, which benchmarks measure, but a hang: work that grows with the square of these takes many minutes."""


def test_paragraphs_that_go_are_counted_out_when_they_are_asked_for_and_not_one_by_one() -> None:
    page = Page([f"The harbour board agreed on Tuesday to rebuild the northern quay number {n}." for n in range(4)])
    before = page.prose()
    for n in (0, 2):
        page.drop(n, "boilerplate", "test")
        assert page._prose is before, "ten thousand lines that all go would take the square of that"
    assert page.prose() == [1, 3]
    page.restore(0)
    page.drop(3, "boilerplate", "test")
    assert page.prose() == [0, 1]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_hostile_content_does_not_hang(name: str, kind: str) -> None:
    started = time.process_time()
    try:
        clean(raw(HOSTILE[name], kind))
    except Refused as refusal:
        assert refusal.reason in {Reason.NO_ARTICLE, Reason.WORK_LIMIT}  # noqa: PT017 - either way it must be quick
    assert time.process_time() - started < HANG_SECONDS
