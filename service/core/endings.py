"""What closes a page's text: the note about its author, the menu at the foot, stray headlines, the outlet's imprint."""

from __future__ import annotations

import itertools
from typing import Final

from service.core import credit_words
from service.core.concepts import speaks_of
from service.core.expressions import expression
from service.core.line_text import ends_sentence, is_cjk, key, label_of, stems
from service.core.page import Page
from service.core.section_words import SECTIONS
from service.core.tails import CONTACT, MID_ARTICLE, body_before, like_headline, shared_words
from service.core.vocabulary import phrases
from service.core.widget_words import OUTER_WIDGETS


def drop_sections(page: Page) -> None:
    """Remove names of sections from behind the last paragraph: the menu at the foot of the page."""
    for i in page.tail():
        name = key(page.lines[i])
        if name in SECTIONS or (name in OUTER_WIDGETS and not ends_sentence(page.lines[i])):
            page.drop(i, "boilerplate", "section")


_NAME: Final = r"(?:[A-ZÀ-ÞĐА-ЯЁ][\w'’.-]{1,20} ){2,4}"
_ABOUT_AUTHOR: Final = expression(
    rf"{_NAME}(?:(?:is|was) (?:\S+ ){{1,8}}?(?:journalist|reporter|correspondent|editor"
    rf"|writer|columnist|freelancer?|contributor"
    r"|fellow)\b|(?:covers|reports on|writes (?:about|for|on)) "
    r"|ist (?:\S+ ){0,6}?(?:Redakteur|Journalist|Korrespondent|Autor|Reporter|Volontär)"
    r"|(?:berichtet|schreibt) (?:für|über|aus) "
    r"|est (?:\S+ ){0,3}?(?:journaliste|correspondant|rédact|chroniqueu|reporter)"
    r"|es (?:\S+ ){0,3}?(?:periodista|redactor|corresponsal|reporter|columnista)"
    r"|è (?:\S+ ){0,3}?(?:giornalista|redatt|corrispondente|inviat)"
    r"|é (?:\S+ ){0,3}?(?:jornalista|repórter|correspondente|redator|editor|colunista)"
    r"|is (?:\S+ ){0,4}?(?:redact(?:eur|rice)|journaliste?|correspondente?|verslaggever|columnist)"
    r"|là (?:\S+ ){0,3}?(?:phóng viên|nhà báo|biên tập viên|cộng tác viên)"
    r"|adalah (?:\S+ ){0,3}?(?:wartawan|jurnalis|koresponden|redaktur|kolumnis)"
    r"|[—–-] (?:\S+ ){0,3}?(?:корреспондент|журналист|обозреватель|редактор))"
    r"|[^,，。、:：]{2,8}[,，:：系为是は은는]\s?[^。]{0,24}(?:记者|记者站站长|编辑|撰稿人"
    r"|评论员|記者|編集委員|特派員|論説委員|기자|특파원"
    r"|논설위원|편집위원)(?:이다|다|입니다|です)?[。.]?$"
)


def drop_about_author(page: Page) -> None:
    """Remove the line behind the text that introduces its author: "Ann Hale covers shipping for The Courier"."""
    kept = page.kept()
    prose = page.prose()
    for i in reversed(kept):
        if not prose or i <= prose[0] or (i < prose[-1]):
            return
        if len(page.lines[i]) <= 200 and _ABOUT_AUTHOR.match(page.lines[i]):
            page.drop(i, "byline", "about_author")


_PRESS: Final = phrases("""
press contact; press contacts; press enquiries; press inquiries; media contact; media contacts; media enquiries
media inquiries; for media enquiries; for media inquiries; pressekontakt; pressekontakte
kontakt für die presse; presseanfragen; rückfragen der medien; contact presse; contacts presse; contact médias
contacts médias; relations presse; contacto de prensa; contacto para prensa; contacto con prensa
contacto para medios; contactos de prensa; perscontact; contact voor de pers; voor de pers; persvragen
contatto stampa; contatti stampa; contatti per la stampa; contato de imprensa; contato para imprensa
contacto de imprensa; contacto para a imprensa; kontak media; kontak pers; narahubung media
контакты для сми; контакты для прессы; контакт для сми; liên hệ báo chí; đầu mối báo chí; 媒体联系
媒体联系人; 媒体垂询; 媒體聯絡; 媒體聯絡人; 報道関係者お問い合わせ先; 報道機関からのお問い合わせ先
本件に関する報道機関からのお問い合わせ先
보도 문의; 언론 문의; 보도자료 문의; 언론 담당
""")
_LONGEST_CONTACT: Final = 120  # code points
_SENTENCE_SPACES: Final = 4


def drop_press_contacts(page: Page) -> None:
    """Remove whom the press may ask: such a header behind the last paragraph, and what stands under it."""
    tail = page.tail()
    start = next((k for k, i in enumerate(tail) if label_of(page.lines[i])[0] in _PRESS), len(tail))
    for i in tail[start:]:
        below_other = i > tail[start] and page.rule(i - 1) != "press"
        if below_other or _tells_more(page.lines[i]):
            return
        page.drop(i, "boilerplate", "press")


def _tells_more(line: str) -> bool:
    """Whether a line is no contact: it is long, or a sentence of several words without address or number."""
    told = ends_sentence(line) and line.count(" ") >= _SENTENCE_SPACES and CONTACT.search(line) is None
    return told or len(line) > _LONGEST_CONTACT


_SAID: Final = expression(
    r"[^.!?:]{2,30}?\s(?:said|says|wrote|a dit|a écrit|dijo|dice|escribió|disse|escreveu|hat gesagt|schrieb|zei|schreef"
    r"|ha detto|ha scritto|mengatakan|menulis|комментирует|пишет|đã nói|nói|viết)\s?(?:…|\.{3}|:)"
)


def drop_comments(page: Page) -> None:
    """Remove readers' comments from the end: "Ann said: ..." under "3 comments:"; under an advertisement it is text."""
    said = list(itertools.takewhile(lambda i: _SAID.match(page.lines[i]), reversed(page.kept())))
    head = said[-1] - 1 if said else -1
    if head >= 0 and page.kind(head) == "boilerplate" and speaks_of("comment", key(page.lines[head])):
        for i in said:
            page.drop(i, "boilerplate", "comment")


_LINKED_WORDS: Final = 2  # longer words by which a single line tells that it speaks of other matters

_LINKED_SPACES: Final = 4  # of a line without a bullet: headings are shorter


def drop_last_links(page: Page) -> None:
    """Remove headlines behind the last paragraph, one alone or bulleted ones, when no word of theirs is the text's.

    A list that a colon announces is the article's own; so is a heading whose passage was cut off, which is short.
    """
    prose, tail = page.prose(), page.tail()
    if not tail or page.lines[prose[-1]][-1] in ":：" or len(tail) > MID_ARTICLE:
        return
    body = body_before(page, prose[-1] + 1)
    for i in reversed(tail):
        line = page.lines[i]
        bare = line.lstrip("-–—•· ")
        told = bare != line or bare.count(" ") >= _LINKED_SPACES
        foreign = len(stems(bare.casefold())) >= _LINKED_WORDS and shared_words(bare, body) <= (
            0.2 if bare != line else 0
        )
        if not (told and foreign and like_headline(bare)) or is_cjk(line) or ":" in line or any(map(str.isdigit, line)):
            return
        page.drop(i, "related", "other_matters")


def drop_imprint(page: Page) -> None:
    """Remove the outlet's imprint from the last lines: editor in chief, licence, and the address among them."""
    prose = page.prose()
    if prose and not page.tail():
        return
    labels = {}
    for i in range(prose[-1] + 1 if prose else 0, len(page.lines)):
        label, colon, _ = label_of(page.lines[i])
        if colon:
            labels[i] = label
    if any(label in credit_words.IMPRINT_ANCHORS for label in labels.values()):
        for i, label in labels.items():
            if label in credit_words.IMPRINT_LABELS:
                page.drop(i, "boilerplate", "imprint")
