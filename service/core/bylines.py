"""Who wrote an article, as lines of the page tell it."""

from __future__ import annotations

import re
from typing import Final

from service.core import credit_words
from service.core.expressions import expression
from service.core.line_patterns import is_agency
from service.core.line_text import ends_sentence, is_cjk, key, remembered
from service.core.roles import PARTICLES, without_role
from service.core.vocabulary import phrases

_NOT_IN_NAMES: Final = frozenset("。、，,的はがをにで")
_NAME_TOKEN: Final = expression(r"[\s,;/&|–—-]+")
_NAME_SEPARATOR: Final = expression(r"\s?(?:[,;/&|]|\s[-–—]\s|\b(?:and|und|et|y|e|en|và|dan|и)\b)\s?")
_BY: Final = expression(
    r"(?:by|von|par|por|door|di|oleh|автор|bài|tác giả|phóng viên|pv|written by"
    r"|(?:(?:un )?text[eo]?(?: de)?|tekst?|testo(?: di)?|текст)"
    r"(?: (?:and|und|et|y|en|e|dan|и|&) (?:fotos?|foto's|photos?|bild(?:er)?|beeld|фото))?"
    r"|bởi|interview (?:by|door|von|di)|entrevista (?:de|por|a cargo de)|intervista (?:di|a cura di)"
    r"|(?:rédigé|publié|propos recueillis) par|entretien (?:réalisé )?par|(?:das )?(?:gespräch|interview) führten?"
    r"|wawancara oleh|(?:postad|publicad|escrit)[oa] por|беседовала?|подготовила?|записала?"
    r"|as told to|aufgezeichnet von|(?:fragen|protokoll)(?=:)"
    r"|posted by|eingestellt von|gepost door|pubblicato da|dipos(?:ting|kan) oleh|(?:được )?đăng bởi)\b[:\s]{1,3}",
    re.IGNORECASE,
)
_TRANSLATOR: Final = expression(
    r"\b(?:translated by|translation|übersetz\w{0,4}|traduit par|traduction|traducido por|traducción|vertaald door"
    r"|vertaling|tradotto da"
    r"|traduzione|tradução|diterjemahkan oleh|перевод|dịch)\b[: ]{0,3}",
    re.IGNORECASE,
)
_CJK_BYLINE: Final = expression(
    r"(?:(?:作者|记者|記者|文|编辑|責任編輯|责任编辑|撰文|编译|通讯员|執筆|文責|글)\s?[/:：|]\s?|(?:记者"
    r"|記者)\s)(?P<a>[^\s。、，,:：]{2,12})"
    r"|本[报報台](?:记者|記者)\s?(?P<d>[^\s。、，,:：摄攝]{2,6}?)(?:\s(?:通讯员|通訊員)\s(?P<e>[^\s。、，,:：]{2,6}?))?"
    r"(?:\s?(?:报道|報道|報導))?"
    r"|글(?: ?[·,] ?사진)? (?P<g>[가-힣]{2,4})(?: ?[·,/|] ?사진 (?P<h>[가-힣]{2,4}))?"
    r"|[\u4e00-\u9fff]{1,8}[部局室課][・･](?P<f>[^\W\d]{1,7}[^\W\d部局室課省庁])"
    r"|(?:기자명\s)?(?P<b>[가-힣]{2,4})\s?(?:기자|특파원|통신원)(?:\s[\w.@-]{3,60})?|(?P<c>\S{2,8})\s?(?:記者|记者)"
)


_MADE_BY: Final = expression(
    r"(?P<who>[A-ZĐ][^\W\d_]*(?: [A-ZĐ][^\W\d_]*){1,3}) \((?:thực hiện|tổng hợp|ghi|dịch"
    r"|lược dịch|biên dịch|lược ghi)\)"
)


def is_name(text: str) -> bool:
    """Whether the text is names of people or desks: up to ten words, each with a capital but particles; no sentence."""
    text = text.strip(" \u00a0|.-–—()")
    if not text or len(text) > 80 or text[-1] in "!?:;" or any(map(str.isdigit, text)):
        return False
    if is_cjk(text):
        return len(text) <= 16 and not _NOT_IN_NAMES & set(text)
    tokens = [t for t in _NAME_TOKEN.split(text) if t]
    capitals = sum(t[0].isupper() for t in tokens)
    return capitals >= 1 and len(tokens) <= 10 and all(t[0].isupper() or t.casefold() in PARTICLES for t in tokens)


def split_names(people: str) -> tuple[str, ...]:
    """The single names in a list of names, as written."""
    return tuple(name for part in _NAME_SEPARATOR.split(people) if (name := part.strip(" .,:|-–—()")))


@remembered
def byline(line: str) -> tuple[str, ...] | None:
    """The people a byline names, in order, none where it names a desk; None when the line is no byline.

    A byline opens with its language's word for "by" or "author" and holds names only; translators are not authors.
    """
    if len(line) > 120:
        return None
    core = line.strip(" \u00a0|-–—()*")
    eastern = not core.isascii() and len(core) <= 60 and max(core) >= "\u2e80"
    named = (_CJK_BYLINE.fullmatch(core) if eastern else None) or _MADE_BY.fullmatch(line.strip())
    if named:
        return tuple(filter(None, named.groups()))
    role = _BY.match(core)
    label, colon, rest = core.replace("：", ":").partition(":")
    if not role and not (colon and key(label) in credit_words.BYLINE_LABELS):
        return None
    rest = core[role.end() :] if role else rest
    if role and (clock := _AT.search(rest)) and is_name(rest[: clock.start()]):
        return split_names(rest[: clock.start()])
    rest = without_role(_OUR.sub("", _BESIDE.sub("", _ADDRESS.sub("", rest))))
    return () if role and _is_desk_name(rest) else _named_people(role, rest)


def _is_desk_name(rest: str) -> bool:
    """Whether what follows a byline's "by" is a desk: "by Newsroom", "door: redactie buitenland"."""
    if len(rest) > _LONGEST_DESK or any(map(str.isdigit, rest)):
        return False  # "by Newsroom - 4 November 2025": a publication time, which names its desk
    return key(rest).split(" ", 1)[0] in _DESK_WORDS and not ends_sentence(rest)


_LONGEST_DESK: Final = 40  # code points


def _named_people(role: re.Match[str] | None, rest: str) -> tuple[str, ...] | None:
    """The people named behind a byline's opening, None where there is more than names."""
    translator = _TRANSLATOR.search(rest)
    people = rest[: translator.start()] if translator else rest
    if not is_name(people) or (translator and not is_name(rest[translator.end() :])):
        return None
    if role and not translator and ":" not in role[0] and len(people.split()) < 2:
        return None  # "Von Hanoi", "Por Asia": a heading as easily as a name
    return split_names(people)


_AT: Final = expression(
    r"\s(?:at|à(?:\(s\))?|às|a las|a la|um|om|op|alle|di|pada|pukul|vào lúc|lúc|в|на)\s"
    r"\d{1,2}[:.h]\d\d(?: ?[ap]\.? ?m\.?)?$",
    re.IGNORECASE,
)
"""When somebody published it, as the pages of diaries on the web sign: "Posted by Ann at 8:23"."""
_OUR: Final = expression(
    r"^(?:unser\w{0,2}|our|notre|nos|nuestr[oa]s?|nostr[oaie]|onze) [^\W\d]{4,20}(?:in|en)? ", re.IGNORECASE
)
_ADDRESS: Final = expression(r"(?:[\s|,;(<\[–-]|\s-\s){1,3}[\w.+-]{2,40}@[\w.-]{3,60}[)>\]]?$")
"""An address of mail behind the name."""
_BESIDE: Final = expression(r"\s?[(（](?:(?:avec|mit|con|com|with|met|dengan) )?[A-Z][\w ,/-]{1,20}[)）]?$")
_DESK_WORDS: Final = phrases("""
staff; newsroom; newsdesk; desk; agencies; redaktion; rédaction; redacción; redactie; redazione; redação
redaksi; tim
onze; unserer; nostra; nuestra; редакция; editorial; agencias; agenzie; agências; agenturen
""")
_DESKS: Final = phrases("""
staff reporter; staff writer; news desk; newsroom; editorial team; editorial staff; redaktion; von der redaktion
la rédaction; rédaction; par la rédaction; redacción; de redacción; redactie; van onze redactie; redazione
a cura della redazione; dalla redazione; por la redacción; pela redação; door de redactie; oleh redaksi
от редакции
di redazione; redação; da redação; redaksi; tim redaksi; редакция; ban biên tập; tòa soạn; nhóm phóng viên; pv
agencias; agenturen; agences; agenzie; agências; agencies; redacción digital; redacción web; redacción central
redazione online; redazione web; redazione digitale; onlineredaktion; online-redaktion; webredactie; nhóm pv
rédaction web; rédaction numérique; redaksi web; web desk; news desk; 编辑部; 本报记者; 本台记者; 編集部; 報道部
편집부; 보도국
""")


def is_desk(line: str) -> bool:
    """Whether a line names an editorial desk in an author's place: "Redaktion", "Tim redaksi"."""
    if len(line) > _LONGEST_DESK:
        return False
    parts = [part for part in _DESK_SEPARATOR.split(key(line)) if part]
    return any(part in _DESKS for part in parts) and all(part in _DESKS or is_agency(part) for part in parts)


_DESK_SEPARATOR: Final = re.compile(r"\s?[/|,]\s?")


_SURNAMES: Final = credit_words.VIETNAMESE_SURNAMES | credit_words.VIETNAMESE_SURNAMES_PLAIN
_INITIALS: Final = expression(r"\(?(?:[A-ZĐ]\.? ?){2,3}\)?|PV|P\.V\.?|BBT|BT")


def vietnamese_signature(line: str, *, vietnamese: bool) -> tuple[str, ...] | None:
    """The author who signs an article's end with a name alone, as Vietnamese outlets have it; () for initials.

    Args:
        line: a line behind the last paragraph.
        vietnamese: whether the article is Vietnamese; else the line must open with a Vietnamese surname.
    """
    core = line.strip(" .|()*-–—")
    if vietnamese and _INITIALS.fullmatch(line):
        return ()
    tokens = core.removesuffix("(tổng hợp)").split()
    if not 2 <= len(tokens) <= 4 or not all(t.isalpha() and t[0].isupper() and t[1:].islower() for t in tokens):
        return None
    return (" ".join(tokens),) if vietnamese or tokens[0].casefold() in _SURNAMES else None


_SIGNATURE_SEPARATOR: Final = expression(r"[/()|]| [-–—] |, ")
_HAS_SEPARATOR: Final = re.compile(r"[/()|,–—-](?:(?<=[/()|])|(?<=,) |(?<= [–—-]) )").search
"""Whether the expression above finds something, with a class to look for."""


@remembered
def signature(line: str) -> tuple[str, ...] | None:
    """The people who sign together with their agency: "Mai Lan/VNA", "Thu Ha (TTXVN)"; None when nobody does."""
    if len(line) > 60 or not _HAS_SEPARATOR(line) or ends_sentence(line) or not is_name(line):
        return None
    parts = [p.strip() for p in _SIGNATURE_SEPARATOR.split(line) if p.strip()]
    agencies = [p for p in parts if is_agency(key(p))]
    people = tuple(p for p in parts if not is_agency(key(p)))
    return people if agencies and people and all(1 < len(p.split()) <= 4 for p in people) else None
