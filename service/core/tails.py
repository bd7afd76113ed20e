"""What follows an article on a page: link lists, section names, the outlet's imprint.

The end of an article is marked by something (a source line, an empty comment box, an agency's closing sign, headlines
about other matters), never guessed from a line's length.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from service.core.expressions import expression
from service.core.headline_form import reads_like_title
from service.core.line_text import ends_sentence, has_any, is_cjk, key, remembered, stems
from service.core.page import Page
from service.core.vocabulary import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSING_SIGN: Final = expression(
    r"(?:\./\.|[-–—]\s?(?:VNA|VNS|VOV)(?:/\S{1,20})?|[(（](?:完|VNA|TTXVN|VOV|VNS|了|끝"
    r"|\*|[A-Z]{1,3}-\d{1,2})[)）][.。]?)\s*$"
)
_SIGN_PLACE: Final = 40  # code points at a line's end


def has_closing_sign(line: str) -> bool:
    """Whether the line ends as agencies close an article: "./.", "- VNA", "(完)"."""
    end = line[-_SIGN_PLACE:]
    if end[-1:] not in ")）" and end[-2:-1] not in ")）" and "/." not in end and "V" not in end:
        return False
    return _CLOSING_SIGN.search(end) is not None


MID_ARTICLE: Final = 5  # links in a list that interrupts an article
_PICTOGRAPHS: Final = "🔴🔵🟢🟡🟠⚫⚪🔥📢📣📌📍👉☞✅❗⚡🎥📷📸📺📰🗞🎧🔔 \ufe0f"


UNRELATED: Final = 0.25  # of a text's longer words in the article; its own paragraphs share far more


def body_before(page: Page, end: int) -> str:
    """The kept text above line `end`, casefolded, its first twenty thousand code points."""
    kept = page.kept()
    return page.body(kept[: bisect_left(kept, end)])


def drop_after_end(page: Page) -> None:
    """Remove what does not end as a sentence behind the article's end, and under a link list there everything."""
    end = _end(page)
    if end is None:
        return
    listed = headlines = False
    signed = not page.is_removed(end)
    body = body_before(page, end + 1)
    for i in range(end + 1, len(page.lines)):
        listed = listed or (page.kind(i) == "related" and page.rule(i) in {"header", "list"})
        line = page.lines[i]
        if not page.is_removed(i) and (
            listed
            or not ends_sentence(line)
            or (headlines and shared_words(line, body) < UNRELATED)
            or (signed and not is_cjk(line) and len(stems(line.casefold())) >= 4 and shares_none(line, body))
        ):
            page.drop(i, "related" if listed else "boilerplate", "after_end")
            headlines = headlines or like_headline(line)


def _end(page: Page) -> int | None:
    """The first line that marks the end: four fifths of the running text or more stand before it."""
    prose = page.prose()
    sizes = [len(page.lines[i]) for i in prose]
    enough = 0.8 * sum(sizes)
    start = next((i for i, above in zip(prose, itertools.accumulate(sizes), strict=True) if above >= enough), None)
    if start is None:
        return None
    for i in range(start, len(page.lines)):
        if _marks_end(page, i) or (i >= prose[-1] and _only_follows(page, i)):
            return i
    return None


def _only_follows(page: Page, i: int) -> bool:
    """Whether line `i` is furniture that, behind the last paragraph, ends the article: share bars, link lists."""
    return page.kind(i) in {"related", "boilerplate"} and page.rule(i) not in {
        "label",
        "arrow",
        "run",
        "decoration",
        "foreign_language",
        "above_title",
        "between",
        "control",
        "file",
    }


def _marks_end(page: Page, i: int) -> bool:
    """Whether line `i` is something that only follows, or closes, an article."""
    if not page.is_removed(i):
        return has_closing_sign(page.lines[i])
    if page.kind(i) == "source" or page.rule(i) in {"count", "tags", "signature"}:
        return True
    return page.kind(i) == "boilerplate" and key(page.lines[i]) in _COMMENT_BOX


_COMMENT_BOX: Final = phrases("""
no data; no videos available; leave a reply; leave a comment; comment; comments; feedback; kommentar; kommentare
kommentar schreiben; commentaires; commenter; laisser un commentaire; comentarios; deja un comentario; comentários
deixe um comentário; reacties; reactie; reageren; geef een reactie; bình luận; ý kiến bạn đọc; phản hồi; ý kiến của bạn
gửi bình luận; commenti; lascia un commento; komentar; tinggalkan komentar; комментарии; оставить комментарий; 评论
发表评论; コメント; ご感想; 댓글; 댓글 쓰기
""")


def paragraphs(page: Page) -> list[int]:
    """Indexes of the kept lines that are paragraphs; a single question or exclamation may be another's headline."""
    lines = page.lines
    return [i for i in page.prose() if lines[i][-1] not in "?!？！" or len(lines[i]) > 150 or ". " in lines[i]]


def drop_strangers(page: Page) -> None:
    """Remove headlines of other articles from the end: three or more in a row, or two that share few of its words.

    The article's own list items open with a mark or a small letter, or follow a colon; its headings stand alone.
    """
    kept = page.kept()
    prose = paragraphs(page)
    tail = [i for i in kept if prose and i > prose[-1]]
    if len(tail) < 2 or not ends_sentence(page.lines[prose[-1]]):
        return
    body = body_before(page, prose[-1] + 1)
    for start in range(len(tail) - 1):
        rows = [page.lines[i] for i in tail[start:]]
        links = sum(map(_like_link, rows))
        if not _may_open_links(rows[0]) or links == 0 or any(row[-1] in ".。" for row in rows):
            continue
        if sum(map(_is_labelled, rows)) >= _LABELLED or _own_steps(rows, tail[0], prose[-1]):
            return
        if (
            links >= 3  # first, for it asks for no comparison
            or (len(rows) >= 2 and not any(map(ends_sentence, rows)) and _foreign_to(rows, body))
            or (links >= max(2, 0.5 * len(rows)) and shared_words(" ".join(rows), body) < 0.5)
        ):
            headed = start > 0 and _short_header(page.lines[tail[start - 1]])
            for i in tail[start - headed :]:
                page.drop(i, "related", "other_matters")
            return


def _may_open_links(row: str) -> bool:
    """Whether a line behind the last paragraph may be the first link or the header of several; no contact details."""
    return (_like_link(row) or _short_header(row)) and CONTACT.search(row) is None


CONTACT: Final = expression(r"\w@\w|[+(](?:[ ()./-]?\d){7}|\d(?:[ ()./-]?\d){8}")
"""An address of mail, or a number long enough for a telephone."""


_LABELLED: Final = 2
"""Lines with a label before a colon that make the last lines the article's own: contact details, a life, a verdict."""


def _is_labelled(row: str) -> bool:
    """Whether a line opens with a short label and a colon."""
    return 0 < row.replace("：", ": ").find(": ") <= _LABEL


_LABEL: Final = 25  # code points


def _own_steps(rows: list[str], first: int, last: int) -> bool:
    """Whether the last lines are numbered steps of the article itself: no furniture parts them from its text."""
    return (
        first == last + 1 and any(row.startswith("1. ") for row in rows) and any(row.startswith("2. ") for row in rows)
    )


_QUOTES: Final = '"“„«»‘「『'


def drop_other_articles(page: Page) -> None:
    """Remove headlines with teasers under them from the end, where none of them speaks of the article's matter."""
    kept = page.kept()
    linked = headlines(page, kept)
    start = _other_articles(page, kept, linked) if any(linked) else None
    if start is not None:
        for i in kept[start:]:
            page.drop(i, "related", "other_articles")


def _other_articles(page: Page, kept: list[int], linked: list[bool]) -> int | None:
    """The number among the kept lines from which on all speak of other matters; each line is compared about once."""
    rows = [page.lines[i] for i in kept]
    starts = list(_link_lists(rows, linked))
    if not starts:
        return None
    article = page.body(kept)
    ends = list(itertools.accumulate(len(page.folded[row]) + 1 for row in rows))
    own = 0
    for start, few in starts:
        body = article[: ends[start - 1] - 1]
        if start <= own or is_cjk(body[:500]) or shared_words(rows[start], body) >= _KINDRED:
            continue
        # Two of which one is a headline: it with its teaser, which shares no word at all.
        if few and not shares_none(" ".join(rows[start:]), body):
            continue
        related = _first_related(rows, start, body)
        if related is None:
            return start
        own = related  # the article above a later row holds no fewer words: that row stays related
    return None


def _link_lists(rows: list[str], linked: list[bool]) -> Iterator[tuple[int, bool]]:
    """Where links may begin in a text's second half, and whether they would be two rows of which one is a headline."""
    above = list(itertools.accumulate(map(len, rows), initial=0))
    links = list(itertools.accumulate(reversed(linked)))[::-1]  # from each row on
    quoted = max((number for number, row in enumerate(rows) if row[0] in _QUOTES), default=0)
    for start in range(quoted + 1, len(rows) - 1):
        if linked[start] and above[start] >= 0.5 * above[-1] and ends_sentence(rows[start - 1]):
            below = len(rows) - start
            few = links[start] < 2 or 2 * links[start] < below
            if not few or below == 2:
                yield start, few


_KINDRED: Final = 0.15  # of a row's longer words in the article


def _first_related(rows: list[str], start: int, body: str) -> int | None:
    """The first row of four longer words or more of which some stand in the article; the end if only one has so many.

    None where two or more have so many and each is foreign.
    """
    told = 0
    for number in range(start, len(rows)):
        if len(stems(rows[number].casefold())) >= 4:
            if shared_words(rows[number], body) >= _KINDRED:
                return number
            told += 1
    return None if told >= 2 else len(rows)


def _foreign_to(rows: list[str], body: str) -> bool:
    """Whether rows behind the article have words enough to tell that they speak of other matters."""
    text = " ".join(rows)
    labelled = any(0 < row.find(": ") <= _LABEL for row in rows)  # contact details share no words either
    return not labelled and not is_cjk(text) and len(stems(text.casefold())) >= 3 and shared_words(text, body) < 0.2


def _like_link(line: str) -> bool:
    """Whether a line behind the last paragraph could be a headline; some ask or exclaim."""
    line = line.lstrip("\"“„«‘¿¡'•· ")
    return like_headline(line) or (len(line) <= 110 and line.endswith(("?", "!")) and like_headline(line.rstrip("?! ")))


def _short_header(line: str) -> bool:
    """Whether a line over a list of links may be its header: a few words, no sentence, not the article's own list.

    A comma is of a signature with its office: "Ann Hale, chair".
    """
    return len(line) <= 45 and line[-1].isalnum() and line[0].isupper() and line.count(" ") <= 5 and ", " not in line


@remembered
def like_headline(line: str) -> bool:
    """Whether a line could be a link to another article: some words, a capital, no mark at either end."""
    line = line.lstrip(_PICTOGRAPHS)
    if (
        not line
        or not reads_like_title(line)
        or has_closing_sign(line)
        or line[0] in "•●▪◦\"“„«‘¿'"
        or ends_sentence(line)
        or line[0].isdigit()
    ):
        return False
    return (line[0].isupper() and line.count(" ") >= 3) or is_cjk(line)


def headlines(page: Page, rows: list[int]) -> list[bool]:
    """For each of some lines, by their numbers, whether it could be a link to another article."""
    return [(line := page.lines[i]) not in page.plain and like_headline(line) for i in rows]


def shares_none(text: str, body: str) -> bool:
    """Whether the text has longer words and none of them stands in the article: most texts show one at once."""
    words = stems(text.casefold())
    return bool(words) and not has_any(body, words)


def shared_words(text: str, body: str) -> float:
    """Share of the text's longer words, by their stems, that stand in the article."""
    words = stems(text.casefold())
    return sum(map(body.__contains__, words)) / len(words) if words else 1.0
