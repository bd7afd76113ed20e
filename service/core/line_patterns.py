"""What a single line of a page is, as far as the line alone tells: interface remnant, source, link, prompt.

Nothing here looks at neighbouring lines; `lines` does. Every expression is anchored or scans a bounded stretch, so the
work grows linearly with the line.
"""

from __future__ import annotations

import re
from typing import Final

from service.core import credit_words, vocabulary
from service.core.agency_notes import NOTE_HEADS, agency_note
from service.core.appeals import OPENINGS, is_appeal
from service.core.concepts import meeting
from service.core.controls import control
from service.core.expressions import expression
from service.core.interface_words import composed
from service.core.line_text import DECORATION, LONG, Verdict, ends_sentence, is_prose, key, label_of, remembered
from service.core.link_labels import links_by
from service.core.openings import Openings
from service.core.page_counters import LETTER_SIZES, counter
from service.core.page_notes import is_page_note
from service.core.page_paths import path
from service.core.prompts import HEADS, asking, legal
from service.core.share_bars import SHARE_WORDS, is_share_bar
from service.core.widget_words import WIDGETS

_COUNT: Final = expression(r"[\s(\[（]{0,3}\d{1,6}[\s)\]）]{0,3}$|^[\s(\[（]{0,3}\d{1,6}[\s)\]）]{1,3}")


_DIGIT: Final = re.compile(r"\d")


@remembered
def verdict(line: str) -> Verdict | None:
    """What the line is when it is no part of an article in whatever place it stands, else None."""
    if len(line) > LONG:
        return None
    folded = key(line)
    if not folded:
        return None if any(c.isalnum() for c in line) else Verdict("boilerplate", "decoration")
    if is_page_note(line, folded):
        return Verdict("boilerplate", "page_note")
    if len(line) > _UI_LENGTH or (line[0].isalnum() and is_prose(line) and "(@" not in line):
        labelled = _labelled(line, folded) if ":" in line[:45] or "：" in line[:45] else None
        return labelled or asking(line, folded) or meeting(line, folded, ends=ends_sentence(line))
    if not _has_looks(line, folded):
        return _WHOLE_LINES.get(folded) or legal(line, folded) or _worded(line, folded)
    return _exact(folded) or _labelled(line, folded) or _shaped(line, folded)


SHORT: Final = 160
"""Code points; most rules look at no longer line."""
_UI_LENGTH: Final = 200  # code points; buttons, counters and paths are shorter


# Words that with a number make a heading as easily as a counter ("Version 2").
_NUMBERED: Final = vocabulary.phrases("version; topics; themen; temas; contents; inhalt; home; top; play")
_WHOLE_LINES: Final = {
    phrase: found
    for phrases, found in reversed(
        (
            (vocabulary.INTERFACE, Verdict("boilerplate", "interface")),
            (vocabulary.RELATED_HEADERS, Verdict("related", "header")),
            (credit_words.SOURCE_LABELS, Verdict("source", "outlet")),
            (credit_words.PHOTO_NOTES, Verdict("caption", "note")),
            (credit_words.AGENCIES, Verdict("source", "outlet")),
            (WIDGETS, Verdict("boilerplate", "interface")),
        )
    )
    for phrase in phrases
}


# One class comes first, here and in the like: a search for a class is several times as fast as one for alternatives.
_MARKS: Final = re.compile(
    r"[\d:：>»›→▸＞@|\])）】/·•–—.,-](?:(?<=[^–—.,-])|(?<=[–—-])\s|(?<=[.,])\w)",
)


def _has_looks(line: str, folded: str) -> bool:
    """Whether a short line looks like furniture in any way: by a mark, by its first words or its last one.

    Without such looks only what it says can tell: `legal` and `_worded`.
    """
    return (
        not line[0].isalpha()
        or _MARKS.search(line) is not None
        or _KNOWN.open(folded)
        or folded.rpartition(" ")[2] in SHARE_WORDS
    )


def _exact(folded: str) -> Verdict | None:
    """Lines that are one phrase of the vocabulary, perhaps with a count ("Comment (0)")."""
    if len(folded) > 60:
        return None
    if found := _WHOLE_LINES.get(folded):
        return found
    if is_agency(folded):
        return Verdict("source", "outlet")
    first, _, rest = folded.partition(" ")
    if rest and first in credit_words.PHOTO_LABELS and is_agency(rest.lstrip(": ")):  # "Foto ANP"
        return Verdict("credit", "photo")
    if not _DIGIT.search(folded):
        return None
    bare = _COUNT.sub("", folded).strip(DECORATION)
    known = bare in vocabulary.INTERFACE or bare in WIDGETS or composed(bare) == "interface"
    counted = bare != folded and known and bare not in _NUMBERED
    return Verdict("boilerplate", "count") if counted else None


_AGENCY_SEPARATOR: Final = expression(r" ?[/,;|()] ?| [-–—] ")
_HAS_SEPARATOR: Final = re.compile(r"[/,;|()–—-](?:(?<=[/,;|()])|(?<= [–—-]) )").search
"""Whether the expression above finds something; a search for a class is several times as fast."""


@remembered
def is_agency(folded: str) -> bool:
    """Whether a key is the name of an agency or outlet, or up to four of them ("ttxvn/vietnam+")."""
    if folded in credit_words.AGENCIES:
        return True
    if len(folded) > 80 or not _HAS_SEPARATOR(folded):
        return False
    parts = [p for p in _AGENCY_SEPARATOR.split(folded) if p]
    return 1 < len(parts) <= 4 and all(p in credit_words.AGENCIES for p in parts)


_DOMAIN: Final = expression(
    r"(?:https?://)?(?:[a-z0-9-]{1,40}\.){1,3}(?:vn|com|net|org|de|fr|es|nl|it|br|pt|id|ru|cn|jp|kr|info"
    r"|eu)(?:/\S{0,300})?"
)


def is_address(folded: str) -> bool:
    """Whether the text is one web address and nothing else."""
    return "." in folded and _DOMAIN.fullmatch(folded) is not None


def _labelled(line: str, folded: str) -> Verdict | None:
    """Lines that open with a label of the vocabulary: "Source: ...", "Read more: ...", "Photo: ..."."""
    label, colon, rest = label_of(line) if ":" in line or "：" in line else ("", "", "")
    if not colon or len(label) > 40:
        return _barred(line) or _named_source(line, folded)
    if label in credit_words.SOURCE_LABELS and len(rest) <= 200 and not _states(rest):
        return Verdict("source", "label")
    loosely = label in _LOOSE_LABELS and rest and not ends_sentence(rest)
    if (label in vocabulary.RELATED_LABELS or links_by(label) or loosely) and len(rest) <= 250:
        return Verdict("related", "label")
    if label in credit_words.PHOTO_LABELS and len(rest) <= 80 and rest.count(" ") <= 8 and not ends_sentence(line):
        return Verdict("credit", "photo")
    buttons = not rest or is_share_bar(key(rest))
    if (is_share_bar(label) and buttons) or (label in vocabulary.INTERFACE and (buttons or rest.isdigit())):
        return Verdict("boilerplate", "share")
    return None


_BARRED: Final = expression(r"[\[【(（]?(?P<label>[^|\[\]【】()（）]{2,40}?)(?:\s?[\]】)）]\s?|\s[|–—-]\s)(?=\S)")

_BAR: Final = expression(r"[\]】)）]|[|–—-]\s")
"""What parts such a label from its link."""


def _barred(line: str) -> Verdict | None:
    """Links and credits whose label is parted by a bar, a dash or brackets: "ALSO READ | ...", "【関連記事】..."."""
    match = _BARRED.match(line) if len(line) <= 200 and _BAR.search(line, 2, 46) else None
    if match is None:
        return None
    label = key(match["label"])
    if label in vocabulary.RELATED_LABELS or label in vocabulary.RELATED_OPENINGS or links_by(label):
        return Verdict("related", "label")
    parted = line[0] in "[【" or "|" in line[match.end("label") : match.end()]
    barred = parted and not ends_sentence(line)
    return Verdict("related", "label") if barred and label in _LOOSE_LABELS else None


# With a colon and a headline they link; with a sentence behind them they may tell what to read.
_LOOSE_LABELS: Final = vocabulary.phrases("""
related; read; watch; see; listen; lesen; hören; lire; écouter; lea; lee; escuche; lees; luister; đọc; xem; leggi
ascolta
leia; ouça; baca; simak; dengar; terkait; читайте; смотрите; по теме; zum thema; gerelateerd; verwandt; 相关; 相關
関連; 관련; 영상; 포토; 화보; 포토뉴스; 動画; 写真; 映像; 视频; 图集; 组图; 影音; 影片; gambas; video; vidéo
vídeo; видео; podcast
lesetipp; lesetipps; videotipp; approfondisci; approfondimento; lire aussi; voir aussi; da leggere; da vedere
lectura
previous post; next post; previous article; next article; previous entry; next entry; vorheriger beitrag
nächster beitrag; vorheriger artikel; nächster artikel; älterer beitrag; neuerer beitrag; article précédent
article suivant; entrada anterior; entrada siguiente; siguiente entrada; artículo anterior; artículo siguiente
articolo precedente; articolo successivo; post precedente; post successivo; vorig bericht; volgend bericht
vorig artikel; volgend artikel; post anterior; próximo post; artigo anterior; próximo artigo; pos sebelumnya
pos berikutnya; artikel sebelumnya; artikel berikutnya; предыдущая запись; следующая запись; предыдущая статья
следующая статья; 前の記事; 次の記事; 前の投稿; 次の投稿; 이전 글; 다음 글; 이전글; 다음글; 上一篇; 下一篇; bài trước
bài sau; bài tiếp theo; bài viết trước; bài viết tiếp theo
""")


def _states(text: str) -> bool:
    """Whether a label is followed by a statement rather than by a name."""
    return ends_sentence(text) and text.count(" ") >= 6 and "/" not in text


def _named_source(line: str, folded: str) -> Verdict | None:
    """A line that is only an outlet: "According to VNA", a web address. "According to plan" names nobody."""
    if is_address(folded):
        return Verdict("source", "domain")
    if len(folded) > 80:
        return None
    if found := agency_note(line, folded):
        return found
    if ends_sentence(line) or not folded.startswith(credit_words.ACCORDING_TO):
        return None
    opening = next(o for o in credit_words.ACCORDING_TO if folded.startswith(o))
    rest = folded[len(opening) :].strip(DECORATION)
    return Verdict("source", "according") if is_agency(rest) or is_address(rest) else None


_AD_TOKEN: Final = expression(r"\[\s?[^\]\[\s]{1,30}_\d{1,3}\s?\]")
_MARKUP: Final = expression(r"(?:!?\[[^\]\[]{0,200}\]\([^()\s]{0,300}\)[\s|]{0,3})+")
_URL: Final = expression(r"(?:https?://|www\.)\S{3,300}")
_ARROWS: Final = frozenset("»►▶➤←")


def _shaped(line: str, folded: str) -> Verdict | None:
    """Lines known by their shape: buttons, tokens, links, counters."""
    if is_share_bar(folded):
        return Verdict("boilerplate", "share")
    if line[0] in "[!" and (_AD_TOKEN.fullmatch(line.strip(" |")) or _MARKUP.fullmatch(line)):
        return Verdict("boilerplate", "advertisement")
    return (
        counter(line, folded)
        or _link(line, folded)
        or path(line)
        or control(line)
        or asking(line, folded)
        or _appeal(line, folded)
        or _worded(line, folded)
    )


def _appeal(line: str, folded: str) -> Verdict | None:
    """Appeals to the reader; a paragraph may open like one."""
    if is_appeal(folded) and not (len(line) >= _PARAGRAPH and ends_sentence(line)):
        return Verdict("boilerplate", "appeal")
    return None


def _worded(line: str, folded: str) -> Verdict | None:
    """Buttons, headers and notes that outlets word in their own way."""
    ends = ends_sentence(line)
    if not ends and (found := composed(folded)):
        return Verdict("related", "header") if found == "links" else Verdict("boilerplate", "interface")
    return meeting(line, folded, ends=ends)


_PARAGRAPH: Final = 70  # code points; a sentence as long may stand in the article itself


def _link(line: str, folded: str) -> Verdict | None:
    """Addresses, embedded posts, and links to other articles by an arrow or by their first words."""
    if line[0] in "hw" and _URL.fullmatch(line):
        return Verdict("boilerplate", "link")
    if "(@" in line and ("https://t.co/" in line or "pic.twitter.com/" in line):
        return Verdict("boilerplate", "embedded_post")
    arrow = line.startswith(">>") or ((line[0] in _ARROWS or line[-1] == "→") and not ends_sentence(line))
    return Verdict("related", "arrow") if arrow or _opens_link(line, folded) else None


def _opens_link(line: str, folded: str) -> bool:
    """Whether a line opens as a link to another article does, without a colon: "Read also Talks resume in May"."""
    opening = folded.split(" ", 4)
    if opening[0] not in _FIRST_WORDS or ends_sentence(line):
        return False
    openings = vocabulary.RELATED_OPENINGS
    return (
        any(" ".join(opening[:n]).rstrip(".") in openings for n in (2, 3, 4) if n <= len(opening))
        or opening[0] in openings
    )


_FIRST_WORDS: Final = frozenset(opening.split(" ", 1)[0] for opening in vocabulary.RELATED_OPENINGS)
_KNOWN: Final = Openings(
    OPENINGS,
    LETTER_SIZES,
    HEADS,
    NOTE_HEADS,
    vocabulary.RELATED_OPENINGS,
    credit_words.ACCORDING_TO,
    credit_words.AGENCIES,
    credit_words.PHOTO_LABELS,
    ("copyright",),
)
"""What lines open with that are known neither by a mark nor by what they say."""
