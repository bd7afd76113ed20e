"""Dates as the pages of thirteen languages print them: shapes, labels, which of several is the publication's."""

from __future__ import annotations

import pytest

from service.core.datelines import dateline
from service.core.dates import find_date
from service.core.lines import clean_lines

TWELFTH = "2026-01-12"
SHAPES = {
    "de": """
        12. Januar 2026; 12. Jan. 2026; 12.Januar 2026; 12. Jänner 2026; 12. Jän. 2026; 12.01.2026; 12.1.2026; 12.01.26
        12. 01. 2026; 12. 1. 2026; 12.01. 2026; Mo., 12.01.2026, 07:30 Uhr; Montag, den 12. Januar 2026; 12. JANUAR 2026
        Montag, 12. Januar 2026, 7.30 Uhr; 12/01/2026; 2026-01-12; 12. Januar, 2026; 12-01-2026
    """,
    "en": """
        January 12, 2026; Jan. 12, 2026; Jan 12 2026; 12 Jan 2026; 12 January 2026; 12th January 2026; January 12th, 2026
        12th of January, 2026; the 12th of January 2026; JANUARY 12, 2026; 12-Jan-2026; Jan-12-2026; Jan - 12 - 2026
        12/Jan/2026; Jan/12/2026; 12 Jan, 2026; 12 Jan. 2026; Monday, January 12, 2026; Mon 12 Jan 2026 07.30 GMT
        Mon, Jan 12, 2026 at 7:30 AM; 7:30 AM EST, Mon January 12, 2026; 2026/01/12; 12 Jan '26; Jan 12, '26
        2026 January 12; 2026-Jan-12; January 12 , 2026; 12 January , 2026; Jan.12, 2026; 2026, January 12
    """,
    "es": """
        12 de enero de 2026; 12 de enero del 2026; 12 enero 2026; 12 ene 2026; 12 ene. 2026; 12 ENE 2026 - 07:30 CET
        12 de ene. de 2026; 12 de enero, 2026; enero 12, 2026; enero 12 de 2026; 12-ene-2026; 12/ene/2026; 12-Ene.-2026
        12/01/2026 a las 07:30 h; 12.01.2026; 12-01-2026; 12 / 01 / 2026; lunes 12 de enero de 2026 | 07:30
        Lunes, 12 Enero 2026, 07:30; 12 DE ENERO DE 2026; 12 de enero 2026; 12 Enero, 2026; 12 enero de 2026
    """,
    "fr": """
        12 janvier 2026; 12 janv. 2026; 12 jan. 2026; lundi 12 janvier 2026; le 12 janvier 2026 à 07h30; 12 JANVIER 2026
        12/01/2026 à 07:30; 12.01.2026 07:30; 12-01-2026; 12 janvier, 2026; 12 / 01 / 2026; 12/01/26
    """,
    "id": """
        12 Januari 2026; Senin, 12 Januari 2026 | 07:30 WIB; 12 Jan 2026 07:30 WIB; 12/01/2026, 07:30 WIB
        Senin (12/1/2026); 12-01-2026; Januari 12, 2026; 12 Januari, 2026; 12-Jan-2026; Senin Pon, 12 Januari 2026
    """,
    "it": """
        12 gennaio 2026; 12 gen 2026; 12 gen. 2026; 12 Gennaio 2026 alle 07:30; lunedì 12 gennaio 2026, ore 7.30
        12/01/2026; 12.01.2026; 12-01-2026; 12 GENNAIO 2026; Gen 12, 2026; gennaio 12, 2026; 12 gennaio, 2026; 12/1/26
        12-gen-2026; 12 / gennaio / 2026; 12 genn. 2026
    """,
    "ja": """
        2026年1月12日; 2026年01月12日 07時30分; 2026年1月12日(月); 2026年 1月12日; 2026年 1月 12日; 2026/01/12 07:30; 2026/1/12
        2026.01.12; 2026.1.12 Mon; 2026-01-12; 令和8年1月12日; 令和８年１月１２日; 令和8年(2026年)1月12日; 2026年（令和8年）1月12日
        令和8（2026）年1月12日; 2026(令和8)年1月12日; R8.1.12; 令和 8年 1月12日; ２０２６年１月１２日; ２０２６／０１／１２; 二〇二六年一月十二日
        2026年1月12日午前7時30分; ２０２６．１．１２; 2026.01.12(月); 2026年1月12日付; 令和八年一月十二日
    """,
    "ko": """
        2026년 1월 12일; 2026년1월12일; 2026년 01월 12일 (월) 07:30; 2026.01.12 07:30; 2026.01.12.; 2026. 1. 12.
        2026. 01. 12. 07:30; 2026. 1. 12. 오전 7:30; 2026-01-12 오전 7:30:00; 2026/01/12; [2026-01-12]; 2026.01.12(월)
        26.01.12 월요일; 입력 26.01.12 07:30; '26.1.12.; 2026 . 01 . 12; 2026年 1月 12日; 2026-01-12
    """,
    "nl": """
        12 januari 2026; 12 jan. 2026; ma 12 jan 2026, 07:30; Maandag 12 januari 2026; 12-01-2026 07:30; 12-1-2026
        12/01/2026; 12-jan-2026; 12 jan '26; 12 JANUARI 2026; 12 januari 2026 om 07.30 uur; 12-01-26 07:30; 12.01.2026
    """,
    "pt": """
        12 de janeiro de 2026; 12 de janeiro de 2026 às 07h30; 12 jan 2026; 12 de jan. de 2026; 12.jan.2026 às 7h30
        12/01/2026 07h30; 12/jan/2026; 12/jan./2026; 12 Jan, 2026; segunda-feira, 12 de janeiro de 2026; 12 DE JANEIRO DE 2026
        Janeiro 12, 2026; 12-01-2026; 12/01/26; 12 janeiro 2026; 12 de Janeiro, 2026; 12 jan. 2026
    """,
    "ru": """
        12 января 2026; 12 января 2026 г.; 12 января 2026 года, 07:30; 12 янв 2026; 12 янв. 2026 г.; 12.01.2026; 12.01.26
        12.01.2026, 07:30 МСК; 07:30, 12 января 2026; 07:30 12.01.2026; понедельник, 12 января 2026; 12 Января, 2026
        «12» января 2026 г.; 12/01/2026; 2026-01-12; № 17, 12 января 2026 г.; 12-01-2026; 12 ЯНВАРЯ 2026; Январь 12, 2026
    """,
    "vi": """
        12/01/2026 07:30; 12/1/2026; 12-01-2026; 12.01.2026; Thứ Hai, 12/01/2026, 07:30 (GMT+7); Thứ 2, 12/01/2026
        Thứ 2 ngày 12/01/2026; ngày 12 tháng 1 năm 2026; Ngày 12 tháng 01 năm 2026; 12 tháng 01, 2026; 12 Tháng Một, 2026
        12 Tháng Giêng 2026; Tháng Một 12, 2026; Tháng Giêng 12, 2026; Hà Nội, ngày 12 tháng 01 năm 2026; Th1 12, 2026
        07:30 | 12/01/2026; 07h30, ngày 12/01/2026; 10:24 ngày 12-1-2026; T2, 12/01/2026; 12 Th1 2026; 12 thg 1, 2026
        12 tháng Một năm 2026; ngày 12/1/2026; 12/1/26; 12 / 01 / 2026; ngày 12-tháng 1-2026; 12 Tháng 1 2026; 12/Th1/2026
    """,
    "zh": """
        2026年1月12日; 2026年01月12日07:30; 2026-01-12 07:30:15; 2026-1-12; 2026/01/12; 2026.01.12; 2026年1月12日 星期一
        2026年1月12日 上午7:30; ２０２６年１月１２日; 二〇二六年一月十二日; 二○二六年一月十二日; [2026-01-12]; 中華民國115年1月12日
        民國115年1月12日; 2026 年 1 月 12 日; 2026年1月12日周一; 2026-01-12来源; （2026-01-12 第4版 国际）; 2026年元月12日
    """,
}  # fmt: skip


def _shapes() -> list[tuple[str, str]]:
    return [
        (language, shape)
        for language, block in SHAPES.items()
        for part in block.replace("\n", ";").split(";")
        if (shape := part.strip())
    ]


@pytest.mark.parametrize(("language", "line"), _shapes())
def test_a_date_is_read_in_each_shape_that_a_language_prints(language: str, line: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.value[:10] == TWELFTH


@pytest.mark.parametrize(("language", "line"), _shapes())
def test_a_line_of_a_date_alone_is_a_publication_time(language: str, line: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.value is not None
    assert found.value[:10] == TWELFTH


MONTHS = {
    1: "Jänner enero ene janvier janv. Januari gennaio gen jan. januari janeiro января янв.",
    2: "Feber Feb. febrero feb. février févr. fév. Pebruari Peb febbraio febbr. februari fevereiro fev. февраля февр. фев",
    3: "März Mrz Mär. Mar. marzo mar. mars Maret Mrt maart mrt. março mar марта мар.",
    4: "April Apr. abril abr. avril avr. aprile apr april апреля апр.",
    5: "Mai May mayo may. mai Mei maggio mag. mei maio mai. мая май",
    6: "Juni Jun. June junio jun. juin Juni giugno giu. giugn. juni junho июня июн.",
    7: "Juli Jul. July julio jul. juillet juil. juill. luglio lug. juli julho июля июл.",
    8: "August Aug. agosto ago. août aoû. aout Agustus Agt Agu Ags Agst agosto ag. augustus aug. августа авг.",
    9: "September Sept. Sep. septiembre setiembre set. septembre sept. settembre sett. set setembro сентября сент. сен",
    10: "Oktober Okt. October Oct. octubre oct. octobre Oktober ottobre ott. oktober okt. outubro out. октября окт.",
    11: "November Nov. noviembre nov. novembre Nopember Nop novembre novembro ноября нояб. ноя",
    12: "Dezember Dez. December Dec. diciembre dic. décembre déc. Desember Des dicembre december dezembro дек. декабря",
}


@pytest.mark.parametrize(("number", "name"), [(n, name) for n, names in MONTHS.items() for name in names.split()])
def test_the_names_of_months_are_known(number: int, name: str) -> None:
    for line in (f"5 {name} 2025", f"{name.upper()} 5, 2025"):
        found = find_date(line)
        assert found is not None, line
        assert found.value == f"2025-{number:02}-05"


VIETNAMESE_MONTHS = "Một Hai Ba Tư Năm Sáu Bảy Tám Chín Mười;Mười Một;Mười Hai".replace(" ", ";", 9).split(";")


@pytest.mark.parametrize(("number", "name"), list(enumerate(VIETNAMESE_MONTHS, 1)))
def test_vietnamese_months_may_be_in_words(number: int, name: str) -> None:
    for line in (f"5 Tháng {name}, 2025", f"Tháng {name} 5, 2025", f"ngày 5 tháng {name.lower()} năm 2025"):
        found = find_date(line)
        assert found is not None, line
        assert found.value == f"2025-{number:02}-05"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1er janvier 2026", "2026-01-01"),
        ("1ᵉʳ janvier 2026", "2026-01-01"),
        ("1 er janvier 2026", "2026-01-01"),
        ("1º de enero de 2026", "2026-01-01"),
        ("1° gennaio 2026", "2026-01-01"),
        ("1ro de enero de 2026", "2026-01-01"),
        ("1.º de janeiro de 2026", "2026-01-01"),
        ("2nd February 2026", "2026-02-02"),
        ("3e février 2026", "2026-02-03"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成30年4月1日", "2018-04-01"),
        ("平成三十年四月一日", "2018-04-01"),
        ("H30.4.1", "2018-04-01"),
        ("二〇二五年十一月二十三日", "2025-11-23"),
        ("二零二五年十月三十一日", "2025-10-31"),
        ("2025年十二月三十日", "2025-12-30"),
        ("01/13/2026", "2026-01-13"),
        ("28.11.25 11:05", "2025-11-28"),
        ("25.11.28 11:05 입력", "2025-11-28"),
        ("25/11/28 11:05 公開", "2025-11-28"),
    ],
)
def test_ordinals_eras_and_the_order_of_day_and_month(line: str, value: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "line",
    [
        "vor 3 Stunden", "3 hours ago", "Hace 3 horas", "il y a 3 heures", "3 jam lalu", "3 ore fa", "3時間前", "3시간 전",
        "3 uur geleden", "há 3 horas", "3 часа назад", "3 giờ trước", "3小时前", "1998-2026", "2025-2026", "12/2026",
        "13:45-14:30, 2025", "No. 12/2026/NĐ-CP", "+84 24 3825 2025", "192.168.20.26", "1.2.2026.4", "May 2026",
        "número 12 de 2026", "32 января 2026", "31 juin 2025", "令和8年13月1日", "第2026年", "R8.13.1", "12 Uhr 2026",
        "2026年1月", "民國115年", "Quyết định 12/01/QĐ", "24/7", "H30", "tháng 1 năm 2026", "ISSN 2026-0112",
        "5 out 10 in 2025", "200/01/12/2026", "3 mai 68", "BMW R8 1.12", "12 от 2026", "二〇二六年", "1,2-3,4-2026",
    ],
)  # fmt: skip
def test_what_is_no_full_date_gives_none(line: str) -> None:
    assert find_date(line) is None


LABELLED = {
    "de": "Veröffentlicht am 12.01.2026 um 07:30 Uhr; Stand: 12.01.2026, 09:15 Uhr; Erschienen am 12. Januar 2026;"
    "Erstellt am 12.01.2026; Datum: 12.01.2026; Publiziert am 12. Januar 2026; Vom 12. Januar 2026;"
    "Online seit: 12.01.2026; Artikel vom 12.01.2026; Meldung vom 12. Januar 2026; Pressemitteilung vom 12.01.2026;"
    "Geschrieben am 12.01.2026; Dieser Artikel wurde am 12.01.2026 veröffentlicht; Veröffentlichungsdatum: 12.01.2026",
    "en": "Published: 12 January 2026; Published on January 12, 2026; Posted on Jan 12, 2026; First published 12/01/2026;"
    "Publication date: 12 January 2026; Date: 12/01/2026; Released January 12, 2026; Date published: 12 Jan 2026;"
    "Published 7:30 AM, January 12, 2026; Issued on 12 January 2026; Originally published Jan. 12, 2026;"
    "This article was published on January 12, 2026; Press release, 12 January 2026; Article published 12 Jan 2026",
    "es": "Publicado el 12 de enero de 2026; Publicado: 12/01/2026 07:30; Fecha de publicación: 12/01/2026;"
    "Fecha: 12 de enero de 2026; Creado: 12/01/2026; Publicada el 12/01/2026; Última hora: 12/01/2026;"
    "Escrito el 12/01/2026; Nota publicada el 12 de enero de 2026; Artículo publicado el 12 de enero de 2026;"
    "Difundido el 12 de enero de 2026; Publicación: 12/01/2026",
    "fr": "Publié le 12 janvier 2026 à 07h30; Publié le : 12/01/2026 - 07:30; Date de publication : 12 janvier 2026;"
    "Mis en ligne le 12 janvier 2026; Paru le 12/01/2026; Posté le 12/01/2026; Article publié le 12 janvier 2026;"
    "Publiée le 12 janvier 2026; Rédigé le 12 janvier 2026; Diffusé le 12 janvier 2026; Créé le 12.01.2026 à 06h00;"
    "Première publication : 12 janvier 2026; Communiqué du 12 janvier 2026",
    "id": "Dipublikasikan: 12 Januari 2026; Diterbitkan 12 Januari 2026 pukul 07.30; Tayang: 12 Jan 2026, 07:30 WIB;"
    "Diposting pada 12 Januari 2026; Dirilis 12 Januari 2026; Tanggal: 12/01/2026; Dibuat: 12 Januari 2026;"
    "Tanggal terbit: 12 Januari 2026; Dimuat 12 Januari 2026; Terbit 12 Januari 2026; Waktu publikasi: 12-01-2026",
    "it": "Pubblicato il 12 gennaio 2026; Pubblicato: 12/01/2026 07:30; Data di pubblicazione: 12 gennaio 2026;"
    "Data: 12/01/2026; Pubblicata il 12/01/2026; Scritto il 12/01/2026; Diffuso il 12/01/2026; Creato il 12/01/2026;"
    "Prima pubblicazione: 12 gennaio 2026; Articolo pubblicato il 12 gennaio 2026; Comunicato del 12 gennaio 2026",
    "ja": "公開日：2026年1月12日; 公開日時：2026/01/12 07:30; 掲載日：2026年1月12日; 投稿日:2026.01.12; 2026年1月12日 掲載;"
    "2026年1月12日 公開; 配信日時 2026年1月12日 7時30分; 発表日：令和8年1月12日; 登録日：2026年1月12日; 作成日：2026年1月12日;"
    "2026年1月12日 発行; 掲載日時：2026年1月12日; 記事公開日：2026/1/12; 発行日 2026年1月12日; 2026年1月12日 7時30分 配信; 2026/01/12 投稿",
    "ko": "입력 2026.01.12 07:30; 입력 : 2026-01-12 07:30:15; 기사입력 2026.01.12 07:30; 등록 2026.01.12 07:30:15;"
    "승인 2026.01.12 07:30; 발행일: 2026. 1. 12.; 게시일 2026-01-12; 작성일 : 2026-01-12; 송고시간 2026-01-12 07:30;"
    "등록일시 2026.01.12; 보도일자 2026.01.12; 입력시간 2026-01-12 07:30; 최초입력 2026.01.12 07:30; 게재일 2026.01.12;"
    "기사등록 2026/01/12 07:30:15; 기사승인 2026.01.12 07:30; 배포일시 2026. 1. 12.(월)",
    "nl": "Gepubliceerd op 12 januari 2026 om 07.30 uur; Geplaatst op 12-01-2026; Gepubliceerd: 12 jan. 2026;"
    "Publicatiedatum: 12-01-2026; Datum: 12 januari 2026; Verschenen op 12 januari 2026; Geschreven op 12-01-2026;"
    "Nieuwsbericht | 12-01-2026 | 07:30; Persbericht 12 januari 2026; Artikel van 12 januari 2026; Gemaakt op 12-01-2026",
    "pt": "Publicado em 12/01/2026 às 07h30; Publicado a 12 de janeiro de 2026; Data de publicação: 12/01/2026;"
    "Postado em 12 de janeiro de 2026; Data: 12/01/2026; Publicada em 12/01/2026; Criado em 12/01/2026;"
    "Escrito em 12/01/2026; Publicação: 12 de janeiro de 2026; Por Redação - 12/01/2026; Divulgado em 12/01/2026;"
    "Matéria publicada em 12 de janeiro de 2026; Notícia de 12 de janeiro de 2026",
    "ru": "Опубликовано 12 января 2026; Опубликовано: 12.01.2026 07:30; Дата публикации: 12.01.2026; Дата: 12.01.2026;"
    "Размещено 12 января 2026 г.; Добавлено: 12.01.2026; Создано 12.01.2026; Время публикации: 12.01.2026 07:30;"
    "Выпуск от 12 января 2026; Статья опубликована 12 января 2026; Дата размещения: 12 января 2026 г.; от 12 января 2026 г.",
    "vi": "Ngày đăng: 12/01/2026; Đăng ngày 12-01-2026; Đăng lúc 07:30 12/01/2026; Xuất bản: 12/01/2026 07:30;"
    "Ngày xuất bản: 12/01/2026; Đăng bởi BBT - 12/01/2026; Ngày phát hành: 12/01/2026; Ngày tạo: 12/01/2026;"
    "Thời gian đăng: 12/01/2026 07:30; Ngày viết: 12/01/2026; Được đăng: 12/01/2026; Ngày ban hành: 12/01/2026;"
    "Tin đăng ngày 12/01/2026; Ngày đưa tin: 12/01/2026; Hôm thứ Hai, 12/01/2026; Đăng tải: 12/01/2026 07:30",
    "zh": "发布时间：2026-01-12 07:30:15; 时间：2026-01-12; 发布日期：2026-01-12; 发表时间：2026-01-12; 日期：2026年1月12日;"
    "发布于 2026-01-12 07:30; 2026-01-12 07:30 发布; 来源：新华社 2026-01-12 07:30; 發布日期：2026-01-12; 刊登日期：2026-01-12;"
    "发稿时间：2026-01-12 07:30; 上传时间：2026-01-12; 2026年01月12日07:30 来源：新华网; 發稿時間：2026/01/12; 发表于：2026-01-12;"
    "成文日期：2026年1月12日; 发布机构日期：2026-01-12; 信息时间：2026-01-12",
}


def _labelled() -> list[tuple[str, str]]:
    return [(language, line.strip()) for language, block in LABELLED.items() for line in block.split(";")]


@pytest.mark.parametrize(("language", "line"), _labelled())
def test_a_date_with_its_label_is_a_publication_time(language: str, line: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.value is not None
    assert found.value[:10] == TWELFTH


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Published 12 January 2026, updated 14 January 2026", TWELFTH),
        ("Updated 14 January 2026, published 12 January 2026", TWELFTH),
        ("12 January 2026 (updated 14 January 2026)", TWELFTH),
        ("Aktualisiert am 14.01.2026, 08:00 Uhr - Veröffentlicht am 12.01.2026, 07:30 Uhr", TWELFTH),
        ("Mis à jour le 14/01/2026 à 08h00 – Publié le 12/01/2026 à 07h30", TWELFTH),
        ("Actualizado: 14/01/2026 08:00 | Publicado: 12/01/2026 07:30", TWELFTH),
        ("Aggiornato il 14 gennaio 2026, pubblicato il 12 gennaio 2026", TWELFTH),
        ("Atualizado em 14/01/2026 - Publicado em 12/01/2026", TWELFTH),
        ("Diperbarui 14 Januari 2026, diterbitkan 12 Januari 2026", TWELFTH),
        ("Ditulis 12 Januari 2026", TWELFTH),
        ("Verfasst am: Mo 12. Jan 2026", TWELFTH),
        ("Bijgewerkt op 14-01-2026, gepubliceerd op 12-01-2026", TWELFTH),
        ("Обновлено 14.01.2026, опубликовано 12.01.2026", TWELFTH),
        ("Cập nhật: 14/01/2026 08:00 | Ngày đăng: 12/01/2026 07:30", TWELFTH),
        ("Ngày nhận bài: 02/12/2025; ngày duyệt đăng: 05/01/2026; ngày đăng: 12/01/2026", TWELFTH),
        ("수정 2026.01.14 08:00 입력 2026.01.12 07:30", TWELFTH),
        ("2026/01/14 08:00 更新 2026/01/12 07:30 公開", TWELFTH),
        ("更新时间：2026-01-14 发布时间：2026-01-12", TWELFTH),
        ("Publié le 12 janvier 2026, toujours valide le 20 janvier 2026", TWELFTH),
        ("Received 2 December 2025, accepted 5 January 2026, published 12 January 2026", TWELFTH),
        ("Updated 12 January 2026", TWELFTH),
        ("12.01.202612. Januar 2026", TWELFTH),
        ("12/01/202607:30", TWELFTH),
        ("07:3012/01/2026", TWELFTH),
    ],
)
def test_of_several_dates_in_a_line_the_publications_is_read(line: str, value: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "line",
    [
        "Valid until 12 January 2026", "Gültig bis 12.01.2026", "Hạn nộp hồ sơ: có hiệu lực đến 12/01/2026", "有効期限：2026年1月12日",
        "Geboren 12.01.1996", "Truy cập ngày 12/01/2026", "1 日時 令和8年1月12日（月曜日）午前10時から", "Printed 12.01.2026",
        "Received: 12 January 2026", "Wanneer: 12 januari 2026", "访问日期：2026-01-12",
    ],
)  # fmt: skip
def test_a_date_of_something_else_is_no_publication_time(line: str) -> None:
    assert dateline(line) is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("《江岸周报》（2026-01-12 第4版 国际）", "江岸周报"),
        ("Quay Papers No. 41, 12 January 2026", None),
        ("№ 17 (4211), 12 января 2026 г.", None),
        ("Kurz und Nah Nr. 41, 12.01.2026", None),
        ("索引号：000031/2026-00007 发布日期：2026-01-12", None),
        ("Politik, 12.01.2026", None),
    ],
)
def test_a_date_beside_an_issue_or_a_section_is_a_publication_time(line: str, outlet: str | None) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.value, found.outlet) == (TWELFTH, outlet)


TITLE = "Ferry line to the islands reopens"
FIRST = (
    "The ferry line to the islands reopened on Monday after a winter in dock, the harbour master said in the town hall."
)
SECOND = "Tickets for the ferry cost as much as last year, and the islands expect more visitors than ever, he added."
PAGES = {
    "under the headline before one over it": (["Monday, 19 January 2026", TITLE, "12 January 2026", FIRST, SECOND], TWELFTH),
    "a published one anywhere before an updated one": (["Updated 2026-01-14 07:12", TITLE, "Published 12.01.2026", FIRST, SECOND], TWELFTH),
    "an updated one where it is the only": ([TITLE, "Updated 12 January 2026", FIRST, SECOND], TWELFTH),
    "no updated one before that at the end": ([TITLE, "Updated 14 January 2026", FIRST, SECOND, "Published 12 January 2026"], TWELFTH),
    "one that says so between paragraphs": ([TITLE, FIRST, SECOND, "Published on 12 January 2026 at 20.11", FIRST + SECOND], TWELFTH),
    "the end of the headline": ([TITLE + " (12 January 2026)", FIRST, SECOND], TWELFTH),
    "the opening of the text": ([TITLE, "PORT SALIM, 12 January 2026 - " + FIRST, SECOND], TWELFTH),
    "an event's is none": ([TITLE, "When: 12 January 2026", FIRST, SECOND], None),
    "one in a sentence is none": ([TITLE, FIRST, "It had closed on 12 January 2025, and few believed in its return.", SECOND], None),
}  # fmt: skip


@pytest.mark.parametrize("case", PAGES)
def test_which_date_of_a_page_is_its_publications(case: str) -> None:
    lines, value = PAGES[case]
    assert clean_lines(lines).published_at == value


@pytest.mark.parametrize(
    "line",
    ["octubre 29, 2024 por embajadora", "29. Oktober 2024 von admin", "October 29, 2024 by web-desk"],
)
def test_a_date_beside_the_name_of_an_account_is_a_publication_time(line: str) -> None:
    found = dateline(line)
    assert found is not None
    assert found.value == "2024-10-29"
    assert not found.authors
