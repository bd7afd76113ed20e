"""Parts of a page known by shape or place: players, menu bars, names of sites, short lines among furniture."""

from __future__ import annotations

import pytest

from service.core.bylines import byline
from service.core.controls import control
from service.core.datelines import dateline
from service.core.roles import is_role
from service.core.site_names import names_site
from tests.unit.flattened import cleaned

PARAGRAPH = (
    "The harbour board agreed on Tuesday to rebuild the northern quay, which a storm had broken in two last winter."
)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("1.5x", "control"),
        ("0:00 / 6:41", "control"),
        ("Cỡ chữ: A- A A+", "control"),
        ("PDF (811KB)", "control"),
        ("Page 3 of 18", "control"),
        ("👍 214 ❤ 96", "control"),
        ("IMG_2207.JPG", "file"),
        ("Impressum | Datenschutz | Kontakt", "bar"),
        ("Tiếng Việt | Deutsch", "bar"),
        ("Tiếng Việt English Français Español Русский 日本語", "bar"),
        ("ENG FRA ITA", "bar"),
        ("Privacy · Accessibility · Contact", "bar"),
    ],
)
def test_parts_are_known_by_their_shape(line: str, rule: str) -> None:
    found = control(line)
    assert found is not None
    assert found.rule == rule


@pytest.mark.parametrize(
    "line",
    [
        "Hanoi | Paris | 14 flights",
        "Reuters / AFP",
        "12:30 to 14:00",
        "A new quay",
        "5.2",
        "Version 3.1.pdf reader",
        "English and French",
    ],
)
def test_short_lines_of_a_text_are_no_controls(line: str) -> None:
    assert control(line) is None


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Embassy of Viet Nam in The Hague", True),
        ("Botschaft der Sozialistischen Republik Vietnam", True),
        ("TRANG THÔNG TIN ĐIỆN TỬ TỈNH LẠNG SƠN", True),
        ("在ベトナム日本国大使館", True),
        ("Harbour.com - news of the coast", True),
        ("Embassy of Norhaven warns travellers of fraud", False),
        ("Đại sứ quán Việt Nam cảnh báo thủ đoạn lừa đảo mới", False),
        ("大使館、旅行者に注意を呼びかけ", False),
    ],
)
def test_names_of_sites_have_no_verb(line: str, named: bool) -> None:
    assert names_site(line) is named


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Vietnam Correspondent", True),
        ("chercheuse associée", True),
        ("Foreign Minister", False),
        ("a reporter", False),
    ],
)
def test_roles_are_of_the_press(line: str, role: bool) -> None:
    assert is_role(line) is role


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("17. März 2026, 14:32 Uhr Lesezeit: 3 Min.", "2026-03-17"),
        ("12 Februari 2026 – 4 menit membaca", "2026-02-12"),
        ("Berlin, den 8. Januar 2026", "2026-01-08"),
        ("Secretaría de la Costa | 04 de febrero de 2026 | Comunicado", "2026-02-04"),
        ("Note no 47 – 11 décembre 2025", "2025-12-11"),
        ("令和8年2月19日", "2026-02-19"),
        ("週日, 02/08/2026 - 14:30", "2026-02-08"),
        ("08/02/2026 14:30", "2026-02-08"),
    ],
)
def test_publication_times_of_more_shapes(line: str, value: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.value == value


def test_a_byline_may_say_what_its_people_are() -> None:
    assert byline("Oleh Ni Luh Sekar, peneliti") == ("Ni Luh Sekar",)
    assert byline("Das Gespräch führte Dr. Tobias Reng.") == ("Dr. Tobias Reng",)


def test_a_headline_stands_below_the_menu_and_the_name_of_the_site() -> None:
    article = cleaned(
        "Embassy of Norhaven in the Harbour Republic",
        "Home",
        "Harbour board",
        "Harbour board to rebuild its northern quay",
        "3 December 2025",
        PARAGRAPH,
        "The embassy of Norhaven will send two engineers.",
    )
    assert article.title == "Harbour board to rebuild its northern quay"


def test_short_lines_between_furniture_go_and_a_standfirst_stays() -> None:
    article = cleaned(
        "Harbour board to rebuild its northern quay",
        "A storm had broken it",
        "Share",
        "Sundry buttons",
        "3 December 2025",
        "Ann Hale",
        "Coast Correspondent",
        "Key points",
        "• Two years of work",
        PARAGRAPH,
    )
    assert article.text.split("\n\n") == ["A storm had broken it", "Key points", "• Two years of work", PARAGRAPH]
