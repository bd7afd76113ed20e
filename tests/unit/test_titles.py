"""The headline of a flattened page: which lines may be it, and what of its line is its own."""

from __future__ import annotations

import pytest

from benchmarks.line_training import title_examples
from service.core import titles
from service.core.bylines import byline
from service.core.clean import clean
from service.core.headline_form import is_logo, reads_like_title
from service.core.kinship import kinships
from service.core.lines import ruled_page
from service.core.page import Page
from service.core.title_parts import headline_of
from service.models import RawArticle
from tests.unit.flattened import cleaned, gold

PARAGRAPH = (
    "The northern quay will be rebuilt by spring, the harbour office said on Monday, and the ferry stays in dock."
)
OTHER = "Masons from three towns will cut the stone, which comes from the old quarry above the lighthouse, it added."
MENU = ("Home | News | Contact", "Log in")


def candidates(*lines: str) -> list[str]:
    page = ruled_page(lines, titled=False)
    return [page.lines[i] for i in titles.candidates(page)]


def test_a_word_or_two_right_above_time_or_author_may_be_the_headline() -> None:
    assert "Quay" in candidates(*MENU, "Quay", "12 January 2026", PARAGRAPH, OTHER)
    assert "Quay" not in candidates(*MENU, "Quay", PARAGRAPH, OTHER)


def test_the_headline_may_stand_below_a_paragraph_and_above_time_or_author() -> None:
    about = "We are a small team of former pilots who write about the harbour, its people and its ships, since 2016."
    assert "Quay to be rebuilt by spring" in candidates(
        *MENU, about, "Quay to be rebuilt by spring", "12 January 2026", PARAGRAPH, OTHER
    )
    assert "Quay to be rebuilt by spring" not in candidates(
        *MENU, about, "Quay to be rebuilt by spring", PARAGRAPH, OTHER
    )


def test_a_long_question_may_be_the_headline_beside_other_candidates() -> None:
    question = "Why does the harbour office rebuild the northern quay while the southern one is falling down?"
    assert question in candidates(*MENU, "Tides of the week at the pier", question, PARAGRAPH, OTHER)


def test_a_headline_that_stands_twice_and_in_a_caption_may_be_the_headline() -> None:
    line = "Quay to be rebuilt by spring"
    assert line in candidates(*MENU, line, line, "12 January 2026", PARAGRAPH, line, OTHER)


@pytest.mark.parametrize(
    "lines",
    [
        ("The office closes these roads:", "Quay Street from number 12 to 40", PARAGRAPH),
        ("Dear members,", "the yearly meeting of the sailing club takes place", PARAGRAPH),
        ("Q16 0883 EST", PARAGRAPH),
        ("Printed on 14 January 2026", PARAGRAPH),
        ("━━━━━━━━━━━━━━━━━━━━━━", PARAGRAPH),
    ],
)
def test_what_goes_on_from_the_line_above_a_mark_and_a_date_are_no_headlines(lines: tuple[str, ...]) -> None:
    assert set(candidates(*MENU, *lines, OTHER)) <= {lines[0]} - {lines[-2]}


def test_a_date_in_brackets_leaves_a_headline_a_headline() -> None:
    line = "Islands - Storm Hilda at the coast (28 September 2025)"
    assert line in candidates(*MENU, line, PARAGRAPH, OTHER)


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Quay to be rebuilt - Harbour Courier", "Quay to be rebuilt"),
        ("Quay to be rebuilt | THE HARBOUR OFFICE", "Quay to be rebuilt"),
        ("Quay to be rebuilt – 30 January 2026", "Quay to be rebuilt"),
        ("Quay to be rebuilt - a town divided", "Quay to be rebuilt - a town divided"),
        ("PORTS AND PIERS: Quay to be rebuilt", "Quay to be rebuilt"),
        ("WORLD Quay to be rebuilt", "Quay to be rebuilt"),
        ("WORLD QUAY TO BE REBUILT", "WORLD QUAY TO BE REBUILT"),
        ("ASEAN: Quay to be rebuilt", "ASEAN: Quay to be rebuilt"),
        ("Leitartikel: Der Kai und die Stadt", "Der Kai und die Stadt"),
        ("Harbour: Quay to be rebuilt", "Harbour: Quay to be rebuilt"),
        ("工作动态：北码头明年春天重建", "北码头明年春天重建"),
    ],
)
def test_what_a_page_calls_itself_and_its_parts_is_no_part_of_the_headline(line: str, headline: str) -> None:
    top = ("The Harbour Office", "Home > Ports and Piers > Harbour", "ASEAN | Contact", "机构职能 工作动态 互动交流")
    page = ruled_page([*top, line, f"(Harbour Courier) {PARAGRAPH}", OTHER], titled=False)
    assert headline_of(page, page.lines.index(line)) == headline


def test_of_a_path_or_a_page_title_and_the_headline_the_headline_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for first in ("Start World Ports: Quay to be rebuilt", "Quay to be rebuilt and the Harbour Office"):
        monkeypatch.setattr(titles, "likelihoods", lambda page, rows, kin, network: [0.9, *(0.1 for _ in rows[1:])])
        page = ruled_page([first, "Quay to be rebuilt", "12 January 2026", PARAGRAPH, OTHER])
        assert page.title == "Quay to be rebuilt"


def test_an_address_of_mail_behind_a_name_leaves_a_byline() -> None:
    assert byline("By ANN HALE ahale@harbour.example") == ("ANN HALE",)
    assert byline("Von Ann Hale (ahale@harbour.example)") == ("Ann Hale",)


def test_a_headline_that_announces_a_film_stands_above_time_or_author_and_is_no_link() -> None:
    film = "VIDEO: Northern quay will be rebuilt by spring"
    assert film in candidates(*MENU, film, "By Ann Hale", PARAGRAPH, OTHER)
    assert film not in candidates(*MENU, film, PARAGRAPH, OTHER)
    assert cleaned(*MENU, film, "12 January 2026", PARAGRAPH, OTHER, "Share").title == film


def test_an_outlets_name_below_furniture_is_not_made_the_headline_of_a_page_without_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(titles, "likelihoods", lambda page, rows, kin, network: [0.0 for _ in rows])
    lines = [*MENU, "The Weekly Lantern online", "12 January 2026", "Northern quay will be rebuilt", PARAGRAPH, OTHER]
    page = ruled_page(lines, titled=False)
    titles.find_title(page)
    assert (page.title, page.rule(2), page.rule(4)) == ("", "no_headline", None)
    assert cleaned(*MENU, lines[2], PARAGRAPH, OTHER, "Share").title == ""


def test_a_page_teaches_which_of_its_candidates_is_the_headline_or_that_none_is() -> None:
    lines = [(text, "boilerplate") for text in MENU]
    below = [("Tides of the week at the pier", "boilerplate"), (PARAGRAPH, "body"), (OTHER, "body")]
    title = "Quay to be rebuilt by spring"
    found = title_examples([gold(*lines, (title, "title"), *below, title=title), gold(*lines, *below)], seen=False)
    assert [(e.article, e.titled, e.right) for e in found] == [(0, True, [True, False]), (1, False, [False])]


def test_the_lead_tells_a_headline_from_a_caption_that_speaks_of_the_rest() -> None:
    page = ruled_page([*MENU, "Quay to be rebuilt by spring", "The old quarry above", PARAGRAPH, OTHER], titled=False)
    headline, caption = kinships(page, [2, 3])
    assert headline.lead == 1.0
    assert (caption.lead, caption.whole > 0) == (0.0, True)


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Союз портовых городов принимает новых членов",
            "![]() |",
            "Участники съезда на набережной. |",
            "Союз портовых городов провёл съезд и принял четыре города с двух берегов залива, сообщил его секретарь.",
            "|",
            "За год союз открыл три учебных центра и отправил на стажировку сорок диспетчеров.",
        ),
        (
            "Hafenkonferenz endet mit gemeinsamer Erklärung",
            "Nach drei Tagen und mehr als vierzig Gesprächen haben die Hafenstädte eine Erklärung angenommen.",
            "Unterzeichnung der Erklärung. (Foto: Mai Lan) |",
            "Die Häfen wollen ihre Zollämter verbinden und Schiffe nur noch einmal prüfen, sagte der Vorsitzende.",
            "[Anzeige_2]",
        ),
    ],
)
def test_a_headline_that_opens_a_page_of_little_furniture_is_found(lines: tuple[str, ...]) -> None:
    assert cleaned(*lines).title == lines[0]


@pytest.fixture
def none_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    """No candidate of any page is likely to be its headline."""
    monkeypatch.setattr(titles, "likelihoods", lambda page, rows, kin, network: [0.01 for _ in rows])


@pytest.mark.usefixtures("none_likely")
def test_a_heading_opens_the_text_of_a_page_that_surely_has_no_headline_and_does_so_when_cleaned_again() -> None:
    heading = "A winter without the masons and their hammers"
    first = cleaned(*MENU, "12 January 2026", heading, PARAGRAPH, OTHER, "Share")
    assert (first.title, first.text) == ("", f"{heading}\n\n{PARAGRAPH}\n\n{OTHER}")
    again = clean(RawArticle(id="a", content=f"{first.title}\n\n{first.text}"))
    assert (again.title, again.text) == (first.title, first.text)


@pytest.mark.usefixtures("none_likely")
def test_menus_over_the_heading_that_opens_a_text_without_a_headline_go_but_salutations_and_lists_stay() -> None:
    heading = "A winter without the masons and their hammers"
    menu = cleaned("Home | News | Contact", "Pelican", "Recipes", heading, PARAGRAPH, OTHER, "Share")
    assert menu.text == f"{heading}\n\n{PARAGRAPH}\n\n{OTHER}"
    page = Page(["Dear members,", "Pelican", heading, PARAGRAPH, OTHER], title="")
    titles.find_title(page)
    assert page.kept() == [0, 1, 2, 3, 4]


def test_what_may_be_a_headline_is_looked_at_once_more_when_the_furniture_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(titles, "likelihoods", lambda page, rows, kin, network: [0.2 for _ in rows])
    assert cleaned(*MENU, "Quay to be rebuilt by spring", PARAGRAPH, OTHER, "Share").title != ""


@pytest.mark.parametrize(
    "content",
    [
        f"\n\nQuay to be rebuilt by spring\n{PARAGRAPH}\n{OTHER}",
        f"\n\nQuay to be rebuilt by spring\n\n{PARAGRAPH}\n\n{OTHER}\n",
        f"\n\nQuay to be rebuilt by spring\n\n{PARAGRAPH}\n\n{OTHER}\n\nShare",
        f"Quay to be rebuilt by spring\n\n{PARAGRAPH}\n\n{OTHER}",
        f"\n\nQuay to be rebuilt by spring\n\n{PARAGRAPH}\n\n{OTHER}",
    ],
)
def test_a_text_that_is_not_a_cleaned_one_without_a_headline_may_open_with_one(content: str) -> None:
    assert clean(RawArticle(id="a", content=content)).title == "Quay to be rebuilt by spring"


def test_a_page_that_opens_with_a_picture_has_no_headline_where_none_is_likely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(titles, "likelihoods", lambda page, rows, kin, network: [0.2 for _ in rows])
    heading = "A winter without the masons and their hammers"
    page = cleaned("The quay after the storm. (Photo: VNA) |", heading, PARAGRAPH, OTHER, "Share")
    assert (page.title, page.text) == ("", f"{heading}\n\n{PARAGRAPH}\n\n{OTHER}")


def test_a_menu_parted_by_strokes_is_no_headline() -> None:
    assert not reads_like_title("Agenda | Documents | Questions")
    assert not reads_like_title("Посольство · Пресса · Консулы · Визы")
    assert reads_like_title("Agenda | Documents of the harbour conference | Questions")
    assert reads_like_title("Harbour | Quay to be rebuilt by spring")


@pytest.mark.parametrize(
    "line", ["Oslo · Bergen · Tromsø", "Oslo • Bergen • Tromsø", "Rust.rs – a new home for old code"]
)
@pytest.mark.parametrize(
    "layout", ["{0}\n\n{1}\n\n{2}", "{0}\n\n{0}\n\n{1}\n\n{2}", "{0}\n{0}\n12 January 2026\n{1}\n{2}"]
)
def test_three_places_between_points_or_the_name_of_code_may_be_a_headline(line: str, layout: str) -> None:
    page = cleaned(*layout.format(line, PARAGRAPH, OTHER).split("\n"))
    assert page.title == line


def test_an_address_with_its_motto_is_no_headline_where_another_line_may_be_one() -> None:
    logo = "Ferries.example - All lines at a glance"
    assert is_logo(logo)
    assert not is_logo("Ferries - all lines at a glance")
    assert not is_logo("Node.js – a new home for old code")
    assert cleaned(logo, "Quay to be rebuilt by spring", PARAGRAPH, OTHER).title == "Quay to be rebuilt by spring"
    assert cleaned(logo, PARAGRAPH, OTHER).title == logo


def test_neither_an_embargo_nor_a_photographer_is_the_headline() -> None:
    assert candidates("Sperrfrist: 11. April 2026, 12 Uhr", "Quay to be rebuilt by spring", PARAGRAPH, OTHER) == [
        "Quay to be rebuilt by spring"
    ]
    sanctions = "Embargo until 2027: what the island expects"
    assert candidates(sanctions, PARAGRAPH, OTHER) == [sanctions]
    assert "Pewarta foto: Bram Suara" not in candidates(
        "Quay to be rebuilt", "Pewarta foto: Bram Suara", PARAGRAPH, OTHER
    )
