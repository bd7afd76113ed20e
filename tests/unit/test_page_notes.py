"""Notes of a page on its text, its letter or its programme, as long as a paragraph."""

from __future__ import annotations

import pytest

from service.core.line_patterns import verdict

NOTES = {
    "en": "Transcript provided by Harbour Radio, which made it in a hurry; it may be put right later.",
    "de": "Falls diese E-Mail nicht richtig dargestellt wird, öffnen Sie sie bitte mit diesem Knopf im Browser.",
    "fr": "Résumé généré par une machine : le quai rouvre au printemps et les pêcheurs s'en réjouissent.",
    "es": "Si no desea recibir más noticias del puerto, conteste a este mensaje con la palabra FIN, por favor.",
    "nl": "In deze aflevering spreken onze verslaggevers met de havenmeester over steen, mist en geduld.",
    "it": "In questa puntata la custode del faro racconta come si vive un inverno intero senza vicini di casa.",
    "pt": "Encaminhe esta edição a um amigo que goste de barcos, de faróis e de manhãs com nevoeiro no cais.",
    "id": "Ringkasan ini dibuat oleh mesin dan telah dibaca ulang oleh penyunting sebelum diterbitkan di sini.",
    "vi": "Tòa soạn không chịu trách nhiệm về nội dung của các trang mà bài viết này có đường dẫn tới.",
    "ru": "В этом выпуске ведущая говорит со смотрителем маяка о тумане, тишине и о том, как чинят лампу.",
    "zh": "本文由人工智能整理，编辑部已核对其中的数字和人名。",
    "ja": "この動画では、灯台の灯りが直るまでの一日を三分にまとめています。",
    "ko": "이 칼럼은 외부 필자가 썼으며 신문사의 생각과 같지 않을 수 있습니다.",
}


@pytest.mark.parametrize("language", NOTES)
def test_a_note_goes_however_long_it_is(language: str) -> None:
    found = verdict(NOTES[language])
    assert found == ("boilerplate", "page_note")


@pytest.mark.parametrize(
    "line",
    [
        "In this episode of the war on the river both sides lost their boats and neither won a mile of the bank.",
        "This transcript is the only proof that the two ministers spoke that night about the light on the island.",
        "Neste episódio, o governo mostrou que sabe esperar, disse a historiadora na abertura do arquivo do porto.",
        "Die Redaktion des Blattes saß damals im Turm und hörte jede Stunde die Glocke, erzählt der Drucker heute.",
    ],
)
def test_a_paragraph_that_begins_alike_stays(line: str) -> None:
    assert verdict(line) is None
