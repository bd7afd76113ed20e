"""Lists of links under a header ("Related"): their headlines and teasers go, the article's next paragraph stays."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.line_text import ends_sentence, is_cjk, is_prose
from service.core.openings import Openings, heads
from service.core.page import Page
from service.core.tails import MID_ARTICLE, UNRELATED, body_before, like_headline, paragraphs, shared_words


def drop_link_lists(page: Page) -> None:
    """Remove the headlines under a "Related" header: to the next paragraph, at most five inside an article."""
    prose = paragraphs(page)
    last = prose[-1] if prose else -1
    for i, line in enumerate(page.lines):
        # A longer line is no header unless it was found to be one.
        if line in page.plain or (len(line) > _LONGEST_HEADER and page.rule(i) != "header"):
            continue
        if not _heads_links(page, i):
            continue
        late = mostly_before(page, i)
        page.drop(i, "related", "header")
        end = _next_header(page, i)
        if late and _more_links_than_text(page, i, end):
            _drop_all(page, range(i + 1, end))
            continue
        limit = len(page.lines) if i > last else min(i + 1 + MID_ARTICLE, len(page.lines))
        for j in range(i + 1, limit):
            if page.is_removed(j):
                continue
            below = page.lines[j]
            paragraph = is_prose(below) or (ends_sentence(below) and (i < last or is_cjk(below)))
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
    return teased and (below is None or not ends_sentence(page.lines[below]))


def _of_other_matters(page: Page, header: int, j: int, *, late: bool) -> bool:
    """Whether the sentence at line `j` is a teaser: it shares few words with the article above, or below the header.

    Headlines of the East are no sentences, and their sentences have too few words that would tell.
    """
    if is_cjk(page.lines[j]):
        return False
    if late:
        return _under_headline(page, header, j) and shared_words(page.lines[j], body_before(page, header)) < UNRELATED
    if len(page.lines[j]) > 80 or header > 5:
        return False
    return shared_words(page.lines[j], page.body(i for i in page.kept() if i > j)) < UNRELATED


_HEADER: Final = expression(
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


HEADS: Final = heads("""
aktu altr ande arti autr beri bài_ các_ dans laat late mais meer mehr more más_ neue othe otra outr plus rece tin_ top_
ulti weit à_li últi друг еще_ ещё_ посл その他の 人気 其他文章 其他新闻 其他消息 更多 最新 関連 관련 다른_기 다른_뉴
다른_소 많이_본 최신
""")
"""What the expression opens with."""
_HEADERS: Final = Openings(HEADS)
_LONGEST_HEADER: Final = 45  # code points


def _heads(folded: str) -> bool:
    """Whether a casefolded line opens as the header of a list of links does."""
    return _HEADERS.open(folded) and _HEADER.match(folded) is not None


def _heads_links(page: Page, i: int) -> bool:
    """Whether line `i` announces links: by the vocabulary, or by its first words with two headlines under it."""
    if page.is_removed(i):
        return page.kind(i) == "related" and page.rule(i) == "header"
    line = page.lines[i]
    if len(line) > _LONGEST_HEADER or not _heads(page.folded[line]) or ends_sentence(line):
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
    if "pp" in kinds:  # a teaser stands under its headline; paragraphs follow one another in an article
        return False
    return kinds.startswith("l") and links >= 2 and links >= texts and (not texts or "pl" in kinds)


def _is_text(line: str) -> bool:
    """Whether a line is a paragraph, or a sentence in a script whose sentences are short."""
    return is_prose(line) or (is_cjk(line) and ends_sentence(line))


def _drop_all(page: Page, lines: range) -> None:
    """Remove all lines of a link list."""
    for j in lines:
        page.drop(j, "related", "list")


def mostly_before(page: Page, i: int) -> bool:
    """Whether half of the page's paragraphs or more, by length, stand above line `i`."""
    sizes = [(j, len(page.lines[j])) for j in page.prose()]
    return sum(n for j, n in sizes if j < i) >= 0.5 * sum(n for _, n in sizes) > 0
