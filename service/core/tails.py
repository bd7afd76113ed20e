"""What follows an article on a page: link lists, section names, the outlet's imprint.

The end of an article is marked by something (a source line, an empty comment box, an agency's closing sign, headlines
about other matters), never guessed from a line's length.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from service.core.line_text import ends_sentence, is_cjk, is_prose, key, remembered, stems
from service.core.page import Page
from service.core.titles import reads_like_title
from service.core.vocabulary import phrases

_CLOSING_SIGN: Final = re.compile(
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


def drop_link_lists(page: Page) -> None:
    """Remove the headlines under a "Related" header: to the next paragraph, at most five inside an article."""
    prose = _paragraphs(page)
    last = prose[-1] if prose else -1
    for i in range(len(page.lines)):
        if page.lines[i] in page.plain or not _heads_links(page, i):
            continue
        late = _mostly_before(page, i)
        page.drop(i, "related", "header")
        end = _next_header(page, i)
        if late and _more_links_than_text(page, i, end):
            _drop_all(page, range(i + 1, end))
            continue
        limit = len(page.lines) if i > last else min(i + 1 + MID_ARTICLE, len(page.lines))
        for j in range(i + 1, limit):
            if page.is_removed(j):
                continue
            line = page.lines[j]
            paragraph = is_prose(line) or (ends_sentence(line) and (i < last or is_cjk(line)))
            if paragraph and not _of_other_matters(page, i, j, late=late):
                break
            page.drop(j, "related", "list")


def _under_headline(page: Page, header: int, j: int) -> bool:
    """Whether the sentence at line `j` stands where a teaser does: under a headline of the list, over no paragraph.

    A header whose links were lost, and one over the last link, stand over the article's own paragraphs.
    """
    above = next((k for k in range(j - 1, header, -1) if page.rule(k) == "list"), None)
    below = next((k for k in range(j + 1, len(page.lines)) if not page.is_removed(k)), None)
    teased = above is not None and not ends_sentence(page.lines[above])
    return teased and (below is None or not is_prose(page.lines[below]))


def _of_other_matters(page: Page, header: int, j: int, *, late: bool) -> bool:
    """Whether the sentence at line `j` is a teaser: it shares few words with the article above, or below the header.

    Headlines of the East are no sentences, and their sentences have too few words that would tell.
    """
    if is_cjk(page.lines[j]):
        return False
    if late:
        return _under_headline(page, header, j) and shared_words(page.lines[j], body_before(page, header)) < _UNRELATED
    if len(page.lines[j]) > 80 or header > 5:
        return False
    below = " ".join(page.lines[i] for i in page.kept() if i > j).casefold()[:20_000]
    return shared_words(page.lines[j], below) < _UNRELATED


_HEADER: Final = re.compile(
    r"more (?:from|in|news|stories|articles)\b|other (?:news|stories|articles)\b|latest |recent (?:news|posts"
    r"|articles)|top stories"
    r"|mehr (?:aus|von|nachrichten)\b|weitere (?:artikel|nachrichten|meldungen|themen|beiträge|berichte)|(?:neueste"
    r"|aktuelle) "
    r"|autres (?:articles|actualités|nouvelles|informations|titres)|plus (?:d'articles|d'actualités|de nouvelles)"
    r"|dans la même |à lire "
    r"|más (?:noticias|de|en|sobre)\b|otras (?:noticias|informaciones)|últimas |meer (?:uit|van|nieuws|over)\b"
    r"|ander(?:e)? (?:nieuws|artikelen)"
    r"|laatste |tin (?:khác|mới|tức|nổi bật|cùng|đọc|nóng|liên quan)|các (?:tin|bài) |bài (?:viết )?(?:khác|mới"
    r"|liên quan|cùng)"
    r"|altre (?:notizie|news)|altri articoli|ultime |outras (?:notícias|matérias)|mais (?:notícias|de|em|sobre)\b"
    r"|berita (?:lain|terbaru|terkait|populer)|artikel (?:lain|terkait|terbaru)|другие (?:новости|материалы|статьи)"
    r"|последние |ещё |еще "
    r"|更多|其他(?:新闻|消息|文章)|最新|関連|その他の|人気|관련|다른 (?:기사|뉴스|소식)|최신|많이 본"
)


def _heads_links(page: Page, i: int) -> bool:
    """Whether line `i` announces links: by the vocabulary, or by its first words with two headlines under it."""
    if page.is_removed(i):
        return page.kind(i) == "related" and page.rule(i) == "header"
    line = page.lines[i]
    if len(line) > 45 or not _HEADER.match(line.casefold()) or ends_sentence(line):
        return False
    rest = [page.lines[j] for j in range(i + 1, len(page.lines)) if not page.is_removed(j)]
    if not any(map(is_prose, rest)) and any(is_prose(page.lines[j]) for j in range(i)):
        return len(rest) < i and all(not ends_sentence(x) or is_cjk(x) for x in rest)
    return len(rest) >= 2 and all(map(like_headline, rest[:2]))


def _next_header(page: Page, i: int) -> int:
    """The first line below line `i` that heads other links, else the page's end."""
    lines = range(i + 1, len(page.lines))
    return next((j for j in lines if page.rule(j) == "header" and page.kind(j) == "related"), len(page.lines))


def _more_links_than_text(page: Page, i: int, end: int) -> bool:
    """Whether headlines, two or more and as many as paragraphs, stand below line `i`, in turn with them if any."""
    below = [page.lines[j] for j in page.kept() if i < j < end]
    kinds = "".join("l" if like_headline(x) else "p" if _is_text(x) else "" for x in below)
    links, texts = kinds.count("l"), kinds.count("p")
    return kinds.startswith("l") and links >= 2 and links >= texts and (not texts or "pl" in kinds)


def _is_text(line: str) -> bool:
    """Whether a line is a paragraph, or a sentence in a script whose sentences are short."""
    return is_prose(line) or (is_cjk(line) and ends_sentence(line))


def _drop_all(page: Page, lines: range) -> None:
    """Remove all lines of a link list."""
    for j in lines:
        page.drop(j, "related", "list")


_UNRELATED: Final = 0.25  # of a text's longer words in the article; its own paragraphs share far more


def body_before(page: Page, end: int) -> str:
    """The kept text above line `end`, casefolded, its first twenty thousand code points."""
    return " ".join(page.lines[i] for i in page.kept() if i < end)[:20_000].casefold()


def _mostly_before(page: Page, i: int) -> bool:
    """Whether half of the page's paragraphs or more, by length, stand above line `i`."""
    sizes = [(j, len(page.lines[j])) for j in page.prose()]
    return sum(n for j, n in sizes if j < i) >= 0.5 * sum(n for _, n in sizes) > 0


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
            or (headlines and shared_words(line, body) < _UNRELATED)
            or (signed and not is_cjk(line) and len(stems(line.casefold())) >= 4 and shared_words(line, body) == 0)
        ):
            page.drop(i, "related" if listed else "boilerplate", "after_end")
            headlines = headlines or like_headline(line)


def _end(page: Page) -> int | None:
    """The first line that marks the end: four fifths of the running text or more stand before it."""
    weights = {i: len(page.lines[i]) for i in page.prose()}
    total, before = sum(weights.values()), 0
    for i in range(len(page.lines)):
        before += weights.get(i, 0)
        if before >= 0.8 * total > 0 and (_marks_end(page, i) or (before == total and _only_follows(page, i))):
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


def _paragraphs(page: Page) -> list[int]:
    """Indexes of the kept lines that are paragraphs; a single question or exclamation may be another's headline."""
    lines = page.lines
    return [i for i in page.prose() if lines[i][-1] not in "?!？！" or len(lines[i]) > 150 or ". " in lines[i]]


def drop_strangers(page: Page) -> None:
    """Remove headlines of other articles from the end: three or more in a row, or two that share few of its words.

    The article's own list items open with a mark or a small letter, or follow a colon; its headings stand alone.
    """
    kept = page.kept()
    prose = _paragraphs(page)
    tail = [i for i in kept if prose and i > prose[-1]]
    if len(tail) < 2 or not ends_sentence(page.lines[prose[-1]]):
        return
    body = " ".join(page.lines[i] for i in kept if i <= prose[-1]).casefold()[:20_000]
    for start in range(len(tail) - 1):
        rows = [page.lines[i] for i in tail[start:]]
        links = sum(map(_like_link, rows))
        if not (_like_link(rows[0]) or _short_header(rows[0])) or links == 0 or any(row[-1] in ".。" for row in rows):
            continue
        foreign = len(rows) >= 2 and not any(map(ends_sentence, rows)) and _foreign_to(rows, body)
        if foreign or links >= 3 or (links >= max(2, 0.5 * len(rows)) and shared_words(" ".join(rows), body) < 0.5):
            headed = start > 0 and _short_header(page.lines[tail[start - 1]])
            for i in tail[start - headed :]:
                page.drop(i, "related", "other_matters")
            return


_QUOTES: Final = '"“„«»‘「『'


def drop_other_articles(page: Page) -> None:
    """Remove headlines with teasers under them from the end, where none of them speaks of the article's matter."""
    kept = page.kept()
    rows = [page.lines[i] for i in kept]
    linked = headlines(page, kept)
    if not any(linked):
        return
    above = list(itertools.accumulate(map(len, rows), initial=0))
    for start in range(1, len(rows) - 1):
        if not linked[start] or above[start] < 0.5 * above[-1] or not ends_sentence(rows[start - 1]):
            continue
        links, below = sum(linked[start:]), len(rows) - start
        if below != 2 and (links < 2 or 2 * links < below):
            continue
        body = " ".join(rows[:start]).casefold()[:20_000]
        if not _headlines_with_teasers(rows[start:], body):
            continue
        if shared_words(rows[start], body) < 0.15 and not is_cjk(body[:500]) and _unrelated(rows[start:], body):
            for i in kept[start:]:
                page.drop(i, "related", "other_articles")
            return


def _headlines_with_teasers(rows: list[str], body: str) -> bool:
    """Whether headlines make up half of the rows, two at least; a single one with its teaser shares no word at all."""
    links = sum(map(like_headline, rows))
    if any(row[0] in _QUOTES for row in rows):
        return False
    return (links >= 2 and 2 * links >= len(rows)) or (len(rows) == 2 and shared_words(" ".join(rows), body) == 0)


def _unrelated(rows: list[str], body: str) -> bool:
    """Whether each row is foreign to the article: nearly none of its longer words, of four or more, stand there."""
    told = [row for row in rows if len(stems(row.casefold())) >= 4]
    return len(told) >= 2 and all(shared_words(row, body) < 0.15 for row in told)


def _foreign_to(rows: list[str], body: str) -> bool:
    """Whether rows behind the article have words enough to tell that they speak of other matters."""
    text = " ".join(rows)
    labelled = any(0 < row.find(": ") <= 25 for row in rows)  # contact details share no words either
    return not labelled and not is_cjk(text) and len(stems(text.casefold())) >= 3 and shared_words(text, body) < 0.2


def _like_link(line: str) -> bool:
    """Whether a line behind the last paragraph could be a headline; some ask or exclaim."""
    line = line.lstrip("\"“„«‘¿¡'•· ")
    return like_headline(line) or (len(line) <= 110 and line[-1] in "?!" and like_headline(line.rstrip("?! ")))


def _short_header(line: str) -> bool:
    """Whether a line over a list of links may be its header: a few words, no sentence, not the article's own list."""
    return len(line) <= 45 and line[-1].isalnum() and line[0].isupper() and line.count(" ") <= 5


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


def shared_words(text: str, body: str) -> float:
    """Share of the text's longer words, by their stems, that stand in the article."""
    words = stems(text.casefold())
    return sum(word in body for word in words) / len(words) if words else 1.0
