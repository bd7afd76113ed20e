"""The network that tells captions from headings: which lines it is asked for, what goes, what stays."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.line_training import caption_examples, examples, fit_captions
from service.core import caption_scorer
from service.core.caption_scorer import NAMES, is_open, told, trained
from service.core.network import dumps, loads
from service.core.sights import SIGHTS
from tests.unit.flattened import cleaned, gold, that_says

ENGLISH = (
    "The harbour board agreed on Tuesday to rebuild the northern quay, which a storm had broken in two last winter.",
    "Masons will start in March and hope to be done before the herring fleet comes home, said the board's clerk.",
    "The board pays two thirds of it, for which it will sell the old customs house by the bridge next year.",
)
GERMAN = (
    "Der Hafenrat beschloss am Dienstag, den nördlichen Kai neu zu bauen, den ein Sturm im Winter zerbrochen hatte.",
    "Die Maurer beginnen im März und wollen fertig sein, bevor die Heringsflotte heimkehrt, sagte der Schreiber.",
    "Zwei Drittel zahlt der Rat selbst, der dafür im nächsten Jahr das alte Zollhaus an der Brücke verkaufen will.",
)
VIETNAMESE = (
    "Hội đồng cảng hôm thứ Ba quyết định xây lại bến phía bắc, nơi bị bão đánh gãy đôi vào mùa đông năm ngoái.",
    "Thợ nề sẽ khởi công vào tháng Ba và mong xong việc trước khi đoàn tàu cá trở về, theo lời thư ký hội đồng.",
    "Hội đồng chi trả hai phần ba kinh phí và vì thế sẽ bán ngôi nhà hải quan cũ cạnh cây cầu vào năm tới.",
)
PAGES = (
    ("Home | News | Contact", "Quay to be rebuilt", "Share", ENGLISH),
    ("Startseite | Politik | Kontakt", "Der Kai wird neu gebaut", "Teilen", GERMAN),
    ("Trang chủ | Tin tức | Liên hệ", "Xây lại bến cảng phía bắc", "Chia sẻ", VIETNAMESE),
)
CAPTIONS = (
    "Masons Ada Quill and Tom Reyes unload granite blocks from a barge at the northern quay",
    "Maurer entladen Granitblöcke von einem Lastkahn im Hafen von Ellernsund",
    "Thợ nề bốc dỡ đá từ sà lan tại bến cảng phía bắc",
)
HEADINGS = ("Who pays for it", "Wer bezahlt das", "Ai trả tiền")


def lines_with(page: tuple[str, str, str, tuple[str, ...]], line: str) -> list[str]:
    menu, title, share, text = page
    return [menu, title, share, text[0], line, text[1], text[2], share]


def test_the_shipped_weights_fit_the_measures_and_survive_their_file() -> None:
    again = loads(dumps(trained()))
    assert again.names == NAMES
    assert np.array_equal(again.first, trained().first)


def test_weights_for_other_measures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caption_scorer, "NAMES", ("size",))
    with pytest.raises(ValueError, match=r"caption_weights\.json was trained on other measures"):
        trained.__wrapped__()


@pytest.mark.parametrize(("page", "line"), list(zip(PAGES, CAPTIONS, strict=True)))
def test_a_caption_without_a_credit_goes(page: tuple[str, str, str, tuple[str, ...]], line: str) -> None:
    found = cleaned(*lines_with(page, line))
    assert found.text == "\n\n".join(page[3])
    assert ("caption", line) in {(removed.kind, removed.text) for removed in found.removed}


@pytest.mark.parametrize(("page", "line"), list(zip(PAGES, HEADINGS, strict=True)))
def test_a_heading_in_its_place_stays(page: tuple[str, str, str, tuple[str, ...]], line: str) -> None:
    assert line in cleaned(*lines_with(page, line)).text.split("\n\n")


@pytest.mark.parametrize(("page", "line"), list(zip(PAGES, CAPTIONS, strict=True)))
def test_on_a_page_without_furniture_nothing_is_asked(page: tuple[str, str, str, tuple[str, ...]], line: str) -> None:
    _, title, _, text = page
    assert line in cleaned(title, text[0], line, *text[1:]).text


@pytest.mark.parametrize(
    "line",
    [
        "Masons at work.",
        "Masons at the northern quay in 1998.",
        "Masons at the northern quay. The sea is calm.",
        "Masons at the “northern quay.”",
        "Masons at the northern quay.²",
        "Masons at the northern quay. 12)",
        "Masons at the quay:",
    ],
)
def test_whatever_the_network_says_sentences_that_tell_more_and_what_announces_stay(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caption_scorer, "trained", lambda: that_says(0.99, trained()))
    assert not is_open(line)
    assert line in cleaned(*lines_with(PAGES[0], line)).text


@pytest.mark.parametrize(("likely", "stays"), [(0.95, False), (0.85, True)])
def test_a_brief_sentence_goes_where_the_network_is_surer(
    likely: float, stays: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "Die Maurer auf dem Kai nach dem Sturm."
    monkeypatch.setattr(caption_scorer, "trained", lambda: that_says(likely, trained()))
    assert (line in cleaned(*lines_with(PAGES[1], line)).text) == stays


def test_what_it_is_not_sure_of_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "Bến cảng phía bắc sau cơn bão"  # the lines' network leaves it
    assert line not in cleaned(*lines_with(PAGES[2], line)).text
    monkeypatch.setattr(caption_scorer, "trained", lambda: that_says(0.7, trained()))
    assert line in cleaned(*lines_with(PAGES[2], line)).text


def test_a_line_is_told_by_what_it_speaks_of_and_its_capitals() -> None:
    names = dict(zip(NAMES[-len(SIGHTS.bit) - 2 :], told(CAPTIONS[0], CAPTIONS[0].casefold()), strict=True))
    assert (names["thing"], names["act"], names["told"], names["capitals"]) == (1, 0, 0, 4)
    assert told("Why it will not be", "why it will not be")[-2:] == (0, 0)


def test_every_language_has_words_for_what_is_seen_and_what_is_told() -> None:
    assert all(len(SIGHTS.terms(name)) >= 13 * 15 for name in SIGHTS.bit)


def test_training_learns_and_repeats_itself() -> None:
    article = gold(
        ("Home | News | Contact", "boilerplate"), ("Quay to be rebuilt", "title"), (ENGLISH[0], "body"),
        ("Who pays for it", "body"), (ENGLISH[1], "body"), (CAPTIONS[0], "caption"), (ENGLISH[2], "body"),
        ("Share", "boilerplate"), ("Print", "boilerplate"),
    )  # fmt: skip
    some = caption_examples(examples([article], seen=True)) * 30
    first, again = fit_captions(some), fit_captions(some)
    assert np.array_equal(first.first, again.first)
    likely = dict(zip(some[0].text, first.likelihoods(some[0].measures)[:, 0], strict=True))
    assert likely["Who pays for it"] < 0.5 < likely[CAPTIONS[0]]
