"""Flattened pages in thirteen languages: what goes, and above all what stays."""

from __future__ import annotations

import pytest

from service.core import line_text
from service.core.bylines import byline
from service.core.captions import caption
from service.core.datelines import dateline
from service.core.line_patterns import verdict
from service.core.lines import Flattened, clean_lines

FIRST = "The port authority said on Monday that the ferry would sail twice a day from the first week of October."
SECOND = "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge."


def flat(*lines: str, title: str | None = None) -> Flattened:
    return clean_lines(lines, title=title)


def body(*lines: str) -> list[str]:
    return flat("Ferry line to the islands reopens", FIRST, *lines).paragraphs[1:]


FURNITURE = {
    "en": [
        "Share",
        "Comment (0)",
        "Read more: Bridge closed",
        "Follow us on Facebook",
        "Share this: Facebook Twitter Email",
    ],
    "de": [
        "Teilen",
        "Kommentare (12)",
        "Mehr zum Thema: Brücke gesperrt",
        "Folgen Sie uns auf Facebook",
        "Quelle: dpa",
    ],
    "fr": [
        "Partager",
        "Commentaires (3)",
        "À lire aussi : le pont fermé",
        "Suivez-nous sur Facebook",
        "Partager sur : X Facebook",
    ],
    "es": ["Compartir", "Comentarios (0)", "Lea también: cierran el puente", "Síguenos en Facebook", "Fuente: EFE"],
    "nl": ["Delen", "Reacties (4)", "Lees ook: brug dicht", "Volg ons op Facebook", "Bron: ANP"],
    "vi": ["Chia sẻ", "Bình luận (0)", "Xem thêm: Cầu đóng cửa", "Theo dõi Báo Cảng trên Google News", "Theo TTXVN"],
    "it": ["Condividi", "Commenti (0)", "Leggi anche: ponte chiuso", "Seguici su Facebook", "Fonte: ANSA"],
    "pt": ["Compartilhar", "Comentários (0)", "Leia também: ponte fechada", "Siga-nos no Facebook", "Fonte: Lusa"],
    "id": ["Bagikan", "Komentar (0)", "Baca juga: Jembatan ditutup", "Ikuti kami di Facebook", "Sumber: Antara"],
    "ru": ["Поделиться", "Комментарии (0)", "Читайте также: мост закрыт", "Источник: ТАСС", "Все права защищены"],
    "zh": ["分享", "评论 (0)", "相关新闻:大桥关闭", "来源:新华社", "责任编辑"],
    "ja": ["シェア", "コメント (0)", "関連記事:橋が閉鎖", "出典:共同通信", "前の記事"],
    "ko": ["공유", "댓글 (0)", "관련 기사: 다리 폐쇄", "출처: 연합뉴스", "이전 기사"],
}


@pytest.mark.parametrize("line", [line for lines in FURNITURE.values() for line in lines])
def test_furniture_is_known_by_the_line_alone(line: str) -> None:
    assert verdict(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "[Ads_1]",
        "[Anzeige_2]",
        "![](https://x.example/a.jpg) |",
        "Home > World > Asia",
        "#ferry #islands",
        "Tags: ferry, islands",
        "We use cookies to improve this site. Accept all or change your settings.",
        "Subscribe to our newsletter for more like this.",
        "© 2025 The Harbour",
        "1,204 views",
        "3 min read",
        "baocang.vn",
        ">> Fish prices fall in the north",
        "| |",
    ],
)
def test_remnants_of_the_page_go(line: str) -> None:
    assert body(line, SECOND) == [SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "2025",
        "Fares",
        "Home rule",
        "Share prices fell.",
        "Print is not dead.",
        "- two sailings a day",
        "• free for islanders",
        "1. Sail earlier",
        "“We waited long,” she said.",
        "Who pays?",
        "Like Facebook, the port must answer to the regulator.",
        "Copyright law comes next.",
        "The newsletter of the port has 400 readers.",
        "He called it a photo opportunity.",
        "HANOI (VNA) - The minister came by sea.",
        "Emergency telephone: +84 900 000 000.",
        "The source: a spring in the hills.",
        "By ferry, it takes an hour.",
        "Von Hanoi nach Haiphong",
        "More than half",
        "Quang Ninh 3-1 Hai Phong",
        "The minister (centre-left) lost.",
    ],
)
def test_body_stays_however_short_wherever_it_stands(line: str) -> None:
    assert body(line, SECOND) == [line, SECOND]
    assert body(SECOND, line) == [SECOND, line]


CAPTIONS = [
    "The new pier at dawn. (Photo: VNA) |",
    "The new pier at dawn (Photo: A. Berg/Harbour)",
    "Die neue Mole im Morgenlicht. Foto: dpa",
    "La nouvelle jetée (Photo : AFP)",
    "El muelle nuevo (Foto: EFE)",
    "De nieuwe pier (Bron: ANP)",
    "Bến mới lúc bình minh. Ảnh: Minh Hà",
    "Bến mới lúc bình minh (Ảnh: TTXVN)",
    "Il nuovo molo. Foto: ANSA",
    "O novo cais (Foto: Lusa)",
    "Dermaga baru (Foto: Antara)",
    "Новый причал. Фото: ТАСС",
    "新码头(图:新华社)",
    "新しい桟橋(写真:共同通信)",
    "새 부두 (사진: 연합뉴스)",
    "The new pier at dawn © The Harbour",
    "Captain Berg (second from left) with the crew",
    "The crew on deck. REUTERS/Jo Berg",
    "Captain Berg opens the pier. |",
]


@pytest.mark.parametrize("line", CAPTIONS)
def test_captions_are_known(line: str) -> None:
    assert caption(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        FIRST,
        "He posted a video: “We sail at noon,” it said, and the crew laughed.",
        "She took one photo. Then another. Then a third. Nobody smiled. Photo: none was ever printed, she said.",
        "The sources of the river (three of them) lie abroad.",
    ],
)
def test_paragraphs_are_no_captions(line: str) -> None:
    assert caption(line) is None


def test_a_caption_is_parted_from_the_paragraph_it_ran_into() -> None:
    result = flat(
        "Ferry line reopens",
        f"The new pier (Foto: Mai Lan)Dass die Fähre fährt, galt lange als unsicher. {FIRST}",
        SECOND,
    )
    assert result.paragraphs[0].startswith("Dass die Fähre")
    assert ("caption", "embedded") in {(r.kind, r.rule) for r in result.removed}


def test_a_source_in_brackets_leaves_its_paragraph() -> None:
    assert body(f"{SECOND} (Source: VNA)") == [SECOND]


def test_stray_pipes_go_and_tables_keep_theirs() -> None:
    long = f"| {SECOND} {FIRST} {SECOND} |"
    assert body(long, "Port | Sailings | Fare") == [long.strip("| "), "Port | Sailings | Fare"]


@pytest.mark.parametrize(
    ("line", "value", "authors"),
    [
        ("16/07/2025 08:30 GMT+7", "2025-07-16T08:30:00+07:00", ()),
        ("Báo CảngBáo Cảng16/07/2025", "2025-07-16", ()),
        ("Published: July 16, 2025", "2025-07-16", ()),
        ("Mai Lan 08:30 | 16/07/2025", "2025-07-16", ("Mai Lan",)),
        ("16/07/2025 Email Print Like 0", "2025-07-16", ()),
        ("Thứ Tư, 16/07/2025 - 08:30", "2025-07-16", ()),
    ],
)
def test_publication_times_are_read(line: str, value: str, authors: tuple[str, ...]) -> None:
    result = flat("Ferry line to the islands reopens", line, FIRST, SECOND)
    assert (result.published_at, result.authors, result.paragraphs) == (value, authors, [FIRST, SECOND])


@pytest.mark.parametrize(
    "line",
    ["The ferry sank on 16 July 2015.", "Timetable valid until 16/07/2025 and after", "16 July 2015 changed all"],
)
def test_a_sentence_with_a_date_is_no_publication_time(line: str) -> None:
    assert dateline(line) is None


def test_a_crawlers_date_is_cut_from_the_line_it_opens() -> None:
    result = flat(f"date 2025-07-16 {FIRST}", SECOND)
    assert (result.published_at, result.paragraphs) == ("2025-07-16", [FIRST, SECOND])


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Mai Lan and Jo Berg", ("Mai Lan", "Jo Berg")),
        ("By Mai Lan - Translated by Thu Ha", ("Mai Lan",)),
        ("Von Anna Berg", ("Anna Berg",)),
        ("Par Anne Dupont", ("Anne Dupont",)),
        ("Tác giả: Minh Hà", ("Minh Hà",)),
        ("记者:王小明", ("王小明",)),
        ("김철수 기자", ("김철수",)),
        ("Автор: Анна Петрова", ("Анна Петрова",)),
    ],
)
def test_bylines_name_authors(line: str, authors: tuple[str, ...]) -> None:
    assert byline(line) == authors
    result = flat("Ferry line to the islands reopens", line, FIRST, SECOND)
    assert (result.authors, result.paragraphs) == (authors, [FIRST, SECOND])


@pytest.mark.parametrize("line", ["By the sea", "Von Hanoi", "Par hasard", "By Monday all was calm", "Por la paz"])
def test_headings_are_no_bylines(line: str) -> None:
    assert byline(line) is None


def test_a_link_list_at_the_end_goes() -> None:
    assert body(SECOND, "Related news", "Bridge closed for a week", "Fish prices fall in the north") == [SECOND]


def test_a_link_list_inside_an_article_ends_at_the_next_paragraph() -> None:
    assert body("TIN LIÊN QUAN", "Cầu cảng đóng cửa một tuần", SECOND, "Fares", SECOND + " Twice.") == [
        SECOND,
        "Fares",
        SECOND + " Twice.",
    ]


def test_sections_after_the_source_line_go() -> None:
    result = flat(
        "Ferry line to the islands reopens", FIRST, SECOND, "Source: VNA", "Heritage", "Business", "No videos available"
    )
    assert (result.paragraphs, result.source_name) == ([FIRST, SECOND], "VNA")


def test_an_imprint_goes_and_advice_to_readers_stays() -> None:
    assert body(SECOND, "Editor-in-chief: Mai Lan", "Address: 1 Quay Street", "Licence: 25/GP") == [SECOND]
    assert body(SECOND, "Address: 1 Quay Street", "Telephone: 123") == [
        SECOND,
        "Address: 1 Quay Street",
        "Telephone: 123",
    ]


def test_image_texts_that_repeat_the_title_go() -> None:
    title = "Ferry line to the islands reopens"
    result = flat(title, FIRST, f"{title} - ảnh 1The new pier at dawn", SECOND, title)
    assert result.paragraphs == [FIRST, SECOND]


def test_untranslated_image_texts_go_from_an_article_in_another_language() -> None:
    assert body("Bến phà mới lúc bình minh trên đảo", SECOND) == [SECOND]


def test_a_japanese_sentence_that_explains_a_vietnamese_word_stays() -> None:
    first = "港の委員会は火曜日、昨年の冬の嵐で壊れた北側の岸壁を春までに建て直すことで合意した、と発表した。"
    glossed = "船は 朝（あさ＝buổi sáng）と 夕方（ゆうがた＝chiều tối）に 出る。"
    assert glossed in flat("岸壁を再建", first, glossed, first[:-6] + "伝えた。").paragraphs


def test_the_same_line_stays_in_a_vietnamese_article() -> None:
    first = "Cảng vụ cho biết hôm thứ Hai rằng phà sẽ chạy hai chuyến mỗi ngày kể từ tuần đầu tiên của tháng Mười tới."
    assert (
        flat("Mở lại tuyến phà ra đảo", first, "Bến phà mới lúc bình minh trên đảo", first + " Giá vé giữ nguyên.")
        .paragraphs[1]
        .startswith("Bến")
    )


def test_the_headline_is_found_under_menus() -> None:
    result = flat(
        "News", "Sport", "Results of the weekend", "Ferry line to the islands reopens in October", FIRST, SECOND
    )
    assert result.title == "Ferry line to the islands reopens in October"
    assert result.paragraphs == [FIRST, SECOND]


def test_a_page_that_opens_with_a_paragraph_has_no_headline() -> None:
    assert flat(FIRST, SECOND).title == ""


def test_paragraphs_broken_by_a_line_end_are_joined() -> None:
    assert body(
        "Fares stay as they are, a spokeswoman of the port added,",
        "and islanders will go on travelling free of charge.",
    ) == [
        "Fares stay as they are, a spokeswoman of the port added, and islanders will go on travelling free of charge."
    ]


def test_text_wrapped_at_a_fixed_width_is_unwrapped() -> None:
    rows = [
        "The port authority said on Monday that the ferry would sail",
        "twice a day from the first week of October, weather",
        "permitting, and on Sundays once.",
    ]
    assert flat("Ferry line to the islands reopens", "", *rows, "", SECOND).paragraphs == [" ".join(rows), SECOND]


def test_every_removal_names_kind_and_rule() -> None:
    result = flat(
        "Ferry line to the islands reopens", FIRST, "A pier. (Photo: X)", SECOND, "Share", "By Mai Lan", "Source: VNA"
    )
    assert [(r.kind, r.text) for r in result.removed] == [
        ("caption", "A pier. (Photo: X)"),
        ("boilerplate", "Share"),
        ("byline", "By Mai Lan"),
        ("source", "Source: VNA"),
    ]
    assert all(r.rule for r in result.removed)


def test_a_date_beside_the_given_title_is_read() -> None:
    result = flat("Ferry line reopens 16/07/2025 08:30", FIRST, SECOND, title="Ferry line reopens")
    assert (result.published_at, result.paragraphs) == ("2025-07-16", [FIRST, SECOND])


def test_french_quotation_marks_are_no_breadcrumb() -> None:
    line = "Entre « oui » et « non » et « peut-être »"
    assert verdict(line) is None


def test_a_crowd_of_credits_in_one_line_is_cut_in_one_pass() -> None:
    result = flat("Ferry line reopens", f"{FIRST} " + "(Photo: X) " * 40 + SECOND)
    assert result.paragraphs == [f"{FIRST} {SECOND}"]


def test_an_outlet_named_at_the_end_is_the_source() -> None:
    result = flat(
        "Mở lại tuyến phà ra đảo",
        "Cảng vụ cho biết phà sẽ chạy hai chuyến mỗi ngày kể từ tuần đầu tiên của tháng Mười tới.",
        "Theo Báo Cảng Biển",
    )
    assert (result.source_name, len(result.paragraphs)) == ("Báo Cảng Biển", 1)


@pytest.mark.parametrize(
    "line",
    [
        "Gift this story",
        "Weitere Meldungen aus dem Ressort",
        "Autres dépêches du jour",
        "Otras notas de la sección",
        "Xem các tin khác trong ngày",
        "今日热点新闻",
        "この記事をシェアする",
        "많이 본 기사",
        "Already a subscriber? Log in",
        "Comments are closed",
        "Téléchargez l'application",
        "3 hours ago Bridge closed in the north",
        "#ferries #new islands",
        "🔴 Bridge closed in the north",
        "[Video: the bridge]",
    ],
)
def test_furniture_goes_in_any_wording(line: str) -> None:
    assert body(line, SECOND) == [SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "Support independent courts, the envoy urged parliament again and again, or the treaty will remain a dead letter.",
        "Comments on this article of the treaty came from nine states, and most of them asked for a longer period.",
        "The story of the northern light",
        "Read the report",
        "Open letter",
        "All about the strait",
        "Resolution (4)",
    ],
)
def test_sentences_and_headings_that_sound_like_furniture_stay(line: str) -> None:
    assert line in body(line, SECOND)


def test_results_between_paragraphs_stay_and_links_under_a_dateline_go() -> None:
    rows = ["Harbour Rovers beat Quay United at home", "Island Wanderers lost to Dockside Town"]
    assert body(*rows, SECOND) == [*rows, SECOND]
    assert body("26/12/2025 08:15", *rows, SECOND) == [SECOND]


def test_teasers_about_other_matters_go_from_the_end() -> None:
    teasers = [
        "Museum buys lost portrait of a famous duchess",
        "Curators outbid eleven collectors at an auction that lasted until midnight on Thursday.",
    ]
    assert body(SECOND, *teasers) == [SECOND]


def test_the_last_section_of_an_article_stays() -> None:
    section = [
        "What passengers with a pass should know",
        "The authority said islanders will keep their fares in October.",
    ]
    assert body(SECOND, *section) == [SECOND, *section]


def test_text_in_a_narrow_column_is_unwrapped() -> None:
    rows = [
        "At the port, the ferry company, the",
        "Quayside Hotel and the island council",
        "invited passengers to a first sailing",
        "on Monday. The boat left on time and",
        "came back with nobody missing.",
    ]
    assert flat("Ferry line to the islands reopens", "", *rows).paragraphs == [" ".join(rows)]


def test_long_lines_are_not_remembered() -> None:
    line_text.is_prose("A short line.")
    assert line_text.is_prose.cache_info().currsize > 0  # type: ignore[attr-defined]
    clean_lines([FIRST, "word " * 20_000, SECOND])
    assert line_text.is_prose.cache_info().currsize == 0  # type: ignore[attr-defined]
