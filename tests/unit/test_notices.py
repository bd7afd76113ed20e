"""Corrections, kills, embargoes, updates and machine translation are flagged, and news about them is not."""

from __future__ import annotations

import pytest

from service.core.notices import notice
from tests.unit.flattened import cleaned

FIRST = "The port authority said on Monday that the ferry would sail twice a day from the first week of October."
SECOND = "Fares stay as they are, a spokeswoman added, and islanders with a pass will go on travelling free of charge."

LABELLED = {
    "correction": [
        "CORRECTION: Ferry sails in October",
        "Korrektur: Fähre fährt im Oktober",
        "Rectificatif : le bac en octobre",
        "Fe de errores: la fecha",
        "Rectificatie: de veerboot vaart in oktober",
        "Đính chính: tên bến phà",
        "Errata corrige: il nome del porto",
        "Errata: o nome do porto",
        "Ralat: nama pelabuhan",
        "Исправление: паром пойдёт в октябре",
        "【更正】渡轮十月开航",
        "【訂正】フェリーは十月から",
        "[정정] 여객선은 시월부터",
        "An earlier version of this article misspelled the port.",
    ],
    "kill_notice": [
        "KILL NOTICE: ferry story",
        "Meldung zurückgezogen: Fähre",
        "Dépêche annulée : le bac",
        "Nota anulada: el ferri",
        "Bericht ingetrokken: veerboot",
        "Gỡ bài: phà ra đảo",
        "Notizia annullata: traghetto",
        "Notícia anulada: a balsa",
        "Berita dicabut: feri",
        "Сообщение аннулировано: паром",
        "撤稿通知:渡轮",
        "【配信取り消し】フェリー",
        "[전문취소] 여객선",
    ],
    "embargo": [
        "EMBARGOED UNTIL 10:00 GMT, 5 May",
        "EMBARGO Monday 5 May 2026",
        "Sperrfrist (5.5.2026)",
        "Sperrfrist: 5. Mai, 10 Uhr",
        "Sous embargo jusqu'au 5 mai, 10h",
        "Embargado hasta las 10 del 5 de mayo",
        "Onder embargo tot 5 mei 10 uur",
        "Cấm đăng trước 10 giờ ngày 5/5",
        "Sotto embargo fino alle 10 del 5 maggio",
        "Sob embargo até 5 de maio às 10h",
        "Embargo hingga 5 Mei pukul 10.00",
        "Эмбарго до 10:00 5 мая",
        "解禁时间:5月5日10时",
        "報道解禁:5月5日10時",
        "엠바고: 5월 5일 10시",
    ],
    "update": [
        "UPDATE 2-Ferry sails in October",
        "(Update) Ferry sails in October",
        "Aktualisierung: Fähre fährt",
        "Mise à jour : le bac en octobre",
        "Actualización: el ferri zarpa",
        "[Bijgewerkt] Veerboot vaart",
        "Cập nhật: phà chạy lại",
        "Aggiornamento: il traghetto parte",
        "Atualização: a balsa parte",
        "Pembaruan: feri berlayar",
        "Обновлено: паром пойдёт",
        "(更新)渡轮开航",
        "【更新】フェリー出航",
        "[업데이트] 여객선 출항",
    ],
}


@pytest.mark.parametrize(("code", "line"), [(code, line) for code, lines in LABELLED.items() for line in lines])
def test_labels_of_agencies_are_known(code: str, line: str) -> None:
    assert notice(line) == code


@pytest.mark.parametrize(
    "line",
    [
        "Correction of course in the economy",
        "Correctional officers meet",
        "Update the rules, ministers say",
        "Update on the talks in Geneva",
        "Kill switch found in turbines",
        "Retraction of the troops began on Monday",
        "Embargo on arms lifted",
        "Embargo: EU split over oil",
        "Embargo until 2027: what the island expects",
        "Embargo bis 2027 verlängert",
        "Embargo on arms to end 12 May 2026",
        "Эмбарго до 2027 года продлено советом",
        "Sanktionen und Embargo bis 2030",
        "Rectification campaign opens in 12 provinces",
        "Korrektur am Kurs - Minister lenkt ein",
        "更新换代加快",
        "訂正を求める声",
        "정정당당하게",
        FIRST,
    ],
)
def test_news_about_such_things_is_no_notice(line: str) -> None:
    assert notice(line, headline=True) is None


def test_a_bracket_may_close_the_headline() -> None:
    assert notice("Ferry sails in October (Update)", headline=True) == "update"
    assert notice("Ferry sails in October (Update)") is None


def test_a_notice_is_flagged_and_stays() -> None:
    article = cleaned("CORRECTION: Ferry sails in October", FIRST, "Corrects date of first sailing.", SECOND)
    assert article.warnings == ("correction",)
    assert article.title == "CORRECTION: Ferry sails in October"
    assert "Corrects date" in article.text


def test_a_publication_time_is_no_update() -> None:
    article = cleaned("Ferry sails in October", "Updated: 16/07/2025 08:30", FIRST, SECOND)
    assert (article.warnings, article.published_at) == ((), "2025-07-16")


def test_a_note_that_says_so_names_the_original_language() -> None:
    article = cleaned("Ferry sails", FIRST, SECOND, "This page was automatically translated from Vietnamese.")
    assert article.warnings == ("machine_translation_suspected",)
    assert article.original_language == "vi"


def test_two_traces_of_translation_are_needed() -> None:
    token, image = "[Anzeige_2]", "Bến phà mới lúc bình minh trên đảo"
    both = cleaned("Ferry sails", FIRST, image, SECOND, token)
    assert both.warnings == ("machine_translation_suspected",)
    assert both.original_language == "vi"
    assert cleaned("Ferry sails", FIRST, SECOND, token).warnings == ()
    assert cleaned("Ferry sails", FIRST, image, SECOND).warnings == ()


def test_an_english_advertisement_mark_is_no_trace() -> None:
    article = cleaned("Ferry sails", FIRST, "Bến phà mới lúc bình minh trên đảo", SECOND, "[Ads_1]")
    assert article.warnings == ()
