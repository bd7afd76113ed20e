"""Furniture known by what it speaks of, scenes of pictures, sections, notes about the author: what goes and what stays."""

from __future__ import annotations

import pytest

from service.core.bylines import byline
from service.core.captions import caption
from service.core.concepts import ideas, meeting
from service.core.line_patterns import verdict
from service.core.line_text import ends_sentence, key
from service.core.lines import clean_lines
from service.core.scenes import shows_scene
from service.core.signed import signed_caption

FIRST = "The port authority said on Monday that the ferry would sail twice a day from the first week of October."
SECOND = "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge."

LAST = "The islanders had asked for a third sailing, too, but the port authority does not have the crews for one."


def body(*lines: str) -> list[str]:
    return clean_lines(["Ferry line to the islands reopens", FIRST, *lines]).paragraphs[1:]


def met(line: str) -> str | None:
    found = meeting(line, key(line), ends=ends_sentence(line))
    return found.rule if found else None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("This ad ends soon, keep reading", "advertisement"),
        ("Werbung: unten geht es weiter", "advertisement"),
        ("La suite après la pub", "advertisement"),
        ("Nội dung tiếp tục sau quảng cáo", "advertisement"),
        ("広告の下に続きます", "advertisement"),
        ("Subscribe here: the day's headlines by e-mail.", "newsletter"),
        ("Новости дня на почту: подпишитесь", "newsletter"),
        ("Diese Seite wurde automatisch übersetzt.", "page_note"),
        ("이 기사는 인공지능이 번역했습니다.", "page_note"),
        ("Was this page useful? Yes No", "question"),
        ("3 free stories left", "paywall"),
        ("Hier einen Kommentar schreiben", "comments"),
        ("What other readers also read", "header"),
        ("Jump to the main content", "interface"),
        ("Reading time 5 minutes", "counter"),
        ("Folge unserem Kanal bei WhatsApp", "follow"),
        ("Download the app", "app"),
        ("Updated 2 hours ago", "ago"),
    ],
)
def test_ideas_that_meet_make_furniture(line: str, rule: str) -> None:
    assert met(line) == rule


@pytest.mark.parametrize(
    "line",
    [
        "The ad campaign goes on, the minister said.",
        "Readers write letters",
        "Automatic gates",
        "Free bread",
        "Five minutes of silence",
        "The party published its accounts a year ago, as every year, and nobody read them with any care at all.",
        "\ud800 advertisement below",
    ],
)
def test_one_idea_is_none(line: str) -> None:
    assert met(line) is None


def test_terms_are_words() -> None:
    assert ideas("address") == 0
    assert ideas("ad") != 0
    assert ideas("адрес") == 0


@pytest.mark.parametrize(
    "line",
    [
        "Visitors queue for tickets in the rain.",
        "Minister Rosa Lind speaks to students in the old hall.",
        "Botschafterin Lind spricht vor Schülern in der alten Aula.",
        "Des enfants chantent devant la mairie.",
        "Los artistas bailan en la plaza mayor.",
        "Gli alunni cantano davanti al municipio.",
        "Os alunos cantam diante da câmara.",
        "Leerlingen zingen voor het stadhuis.",
        "Школьники поют перед ратушей.",
        "Para siswa menampilkan tari di depan balai kota.",
        "Các nghệ sĩ biểu diễn trước tòa thị chính.",
        "图为孩子们在市政厅前唱歌",
        "市庁舎の前で踊りを披露する生徒たち",
        "학생들이 시청 앞에서 공연하고 있다.",
    ],
)
def test_a_scene_goes_from_between_paragraphs(line: str) -> None:
    assert shows_scene(line)
    assert body(line, SECOND) == [SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "Visitors will queue for tickets.",
        "Students receive 300 euros a month.",
        "Delegates met in the old hall.",
        "“Visitors queue,” she said.",
        "Who sings",
        "Schüler haben gesungen.",
        "Les enfants ont chanté devant la mairie.",
        "孩子们在市政厅前唱歌,家长们在旁边看。",
        "정부는 대책을 검토하고 있다.",
    ],
)
def test_a_report_is_no_scene(line: str) -> None:
    assert not shows_scene(line)
    assert body(line, SECOND) == [line, SECOND]


def test_a_report_in_vietnamese_is_no_scene() -> None:
    assert not shows_scene("Các nghệ sĩ đã biểu diễn trước tòa thị chính.")


@pytest.mark.parametrize(
    "line",
    [
        "The quay at dawn. (AFP)",
        "The quay at dawn. — Photo by the port",
        "El muelle al alba. | EFE",
        "夜明けの埠頭=共同通信",
    ],
)
def test_a_caption_signed_by_an_agency_goes_but_not_the_last_paragraph(line: str) -> None:
    assert signed_caption(line)
    assert body(line, SECOND) == [SECOND]
    assert body(SECOND, "The ferry sails again, as it did for a hundred years before the war, at nine. (AFP)")[
        -1
    ].endswith("(AFP)")


def test_a_sentence_with_its_source_is_a_caption_when_the_article_goes_on() -> None:
    assert body("The quay at dawn on 22 June. (Source: Harbour Press)", SECOND) == [SECOND]
    assert body("The quay at dawn on 22 June. (Source: Harbour Press) |") == []
    assert body(SECOND, "The ferry sails at nine from now on. (Source: Harbour Press)")[-1].startswith("The ferry")


def test_sections_go_from_the_foot_but_not_as_headings() -> None:
    assert body(SECOND, "Heritage", "Business", "Political System") == [SECOND]
    assert body("Heritage", SECOND) == ["Heritage", SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "Ann Hale covers shipping for The Courier.",
        "Heike Brandt ist Redakteurin im Ressort Ausland.",
        "Anne Morel est journaliste au service Monde.",
        "Trần Thu Hà là phóng viên ban Quốc tế.",
        "Анна Белова — корреспондент отдела мира.",
        "白石はるか:国際部記者",
    ],
)
def test_the_note_about_the_author_goes_from_the_end(line: str) -> None:
    assert body(SECOND, line) == [SECOND]


def test_the_same_note_stays_in_the_text() -> None:
    line = "Ann Hale covers shipping for The Courier."
    assert body(line, SECOND) == [line, SECOND]


def test_a_headline_about_other_matters_goes_from_the_end() -> None:
    assert body(SECOND, "Museum buys portrait of forgotten duchess") == [SECOND]
    assert body(SECOND, "- Museum buys forgotten portrait", "- Growers expect plenty of cherries") == [SECOND]


@pytest.mark.parametrize("line", ["Who pays for the pier", "Fares for islanders in October", "Room 4, Harbour Street"])
def test_a_heading_without_its_passage_stays(line: str) -> None:
    assert body(SECOND, line) == [SECOND, line]


@pytest.mark.parametrize(
    "line",
    [
        "Deine E-Mail-Adresse wird nicht veröffentlicht.",
        "O seu endereço de e-mail não será publicado.",
        "Email của bạn sẽ không được hiển thị công khai.",
        "이메일은 공개되지 않습니다.",
        "Teilen mit:",
        "첨부파일",
        "Độc giả xem thêm: Vé phà tăng giá",
        "Gợi ý cho bạn: Năm bãi tắm vắng người",
        "Ti potrebbe interessare anche..",
        "(c) 2026 Harbour Gazette",
    ],
)
def test_prompts_and_links_that_every_such_page_prints_go(line: str) -> None:
    assert body(SECOND, line) == [SECOND]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("기자명 서지안 기자", "서지안"),
        ("Rédigé par Kevin Roussel", "Kevin Roussel"),
        ("Postado por Dalva Pimenta", "Dalva Pimenta"),
    ],
)
def test_who_wrote_or_posted_a_page_is_its_author(line: str, author: str) -> None:
    assert byline(line) == (author,)


def test_an_item_of_a_list_claims_no_rights_and_degrees_are_no_picture() -> None:
    items = ("(b) agreed to meet again;", "(c) decided to draw the shoal anew.")
    assert body(*items, SECOND) == [*items, SECOND]
    assert caption("切开后放入冰箱，四摄氏度以下保存，二十四小时内可以食用。") is None


@pytest.mark.parametrize(
    "line",
    [
        "Zwei Frauen warten vor der Schleuse auf den Lotsen.",
        "Les invités découvrent la maquette du nouveau quai.",
        "Een loods oefent op de brug van het schip.",
        "Agrônomos observam as mudas no viveiro.",
        "Học viên nấu canh chua sau giờ học.",
        "Anna Berg regala un remo al capitano.",
        "Mai Lan Huong vertaalt voor de schippers.",
    ],
)
def test_more_people_are_seen_doing_more_and_also_by_name(line: str) -> None:
    assert shows_scene(line)


@pytest.mark.parametrize(
    "line",
    [
        "Anna Berg regala un remo al capitano che non ha mai remato.",
        "Die Daten stehen in einem offenen Archiv bereit.",
        "The Northern Quay opens the year with losses, which the board has foreseen.",
        "Gubernur menerima kunjungan duta besar di balai kota.",
    ],
)
def test_what_is_told_of_names_and_of_nouns_with_capitals_is_no_scene(line: str) -> None:
    assert not shows_scene(line)


def test_who_meets_whom_in_a_week_is_a_list_of_the_text() -> None:
    week = (
        "Mai Lan Huong meets the harbour board on Monday.",
        "Negotiators speak to reporters on Tuesday.",
        "Delegates visit the quay on Wednesday.",
        "Anna Berg visits the lighthouse on Thursday.",
    )
    assert all(map(shows_scene, week))
    assert body(*week, SECOND) == [*week, SECOND]
    assert body(*week[:3], SECOND) == [*week[:3], SECOND]
    assert body(*week[:2], SECOND) == [SECOND]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Gefällt mir Wird geladen …", "boilerplate"),
        ("Me gusta esto: Cargando...", "boilerplate"),
        ("Comparte esto: Twitter Facebook", "boilerplate"),
        ("Seite 4", "boilerplate"),
        ("Pagina 2 di 5", "boilerplate"),
        ("Auflage: 12.000", "boilerplate"),
        ("Tamaño de letra: A A", "boilerplate"),
        ("文字サイズ：小 中 大", "boilerplate"),
        ("Received: 2 May 2024. Accepted: 3 June 2024.", "boilerplate"),
        ("Ngày nhận bài: 02/12/2024. Ngày duyệt đăng: 03/01/2025.", "boilerplate"),
        ("Received 2 May 2024; received in revised form 20 May 2024; accepted 3 June 2024", "boilerplate"),
        ("Eingegangen am 2. Mai 2024, angenommen am 3. Juni 2024.", "boilerplate"),
        ("Статья поступила в редакцию 2 мая 2024 г., принята к публикации 3 июня 2024", "boilerplate"),
        ("收稿日期：2024-05-02；录用日期：2024-06-03", "boilerplate"),
        ("Погода в Находке +17", "boilerplate"),
        ("Previous post: Island bakers raise prices", "related"),
        ("Entrada anterior: Los panaderos suben los precios", "related"),
        ("次の投稿: 島のパン屋", "related"),
        ("← Island bakers raise prices", "related"),
        ("Island bakers raise prices →", "related"),
    ],
)
def test_diaries_of_the_web_and_printed_pages_have_words_of_their_own(line: str, kind: str) -> None:
    found = verdict(line)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "3 thoughts on the ferry, and why it sails again",
        "Page 4 was torn",
        "He received 40 letters in May and accepted none of them.",
        "Eingegangen sind 90 Briefe, angenommen wurden 20 bis Juni.",
        "Diterima 90 surat, yang disetujui 20 surat sampai Juni.",
        "Submitted in 2018, the plan was revised 2 times before the debate.",
        "Submitted on 2 May 2018, the plan was revised on 3 June 2019.",
        "Received: 30 offers, of which the board accepted 2 last week.",
        "Получено 90 писем, из них принято 20, остальные ждут.",
        "The previous post: a rotten one.",
        "The post before: “a rotten one”",
        "From port to island → and back.",
    ],
)
def test_text_that_speaks_of_posts_pages_and_thoughts_stays(line: str) -> None:
    assert verdict(line) is None


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        ("3 thoughts on “The ferry sails again”", "The ferry sails again"),
        ("2 Gedanken zu „Die Fähre fährt wieder“", "Die Fähre fährt wieder"),
        ("4 comentarios en «El transbordador vuelve»", "El transbordador vuelve"),
        ("2 réflexions sur « Le bac repart »", "Le bac repart"),
        ("「渡し船が再開」への2件のフィードバック", "渡し船が再開"),
    ],
)
def test_what_quotes_the_pages_headline_heads_its_comments(line: str, headline: str) -> None:
    for page in (clean_lines([headline, FIRST, SECOND, line]), clean_lines([FIRST, SECOND, line], title=headline)):
        assert ("boilerplate", "counter", line) in [(r.kind, r.rule, r.text) for r in page.removed]
        assert page.paragraphs[-2:] == [FIRST, SECOND]


@pytest.mark.parametrize(
    "line",
    [
        "7 responses to “the island's new ferry law”",
        "5 Antworten auf „die große Frage der Fähre“",
        "12 réponses à « la question du bac »",
        "10 respuestas a “la gran pregunta”",
    ],
)
def test_what_quotes_anything_else_is_headline_or_heading_of_the_text(line: str) -> None:
    page = clean_lines([line, "12 January 2026", FIRST, SECOND])
    assert (page.title, page.paragraphs) == (line, [FIRST, SECOND])
    assert body(SECOND, line, LAST) == [SECOND, line, LAST]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Protokoll: H. Fröhlich", ("H. Fröhlich",)),
        ("Fragen: Anke Fröhlich", ("Anke Fröhlich",)),
        ("Un texte de Léa Morin", ("Léa Morin",)),
        ("Texto de Ana Roble", ("Ana Roble",)),
        ("글 한서윤 · 사진 오도현", ("한서윤", "오도현")),
    ],
)
def test_who_wrote_down_asked_or_photographed_is_named(line: str, people: tuple[str, ...]) -> None:
    assert byline(line) == people


def test_who_asks_without_a_colon_is_no_author() -> None:
    assert byline("Fragen Anke Fröhlich") is None
