"""Captions of pictures and the credits in them."""

from __future__ import annotations

import re
from typing import Final

from service.core import credit_words
from service.core.line_text import LONG, ends_sentence, holds_any, is_cjk, many_sentences, remembered
from service.core.vocabulary import phrases, words


def _alternatives(phrases: frozenset[str]) -> str:
    """A regular expression for one of the phrases, the longest first."""
    return "|".join(
        re.escape(w) for w in sorted(phrases, key=lambda w: (-len(w), w)) if w != "via" and (len(w) > 1 or is_cjk(w))
    )


_PHOTO: Final = _alternatives(credit_words.PHOTO_LABELS)
_SOURCE: Final = _alternatives(credit_words.SOURCE_LABELS)
PHOTO_IN_BRACKETS: Final = re.compile(
    rf"[(\[（]\s?(?:(?:{_PHOTO}|anh(?=:)|nguon(?=:))(?:\s?[:：/.]|\s(?-i:[A-ZĐ])|\s?[-–—]\s)"
    rf"|©)[^()\[\]（）]{{0,120}}[)\]）]"
    r"|[(\[（][^()\[\]（）]{0,40}(?:摄影|撮影|摄|供图)[)\]）]",
    re.IGNORECASE,
)
SOURCE_IN_BRACKETS: Final = re.compile(rf"[(\[（]\s?(?:{_SOURCE})\s?[:：][^()\[\]（）]{{0,120}}[)\]）]", re.IGNORECASE)
_AT_END: Final = re.compile(
    rf"(?:^|[.,;!?…。|)”\"–—_-]\s?)(?:{_PHOTO}|{_SOURCE})\s?[:：=]\s?(?P<who>[^:：\"“„«]{{1,80}})$", re.IGNORECASE
)
# Within a sentence only the capital letter tells a credit's label from a common word.
_CAPITAL_LABEL: Final = re.compile(
    r"\s(?:Photos?|Foto|Fotos|Ảnh|Bild|Ph|Фото|Image|Crédits?|Source|Quelle|Fuente|Bron|Nguồn|Fonte"
    r"|Sumber|Dok|Cr[ée]dit[oi]s?|Beeld)\s?[:.]\s(?P<who>[^:\"“„«]{1,60})$"
)
_RIGHTS_AT_END: Final = re.compile(r"\s(?:©|\(c\))\s?\S.{1,60}$", re.IGNORECASE)
_CJK_AT_END: Final = re.compile(
    r"(?:[\s。|](?:图|圖|写真|사진)\s?[:：]|图自|图/|图片/|摄影/|写真/|写真は|사진=|사진/"
    r"|[(（]사진[^)）]{0,40}[)）]|\S{1,30}(?:撮影|摄影|摄|供图"
    r"|提供)[)）]?)\S{0,20}$"
)
_HAS_CJK_CREDIT: Final = holds_any(("图", "圖", "写真", "사진", "摄影", "撮影", "摄", "供图", "提供"))
_AGENCY_PHOTO: Final = re.compile(
    r"\bepa\d{6,}|EDITORIAL USE ONLY|\bGetty Images\b|\bREUTERS/[A-Z][a-z]|\b(?:AFP|AP|EPA)/[A-Z][a-z]|\bvia (?:AP"
    r"|AFP|Getty|Reuters)\b|/(?:AFP|AP|EPA|REUTERS|Getty|Keystone)\b"
)
_BRACKETED: Final = re.compile(r"[(（]([^()（）]{1,45})[)）]")
_POSITION_EAST: Final = re.compile(
    r"(?:前排|后排|後排|前列|後列)?(?:[左右](?:起|侧|側|边|から)?|中|中央|中间|中間|왼쪽"
    r"|오른쪽|가운데)(?:[一二三四五\d]|から\S{1,4}"
    r"|에서 \S{1,4} 번째|第\S)?(?:人目)?"
)
_POSITIONS: Final = phrases("""
left; right; centre; center; middle; links; rechts; mitte; gauche; droite; izquierda; derecha; izq; der; centro; midden
sinistra; destra; esquerda; direita; kiri; kanan; tengah; слева; справа; центре; trái; phải; giữa; l; r
""")
_PLACED: Final = _POSITIONS | phrases("""
the; from; far; front; back; row; standing; seated; second; third; fourth; 2nd; 3rd; 4th; on; at; in; to; and; 2; 3; 4
v
von; zweite; zweiter; dritte; dritter; vierte; ganz; vorne; hinten; stehend; sitzend; dem; deuxième; troisième; à
partir; de
la; le; au; du; 2e; 3e; a; al; el; en; por; desde; segundo; segunda; tercero; tercera; tweede; derde; van; uiterst
secondo
seconda; terzo; terza; da; dalla; dal; alla; no; na; do; terceiro; terceira; kedua; ketiga; dari; paling; di; sebelah
вторая
второй; третий; третья; в; ряду; крайний; крайняя; thứ; hai; ba; tư; nhất; từ; bên; ngoài; cùng; sang; ở; hàng; đầu
extrême
""")


def _tells_position(core: str) -> bool:
    """Whether brackets in the line hold nothing but where somebody is in a picture: "(second from left)"."""
    for content in _BRACKETED.findall(core):
        if _POSITION_EAST.fullmatch(content.strip()):
            return True
        words = _WORD.findall(content.casefold())
        if words and not _POSITIONS.isdisjoint(words) and _PLACED.issuperset(words) and not _PARTY.search(content):
            return True
    return False


_WORD: Final = re.compile(r"\w+")
_PARTY: Final = re.compile(r"[a-zà-ÿ]-[a-zà-ÿ]|^(?:far|hard|extrême|centro) \w+$", re.IGNORECASE)  # "(centre-left)"
_SCENE: Final = re.compile(
    r"(?:toàn cảnh|quang cảnh) (?:hội nghị|hội thảo|hội đàm|buổi|phiên|lễ|cuộc|đại hội|diễn đàn|chương trình"
    r"|sự kiện|tọa đàm)"
    r"|(?:an? )?(?:overview|general view|view|scene) of the (?:conference|meeting|event|ceremony|session|forum"
    r"|seminar|workshop|congress|talks)"
    r"|blick in den saal|(?:ein )?überblick über die (?:konferenz|sitzung|tagung|veranstaltung|zeremonie)"
    r"|(?:vue (?:d'ensemble|générale)|panorama) d(?:e la|u|e l')\s?(?:conférence|réunion|séance|cérémonie|colloque"
    r"|congrès|séminaire|forum|événement)"
    r"|(?:vista (?:general|panorámica|geral)|panorámica|panorama) d(?:e la|el|a|o) (?:conferencia|reunión|sesión"
    r"|ceremonia|acto|foro|seminario|congreso|conferência|reunião|sessão|cerimônia|evento|seminário|congresso)"
    r"|overzicht van de (?:conferentie|vergadering|bijeenkomst|ceremonie|zitting)|suasana (?:rapat|pertemuan"
    r"|konferensi|acara|kongres|sidang|upacara)"
    r"|(?:veduta|panoramica) d(?:ella|el) (?:conferenza|riunione|cerimonia|sessione|seminario|congresso)"
    r"|общий вид (?:конференции|заседания|встречи|церемонии|съезда|семинара)"
)
_GROUP_PHOTO: Final = (
    "chụp ảnh lưu niệm", "chụp ảnh kỷ niệm", "chụp ảnh chung", "group photo", "gruppenfoto", "gruppenbild",
    "photo de famille", "posent pour",
    "foto de grupo", "foto de familia", "posan para", "groepsfoto", "foto bersama", "foto di gruppo", "合影",
    "記念撮影", "기념촬영", "기념 촬영",
)  # fmt: skip
_HAS_GROUP_PHOTO: Final = holds_any(_GROUP_PHOTO)
AGENCY_HINTS: Final = (
    "epa",
    "EDITORIAL",
    "Getty",
    "REUTERS",
    "AFP",
    "/AP",
    "AP/",
    "via AP",
    "EPA",
    "Reuters",
    "Keystone",
)
_AGENCY_HINTED: Final = holds_any(AGENCY_HINTS)
_IMAGE_NUMBER: Final = re.compile(
    r"(?:[–—-]\s?anh(?=\s?\d{1,2}$)|[\s–—-](?:ảnh|hình|photo|foto|bild|imagen|immagine"
    r"|gambar|фото|图|写真|사진))\s?\d{1,2}(?P<after>\.?\s?"
    r"|(?=[^\W\d_]).*|[.\s].*)$",
    re.IGNORECASE,
)


def caption(line: str) -> str | None:
    """The rule by which the whole line is the caption of a picture, else None.

    A paragraph of several sentences is none, even where it cites a picture or a source.
    """
    core = line.rstrip(" |")
    if not core or len(core) > LONG or many_sentences(core):
        return None
    if "|" in line[len(core) :] and _is_cell(core):
        return "table_cell"
    return _credited(core) or _descriptive(core)


def _is_cell(core: str) -> bool:
    """Whether a line that ended in a pipe is the one cell of a picture's table: short, no quotation, no more cells."""
    return (
        len(core) <= 220
        and "|" not in core.strip("| ")
        and core[0] not in '"“„«‘'
        and core.count(". ") <= (len(core) <= 140)
    )


def _credited(core: str) -> str | None:
    """Captions that end in a credit."""
    tail = core[-180:]
    bracketed = tail[-1] in ")]）.*" and ("(" in tail or "[" in tail or "（" in tail)
    for form in _IN_BRACKETS if bracketed else ():
        match = form.search(tail)
        if match and not tail[match.end() :].strip(" .*|"):
            before = core[: len(core) - len(tail) + match.start()].rstrip()
            if form is PHOTO_IN_BRACKETS or not ends_sentence(before):
                return "credit_in_brackets"
    coloned = ":" in tail or "=" in tail or "：" in tail
    match = _AT_END.search(tail[-130:]) if coloned and _may_be_labelled(tail) else None
    if match is None and (". " in tail or ": " in tail) and ("." in tail[-62:-2] or ":" in tail[-62:-2]):
        match = _CAPITAL_LABEL.search(tail[-90:])  # its mark and the space behind it take two of the 62
    if match and match["who"].count(" ") <= 8 and not (ends_sentence(match["who"]) and match["who"].count(" ") >= 3):
        return "credit_at_end"
    if ("©" in tail or "(c)" in tail or "(C)" in tail) and _RIGHTS_AT_END.search(tail[-70:]):
        return "credit_at_end"
    if len(core) <= 120 and is_cjk(core) and _HAS_CJK_CREDIT(core) and _CJK_AT_END.search(core[-60:]):
        return "credit_at_end"
    return "agency_photo" if len(core) <= 350 and _AGENCY_HINTED(core) and _AGENCY_PHOTO.search(core) else None


_IN_BRACKETS: Final = (PHOTO_IN_BRACKETS, SOURCE_IN_BRACKETS)


def _may_be_labelled(tail: str) -> bool:
    """Whether `_AT_END` may match: "=" or the last colon stands near the end, without a quotation behind it."""
    if "=" in tail:
        return True
    colon = max(tail.rfind(":"), tail.rfind("："))
    if colon < 0 or len(tail) - colon > 82:  # the colon, a space and 80 code points of who made the picture
        return False
    rest = tail[colon:]
    return not ('"' in rest or "“" in rest or "„" in rest or "«" in rest)


_EVENT_PHRASE: Final = re.compile(
    r"\b(?:at|during) the (?:\w+ )?(?:meeting|conference|event|ceremony|session|forum|seminar|talks"
    r"|reception|workshop|briefing)"
    r"|\b(?:bei|während|auf|an) (?:der|dem|des) (?:treffen[s]?|konferenz|veranstaltung|zeremonie"
    r"|sitzung|tagung|empfang[s]?"
    r"|gespräch[s]?|forum[s]?)"
    r"|\b(?:lors de|pendant|à|durant) (?:la |l['’]|le |cette )?(?:réunion|conférence|événement"
    r"|cérémonie|séance|rencontre|forum|entretien)"
    r"|\blors du (?:forum|colloque|séminaire|congrès)"
    r"|\b(?:durante|en) (?:la|el|un|una) (?:reunión|conferencia|acto|ceremonia|sesión|encuentro|foro"
    r"|seminario|evento)"
    r"|\b(?:tijdens|op|bij) (?:de|het) (?:vergadering|conferentie|bijeenkomst|ceremonie|zitting"
    r"|ontmoeting|forum|seminar|evenement)"
    r"|\b(?:durante|alla|al) (?:la |il |l['’])?(?:riunione|conferenza|evento|cerimonia|sessione|incontro|forum)"
    r"|\b(?:durante|na|no) (?:a |o )?(?:reunião|conferência|evento|cerimônia|cerimónia|sessão|encontro|fórum)"
    r"|\b(?:dalam|pada|saat|di) (?:acara )?(?:rapat|pertemuan|konferensi|acara|upacara|sidang|forum|seminar)"
    r"|\b(?:на|во время) (?:встрече|конференции|церемонии|заседании|форуме|семинаре|встречи|церемонии|заседания)"
    r"|\b(?:tại|trong) (?:buổi|cuộc|lễ|phiên|hội nghị|hội thảo|hội đàm|diễn đàn|sự kiện|chương trình"
    r"|tọa đàm)(?: \w+){0,3}",
)


_EVENTS: Final = words("""
meeting conference event ceremony session forum seminar talks reception workshop briefing treffen treffens
konferenz veranstaltung zeremonie sitzung tagung empfang empfangs gespräch gesprächs forums réunion conférence
événement cérémonie séance rencontre entretien colloque séminaire congrès reunión conferencia acto ceremonia
sesión encuentro foro seminario evento vergadering conferentie bijeenkomst ceremonie zitting ontmoeting
evenement riunione conferenza cerimonia sessione incontro reunião conferência cerimônia cerimónia sessão
encontro fórum rapat pertemuan konferensi acara upacara sidang встрече конференции церемонии заседании форуме
семинаре встречи заседания
""")
"""The last words of `_EVENT_PHRASE`, but for Vietnamese, where three syllables may follow."""


def _may_name_event(folded: str) -> bool:
    """Whether a line's last word, one code point aside, is an event, or Vietnamese words introduce one."""
    last = folded[-20:].replace("’", "'").rpartition(" ")[2].rpartition("'")[2]
    return last in _EVENTS or last[:-1] in _EVENTS or "tại " in folded or "trong " in folded


@remembered
def names_scene(line: str) -> bool:
    """Whether a short line says only who is where ("Minister Ha at the meeting"): no stop, its end is the event.

    Alone it may be a heading or a headline; `neighbours` looks at where it stands.
    """
    core = line.rstrip(" |")
    if not 15 <= len(core) <= 110 or core[-1] in ":;,?!.":
        return False
    folded = core.casefold()
    if not _may_name_event(folded) or ends_sentence(core) or is_cjk(core):
        return False
    return any(m.end() >= len(folded) - 1 for m in _EVENT_PHRASE.finditer(folded))


_FILLER: Final = re.compile(
    r"(?:photos?|foto|fotos|foto's|beeld|bild|image|imagen|immagine|imagem|gambar|ảnh|hình|фото|снимок)\s(?:: ?)?"
    r"(?:dr|d\.r\.|ctv|cmh|nvcc|из (?:открытых источников|архива|соцсетей)|пресс-служб\w+|предоставлено|архив\w*"
    r"|cortesía|archivo|de archivo|archivio|d'archivio|arquivo|de arquivo|divulgação|reprodução|archives?|d'archives"
    r"|archief|eigen archief|archiv|privat|istimewa|ist|dok\.?|arsip|internet|tư liệu|minh họa|minh hoạ|agencias?"
    r"|redes sociales|stock|ilustrasi|ilustrativa)"
)


_FILLER_HEADS: Final = words("ph fo be bi im ga ản hì фо сн")
_SCENE_HEADS: Final = words("to qu an ov ge vi sc bl ei üb vu pa su ve об") | {"a "}
"""First two code points of whatever the two expressions match."""


def _apposed(core: str, folded: str) -> bool:
    """Whether a line is a name, who that is and the event, without a verb: "Ann Hale, mayor, at the ceremony."."""
    if folded.count(", ") < 2:
        return False
    parts = folded.rstrip(". ").split(", ")
    if not 3 <= len(parts) <= 4 or not core[0].isupper() or max(map(len, parts)) > 90:
        return False
    return _EVENT_PHRASE.match(parts[-1]) is not None


def ends_in_event(line: str) -> bool:
    """Whether the last of three parts or more of a line is "at the ceremony" or its like: see `_apposed`."""
    return line.count(", ") >= 2 and _EVENT_PHRASE.match(line[line.rfind(", ") + 2 :].casefold()) is not None


def _descriptive(core: str) -> str | None:
    """Captions without a credit that say where someone stands in the picture, or only name the scene."""
    if len(core) <= 250 and ("(" in core or "（" in core) and core[-1] != ":" and _tells_position(core):
        return "position"
    if len(core) > 140:
        return None
    folded = core.casefold()
    head = folded[:2]
    if _apposed(core, folded) or (head in _FILLER_HEADS and _FILLER.fullmatch(folded.rstrip("."))):
        return "scene"
    if head in _SCENE_HEADS and len(core) <= 110 and _SCENE.match(folded) and "," not in core:
        return "scene"
    posed = not ends_sentence(core) and _HAS_GROUP_PHOTO(folded)
    return "scene" if posed else None


IMAGE_WORDS: Final = (
    "ảnh ",
    "anh ",
    "hình ",
    "photo",
    "foto",
    "bild",
    "imagen",
    "immagine",
    "gambar",
    "фото",
    "图",
    "写真",
    "사진",
)
_HAS_IMAGE_WORD: Final = holds_any(IMAGE_WORDS)


_LABELS: Final = "photo photos foto fotos ảnh bild ph фото image crédit crédits credit source quelle fuente bron nguồn"
_PLACES: Final = (
    "撮影", "摄", "供图", "提供", "图自", "toàn cảnh", "quang cảnh", "overview of", "view of", "scene of",
    "blick in den", "überblick über", "vue d", "vue g", "panorama d", "panorámica d", "panoramica d", "vista g",
    "vista p", "overzicht van", "suasana", "veduta d", "общий вид",
)  # fmt: skip
CAPTION_HINTS: Final = (
    *_PLACES,
    *(f"{label}. " for label in (*_LABELS.split(), "fonte", "sumber", "dok", "crédito", "credito", "crediti", "beeld")),
    *(f"epa{digit}" for digit in range(10)),
    *(f"/{agency}" for agency in ("afp", "ap", "epa", "reuters", "getty", "keystone")),
    *(f"via {agency}" for agency in ("afp", "ap", "getty", "reuters")),
    *("reuters/", "afp/", "ap/", "epa/", "editorial use only", "getty images"),
    *(
        f"{mark}{word.strip()}{space}{digit}"
        for mark in " –—-"
        for word in IMAGE_WORDS
        for space in (" ", "")
        for digit in range(10)
    ),
)
"""Casefolded: one of them stands in every long sentence that `caption` or `image_number` may take, signs aside."""

_DIGIT: Final = re.compile(r"\d")


@remembered
def image_number(line: str) -> str | None:
    """What follows a picture's number in the line ("... - ảnh 1<this>"); None without such a number."""
    if len(line) > LONG or not _DIGIT.search(line) or not _HAS_IMAGE_WORD(line.lower()):
        return None
    match = _IMAGE_NUMBER.search(line)
    return match["after"] if match else None
