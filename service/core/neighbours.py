"""Lines that their neighbours or the headline give away: texts of images, doubles, other languages."""

from __future__ import annotations

from typing import Final

from service.core.captions import image_number
from service.core.events import names_scene
from service.core.headline_form import reads_like_title
from service.core.line_text import (
    LONG,
    VIETNAMESE,
    Verdict,
    is_cjk,
    is_prose,
    is_vietnamese,
    key,
    many_sentences,
    may_hold_vietnamese,
)
from service.core.link_runs import stray_link
from service.core.page import Page
from service.core.page_counters import commented
from service.core.scenes import LONGEST_SCENE, shows_scene
from service.core.signed import LONGEST_SIGNED, may_be_signed, signed_caption


def comments(page: Page, i: int) -> Verdict | None:
    """What line `i` is where it heads the comments: it quotes the page's headline, which stands above or was given."""
    quoted = commented(page.lines[i])
    if quoted and (key(page.title or "") == quoted or any(key(line) == quoted for line in page.lines[:i])):
        return Verdict("boilerplate", "counter")
    return None


def drop_echoes(page: Page) -> None:
    """Remove lines that repeat the title or name a picture by number ("<title> - ảnh 1<caption>")."""
    title = key(page.title or "")
    longest = min(LONG, len(title) + 20) if title else 0
    for i in [i for i in page.kept() if len(page.lines[i]) <= longest]:
        if key(page.lines[i]) == title:
            page.drop(i, "caption", "repeats_title")
    for i in page.suspects():
        line = page.lines[i]
        if line not in page.plain and (number := image_number(line)) is not None:
            opens_with_title = len(title) >= 8 and key(line).startswith(title[:60])
            if opens_with_title or not number.strip(" ."):
                page.drop(i, "caption", "image_number")


def drop_doubles(page: Page) -> None:
    """Remove neighbours that say the same, or where one opens the other's caption: an image's text and its caption."""
    heads = [line[:12] for line in page.lines]
    if len(set(heads)) == len(heads):
        return
    for i in range(1, len(page.lines)):
        if heads[i - 1] != heads[i]:
            continue
        a, b = page.lines[i - 1], page.lines[i]
        if not 0 < len(a) <= 300:
            continue
        if page.kind(i) == "caption" and b.startswith(a.rstrip(". ")):
            page.drop(i - 1, "caption", "doubled")
        elif a == b and not page.is_removed(i) and i > 1:
            page.drop(i, "caption", "doubled")
            if not is_prose(a) and not _may_be_title(page, i - 1):
                page.drop(i - 1, "caption", "doubled")


def _may_be_title(page: Page, i: int) -> bool:
    """Whether line `i` stands over all paragraphs and reads like a headline: pages repeat it for those who share it."""
    prose = page.prose()
    return bool(prose) and i < prose[0] and reads_like_title(page.lines[i])


def drop_other_doubles(page: Page) -> None:
    """Remove the first of two lines that say the same, where it turned out not to be the headline."""
    for i in page.removed_by("doubled"):
        if i and page.lines[i - 1] == page.lines[i] and not is_prose(page.lines[i]):
            page.drop(i - 1, "caption", "doubled")


_CAPTION: Final = 120
_CAPTION_EAST: Final = 30  # code points of a caption; one of them says as much as three letters


def drop_above_credit(page: Page) -> None:
    """Remove the caption over a credit that has a line of its own: a line between picture and credit, one sentence.

    It must stand after a paragraph: over the first one it may be the lead.
    """
    for i in page.removed_by("photo"):
        if i < 2 or page.is_removed(i - 1):
            continue
        above = page.lines[i - 1]
        after_text = page.kind(i - 2) in {"caption", "credit"} or is_prose(page.lines[i - 2])
        followed = any(is_prose(page.lines[j]) for j in range(i + 1, min(i + 4, len(page.lines))))
        short = len(above) <= (_CAPTION_EAST if is_cjk(above) else _CAPTION)
        if short and after_text and followed and not many_sentences(above) and ". " not in above:
            page.drop(i - 1, "caption", "above_credit")


def drop_scenes(page: Page) -> None:
    """Remove lines between two paragraphs that only say who is where or seen doing what.

    Three and more of them in a row are the text's own: who meets whom on which day of a week.
    """
    prose = page.prose()
    if not prose:
        return
    first, last = prose[0], prose[-1]
    scenes = {
        i
        for i in page.suspects()
        if len(line := page.lines[i]) <= LONGEST_SCENE
        and ((first < i < last and names_scene(line)) or (i and shows_scene(line)))
    }
    for i in sorted(scenes):
        if not any(scenes.issuperset(range(start, start + _LISTED)) for start in range(i - _LISTED + 1, i + 1)):
            page.drop(i, "caption", "scene")


_LISTED: Final = 3
"""Scenes in a row that are a list; of 78 rows on labelled pages, all of captions, none has more than two."""


def drop_signed(page: Page) -> None:
    """Remove captions over the last paragraph that end in an agency's name: "The ministers before the talks. (AFP)".

    The last paragraph itself is signed so too.
    """
    prose = page.prose()
    last = prose[-1] if prose else 0
    for i in page.suspects():
        line = page.lines[i]
        if 0 < i < last and len(line) <= LONGEST_SIGNED and line not in page.plain and signed_caption(line):
            page.drop(i, "caption", "agency")


_LONGEST_FOREIGN: Final = 300  # code points


def _has_vietnamese(line: str) -> bool:
    """Whether a line of moderate length has letters that only Vietnamese has."""
    return not line.isascii() and len(line) <= _LONGEST_FOREIGN and VIETNAMESE.search(line) is not None


def find_innocents(page: Page) -> None:
    """Note the lines that none of the rules on captions, posts and foreign text could take, wherever they stand.

    Those rules look at the others only: each asks much of a line, and most lines are text.
    """
    lines = [page.lines[i] for i in page.suspects()]
    foreign = may_hold_vietnamese("".join(lines))
    page.acquit([line for line in lines if not (_is_suspect(page, line) or (foreign and _has_vietnamese(line)))])


def _is_suspect(page: Page, line: str) -> bool:
    """Whether a line could be a caption or a post; running text can only show a scene."""
    if len(line) <= LONGEST_SCENE and (names_scene(line) or shows_scene(line)):
        return True
    return line not in page.plain and (
        may_be_signed(line) or image_number(line) is not None or stray_link(line) is not None
    )


def drop_foreign(page: Page) -> None:
    """Remove Vietnamese lines from an article in another language: texts of images that were not translated.

    A line of which a third is in Chinese, Japanese or Korean writing cites or explains.
    """
    suspects = [i for i in page.suspects() if _has_vietnamese(page.lines[i])]
    if not suspects or is_vietnamese(" ".join(page.lines[i] for i in page.kept())[:1500]):
        return
    for i in suspects:
        line = page.lines[i]
        tokens = line.split()
        sure = sum(bool(VIETNAMESE.search(t)) for t in tokens)
        if is_cjk(line) or len(tokens) < 3 or 4 * sure < len(tokens):
            continue
        if sum(not t.isascii() for t in tokens) >= 0.6 * len(tokens):
            page.drop(i, "boilerplate", "foreign_language")
