"""Lines that their neighbours or the headline give away: texts of images, doubles, other languages."""

from __future__ import annotations

import re
from typing import Final

from service.core.captions import image_number, names_scene
from service.core.line_text import LONG, is_cjk, is_prose, key, many_sentences
from service.core.page import Page
from service.core.scenes import LONGEST_SCENE, shows_scene
from service.core.signed import LONGEST_SIGNED, signed_caption


def drop_echoes(page: Page) -> None:
    """Remove lines that repeat the title or name a picture by number ("<title> - ảnh 1<caption>")."""
    title = key(page.title or "")
    for i in page.kept():
        line = page.lines[i]
        if len(line) > LONG:
            continue
        if title and len(line) <= len(title) + 20 and key(line) == title:
            page.drop(i, "caption", "repeats_title")
        elif line not in page.plain and (number := image_number(line)) is not None:
            opens_with_title = len(title) >= 8 and key(line).startswith(title[:60])
            if opens_with_title or not number.strip(" ."):
                page.drop(i, "caption", "image_number")


def drop_doubles(page: Page) -> None:
    """Remove neighbours that say the same, or where one opens the other's caption: an image's text and its caption."""
    for i in range(1, len(page.lines)):
        a, b = page.lines[i - 1], page.lines[i]
        if not 0 < len(a) <= 300 or a[:12] != b[:12]:
            continue
        if page.kind(i) == "caption" and b.startswith(a.rstrip(". ")):
            page.drop(i - 1, "caption", "doubled")
        elif a == b and not page.is_removed(i) and i > 1:
            page.drop(i, "caption", "doubled")
            if not is_prose(a):
                page.drop(i - 1, "caption", "doubled")


_CAPTION: Final = 120
_CAPTION_EAST: Final = 30  # code points of a caption; one of them says as much as three letters


def drop_above_credit(page: Page) -> None:
    """Remove the caption over a credit that has a line of its own: a line between picture and credit, one sentence.

    It must stand after a paragraph: over the first one it may be the lead.
    """
    for i in range(2, len(page.lines)):
        if page.rule(i) != "photo" or page.is_removed(i - 1):
            continue
        above = page.lines[i - 1]
        after_text = page.kind(i - 2) in {"caption", "credit"} or is_prose(page.lines[i - 2])
        followed = any(is_prose(page.lines[j]) for j in range(i + 1, min(i + 4, len(page.lines))))
        short = len(above) <= (_CAPTION_EAST if is_cjk(above) else _CAPTION)
        if short and after_text and followed and not many_sentences(above) and ". " not in above:
            page.drop(i - 1, "caption", "above_credit")


def drop_scenes(page: Page) -> None:
    """Remove lines between two paragraphs that only say who is where or seen doing what."""
    prose = page.prose()
    for i in page.kept():
        if len(page.lines[i]) > LONGEST_SCENE:
            continue
        between = prose and prose[0] < i < prose[-1]
        if (between and names_scene(page.lines[i])) or (prose and i and shows_scene(page.lines[i])):
            page.drop(i, "caption", "scene")


def drop_signed(page: Page) -> None:
    """Remove captions over the last paragraph that end in an agency's name: "The ministers before the talks. (AFP)".

    The last paragraph itself is signed so too.
    """
    prose = page.prose()
    last = prose[-1] if prose else 0
    for i in page.kept():
        if not 0 < i < last or len(page.lines[i]) > LONGEST_SIGNED or page.lines[i] in page.plain:
            continue
        if signed_caption(page.lines[i]):
            page.drop(i, "caption", "agency")


_VIETNAMESE: Final = re.compile(
    "[ăđơưĂĐƠƯ\u1ea0-\u1ef9]"
)  # the last range is the Vietnamese block of Latin Extended Additional


def is_vietnamese(text: str) -> bool:
    """Whether text is Vietnamese rather than text with Vietnamese names in it, by letters only Vietnamese has."""
    return len(_VIETNAMESE.findall(text)) > 0.06 * len(text)


def drop_foreign(page: Page) -> None:
    """Remove Vietnamese lines from an article in another language: texts of images that were not translated."""
    kept = page.kept()
    if is_vietnamese(" ".join(page.lines[i] for i in kept)[:1500]):
        return
    for i in kept:
        line = page.lines[i]
        if line.isascii() or len(line) > 300 or not _VIETNAMESE.search(line):
            continue
        tokens = line.split()
        sure = sum(bool(_VIETNAMESE.search(t)) for t in tokens)
        if len(tokens) >= 3 and 4 * sure >= len(tokens) and sum(not t.isascii() for t in tokens) >= 0.6 * len(tokens):
            page.drop(i, "boilerplate", "foreign_language")
