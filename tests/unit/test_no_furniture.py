"""Text that opens or ends as furniture does and is none: it stays, wherever it stands in an article."""

from __future__ import annotations

import pytest

from service.core.clean import clean
from service.models import RawArticle
from tests.eval.pages import ARTICLES

TEXT = {
    "en": (
        "From the right, critics say the accord gives away too much.",
        "Pressure came from the left, right and centre of the chamber.",
        "Share prices fell by two per cent.",
        "Writing by candlelight, the keepers drew up their list.",
        "“Follow us,” she told the crowd.",
        "Related costs are not covered.",
        "In this photo of a town there is no harbour to be seen, only a street that ends at the water.",
        "1. LIGHT THE NORTHERN LAMP",
        "Agencies disagree.",
        "With material from the wreck the islanders built a chapel.",
        "Captions",
        "In pictures, the strait looks calm.",
        "Oct. 14: The first freighter runs aground.",
        "Next week the ministers meet in Port Ellery.",
        "The file was closed. Nobody asked why.",
        "Yes",
        "By law, keepers retire at 60.",
        "Photo albums were saved from the fire.",
        "Newest of the nine lights, it was built in 1931.",
        "More than 40 keepers signed.",
    ),
    "de": (
        "Aus Brüssel kam Kritik.",
        "Mit Material aus dem Wrack bauten sie eine Kapelle.",
        "Anzeige wurde nicht erstattet.",
        "Teilen wollen sie die Kosten nicht.",
        "Mehr Geld gibt es nicht.",
        "Von links und rechts kam Kritik.",
        "Zum Thema Lohn wollte er sich nicht äußern.",
        "14. Oktober: Der erste Frachter läuft auf.",
        "Folgen hat das nicht.",
        "Weiter so?",
    ),
    "fr": (
        "À gauche, on critique l'accord.",
        "Avec les agences de l'État, rien ne bouge.",
        "Partager les coûts reste l'idée de départ.",
        "Photo de famille sans sourire.",
        "Plus tard, il a nié.",
        "Publicité mensongère, répond le syndicat.",
        "De gauche à droite, tous critiquent l'accord.",
    ),
    "es": (
        "A la izquierda, las críticas crecen.",
        "Más información llegará el lunes.",
        "De izquierda a derecha, todos los partidos criticaron el acuerdo.",
        "Con datos de la autoridad portuaria, la cifra baja.",
        "Ver para creer.",
        "En directo lo vieron millones.",
        "Comparte la casa con su hermana.",
    ),
    "it": (
        "Da destra arrivano critiche al governo.",
        "Da sinistra a destra, tutti criticano l'accordo.",
        "Leggi e decreti non bastano.",
        "Condividi le spese, dicono.",
        "Guarda il mare da 21 anni.",
        "Foto di famiglia senza sorrisi.",
    ),
    "pt": (
        "Veja o caso do norte.",
        "Com dados da marinha, o número baixa.",
        "Mais tarde, negou tudo.",
        "Da esquerda vêm as críticas.",
        "Ao vivo, a discussão durou três horas.",
    ),
    "nl": (
        "Van links tot rechts klinkt kritiek.",
        "Meer geld komt er niet.",
        "Deel van de kosten blijft.",
        "Bekijk het maar, zei hij.",
        "Met dank aan de wachters bleef het licht aan.",
    ),
    "vi": (
        "Theo dõi tàu là việc hằng ngày.",
        "Ảnh của ông được treo trong nhà.",
        "Nguồn nước đã cạn.",
        "Xem xét lại hiệp định là điều cần thiết.",
    ),
    "id": (
        "Baca puisi menjadi kebiasaannya.",
        "Dari kiri dan kanan datang kritik.",
        "Foto lama itu hilang.",
        "Lanjut kuliah menjadi cita-citanya.",
    ),
    "ru": (
        "Следите за маяком, просил он.",
        "Слева и справа звучит критика.",
        "Смотреть на море он любил.",
        "Подробности не сообщаются.",
    ),
    "zh": (
        "图书馆保存了旧图纸。",
        "左起三座灯塔已停用。",
        "来源不明的船只增多。",
    ),
    "ja": (
        "左から右まで批判が相次いだ。",
        "写真は残っていない。",
        "続きは来週の会議で話し合う。",
    ),
    "ko": (
        "사진은 남아 있지 않다.",
        "왼쪽부터 오른쪽까지 비판이 나왔다.",
        "관련 비용은 포함되지 않는다.",
    ),
}


@pytest.mark.parametrize(("language", "line"), [(language, line) for language, lines in TEXT.items() for line in lines])
def test_text_that_looks_like_furniture_stays(language: str, line: str) -> None:
    article = ARTICLES[language]
    for place in (1, 3, len(article.paragraphs)):
        rows = [article.title, *article.paragraphs[:place], line, *article.paragraphs[place:]]
        text = clean(RawArticle(id="a", content="\n".join(rows), content_type="text/plain")).text
        assert line in text
        assert all(paragraph in text for paragraph in article.paragraphs)
