"""Mends that must happen, and text that must stay as it is."""

from __future__ import annotations

from collections import Counter

import pytest

from service.core.clean import clean
from service.core.folded import Folded
from service.core.repair import _MOJIBAKE, _MOJIBAKE_BYTES, repair_characters, repair_lines, squeeze
from service.core.spacing import is_french
from service.models import REPAIRED_KINDS, RawArticle


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("e\u0301te\u0301", "été"),
        ("cafÃ© crÃ¨me", "café crème"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("AT&amp;T", "AT&T"),
        ("Q&amp;amp;A", "Q&A"),
        ("l&#39;eau", "l'eau"),
        ("co\u00adoperation", "cooperation"),
        ("a\u200bb\ufeffc", "abc"),
        ("bell\x07", "bell"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("lone \ud800 half", "lone \ufffd half"),
    ],
)
def test_characters_are_mended(broken: str, mended: str) -> None:
    assert repair_characters(broken) == mended


@pytest.mark.parametrize(
    "sound",
    [
        "São Paulo à tarde",
        "Ångström – “quoted” … €5",
        "R&D; see notes",
        "नमस्ते क्\u200dष",
        "👩\u200d🚀 in orbit",
        "10\u00a0000 euros",
        "Đặng Thị Ngọc Thịnh",
        "外務省は「検討中」と述べた。",
    ],
)
def test_sound_characters_stay(sound: str) -> None:
    assert repair_characters(sound) == sound


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("The envoy , who came by sea , left .", "The envoy, who came by sea, left."),
        ("Was it agreed ? Yes !", "Was it agreed? Yes!"),
        ("Seen in ( northern ) ports", "Seen in (northern) ports"),
        ("too   many\tspaces", "too many spaces"),
        ("Der Sitz desPolitbüros in Hanoi", "Der Sitz des Politbüros in Hanoi"),
        ("In Ho-Chi-Minh -Stadt wird gebaut", "In Ho-Chi-Minh-Stadt wird gebaut"),
        ("Hanoi(VNA) – The port", "Hanoi (VNA) – The port"),
        ("Tres países:así empezó todo", "Tres países: así empezó todo"),
        ("The port closed.Ships waited outside", "The port closed. Ships waited outside"),
    ],
)
def test_spaces_are_mended(broken: str, mended: str) -> None:
    assert repair_lines([broken]) == [mended]


@pytest.mark.parametrize(
    "sound",
    [
        "Die Bürger:innen wählen am Sonntag.",
        "Every iPhone and eBay account counts.",
        "Write to mailto:desk or visit vietnam.vn today.",
        "It grew by .5 points, then by .7 points.",
        "At 10:30 the score was 2:1 after extra time.",
        "The U.S. and the U.K. signed.",
        "Files end in .txt or .csv here.",
        "He said: “wait …” and left.",
        "A twenty -year pause",
    ],
)
def test_sound_lines_stay(sound: str) -> None:
    assert repair_lines([sound]) == [sound]


def test_french_keeps_the_spaces_before_its_marks() -> None:
    line = "Le ministre a posé une question : qui viendra dans les provinces et avec quels moyens ?"
    assert is_french([line])
    assert repair_lines([line]) == [line]


def test_french_loses_the_space_before_a_comma() -> None:
    assert repair_lines(["Le port et les quais , dit-il, sont prêts pour les navires."])[0].startswith(
        "Le port et les quais, "
    )


def test_an_article_glued_to_a_noun_is_parted_when_the_text_knows_the_noun() -> None:
    lines = ["El embajador llegó ayer.", "Recibió a elembajador por la tarde."]
    assert repair_lines(lines)[1] == "Recibió a el embajador por la tarde."


def test_a_word_that_only_looks_glued_stays() -> None:
    lines = ["The theology faculty met.", "Elegant solutions, said the lasting partner."]
    assert repair_lines(lines) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["Die Stadt will den alten Kran loswerden.", "Der Platz soll bis Mai frei werden, und zwar ganz."],
        ["Het lesmateriaal komt per schip.", "Al het andere materiaal ligt er al."],
        ["Acudieron doscientos vecinos.", "Otros cientos esperaban fuera."],
        ["Les voies par lesquelles passe le bois.", "On ignore quelles voies resteront."],
        ["Her therapist came along.", "No rapist was ever found."],
        ["El acuerdo quiere delimitar la costa.", "Nadie lo va a imitar."],
    ],
)
def test_a_word_of_the_language_is_not_parted_though_the_text_has_its_end_as_a_word(lines: list[str]) -> None:
    assert repair_lines(lines) == lines


def test_a_no_break_space_survives_squeezing() -> None:
    assert squeeze(" 5\u00a0%  of \t all ") == "5\u00a0% of all"


def test_lines_mended_before_are_not_mended_again() -> None:
    mended: set[tuple[bool, str]] = set()
    once = repair_lines(["a word , then"], mended)
    assert (False, once[0]) in mended
    assert repair_lines(once, mended) == once


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("Recibió elcanciller a la prensa", "Recibió el canciller a la prensa"),
        ("La entrevistacon la prensa", "La entrevista con la prensa"),
        ("Pour lesentreprises du port", "Pour les entreprises du port"),
        ("Talks betweenthe ministersof both", "Talks betweenthe ministers of both"),
    ],
)
def test_common_nouns_are_parted_from_the_words_they_ran_into(broken: str, mended: str) -> None:
    assert repair_lines([broken]) == [mended]


@pytest.mark.parametrize(
    "word", ["conciencia", "regeringen", "ontwikkelingen", "presidente", "ministerial", "apolítica", "unpolitisch"]
)
def test_words_that_look_like_two_stay_one(word: str) -> None:
    assert repair_lines([f"Un {word} más"]) == [f"Un {word} más"]


@pytest.mark.parametrize(
    ("broken", "kinds"),
    [
        ("e\u0301te\u0301", {"normalization": 1}),
        ("cafÃ© crÃ¨me\nplain\nViá»‡t Nam", {"mojibake": 2}),
        ("Q&amp;amp;A &lt;b&gt;", {"entities": 4}),
        ("co\u00adoperation a\u200bb\ufeffc\x07", {"invisible": 4}),
        ("lone \ud800 half", {"surrogates": 1}),
        ("one\r\ntwo, AT&T", {}),
    ],
)
def test_what_was_mended_is_counted_by_kind(broken: str, kinds: dict[str, int]) -> None:
    repaired: Counter[str] = Counter()
    repair_characters(broken, repaired)
    assert dict(+repaired) == kinds
    assert set(kinds) <= set(REPAIRED_KINDS)


def test_lines_that_were_mended_are_counted_once_though_cleaning_takes_rounds() -> None:
    sound = "Delegations of the two countries met in Hanoi on Tuesday and spoke of ports, visas and trade."
    spaced = "The envoy , who came by sea , left .  Others   stayed for the talks on trade and visas in the capital."
    glued = "The ministers of the two countries met in Hanoi and the agreement ofHanoi was signed there on Tuesday."
    text = f"{sound}\n{spaced}\n{glued}"
    assert clean(RawArticle(id="a", content=text)).repaired == {"spacing": 2}
    assert clean(RawArticle(id="a", content=sound)).repaired == {}
    page = f"<html><body><article><p>{sound}</p><p>{sound} The caf&amp;eacute;s too.</p></article></body></html>"
    assert clean(RawArticle(id="a", content=page)).repaired == {"entities": 1}


def test_glued_words_are_parted_wherever_they_stand_behind_letters_of_several_bytes() -> None:
    before = "Đại sứ đã đến Hà Nội: "
    line = f"{before}elcanciller habló — después 外交部 elcanciller calló ante el canciller."
    assert repair_lines([line]) == [line.replace("elcanciller", "el canciller")]


def test_lines_folded_in_one_go_are_what_each_is_alone() -> None:
    lines = ["Straße", "İstanbul", "ΣΊΣΥΦΟΣ", "", "ÉTÉ"]
    folded = Folded()
    folded.add(lines)
    assert folded == {line: line.casefold() for line in lines}
    folded = Folded()
    folded.add(["One\nTwo", "Three"])
    assert folded["One\nTwo"] == "one\ntwo"
    assert folded["Three"] == "three"


def test_signs_of_mojibake_are_found_in_bytes_where_they_are_in_characters() -> None:
    letters = [chr(code) for code in range(0x80, 0x250)] + list("‚„…†‡ˆ‰‹‘’“”•–—˜™›€ạ»中\U0001f600")
    pairs = [a + b for a in letters for b in ["a", *letters]]
    found = [pair for pair in pairs if _MOJIBAKE.search(pair)]
    assert [pair for pair in pairs if _MOJIBAKE_BYTES.search(pair.encode())] == found
    assert len(found) > 1_000
