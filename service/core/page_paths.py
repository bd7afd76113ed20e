"""Lines that say where a page stands: paths, tags, titles in brackets."""

from __future__ import annotations

import re
from typing import Final

from service.core import vocabulary
from service.core.expressions import expression
from service.core.line_text import Verdict, ends_sentence, key

_IN_BRACKETS: Final = expression(
    r"[\[【［](?:video|photos?|read|watch|see|more|link|related|foto|lesen|lire|voir|vidéo"
    r"|leer|ver|vídeo|lees|xem|đọc|leggi"
    r"|guarda|leia|baca|simak|видео|фото|читать|视频|图片|相关|链接|阅读|查看|更多|专题"
    r"|動画|写真|関連|画像|영상|사진|관련|화보)"
    r"[^\]\[】］]{0,60}[\]】］]",
    re.IGNORECASE,
)


# A title of the East alone between brackets; with a stop or a colon it would be a remark.
_BRACKETED_TITLE: Final = expression(r"[\[［【][^\[\]［］【】。:：.,、，]{8,60}[\]］】]")


_STEPS: Final = (" > ", " » ", " › ", " → ", " ▸ ", " ＞ ")


def path(line: str) -> Verdict | None:
    """Paths and tags: "Home > World > Asia", "#one #two"."""
    for arrow in _STEPS if ">" in line or not line.isascii() else ():
        steps = line.split(arrow) if arrow in line and "«" not in line else []
        if len(steps) >= 3 or (len(steps) == 2 and key(steps[0]) in vocabulary.INTERFACE):
            short = all(len(s) <= 40 for s in steps) and not ends_sentence(line)
            return Verdict("boilerplate", "breadcrumb") if short else None
    if " / " in line and _is_slashed_path(line):
        return Verdict("boilerplate", "breadcrumb")
    if line[0] in "[【［" and (_IN_BRACKETS.fullmatch(line) or _BRACKETED_TITLE.fullmatch(line)):
        return Verdict("related", "bracket")
    tokens = line.split() if line[0] == "#" else []
    hashtags = len(tokens) >= 2 and all(t[0] == "#" and len(t) > 1 for t in tokens)
    return Verdict("boilerplate", "tags") if hashtags else None


def _is_slashed_path(line: str) -> bool:
    """Whether a line is a path parted by strokes that begins at home: "Home / News / Talks resume"."""
    steps = [key(step) for step in line.split(" / ")]
    return 2 <= len(steps) <= 8 and steps[0] in _HOMES and not ends_sentence(line)


_HOMES: Final = vocabulary.phrases("""
home; homepage; home page; startseite; start; accueil; inicio; portada; trang chủ; início; inicial; página inicial
beranda
главная; 首页; 首頁; ホーム; トップ; トップページ; 홈; voorpagina
""")
