"""Lines that count or time a page: views, reading times, "3 hours ago", pictures, sizes of letters."""

from __future__ import annotations

import re
from typing import Final

from service.core import vocabulary
from service.core.date_forms import dates_in, western
from service.core.expressions import expression
from service.core.line_text import Verdict, key

_DIGIT: Final = re.compile(r"\d")


_AGO: Final = expression(
    r"(?:about |há |hace |il y a |vor |vor etwa )?\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?|minuten?"
    r"|stunden?|tagen?"
    r"|heures?|jours?|horas?|minutos?|días?|dias|uur|uren|dagen|giờ|phút|ngày|tuần|tháng|ore|giorni|minuti|jam"
    r"|menit|hari|часов|часа|час|минут|дней|дня)(?: ago| geleden| trước| fa| atrás| lalu| yang lalu| назад)?"
    r"|\d{1,3}\s?(?:分钟前|小时前|天前|分前|時間前|日前|분 전|시간 전|일 전)"
)


_COUNTER: Final = expression(
    r"\d[\d.,]{0,9}\s?k?\s?(?:views?|shares?|likes?|lượt xem|lượt đọc|aufrufe|vues|lectures|visitas|vistas"
    r"|weergaven|visualizzazioni"
    r"|visualizações|tayangan|просмотров|次浏览|次阅读|回閲覧|조회|min\.? read|minutes? read|min\.? lesezeit"
    r"|min\.? de lecture|min\.? de lectura|min\.? leestijd)"
    r"|(?:views?|lượt xem|aufrufe|vues|visitas|bekeken|dibaca|просмотры|просмотров|阅读量|阅读|浏览|浏览量|閲覧数"
    r"|조회수?|lesezeit"
    r"|lesedauer|temps de lecture|tiempo de lectura|leestijd|tempo di lettura|tempo de leitura|reading time"
    r"|waktu baca|thời gian đọc)\s?[:：]?\s?\d[\d.,]{0,9}(?: ?(?:min\w{0,6}\.?|phút|мин\.?))?"
    r"|(?:photo|foto|bild|ảnh|hình|image|imagen|immagine"
    r"|imagem|gambar|afbeelding|beeld|slide|фото|图片?|写真"
    r"|画像|사진) ?\d{1,3} ?(?:/|of|von|sur|de|van|di|dari|trên|из) ?\d{1,3}|\d{1,3} ?/ ?\d{1,3} ?(?:张"
    r"|枚|사진|photos?|fotos?|ảnh|фото)"
    r"|(?:(?:number of |total )?visits?(?: today)?|online|hits|nombre de visites|número de visitas|numero di visite"
    r"|(?:tổng )?(?:số )?lượt truy cập|đang (?:truy cập|online)|auflage"
    r"|circulation|tirage|tirada|tiratura|oplage|tiragem|tiras|тираж|发行量|発行部数|발행부수"
    r"|访问量|访问次数|アクセス数|접속자(?: ?수)?"
    r"|방문자(?: ?수)?)\s?[:：]\s?\d[\d.,]{0,11}"
    r"|(?:seite|page|página|pagina|halaman|trang|стр\.|страница) \d{1,4}"
    r"(?: ?(?:/|of|von|sur|de|van|di|dari|из) ?\d{1,4})?"
    r"|第 ?\d{1,4} ?(?:页|頁|ページ)|\d{1,4} ?(?:ページ|쪽)"
    r"|(?:погода|wetter|weather|météo|meteo|tiempo|het weer|weer|thời tiết|cuaca|天气|天氣|天気|날씨)\b"
    r"[^\d.:：!?]{0,30} [–+-]\d{1,2}"
    # Weather; "the 38° line" is none: words follow a label's degrees, or those of Celsius and Fahrenheit.
    r"|[^\d:：°º]{2,25}(?:[:：] ?|[ :：]{1,2}(?=\S{1,5} ?° ?(?:[cf]\b|$)))[-–+]?\d{1,2} ?°(?: ?[cf])?"
    r"(?:\W{1,3}[^\d.:：]{3,20})?"
    r"|(?:评论|評論|コメント|댓글|반응|留言|点赞|いいね|추천|좋아요) ?[(（]?\d{1,6} ?(?:条|個|件|개|건|人)[)）]?"
)


LETTER_SIZES: Final = vocabulary.phrases("a+ a+; a+ a-; a- a+; a- a-; a+a+; a+a-; a-a+; a-a-; a- a a; a- a +a; a a a")


_SIZES: Final = expression(
    r"(?:(?:font|text|letter) size|schriftgrö(?:ß|ss)e|taille (?:du texte|de(?: la)? police)"
    r"|tamaño de(?: la)? (?:letra|fuente)"
    r"|dimension[ei] (?:(?:del )?(?:testo|carattere)|caratteri)|(?:letter|tekst)grootte"
    r"|tamanho d[ao] (?:letra|fonte|texto)"
    r"|ukuran (?:huruf|teks|font)|размер (?:шрифта|текста)|cỡ chữ|字号|字號|字体大小|文字サイズ|글자 ?크기)"
    r" ?[:：]? ?(?:a[+-]? ?){2,3}|(?:字号|字號|字体大小|文字サイズ|글자 ?크기) ?[:：]? ?(?:[大中小가] ?){2,3}"
)
"""Buttons for the size of the letters behind their label: "Text size: A A"."""
_RECEIVED: Final = (
    r"(?:received|submitted|eingereicht|eingegangen|reçu|soumis|recibido|ricevuto|ontvangen|recebido|diterima"
    r"|получен[оа]?|(?:статья )?поступила|ngày nhận bài|收稿(?:日期)?|受付日?|접수일?)"
)
_ACCEPTED: Final = (
    r"(?:accepted|(?:received )?in revised form|revised|angenommen|überarbeitet|accepté|révisé|aceptado|revisado"
    r"|accettato|geaccepteerd|herzien|aceito|aceite|disetujui|direvisi|принят[оа]?|доработан[оа]?"
    r"|(?:ngày )?(?:nhận )?(?:duyệt đăng|sửa bài|bài sửa)"
    r"|修回(?:日期)?|录用(?:日期)?|受理日?|게재(?:확정)?일?|심사(?:완료)?일?|published(?: online)?|available online)"
)
_TO: Final = (
    r"[^\w\0]{0,3}(?:(?:for publication|in final form|in revised form|on|zur veröffentlichung|am|le|el|il|op|em|pada"
    r"|tanggal|в редакцию|к (?:публикации|печати)|ngày)[^\w\0]{0,3}){0,2}\0(?: ?г(?!\w))?"
)
_RECEIPT: Final = expression(_RECEIVED)
_HISTORY: Final = expression(
    rf"{_RECEIVED}{_TO}(?:[^\w\0]{{0,4}}(?:(?:and|und|et|y|e|en|dan|и|và) )?{_ACCEPTED}{_TO}){{1,4}}[^\w\0]{{0,3}}"
)
"""When a journal received a paper and when it accepted it, dates as NUL: neither is its publication."""
_LONGEST_HISTORY: Final = 140  # code points


def _is_history(folded: str) -> bool:
    """Whether a line tells when a paper was received and accepted: full dates behind both words, no sentence around."""
    if len(folded) > _LONGEST_HISTORY or not _RECEIPT.match(folded):
        return False
    bare = western(folded)
    for start, end in sorted({match.span() for match, _ in dates_in(bare)}, reverse=True):
        bare = f"{bare[:start]}\0{bare[end:]}"
    return _HISTORY.fullmatch(bare) is not None


_DAY_AND_CLOCK: Final = expression(
    r"(?:[^\W\d]{3,15}:? (?:le |em |il |op |am )?)?(?:today|yesterday|heute|gestern|aujourd['’]hui|hier|hoy|ayer|oggi"
    r"|ieri|hoje|ontem|vandaag|gisteren|hari ini|kemarin|сегодня|вчера|hôm nay|hôm qua|今天|昨天|今日|昨日|오늘|어제)"
    r"[ ,|·-]{0,3}(?:at |um |à |a las |alle |ore |às |om |pukul |в |lúc )?\d{1,2} ?[:.h時시点] ?\d{0,2}"
    r"(?: ?(?:uhr|uur|h|hs|wib|分|분|[ap]\.?m\.?))?"
)


_THOUGHTS: Final = expression(
    r"\d{1,4} (?:thoughts?|comments?|responses?|replies|gedanken?|kommentare?|antworten?|comentarios?|respuestas?"
    r"|réflexions?|commentaires?|réponses?|pensier[io]|comment[io]|rispost[ea]|gedachten?|reacties?|comentários?"
    r"|respostas?|pemikiran|tanggapan|komentar|balasan|комментари\w{1,2}|отзыв\w{0,2}|bình luận|phản hồi|suy nghĩ)"
    r" (?:on|to|zu|auf|en|sobre|a|sur|à|su|riguardo|over|op|em|para|tentang|untuk|pada|к|на|о|về|cho)"
    r" ?[\"“”„«‘'](?P<west>.{2,200})[\"”“»’']"
    r"|[「“‘《](?P<east>.{2,100})[」”’》](?:への|に(?:対する|関する)|에 대한 ?|有|的|上有) ?\d{1,4}"
    r" ?(?:件の|개의|条|個|个) ?(?:フィードバック|コメント|생각|댓글|评论|想法|留言|評論)"
)
"""The heading of the comments on diaries of the web: "3 thoughts on “The quay”"."""
_QUOTE_MARKS: Final = frozenset("\"”“»’'")


def commented(line: str) -> str | None:
    """The key of what a heading of comments quotes, None of any other line: "3 thoughts on “The quay”".

    Such a line may be an article's headline: only where it quotes the page's own does it head the comments.
    """
    quoted = line[-1] in _QUOTE_MARKS if line[0].isdigit() else line[0] in "「“‘《" and line[-1] > "\u2e80"
    match = _THOUGHTS.fullmatch(line.casefold()) if quoted else None
    return key(match["west"] or match["east"]) if match else None


def counter(line: str, folded: str) -> Verdict | None:
    """Views, reading times, "3 hours ago", when a paper was received and accepted; never a number alone."""
    if len(line) > 60 or folded.isdigit():
        return Verdict("boilerplate", "counter") if _is_history(folded) else None
    if not _DIGIT.search(folded):
        return Verdict("boilerplate", "counter") if folded in LETTER_SIZES or _SIZES.fullmatch(folded) else None
    if _DAY_AND_CLOCK.fullmatch(folded):
        return Verdict("dateline", "ago")
    if _AGO.fullmatch(folded) and _AGO_WORD.search(folded):
        return Verdict("dateline", "ago")
    return Verdict("boilerplate", "counter") if _COUNTER.fullmatch(folded) or _is_history(folded) else None


_AGO_WORD: Final = expression(r"ago|geleden|trước|\bfa\b|atrás|lalu|назад|前|전|^(?:há|hace|il y a|vor)\b")
