"""The network that judges lines no rule knows: its file, which lines it is asked for, what it may not touch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from benchmarks.line_training import examples, fit, labels
from service.core import line_scorer, title_scorer, titles
from service.core.kinship import Kinship, kinships
from service.core.line_measures import NAMES, measures
from service.core.line_scorer import OUTPUTS, doubtful, trained
from service.core.lines import ruled_page
from service.core.network import Network, dumps, loads
from service.core.page import Page
from service.core.title_parts import without_section
from tests.unit.flattened import cleaned, gold, that_says

PARAGRAPH = (
    "The harbour board agreed on Tuesday to rebuild the northern quay, which a storm had broken in two last winter."
)
OTHER = "Masons will start in March and hope to be done before the herring fleet comes home, said the board's clerk."
ITEM = "• The board pays two thirds of it, for which it will sell the old customs house by the bridge."
PAGE = (
    "Home | News | Contact",
    "Quay to be rebuilt",
    PARAGRAPH,
    "Who pays",
    OTHER,
    "Glimpse more",
    "Share",
    "Zoom out",
)


def test_the_shipped_weights_fit_the_measures_and_survive_their_file() -> None:
    again = loads(dumps(trained()))
    assert again.names == NAMES
    assert again.last.shape == (len(again.bias), len(OUTPUTS))
    assert np.array_equal(again.first, trained().first)


def test_weights_for_other_measures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_scorer, "NAMES", ("size",))
    with pytest.raises(ValueError, match=r"line_weights\.json was trained on other measures"):
        trained.__wrapped__()


def test_each_line_has_all_measures_and_all_are_numbers() -> None:
    page = ruled_page([*PAGE, "", "1", "…", "\ud800", "广告之后", "Số 7"])
    found = measures(page, [i for i, line in enumerate(page.lines) if line])
    assert found.shape == (len([line for line in page.lines if line]), len(NAMES))
    assert np.isfinite(found).all()


@pytest.mark.parametrize(("texts", "judged"), [(1, True), (30, False)])
def test_a_long_text_with_a_mark_or_two_is_no_page_of_furniture(texts: int, judged: bool) -> None:
    paragraphs = [f"{PARAGRAPH} That is what paragraph {number} of the minutes says." for number in range(texts)]
    page = ruled_page([*PAGE, *paragraphs])
    assert page.has_furniture()
    assert bool(doubtful(page)) is judged


def test_only_short_lines_of_pages_with_furniture_are_judged() -> None:
    page = ruled_page(PAGE)
    assert {page.lines[i] for i in doubtful(page)} <= {"Who pays", "Glimpse more", "Zoom out"}
    assert doubtful(ruled_page(("Quay to be rebuilt", PARAGRAPH, "Who pays", OTHER, "Yes."))) == []


def test_what_the_network_is_sure_of_goes_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.99, trained()))
    result = cleaned(*PAGE)
    assert result.text.split("\n\n") == [PARAGRAPH, OTHER]
    assert "scored 0.99" in {removed.rule for removed in result.removed}
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.7, trained()))
    assert "Who pays" in cleaned(*PAGE).text


@pytest.mark.parametrize("lines", [("Who pays", ITEM), ("Signed in March. (AB-3)",)])
def test_lists_with_their_headings_and_closing_lines_stay(
    lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.99, trained()))
    assert lines[0] in cleaned("Share", "Quay to be rebuilt", PARAGRAPH, *lines, OTHER).text


def test_a_sentence_under_a_line_of_the_text_stays_and_the_second_line_needs_better_evidence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = (
        "Home | News | Contact",
        "Quay to be rebuilt",
        "A storm broke it",
        PARAGRAPH,
        "Work starts in March.",
        "Share",
    )
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.99, trained()))
    assert cleaned(*page).text.split("\n\n") == [PARAGRAPH, "Work starts in March."]
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.9, trained()))
    assert "A storm broke it" in cleaned(*page).text


@pytest.mark.parametrize("above", [(), ("The board has agreed on its quay",)])
def test_a_sentence_stays_where_nothing_else_is_left(above: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_scorer, "trained", lambda: that_says(0.99, trained()))
    result = cleaned(*above, "Masons mend quays.", "Share", "World news")
    assert result.text == "Masons mend quays."
    assert "World news" in {removed.text for removed in result.removed}
    assert cleaned(result.text).text == result.text


def titles_say(*likely: float) -> Callable[[Page, list[int], list[Kinship], Network | None], list[float]]:
    """A judgement of headlines that gives the candidates these likelihoods."""
    return lambda page, rows, kin, network: list(likely[: len(rows)])


def test_the_network_of_headlines_chooses_where_furniture_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    page = ("Home | News | Contact", "Quay board will rebuild", "Quay to be rebuilt", PARAGRAPH, OTHER)
    monkeypatch.setattr(titles, "likelihoods", titles_say(0.9, 0.1))
    assert cleaned(*page).title == "Quay board will rebuild"
    monkeypatch.setattr(titles, "likelihoods", titles_say(0.1, 0.9))
    assert cleaned(*page).title == "Quay to be rebuilt"
    assert cleaned("Quay to be rebuilt", PARAGRAPH, OTHER).title == "Quay to be rebuilt"  # not asked


def test_the_first_of_nearly_equal_candidates_is_the_headline_and_none_where_none_is_likely() -> None:
    assert title_scorer.choice(np.array([0.1, 0.86, 0.95])) == 1
    assert title_scorer.choice(np.array([0.1, 0.7, 0.95])) == 2
    assert title_scorer.choice(np.array([0.1, 0.15])) is None


def test_of_two_lines_one_under_the_other_the_first_is_the_headline_if_it_is_half_as_likely() -> None:
    assert title_scorer.choice(np.array([0.5, 0.45, 0.95]), [2, 5, 6]) == 1
    assert title_scorer.choice(np.array([0.5, 0.3, 0.95]), [2, 5, 6]) == 2
    assert title_scorer.choice(np.array([0.5, 0.45, 0.95]), [2, 5, 7]) == 2


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("Politik: Der Kai wird gebaut", "Der Kai wird gebaut"),
        ("Opinie. Waarom de kade nodig is", "Waarom de kade nodig is"),
        ("Portraits | The harbour master", "The harbour master"),
        ("ASEAN: Ministers meet by the quay", "ASEAN: Ministers meet by the quay"),
        ("Quay: masons wanted for the spring", "Quay: masons wanted for the spring"),
        ("Puces « Made in Vietnam » : un rêve", "Puces « Made in Vietnam » : un rêve"),
        ("Politics: quay", "Politics: quay"),
    ],
)
def test_the_name_of_a_section_in_front_is_no_part_of_the_headline(line: str, headline: str) -> None:
    assert without_section(line) == headline


def test_a_headline_that_a_page_repeats_is_its_headline_and_not_a_caption() -> None:
    found = cleaned(
        "Home | News", "Log in", *["Northern quay will be rebuilt by spring"] * 2, PARAGRAPH, OTHER, "Share"
    )
    assert (found.title, found.text) == ("Northern quay will be rebuilt by spring", f"{PARAGRAPH}\n\n{OTHER}")


def test_the_shipped_weights_of_headlines_fit_their_measures() -> None:
    assert title_scorer.trained().names == title_scorer.NAMES
    page = ruled_page(PAGE, titled=False)
    rows = titles.candidates(page)
    assert title_scorer.title_measures(page, rows, kinships(page, rows)).shape == (1, len(title_scorer.NAMES))


def test_a_date_in_furniture_around_the_headline_is_the_publication_time() -> None:
    found = cleaned("Home | News | Contact", "» 13/01/2026, 12.08", "Quay to be rebuilt", PARAGRAPH, OTHER, "Share")
    assert found.published_at == "2026-01-13"
    late = cleaned(
        "Home | News", "Quay to be rebuilt", PARAGRAPH, OTHER, OTHER[:-1] + "?", "Share", "» Fair of 13/01/2026"
    )
    assert late.published_at is None


def test_lines_find_their_labels_also_when_they_were_joined() -> None:
    article = gold(("Menu", "boilerplate"), ("The quay", "body"), ("is broken.", "body"), ("Share", "boilerplate"))
    assert labels(["Menu", "The quay is broken.", "Nowhere", "Share"], article) == [
        "boilerplate",
        "body",
        None,
        "boilerplate",
    ]


def test_training_learns_and_repeats_itself() -> None:
    article = gold(
        ("Menu", "boilerplate"), ("Quay to be rebuilt", "title"), (PARAGRAPH, "body"), ("Who pays", "body"),
        (OTHER, "body"), ("Glimpse more", "boilerplate"), ("Share", "boilerplate"), ("Zoom out", "boilerplate"),
    )  # fmt: skip
    some = examples([article], seen=True) * 30
    first, again = fit(some), fit(some)
    assert np.array_equal(first.first, again.first)
    likely = dict(zip(some[0].text, first.likelihoods(some[0].measures)[:, 0], strict=True))
    assert likely["Who pays"] < 0.5 < likely["Zoom out"]
