"""Parts of a page known by their shape in any language: players, pagers, letter sizes, files, reactions, menu bars.

A menu bar parts its entries with strokes or dots; it counts where half of the entries or more are words that only
menus have, names of sections, or names of languages.
"""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.line_text import Verdict, ends_sentence, key
from service.core.section_words import SECTIONS
from service.core.site_names import MENU_WORDS
from service.core.vocabulary import INTERFACE, phrases
from service.core.widget_words import WIDGETS

_LONGEST: Final = 60
_FILE: Final = expression(
    r"\S{1,80}\.(?:jpe?g|png|gif|webp|bmp|tiff?|svg|heic|mp[34]|mov|avi|m4a|wav|pdf|docx?|xlsx?|pptx?|zip|rar)"
)
_SHAPES: Final = expression(
    r"\d(?:[.,]\d{1,2})?x"  # speeds of a player
    r"|\d{1,2}:\d\d(?::\d\d)? ?/ ?\d{1,2}:\d\d(?::\d\d)?"  # where it stands
    r"|(?:[^\d|]{2,24}[:：] ?)?a ?[-−–]?(?: ?a){0,3} ?\+?(?: ?a ?\+)?(?<=[-−–+])"  # sizes of letters
    r"|(?:[^\d|]{2,24}[:：] ?)?a ?[+] ?a ?[-−–]"
    # files and sizes
    r"|(?:[^()]{2,40} ?)?[(（]?(?:pdf|docx?|xlsx?|mp3|zip)[,:;]? ?[(（]?\d[\d.,]{0,6} ?[km]i?[bo][)）]{0,2}"
    r"|(?:download|télécharger|descargar|scarica|baixar|unduh|скачать|下载"
    r"|ダウンロード)[^.]{0,30}[(（:](?: ?pdf)\b[^.()]{0,40}[)）]?"
    r"|(?:<<?|«|‹|>>?|»|›)? ?(?:first|last|prev(?:ious)?|next)(?: page)? ?(?:<<?|«|‹|>>?|»|›)?(?<=[<>«»‹›])|(?:<<?"
    r"|«|‹) ?(?:first|previous|prev)"
    r"|(?:page|seite|página|pagina|trang|halaman|страница|strana|第) ?\d{1,4} ?(?:of|/|von|sur|de|van|di|trên|dari"
    r"|из|页,?共|ページ) ?\d{1,4}(?: ?页)?"
    r"|(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s?\d{0,7}\s?){1,8}"  # reactions
    r"|(?:advertisement|werbung|anzeige|publicité|publicidad|advertentie|pubblicità|publicidade|quảng cáo|iklan"
    r"|реклама|广告|広告|광고)"
    r" ?[(（]?(?:\d{1,2}:\d\d|\d of \d)[)）]?"
    r"|(?:讚|赞|顶|踩|推荐|喜欢) ?\d{1,6}"
    r"|\d{1,2} ?(?:mn|min\.?|mins|minutes?|minuten|minuti|minutos|phút|menit|мин\.?|分|분)(?: (?:read|lesen|lezen"
    r"|baca|membaca"
    r"|de lecture|de lectura|di lettura|de leitura|leestijd|lesezeit|đọc|чтения))?"
)


def control(line: str) -> Verdict | None:
    """What a short line is by its shape alone, else None.

    Args:
        line: a squeezed line.
    """
    if len(line) > 2 * _LONGEST:
        return None
    if "." in line[-6:] and _FILE.fullmatch(line.casefold()):
        return Verdict("boilerplate", "file")
    if len(line) <= _LONGEST and _has_looks(line) and _SHAPES.fullmatch(line.casefold()):
        return Verdict("boilerplate", "control")
    return Verdict("boilerplate", "bar") if _is_bar(line) else None


_DIGIT: Final = re.compile(r"\d")


def _has_looks(line: str) -> bool:
    """Whether a line has a figure, or a mark at one of its ends, without which no shape fits."""
    return not line[0].isalnum() or line[-1] in "-−–+<>«»‹›)" or _DIGIT.search(line) is not None


_STROKES: Final = re.compile(r" ?[|｜¦/] ?| [·•●∙] ")
_LANGUAGE_NAMES: Final = phrases("""
english; deutsch; français; francais; español; espanol; nederlands; tiếng việt; tieng viet; italiano; português
portugues
bahasa indonesia; indonesia; русский; 中文; 简体中文; 繁體中文; 繁体中文; 日本語; 한국어; ไทย; ภาษาไทย; ລາວ
ភាសាខ្មែរ; العربية
türkçe; polski; čeština; svenska; vietnamese; german; french; spanish; dutch; italian; portuguese; indonesian; russian
chinese; japanese; korean; anglais; vietnamien; inglés; vietnamita; englisch; vietnamesisch; tiếng anh
tiếng pháp; tiếng trung; tiếng nga; tiếng nhật; tiếng hàn; inglese; inglês; английский; вьетнамский; 英文; 越文; 越南语
英语; 英語; ベトナム語; 영어; 베트남어; en; de; fr; es; nl; vi; it; pt; id; ru; zh; ja; ko; vn; cn; jp; kr; eng; vie
deu; fra; fre; ger; spa; ita; por; rus; jpn; kor; chi; ara
""")
"""Names of languages as pages let one choose among them; codes count beside others only."""


def _is_bar(line: str) -> bool:
    """Whether a line is a bar of menu entries or languages, parted by strokes or dots; of languages also by nothing."""
    if not _STROKES.search(line):
        return _names_languages(line)
    if ends_sentence(line):
        return False
    entries = [key(part) for part in _STROKES.split(line) if part.strip()]
    if len(entries) < 2 or max(map(len, entries)) > 30:
        return False
    languages = sum(entry in _LANGUAGE_NAMES for entry in entries)
    known = sum(entry in _ENTRIES for entry in entries)
    enough = 2 * (known + languages) >= len(entries) or (known >= 2 and not MENU_WORDS.isdisjoint(entries))
    return languages == len(entries) or (known >= 1 and enough)


_FEWEST_LANGUAGES: Final = 3


def _names_languages(line: str) -> bool:
    """Whether a line is names of languages and nothing else, three or more."""
    words = key(line).split(" ")
    found = at = 0
    while at < len(words):
        size = next((n for n in (2, 1) if " ".join(words[at : at + n]) in _LANGUAGE_NAMES), 0)
        if not size:
            return False
        found, at = found + 1, at + size
    return found >= _FEWEST_LANGUAGES


_ENTRIES: Final = (INTERFACE | WIDGETS | SECTIONS | MENU_WORDS) - phrases(
    "content; contents; inhalt; top; play; version; topics; themen"
)
