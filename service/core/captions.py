"""Captions of pictures and the credits in them."""

from __future__ import annotations

import re
from typing import Final

from service.core import credit_words
from service.core.events import DESCRIBED_HEADS, GROUP_PHOTO, descriptive
from service.core.expressions import expression
from service.core.line_text import LONG, ends_sentence, holds_any, is_cjk, many_sentences, remembered
from service.core.vocabulary import words


def _alternatives(phrases: frozenset[str]) -> str:
    """A regular expression for one of the phrases, the longest first."""
    return "|".join(
        re.escape(w) for w in sorted(phrases, key=lambda w: (-len(w), w)) if w != "via" and (len(w) > 1 or w > "\u2e80")
    )


_PHOTO: Final = _alternatives(credit_words.PHOTO_LABELS)
_SOURCE: Final = _alternatives(credit_words.SOURCE_LABELS)
PHOTO_IN_BRACKETS: Final = expression(
    rf"[(\[（](?:\s?(?:(?:{_PHOTO}|anh(?=:)|nguon(?=:))(?:\s?[:：/.]|\s(?-i:[A-ZĐ])|\s?[-–—]\s)"
    rf"|©)[^()\[\]（）]{{0,120}}|[^()\[\]（）]{{0,40}}(?:摄影|撮影|摄(?!氏)|供图))[)\]）]",
    re.IGNORECASE,
)
SOURCE_IN_BRACKETS: Final = expression(rf"[(\[（]\s?(?:{_SOURCE})\s?[:：][^()\[\]（）]{{0,120}}[)\]）]", re.IGNORECASE)
_AT_END: Final = expression(
    rf"(?:^|[.,;!?…。|)”\"–—_-]\s?)(?:{_PHOTO}|{_SOURCE})\s?[:：=]\s?(?P<who>[^:：\"“„«]{{1,80}})$", re.IGNORECASE
)
# Within a sentence only the capital letter tells a credit's label from a common word.
_CAPITAL_LABEL: Final = expression(
    r"\s(?:Photos?|Foto|Fotos|Ảnh|Bild|Ph|Фото|Image|Crédits?|Source|Quelle|Fuente|Bron|Nguồn|Fonte"
    r"|Sumber|Dok|Cr[ée]dit[oi]s?|Beeld)\s?[:.]\s(?P<who>[^:\"“„«]{1,60})$"
)
_RIGHTS_AT_END: Final = expression(r"\s(?:©|\(c\))\s?\S.{1,60}$", re.IGNORECASE)
_CJK_AT_END: Final = expression(
    r"(?:[\s。|](?:图|圖|写真|사진)\s?[:：]|图自|图/|图片/|摄影/|写真/|写真は(?!.*[。]$)|사진=|사진/"
    r"|[(（]사진[^)）]{0,40}[)）]|\S{1,30}(?:撮影|摄影|摄(?!氏)|供图"
    r"|提供)[)）]?)\S{0,20}$"
)
CJK_CREDITS: Final = ("图", "圖", "写真", "사진", "摄影", "撮影", "摄", "供图", "提供")
_HAS_CJK_CREDIT: Final = holds_any(CJK_CREDITS)
_AGENCY_PHOTO: Final = expression(
    r"\b(?:AP|AFP|EPA|REUTERS|ANSA|ANTARA|EFE|Reuters) (?:Photo|PHOTO|Foto|FOTO|Images?)/[A-Z]"
    r"|\bepa\d{6,}|EDITORIAL USE ONLY|\bGetty Images\b|\bREUTERS/[A-Z][a-z]|\b(?:AFP|AP|EPA)/[A-Z][a-z]|\bvia (?:AP"
    r"|AFP|Getty|Reuters)\b|/(?:AFP|AP|EPA|REUTERS|Getty|Keystone)\b"
)


AGENCY_HINTS: Final = (
    *(f"epa{digit}" for digit in range(10)),
    "EDITORIAL",
    "Getty",
    "REUTERS",
    "AFP",
    "/AP",
    "AP/",
    "via AP",
    "AP P",
    "FOTO/",
    "EPA",
    "Reuters",
    "Keystone",
)
_AGENCY_HINTED: Final = holds_any(AGENCY_HINTS)
_HAS_PICTURE_WORD: Final = holds_any({hint.casefold() for hint in (*AGENCY_HINTS, *CJK_CREDITS, *GROUP_PHOTO)})
_IMAGE_NUMBER: Final = expression(
    r"(?:[–—-]\s?anh(?=\s?\d{1,2}$)|\shinh anh(?=\s?\d{1,2}$)|[\s–—-](?:ảnh|hình|photo|foto|bild|imagen|immagine"
    r"|gambar|фото|图|写真|사진))\s?\d{1,2}(?P<after>\.?\s?"
    r"|(?=[^\W\d_]).*|[.\s].*)$",
    re.IGNORECASE,
)


@remembered
def caption(line: str) -> str | None:
    """The rule by which the whole line is the caption of a picture, else None.

    A paragraph of several sentences is none, even where it cites a picture or a source.
    """
    core = line.rstrip(" |")
    if not core or len(core) > LONG or many_sentences(core):
        return None
    if "|" in line[len(core) :] and _is_cell(core):
        return "table_cell"
    if not _has_looks(core):
        return None
    return _credited(core) or descriptive(core) or _archival(core)


_MARKS: Final = re.compile(r"[:：=©()（）\[\],，、.](?:(?<=[^.])| )")


def _has_looks(core: str) -> bool:
    """Whether a line has a mark, a word or an opening by which any rule below could know it."""
    if _MARKS.search(core) or core[0] in "▲△":
        return True
    folded = core.casefold()
    return folded[:2] in _HEADS or _HAS_PICTURE_WORD(folded)


_ARCHIVAL: Final = expression(
    r"file(?: photo| image| picture)?(?: ?[:–—|-] |: )|file (?:photo|image|picture)s? (?:of|shows) "
    r"|in this (?:file )?(?:photo|image|picture)\b|(?:archiv|symbol)(?:bild|foto)s?(?: ?[:–—|-] | von | vom )"
    r"|(?:photo|image)s? (?:d['’]archives?|d['’]illustration)(?: ?[:–—|-] | de | d['’]| du )"
    r"|(?:foto|imagen|imágenes|fotografía) (?:de archivo|de recurso|ilustrativa)(?: ?[:–—|.-] | de | del )"
    r"|(?:foto|immagine) (?:d['’]archivio|di repertorio|di archivio)(?: ?[:–—|-] | di | del | della )"
    r"|(?:foto|imagem) (?:de arquivo|ilustrativa)(?: ?[:–—|-] | de | do | da )"
    r"|(?:archief|illustratie)(?:foto|beeld)(?: ?[:–—|-] | van )|(?:foto|gambar) (?:arsip|ilustrasi)(?: ?[:–—|-] )"
    r"|(?:ảnh|hình) (?:tư liệu|minh họa|minh hoạ)(?: ?[:–—|-] )|архивн\w+ (?:фото|снимок)(?: ?[:–—|-] )"
    r"|фото из архива(?: ?[:–—|-] )|(?:资料|資料|示意)(?:图片|圖片|图|圖|照片|写真)(?:[:：，,]|为|為)"
    r"|자료\s?사진\s?[:：]|▲ ?(?=[\uac00-\ud7a3\u4e00-\u9fff])|△ ?(?=[\uac00-\ud7a3])",
    re.IGNORECASE,
)
_LONGEST_ARCHIVAL: Final = 250


def _archival(core: str) -> str | None:
    """Captions that open by saying that the picture is an older one or a symbol, or with Korea's mark of a caption."""
    if (
        len(core) <= _LONGEST_ARCHIVAL
        and (core[0] in "▲△" or core[:2].casefold() in _ARCHIVAL_HEADS)
        and _ARCHIVAL.match(core)
    ):
        return "archival"
    return None


_ARCHIVAL_HEADS: Final = words("fi in ar sy ph im fo il ga ản hì ар фо 资料 資料 示意 자료")
_HEADS: Final = _ARCHIVAL_HEADS | DESCRIBED_HEADS


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
