"""What an article says of itself that a reader must know: corrected, killed, under embargo, an update, translated.

These are flagged, never removed. Precision comes first: a label must open the headline or a line and be parted from
what follows as agencies part it ("CORRECTION:", "(Update)", "【訂正】"); the word inside a sentence is news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from service.core.expressions import expression
from service.core.line_text import has_any, holds_any, is_vietnamese
from service.core.vocabulary import phrases
from service.models import Removed

# Labels that agencies and newspapers set before a text, in the order en de fr es nl it pt id ru vi zh ja ko.
_LABELS: Final = {
    "correction": phrases("""
correction; corrections; corrected; clarification; correction notice; erratum; refile-correction; korrektur
berichtigung
richtigstellung; korrigiert; correctif; rectificatif; rectification; corrigé; corrección; rectificación; fe de errores
fe de erratas; corregido; corrige; correctie; rectificatie; gecorrigeerd; correzione; errata corrige; rettifica
corretto
correção; retificação; errata; corrigido; koreksi; ralat; исправление; поправка; уточнение; исправлено; đính chính
cải chính; 更正; 勘误; 更正声明; 訂正; お詫びと訂正; おわびと訂正; 정정; 정정보도; 바로잡습니다; 고침
"""),
    "kill_notice": phrases("""
kill notice; mandatory kill; bulletin kill; story kill; retraction; retracted; story withdrawn; withdrawn
meldung zurückgezogen
zurückgezogen; bitte nicht verwenden; achtung: bitte nicht verwenden; avis d'annulation; dépêche annulée
annulation de dépêche
nota anulada; anulación de nota; noticia anulada; bericht ingetrokken; ingetrokken; notizia annullata
annullamento notizia
notícia anulada; nota cancelada; anulação de notícia; berita ditarik; berita dicabut; сообщение аннулировано
аннулирование
аннулировано; gỡ bài; thu hồi bài; thu hồi tin; hủy tin; 撤稿; 撤稿通知; 撤稿声明; 記事取り消し; 配信取り消し
記事取消; 전문취소
기사취소; 기사 취소; 기사 철회
"""),
    "embargo": phrases("""
embargo; embargoed; embargoed until; embargoed for; embargo until; under embargo until; hold for release
not for publication before
not for publication until; not for release before; not for release until; sperrfrist; gesperrt bis; sperrvermerk
sous embargo jusqu'au
sous embargo jusqu'à; embargo jusqu'au; embargo jusqu'à; embargado hasta; bajo embargo hasta; embargo hasta
onder embargo tot
embargo tot; sotto embargo fino al; sotto embargo fino alle; embargo fino al; embargado até; sob embargo até
embargo até
diembargo hingga; embargo hingga; embargo sampai; эмбарго до; под эмбарго до; cấm phát hành trước; cấm đăng trước
cấm đăng tải trước
không đăng trước; 发布禁令; 禁止提前发布; 解禁时间; 報道解禁; 解禁日時; 解禁; 엠바고; 보도유예; 보도시점
"""),
    "update": phrases("""
update; updated; update 1; update 2; update 3; update 4; update 5; refile; recast; updates; aktualisierung
aktualisiert; neu; mise à jour
actualisé; actualización; actualizado; actualiza; bijgewerkt; aggiornamento; aggiornato; atualização; atualizado
pembaruan
diperbarui; обновлено; обновление; дополнено; дополненная версия; cập nhật; 更新; 更新版; 업데이트; 상보
""")
    - {"neu"},
}  # fmt: skip
_SAID_OUTRIGHT: Final = {
    "correction": (
        "an earlier version of this", "a previous version of this", "this article has been corrected",
        "this story has been corrected", "this story corrects", "corrects spelling", "corrects name", "corrects date",
        "in einer früheren version", "in einer ersten version dieses", "dieser artikel wurde korrigiert",
        "une version précédente de cet article", "une première version de cet article", "cet article a été corrigé",
        "una versión anterior de este", "una primera versión de este", "este artículo ha sido corregido",
        "in een eerdere versie van dit", "dit artikel is gecorrigeerd", "una versione precedente di questo",
        "questo articolo è stato corretto", "uma versão anterior deste", "uma versão anterior desta",
        "este texto foi corrigido", "versi sebelumnya dari artikel ini", "artikel ini telah dikoreksi",
        "в предыдущей версии", "в первоначальной версии", "phiên bản trước của bài", "trong bản tin trước",
        "本文早先版本", "此前版本", "当初の記事", "この記事の以前の", "이전 기사에서", "기사의 이전 버전",
    ),
    "kill_notice": (
        "please kill the story", "kill the story", "this story has been withdrawn", "this article has been retracted",
        "the following story has been withdrawn", "die meldung wurde zurückgezogen", "cette dépêche est annulée",
        "esta nota ha sido anulada", "dit bericht is ingetrokken", "questa notizia è annullata",
        "просьба аннулировать", "просим аннулировать", "bài viết đã được gỡ", "本稿作废", "この記事は取り消します",
        "이 기사는 취소",
    ),
    "embargo": (),
    "update": (
        "updates with", "updates throughout", "adds details", "adds quotes", "adds comment",
        "this story has been updated",
        "this article has been updated", "this is a developing story", "dieser artikel wurde aktualisiert",
        "dieser text wurde aktualisiert", "cet article a été mis à jour", "este artículo ha sido actualizado",
        "esta noticia ha sido actualizada", "noticia en desarrollo", "dit artikel is bijgewerkt",
        "dit artikel wordt aangevuld",
        "questo articolo è stato aggiornato", "articolo in aggiornamento", "notizia in aggiornamento",
        "esta matéria foi atualizada", "esta notícia foi atualizada", "notícia em atualização",
        "artikel ini telah diperbarui", "новость дополняется", "материал дополняется", "новость обновляется",
        "bài viết được cập nhật", "tiếp tục cập nhật", "本文已更新", "この記事は更新", "이 기사는 업데이트",
    ),
}  # fmt: skip
_MEMBERS: Final = tuple((label, code) for code, labels in _LABELS.items() for label in labels)
_OPENING: Final = ' ([【［〔（*«"“–—-'
_HEAD: Final = 2


def _by_head(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Labels with their codes by their first two code points, the longest first."""
    table: dict[str, list[tuple[str, str]]] = {}
    for label, code in sorted(pairs, key=lambda pair: -len(pair[0])):
        table.setdefault(label[:_HEAD], []).append((label, code))
    return {head: tuple(rows) for head, rows in table.items()}


_BY_LABEL: Final = _by_head(_MEMBERS)
_BY_SENTENCE: Final = _by_head((opening, code) for code, openings in _SAID_OUTRIGHT.items() for opening in openings)
_HEADS: Final = _BY_LABEL.keys() | _BY_SENTENCE.keys()
_PARTED: Final = expression(r"(?:\s?\d{1,2})?\s{0,2}(?:[:：)\]】］〕）]|[-–—]\s?\S|[.!]?$)|-[A-Z]")
_TIME: Final = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")
"""Of a day or an hour; until a year only sanctions are in force ("Embargo until 2027: what the island expects")."""
_TIME_NEXT: Final = re.compile(r"[ (（]{1,2}(?:[^\W\d]+\W+)?\d")


def notice(line: str, *, headline: bool = False) -> str | None:
    """The code of what a line says of its article, else None.

    Args:
        line: a line or paragraph.
        headline: whether it is the headline, where a bracket may also close the line ("Ferry resumes (Update)").
    """
    core = line.lstrip(_OPENING)
    head = core[:_HEAD].casefold()[:_HEAD]
    if head in _HEADS:
        folded = core[:400].casefold()
        for opening, code in _BY_SENTENCE.get(head, ()):
            if folded.startswith(opening):
                return code
        for label, code in _BY_LABEL.get(head, ()):
            if folded.startswith(label):
                return code if _is_label(core, folded, label, code) else None
    if (
        headline
        and line[-1:] in ")]】）"
        and (start := max(line.rfind("("), line.rfind("["), line.rfind("【"), line.rfind("（"))) > 0
    ):
        return notice(line[start:])
    return None


def _is_label(core: str, folded: str, label: str, code: str) -> bool:
    """Whether the label stands for itself: parted from what follows, an embargo with its time."""
    rest = folded[len(label) :]
    if code == "embargo":
        parted = " " in label or not label.isascii() or rest[:1] in ":：" or _TIME_NEXT.match(rest) is not None
        return parted and _TIME.search(rest[:60]) is not None
    if not _PARTED.match(rest):
        return False
    dashed = rest.lstrip()[:1] in "-–—"
    return not dashed or core[: len(label)].isupper() or not label[0].isalpha()


_TRANSLATED: Final = (
    "automatically translated", "translated automatically", "machine translat",
    "translated by google", "translated by ai", "google translate", "automatisch übersetzt",
    "maschinell übersetzt", "maschinelle übersetzung", "traduit automatiquement",
    "traduction automatique", "traducido automáticamente", "traducción automática",
    "automatisch vertaald", "machinevertaling", "tradotto automaticamente", "traduzione automatica",
    "traduzido automaticamente", "tradução automática", "diterjemahkan secara otomatis",
    "terjemahan mesin", "переведено автоматически", "машинный перевод", "автоматический перевод",
    "dịch tự động", "dịch bằng máy", "機械翻訳", "自動翻訳", "机器翻译",
    "機器翻譯", "自动翻译", "기계 번역", "자동 번역",
)  # fmt: skip
_SAYS_TRANSLATED: Final = holds_any(_TRANSLATED)
_FROM: Final = {
    "vi": (
        "vietnamese; vietnamesischen; vietnamien; vietnamita; vietnamees; vietnam; tiếng việt; вьетнамского; "
        "越南语; ベトナム語; 베트남어"
    ),
    "en": (
        "english; englischen; anglais; inglés; engels; inglese; inglês; inggris; английского; tiếng anh; 英语; "
        "英文; 英語; 영어"
    ),
    "zh": (
        "chinese; chinesischen; chinois; chino; chinees; cinese; chinês; mandarin; китайского; tiếng trung; "
        "中文; 中国語; 중국어"
    ),
    "fr": (
        "french; französischen; français; francés; frans; francese; francês; prancis; французского; "
        "tiếng pháp; 法语; フランス語; 프랑스어"
    ),
    "de": (
        "german; deutschen; allemand; alemán; duits; tedesco; alemão; jerman; немецкого; tiếng đức; 德语; "
        "ドイツ語; 독일어"
    ),
    "es": (
        "spanish; spanischen; espagnol; español; spaans; spagnolo; espanhol; spanyol; испанского; "
        "tiếng tây ban nha; 西班牙语"
    ),
    "ru": "russian; russischen; russe; ruso; russisch; russo; rusia; русского; tiếng nga; 俄语; ロシア語; 러시아어",
    "ja": (
        "japanese; japanischen; japonais; japonés; japans; giapponese; japonês; jepang; японского; tiếng nhật; "
        "日语; 日本語; 일본어"
    ),
    "ko": "korean; koreanischen; coréen; coreano; koreaans; korea; корейского; tiếng hàn; 韩语; 韓国語; 한국어",
}
_SOURCES: Final = tuple((language, tuple(phrases(words))) for language, words in _FROM.items())
_AD_TOKEN: Final = expression(r"\[\s?([^\]\[\s]{1,30})_\d{1,3}\s?\]")
_ENGLISH_TOKENS: Final = frozenset({"ads", "ad", "adv", "advertisement", "quảng", "banner"})
# Furniture that a portal of machine translations leaves in English or Vietnamese on pages of all languages.
_MENU_OF_TRANSLATIONS: Final = frozenset({"no data", "no videos available", "hệ thống chính trị"})
_LONGEST_NOTE: Final = 250  # code points
_STRAY_STOP: Final = expression(r"[^\W\d_] [,.](?= [^\W\d_])")


def translation(lines: Sequence[str], removed: Sequence[Removed], text: str) -> tuple[bool, str | None]:
    """Whether the article looks machine-translated, and its original language where the page shows it.

    A note that says so is enough. Else two different traces must meet: an advertisement mark that was translated, texts
    of images left in Vietnamese, spaces before commas and stops as translators leave them.

    Args:
        lines: the page's lines as delivered, characters mended.
        removed: what cleaning took out.
        text: the article's text.
    """
    notes = [folded for piece in removed if len(folded := piece.text.casefold()) <= _LONGEST_NOTE]
    if _SAYS_TRANSLATED("\n".join(notes)):
        folded = next(filter(_SAYS_TRANSLATED, notes))
        return True, next((language for language, words in _SOURCES if has_any(folded, words)), None)
    vietnamese = is_vietnamese(text[:1500])
    foreign = not vietnamese and any(p.text.count(" ") >= 3 and is_vietnamese(p.text) for p in removed)
    menu = not vietnamese and sum(p.text.casefold().strip() in _MENU_OF_TRANSLATIONS for p in removed) >= 2
    token = next((m[1] for p in removed if p.kind == "boilerplate" and (m := _AD_TOKEN.search(p.text))), "")
    stray = sum(len(_STRAY_STOP.findall(line)) for line in lines if " ," in line or " ." in line) >= 2
    traces = foreign + menu + (bool(token) and token.casefold() not in _ENGLISH_TOKENS) + stray
    return traces >= 2, "vi" if foreign and traces >= 2 else None


_FIRST, _LAST = 6, 4  # paragraphs in which an article speaks of itself


def warnings_of(title: str, paragraphs: Sequence[str], removed: Sequence[Removed]) -> tuple[str, ...]:
    """The codes of all notices in the headline, the first and last paragraphs and the lines that were taken out."""
    found = {notice(title, headline=True)}
    found |= {notice(p) for p in (*paragraphs[:_FIRST], *paragraphs[_FIRST:][-_LAST:])}
    found |= {notice(p.text) for p in removed if p.kind not in {"dateline", "related", "caption"}}
    return tuple(sorted(code for code in found if code))
