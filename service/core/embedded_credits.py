"""Credits and sources that stand in brackets inside a paragraph or at its end."""

from __future__ import annotations

from typing import Final

from service.core.captions import PHOTO_IN_BRACKETS, SOURCE_IN_BRACKETS
from service.core.expressions import expression
from service.core.line_text import ends_sentence, is_cjk, many_sentences
from service.core.page import Page
from service.core.repair import squeeze


def cut_credits(page: Page) -> None:
    """Part captions from the paragraphs they ran into: "Weavers at work (Photo: X)Hanoi - ..."; cut cited sources."""
    prose = page.prose()
    for i, line in enumerate(page.lines):
        if line not in page.harmless and ("(" in line or "（" in line or "[" in line):
            _cut_photo(page, i)
            _cut_source(page, i, goes_on=bool(prose) and i < prose[-1])


_LONGEST_CAPTION: Final = 250  # code points
_CREDITS_IN_A_LINE: Final = 12
"""More than a paragraph holds; such a line is freed of them all at once, which takes one pass."""


def _cut_photo(page: Page, i: int) -> None:
    """Cut the photo credits inside line `i`, with the caption before a credit that a paragraph follows."""
    found = PHOTO_IN_BRACKETS.findall(page.lines[i])
    if not found:
        return
    if len(found) > _CREDITS_IN_A_LINE:
        page.cut(i, squeeze(PHOTO_IN_BRACKETS.sub(" ", page.lines[i])), "credit", "embedded")
    for _ in range(_CREDITS_IN_A_LINE):  # brackets within brackets would uncover one another without end
        line = page.lines[i]
        match = PHOTO_IN_BRACKETS.search(line)
        if not match:
            return
        before, after = line[: match.start()].strip(" |"), line[match.end() :].lstrip(" |")
        if not after.strip(" .|*") and not many_sentences(before):
            return  # a plain caption, which `captions` knows
        if after[:1].isupper() or is_cjk(after[:4]):
            whole = len(before) <= _LONGEST_CAPTION and not many_sentences(before) and before.count(". ") <= 1
            page.cut(i, after if whole else f"{before} {after}", "caption" if whole else "credit", "embedded")
        else:
            page.cut(i, f"{before} {after}" if after[:1].isalnum() else before + after, "credit", "embedded")


def _cut_source(page: Page, i: int, *, goes_on: bool) -> None:
    """Cut a source in brackets at the end of a paragraph; inside one it belongs to the sentence, behind one it is a
    caption's.
    """
    line = page.lines[i]
    match = SOURCE_IN_BRACKETS.search(line[-160:])
    if not match or line[-160:][match.end() :].strip(" .|*"):
        return
    before = line[: len(line) - len(line[-160:]) + match.start()].rstrip()
    if before and (ends_sentence(before) or many_sentences(before)):
        if _is_captioned(before) and (goes_on or line.endswith("|")):
            page.drop(i, "caption", "credit_in_brackets")
            return
        page.note_source(match[0].strip("()[]（） "))
        page.cut(i, before, "source", "embedded")


_STOP_INSIDE: Final = expression(r"[^\d][.!?] ")


def _is_captioned(before: str) -> bool:
    """Whether what stands before a source may be a caption: one sentence of moderate length."""
    return len(before) <= _LONGEST_CAPTION and _STOP_INSIDE.search(before) is None
