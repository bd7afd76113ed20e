"""Metadata of pages, and dates as pages write them."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from service.core.dates import find_date, machine_date
from service.core.headline import without_outlet
from service.core.metadata import PageMetadata, page_metadata


def read(head: str, body: str = "", url: str | None = "https://harbour.example/n/1", lang: str = "") -> PageMetadata:
    attribute = f' lang="{lang}"' if lang else ""
    return page_metadata(LexborHTMLParser(f"<html{attribute}><head>{head}</head><body>{body}</body></html>"), url)


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite",
"name": "x"}, {"@type": ["NewsArticle"], "headline": "Ferry line reopens &amp; grows", "datePublished":
"2025-03-04T05:06:07+0700", "author": [{"@type": "Person", "name": "Mai Lan"}, {"name": "Jo Berg"}], "publisher":
{"name": "The Harbour"}, "inLanguage": "en_gb"}]}</script>"""


def test_linked_data_is_read_first() -> None:
    page = read(LINKED + '<meta property="og:title" content="Something else">')
    assert page == PageMetadata(
        title="Ferry line reopens & grows",
        published_at="2025-03-04T05:06:07+07:00",
        authors=("Mai Lan", "Jo Berg"),
        source_name="The Harbour",
        language="en-GB",
    )


def test_meta_tags_serve_where_there_is_no_linked_data() -> None:
    page = read(
        '<meta property="og:title" content="Ferry line reopens"><meta property="og:site_name" content="The Harbour">'
        '<meta property="article:published_time" content="2025-03-04"><meta name="author" content="By Mai Lan">'
        '<link rel="canonical" href="/n/1?x=2">',
        lang="en",
    )
    assert page == PageMetadata(
        title="Ferry line reopens",
        published_at="2025-03-04",
        authors=("Mai Lan",),
        source_name="The Harbour",
        url="https://harbour.example/n/1?x=2",
        language="en",
    )


def test_the_visible_heading_confirms_the_title() -> None:
    page = read(
        "<title>Ferry line reopens after ten years - Harbour</title>",
        "<h1>The Harbour</h1><h1>Ferry line reopens after ten years</h1>",
    )
    assert page.title == "Ferry line reopens after ten years"


def test_a_time_element_dates_the_page() -> None:
    assert read("", '<time datetime="2025-03-04T05:06Z">4 March</time>').published_at == "2025-03-04T05:06:00Z"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"broken": </script>',
        '<script type="application/ld+json">[1, "a", null, {"@type": 5}]</script>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": 7, "headline": {"a": 1}, "datePublished": []}</script>',
        '<meta property="og:url" content="javascript:alert(1)"><link rel="canonical" href="http://[bad">',
        '<meta property="article:published_time" content="soon">',
    ],
)
def test_broken_markup_tells_nothing(head: str) -> None:
    assert read(head) == PageMetadata()


def test_addresses_are_not_authors() -> None:
    assert (
        read(
            '<meta name="author" content="https://harbour.example/mai"><meta property="article:author" content="a@b.example">'
        ).authors
        == ()
    )


@pytest.mark.parametrize(
    ("title", "outlet", "host", "expected"),
    [
        ("Ferry line reopens | The Harbour", "", "", "Ferry line reopens"),
        ("Ferry line reopens - The Harbour", "The Harbour", "", "Ferry line reopens"),
        ("Ferry line reopens – The Harbour", "Other", "www.theharbour.example", "Ferry line reopens"),
        ("Ferry line reopens - harbour.example", "", "", "Ferry line reopens"),
        (
            "Talks resume - a first step towards peace on the river",
            "The Harbour",
            "",
            "Talks resume - a first step towards peace on the river",
        ),
        ("Talks resume", "Talks resume", "", "Talks resume"),
        ("Ferry line reopens | World | The Harbour", "The Harbour", "", "Ferry line reopens"),
    ],
)
def test_the_outlets_name_leaves_the_title(title: str, outlet: str, host: str, expected: str) -> None:
    assert without_outlet(title, outlet, host) == expected


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("date 2023-12-23", "2023-12-23"),
        ("15/07/2025 08:30 GMT+7", "2025-07-15T08:30:00+07:00"),
        ("08/05/2025 lúc 09:12 (GMT+7)", "2025-05-08T09:12:00+07:00"),
        ("Thứ Hai, ngày 5 tháng 6 năm 2024", "2024-06-05"),
        ("mercredi 24 octobre 2018 à 12h01", "2018-10-24"),
        ("Veröffentlicht am 3. März 2024, 14.30 Uhr", "2024-03-03"),
        ("15.04.17, 20:22", "2017-04-15"),
        ("July 4, 2025 3:05 PM UTC", "2025-07-04T15:05:00Z"),
        ("3 de junio de 2024", "2024-06-03"),
        ("4 maart 2024", "2024-03-04"),
        ("12 luglio 2024", "2024-07-12"),
        ("7 de março de 2024", "2024-03-07"),
        ("Selasa, 5 Agustus 2025 10:11 WIB", "2025-08-05"),
        ("12 июля 2024, 10:00", "2024-07-12"),
        ("2025年7月15日 08:30", "2025-07-15"),
        ("2025년 7월 15일 오전 9시 30분", "2025-07-15"),
        ("2025.07.15 10:20", "2025-07-15"),
        ("12/25/2024", "2024-12-25"),
        ("Santiago, febrero 20 de 2026", "2026-02-20"),
        ("abr. 14, 2026 - 8:33 a. m.", "2026-04-14"),
        ("27.mar.2026 às 14h03", "2026-03-27"),
        ("10 apr '26 07:00", "2026-04-10"),
        ("thu Bay 21 thang 2 nam 2026", "2026-02-21"),
        ("Th12 09, 2025", "2025-12-09"),
        ("26-02-08 21:17", "2026-02-08"),
        ("2025ねん9がつ1にち", "2025-09-01"),
    ],
)
def test_dates_are_read_in_thirteen_languages(line: str, value: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "line", ["", "Room 12/13", "31/02/2024", "99.99.2024", "date 2018-08", "1/2/3", "in 2024", "26-02-08", "x" * 300]
)
def test_what_is_no_date_gives_none(line: str) -> None:
    assert find_date(line) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-07-15T08:30:15.123+07:00", "2025-07-15T08:30:15+07:00"),
        ("2025-07-15T08:30Z", "2025-07-15T08:30:00Z"),
        ("2025-07-15 08:30", "2025-07-15"),
        ("2025-07-15T99:30Z", "2025-07-15"),
        ("2025-13-15", None),
        ("Tue, 15 Jul 2025 08:30:00 +0700", "2025-07-15T08:30:00+07:00"),
        ("yesterday", None),
    ],
)
def test_machine_dates_become_rfc_3339(value: str, expected: str | None) -> None:
    assert machine_date(value) == expected
