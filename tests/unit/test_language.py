"""Languages told apart, and `und` where none can be told."""

from __future__ import annotations

import pytest

from service.core.language import LanguageDetector

ALL = ("en", "de", "fr", "es", "nl", "vi", "it", "pt", "id", "ru", "zh", "ja", "ko")
SENTENCES = {
    "en": "The ambassador said that talks on the border would resume after the harvest, when the roads are dry again.",
    "de": "Die Botschafterin sagte, die Gespräche über die Grenze würden nach der Ernte wieder aufgenommen.",
    "fr": "L'ambassadrice a déclaré que les pourparlers sur la frontière reprendraient après la récolte.",
    "es": "La embajadora dijo que las conversaciones sobre la frontera se reanudarían después de la cosecha.",
    "nl": "De ambassadeur zei dat de gesprekken over de grens na de oogst zouden worden hervat.",
    "vi": "Đại sứ cho biết cuộc đàm phán về biên giới sẽ được nối lại sau vụ thu hoạch, khi đường khô ráo.",
    "it": "L'ambasciatrice ha detto che i colloqui sul confine riprenderanno dopo il raccolto, con le strade asciutte.",
    "pt": "A embaixadora disse que as conversações sobre a fronteira serão retomadas depois da colheita.",
    "id": "Duta besar mengatakan bahwa perundingan perbatasan akan dilanjutkan setelah musim panen selesai.",
    "ru": "Посол сообщила, что переговоры о границе возобновятся после сбора урожая.",
    "zh": "大使表示,边界谈判将在秋收之后恢复。",
    "ja": "大使は、国境をめぐる協議を収穫の後に再開すると述べた。",
    "ko": "대사는 국경 협상이 수확 이후에 재개될 것이라고 말했다.",
}


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector(ALL)


@pytest.mark.parametrize("tag", ALL)
def test_each_language_is_told_from_one_sentence(detector: LanguageDetector, tag: str) -> None:
    found = detector.detect(SENTENCES[tag])
    assert found.tag == tag
    assert 0.5 < found.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "2025 16/07 100% +84 24 3825",
        "https://news.example/page?id=1",
        "قال السفير إن المحادثات ستستأنف بعد موسم الحصاد في الخريف",
        "เอกอัครราชทูตกล่าวว่าการเจรจาจะเริ่มขึ้นอีกครั้งหลังฤดูเก็บเกี่ยว",
        "השגריר אמר כי השיחות יתחדשו לאחר הקציר",
        "Посол повідомила, що переговори про кордон відновляться після збору врожаю її країни.",
    ],
)
def test_other_scripts_and_no_text_are_undetermined(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text).tag == "und"


def test_only_configured_languages_are_given() -> None:
    detector = LanguageDetector(["en", "de"])
    assert detector.detect(SENTENCES["ja"]).tag == "und"
    assert detector.detect(SENTENCES["de"]).tag == "de"
    assert detector.detect(SENTENCES["vi"]).tag in {"und", "en", "de"}


def test_vietnamese_without_accents_in_names_does_not_mislead(detector: LanguageDetector) -> None:
    text = "Nguyễn Văn An und Trần Thị Bình eröffneten am Montag in Hà Nội eine Ausstellung über alte Landkarten."
    assert detector.detect(text).tag == "de"


def test_only_the_beginning_is_read(detector: LanguageDetector) -> None:
    text = SENTENCES["fr"] * 8
    assert detector.detect(text + SENTENCES["de"] * 500) == detector.detect(text + SENTENCES["ru"] * 500)


def test_the_answer_is_the_same_every_time(detector: LanguageDetector) -> None:
    answers = {detector.detect(SENTENCES["pt"]) for _ in range(5)} | {
        LanguageDetector(ALL[::-1]).detect(SENTENCES["pt"])
    }
    assert len(answers) == 1


def test_regional_tags_configure_their_language() -> None:
    assert LanguageDetector(["pt-BR", "en-GB"]).detect(SENTENCES["pt"]).tag == "pt"


def test_a_wrong_hint_does_not_overrule_the_text(detector: LanguageDetector) -> None:
    assert detector.detect(SENTENCES["nl"], "en-US").tag == "nl"


def test_no_languages_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        LanguageDetector([])
