"""Parts of a page known by shape or place: players, menu bars, names of sites, short lines among furniture."""

from __future__ import annotations

import pytest

from service.core import bylines
from service.core.bylines import byline
from service.core.controls import control
from service.core.datelines import dateline
from service.core.line_patterns import verdict
from service.core.roles import is_role
from service.core.scenes import shows_scene
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


OTHER = "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge."
HEADLINE = "Northern quay to be rebuilt by spring"
MENU = ("Skip to content", "Home", "Contact")
LINKS = ("Bridge closed for a week in the north", "Museum buys lost portrait of a duchess", "Fish prices fall again")


def text(*lines: str) -> list[str]:
    """The text behind the first paragraph of a page with a menu over its headline."""
    return cleaned(*MENU, HEADLINE, PARAGRAPH, *lines).text.split("\n\n")[1:]


@pytest.mark.parametrize(
    "line",
    [
        "Was this page helpful?",
        "War diese Seite hilfreich?",
        "¿Encontró lo que buscaba?",
        "Hebt u gevonden wat u zocht? Ja Nee",
        "Trang này có hữu ích với bạn không?",
        "Apakah informasi ini bermanfaat?",
        "Была ли эта информация полезной?",
        "Did you find this page helpful?",
        "Opina sobre esta noticia",
        "このページは役に立ちましたか",
        "Deel deze pagina: Facebook LinkedIn X",
        "Number of visits: 1,204,330",
        "Số lượt truy cập: 88.210",
    ],
)
def test_a_page_that_asks_about_itself_is_shared_or_counted_is_furniture(line: str) -> None:
    assert text(OTHER, line) == [OTHER]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Posted by Ann at 8:23 AM", ("Ann",)),
        ("Publicada por O Marujo à(s) 22:47", ("O Marujo",)),
        ("Publié par Anne Dupont à 21:40", ("Anne Dupont",)),
        ("News and photos: Mai Lan", ("Mai Lan",)),
        ("Texto y fotos: Ana Ruiz", ("Ana Ruiz",)),
        ("本报记者 王小明 通讯员 李大海", ("王小明", "李大海")),
        ("本报记者王小明报道", ("王小明",)),
        ("社会部・山田花子", ("山田花子",)),
    ],
)
def test_bylines_of_diaries_of_photographing_authors_and_of_the_east(line: str, authors: tuple[str, ...]) -> None:
    assert byline(line) == authors


@pytest.mark.parametrize(
    "line",
    [
        "教育部 新規定",
        "国防部・外交部",
        "本报记者 王小明摄",
        "領事局・政策課",
        "Posted by the gate at noon",
        "Publicado por la tarde a las ocho",
    ],
)
def test_offices_and_sentences_are_no_bylines(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Apakah informasi ini benar?",
        "Apakah Anda menemukan kejanggalan saat berkunjung ke pelabuhan itu?",
        "Была ли эта информация правдой?",
        "Нашли ли вы компромисс с портом?",
        "Did you find this treaty hard to negotiate?",
        "Opina sobre el acuerdo el ministro",
        "Следите за нашествием туристов в порту?",
    ],
)
def test_what_is_asked_in_interviews_and_by_who_checks_facts_is_no_appeal(line: str) -> None:
    assert verdict(line) is None


@pytest.mark.parametrize(
    "line", ["Следите за новостями в Telegram", "Следите за нашим каналом", "Следите за обновлениями на сайте"]
)
def test_who_asks_in_russian_to_be_followed_appeals(line: str) -> None:
    assert verdict(line) is not None


def test_an_editors_desk_signs_in_the_words_of_its_language() -> None:
    page = cleaned(*MENU, HEADLINE, "a cura della redazione", PARAGRAPH, OTHER)
    assert page.text == f"{PARAGRAPH}\n\n{OTHER}"


def test_whom_the_press_may_ask_is_no_part_of_the_text_but_for_a_heading_over_a_paragraph() -> None:
    contacts = ("Harbour board, Jo Berg", "Tel. 000 100 200 300, press@harbour.example")
    assert text(OTHER, "Media enquiries", *contacts) == [OTHER]
    assert text(OTHER, "Pressekontakt:", *contacts, "Back to top") == [OTHER]
    assert text("Press contact", OTHER) == ["Press contact", OTHER]
    last = "The masons will begin in May."
    assert text(OTHER, "Press contact", *contacts, last) == [OTHER, last]


def test_the_last_line_of_contacts_and_a_signature_stay_above_links() -> None:
    contacts = "Emergency line for passengers on the islands: 000 000 012. Mail: help@harbour.example"
    assert text(OTHER, contacts, "Print", *LINKS) == [OTHER, contacts]
    assert text(OTHER, "Jo Berg, chair", *LINKS) == [OTHER, "Jo Berg, chair"]


def test_what_readers_said_goes_under_the_furniture_that_heads_it() -> None:
    said = ("Rosa dijo: Yo viajé en ese barco de niña.", "Anonyme a dit… Quel bateau ?")
    assert text(OTHER, "3 comments:", *said) == [OTHER]
    assert text(OTHER, "The mayor said: we will sail.") == [OTHER, "The mayor said: we will sail."]


@pytest.mark.parametrize("line", ["Advertisement", "Share this article", "Subscribe to our newsletter", "Print"])
def test_who_is_quoted_last_stays_under_furniture_inside_the_text(line: str) -> None:
    said = 'The mayor said: "We will look at the fares every year, and we will do it together with the islanders."'
    assert text(OTHER, line, said) == [OTHER, said]


def test_readers_are_asked_for_an_opinion_before_they_say_it() -> None:
    assert text(OTHER, "Opine sobre el tema", "Rosa dijo: Yo viajé en ese barco.") == [OTHER]


def test_the_weather_is_no_part_of_an_article() -> None:
    assert verdict("Hanoi 31°C Light rain") is not None
    assert verdict("Wetter Wien 14°") is not None
    assert verdict("Weather: 61° Partly cloudy") is not None
    assert verdict("It was 31° in Hanoi on Monday and the rain did not come.") is None


@pytest.mark.parametrize("line", ["The 38° line", "El paralelo 38° norte", "Vĩ tuyến 17° Bắc", "The Arctic 66° circle"])
def test_a_heading_with_a_circle_of_latitude_is_no_weather(line: str) -> None:
    assert verdict(line) is None


def test_a_deputy_chair_is_no_scene_and_neither_is_what_somebody_wanted() -> None:
    assert not shows_scene("The visitors, led by deputy chair Mai Lan, saw how the tunnels cope.")
    assert not shows_scene("The visitors wanted two guides who read the map.")
    assert shows_scene("Delegates chair the morning session together.")


@pytest.mark.parametrize("line", ["By Ann Hale", "Từ Hà Nội", "Автор: Анна Хейл", "Von Änne Höß", "(Mai Lan)", ""])
def test_lines_without_an_eastern_letter_are_not_tried_as_eastern_bylines(line, monkeypatch):
    expected = bylines.byline.__wrapped__(line)
    monkeypatch.setattr(bylines, "_CJK_BYLINE", None)
    assert bylines.byline.__wrapped__(line) == expected
