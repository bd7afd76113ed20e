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
        "The views of the authorities on the island differ from those of the men who mend the nets there.",
        "The author's views are shaped by ten winters in the lighthouse, and the book is better for it.",
        "This transcript was edited by the ministry before its release, two officials said on Sunday.",
        "Dieser Beitrag gibt einen Überblick über die Verträge, die beide Ufer seit hundert Jahren binden.",
        "Der Bericht gibt ausschließlich Zahlen der Hafenbehörde wieder, kritisieren die Fischer von der Mole.",
        "In dieser Folge geht der Handel zurück, und die Werft entlässt jeden dritten Schweißer bis zum Herbst.",
        "Spendenkonto gesperrt: Behörden ermitteln gegen den Verein",
        "Les opinions exprimées dans les sondages montrent que l'île reste partagée sur le nouveau pont.",
        "Dans ce nouvel épisode de la guerre du poisson, les deux capitales ont relevé leurs droits de douane.",
        "Las opiniones vertidas en la reunión del consejo quedaron recogidas en el acta, dijo la alcaldesa.",
        "Si no desea recibir sanciones, el país deberá abrir sus puertos antes de julio, dijo el ministro.",
        "Este resumen fue aprobado por los ministros en la última noche de la cumbre del estrecho.",
        "Deze samenvatting is door de raad goedgekeurd en gaat maandag naar de leden van de vloot.",
        "Le opinioni espresse in questo sondaggio sono divise tra chi vive a nord e chi vive a sud del faro.",
        "Se quiser receber investimentos, o governo terá de mudar a lei dos portos, diz o banco central.",
        "Este texto não reflete o que foi negociado no porto, disse a ministra na abertura da sessão.",
        "Jika tidak ingin menerima tarif baru, pemerintah harus berunding sebelum Juli, kata pengamat itu.",
        "Tayangan ini memperlihatkan kapal asing yang berlayar di dekat pulau, kata juru bicara armada.",
        "Nếu không muốn nhận thêm một đòn thuế, chính phủ cần đàm phán sớm, theo các nhà phân tích.",
        "В этом выпуске облигаций участвовали банки пяти стран, сообщило министерство финансов острова.",
        "Перешлите документы в посольство до первого мая, говорится в объявлении консула для моряков.",
        "Diese Zusammenfassung wurde dem Ausschuss am Montag vorgelegt, und der Fischer aus dem Süden las sie zuerst.",
        "Dieses Audio wurde dem Sender zugespielt, und die Stimme gehört wohl dem Hafenmeister der Insel.",
        "Bản tóm tắt này được trình lên hội đồng vào thứ hai, và ông trưởng cảng là người đọc đầu tiên.",
        "この要約は両国の代表が三日かけてまとめたもので、港の名前は一つも出てこない。",
        "이 요약은 두 나라 대표가 사흘 동안 다듬은 것으로 항구의 이름은 나오지 않는다.",
        "Ringkasan ini dibuat untuk para menteri sebelum sidang di pulau itu, kata juru bicara pelabuhan.",
        "이번 회차 협상은 섬의 항구에서 사흘 동안 열렸고 어업 수역은 다시 미뤄졌다.",
        "이 저작물은 두 나라의 감독이 함께 만들었으며 내년 봄에 등대 극장에서 처음 상영된다.",
        "더 이상 받고 싶지 않다는 것이 보조금을 둘러싼 어민들의 말이었다고 시장은 전했다.",
    ],
)
def test_a_paragraph_that_begins_alike_stays(line: str) -> None:
    assert verdict(line) is None
