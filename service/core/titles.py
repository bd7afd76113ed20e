"""Which line of a flattened page is the headline.

It stands above the first paragraph. Among the lines there it is the first that reads like a headline and shares words
with the article; menus, sections and results share none.
"""

from __future__ import annotations

from typing import Final

from service.core import credit_words
from service.core.bylines import is_name
from service.core.datelines import dateline, is_date_alone
from service.core.headline_form import is_logo, reads_like_title
from service.core.kinship import kinship, kinships, others
from service.core.line_text import is_cjk, is_prose, is_vietnamese, key, label_of
from service.core.mastheads import is_masthead
from service.core.network import Network
from service.core.notices import notice
from service.core.page import Page
from service.core.site_names import MENU_WORDS, names_site
from service.core.title_parts import headline_of
from service.core.title_scorer import UNLIKELY, choice, is_person, likelihoods

_DEPTH: Final = 40  # lines; what stands deeper is no headline
_NEARLY: Final = 0.6  # of the best candidate's kinship: an earlier line that reaches it is the headline
_SHORTEST_ABOVE: Final = 4  # of one right above time or author


def find_title(page: Page, network: Network | None = None) -> None:
    """Set `page.title` and remove its line, and with it the short lines above: sections, menus, logos.

    A title the producer gave is only looked for where it may be repeated: in the first lines. Where there is none for
    sure, `page.title` is empty, and None where what is left may show one.

    Args:
        page: the page.
        network: judges candidates of a page with furniture; None: the one that the package ships.
    """
    if page.title_given:
        if page.title:
            _drop_given(page)
        else:
            _drop_menu(page)
        return
    _drop_mastheads(page)
    best = _judged(page, network) if page.has_furniture() else _of_clean(page)
    if best is not None:
        page.title = headline_of(page, best)
        page.restore(best)
        page.drop(best, "title", "title")
        _drop_above(page, best)
        _drop_name_below(page, best)


def _drop_mastheads(page: Page) -> None:
    """Remove lines over the first paragraph that name a paper's or a letter's issue: no headline, no part of a text."""
    prose = page.prose()
    for i in range(min(prose[0] if prose else 0, _MASTHEADS)):
        if not page.is_removed(i) and is_masthead(page.lines[i]):
            page.drop(i, "boilerplate", "masthead")


_MASTHEADS: Final = 8
"""Lines at a page's top among which its paper's issue is named."""


def candidates(page: Page) -> list[int]:
    """Lines above the first paragraph that read like a headline, and those between it and the lines of time and author.

    A line is looked at that another repeats, too. A question may be as long as a paragraph and a headline all the same.
    """
    prose = page.prose()
    end = min(_end(page, prose), _DEPTH)
    found = [i for i in range(end) if _is_there(page, i) and _may_be_title(page, i)]
    if prose and len(prose) > 1 and prose[0] < _DEPTH and prose[0] not in found:
        line = page.lines[prose[0]]
        if line[-1] in "?!？！" and len(line) <= 110 and line[0] not in '-–—"“„«¿' and reads_like_title(line):
            found.append(prose[0])
    return sorted(_without_logos(page, found))


def _without_logos(page: Page, rows: list[int]) -> list[int]:
    """The candidates without a site's address and motto; all of them where none else is there, and what is repeated."""
    return [i for i in rows if not is_logo(page.lines[i]) or page.lines.count(page.lines[i]) > 1] or rows


_BETWEEN: Final = 8
"""Lines from the first paragraph to those of time and author, where that was no paragraph of the article."""


def _end(page: Page, prose: list[int]) -> int:
    """Where the lines end among which the headline is looked for."""
    if not prose:
        return len(page.lines)
    last = min(prose[0] + _BETWEEN, prose[-1])
    return next((i for i in range(prose[0], last) if page.is_about(i)), prose[0])


def _is_there(page: Page, i: int) -> bool:
    """Whether line `i` is kept, or gone only because another says the same or because it reads like a film's link."""
    return not page.is_removed(i) or page.rule(i) == "doubled" or _is_film(page, i)


_FILMS: Final = frozenset(("video", "videos", "vídeo", "vídeos", "vidéo", "vidéos", "видео", "视频", "動画", "영상"))


def _is_film(page: Page, i: int) -> bool:
    """Whether line `i` is labelled as a film and opens the page or stands above time or author: "VIDEO: Goat stops"."""
    return (i == 0 or page.is_about(i + 1)) and page.rule(i) == "label" and label_of(page.lines[i])[0] in _FILMS


def _may_be_title(page: Page, i: int) -> bool:
    """Whether line `i` has a headline's form; right above time or author a word or two do; an embargo has none."""
    line = page.lines[i]
    has_form = reads_like_title(line) or (
        page.is_about(i + 1) and len(line) >= _SHORTEST_ABOVE and line[0].isupper() and line[-1].isalpha()
    )
    return has_form and not (is_prose(line) or _goes_on(page, i) or is_date_alone(line) or notice(line) == "embargo")


def _goes_on(page: Page, i: int) -> bool:
    """Whether line `i` goes on from the one above: an item of a list under its colon, what follows "Dear members,"."""
    return i > 0 and not page.is_removed(i - 1) and page.lines[i - 1][-1] in ":：,，、"


def _judged(page: Page, network: Network | None) -> int | None:
    """The headline of a page with furniture, by the network's judgement; None where no candidate is likely."""
    rows = candidates(page)
    if not rows:
        return None
    kin = kinships(page, rows)
    likely = likelihoods(page, rows, kin, network)
    best = choice(likely, rows)
    if best is None:
        page.title = "" if max(likely) < UNLIKELY or _opens_with_picture(page) else None
        _drop_strange(page, [i for i, k in zip(rows, kin, strict=True) if k.whole <= _HARDLY])
        return None
    return _shortest_repeat(page, rows, rows[best])


def _opens_with_picture(page: Page) -> bool:
    """Whether the page opens with a caption or credit: pictures stand below a headline, so it was left out."""
    first = next((i for i in range(len(page.lines)) if page.rule(i) != "decoration"), 0)
    return page.kind(first) in {"caption", "credit"}


_HARDLY: Final = 0.5  # of kinship


def _drop_strange(page: Page, rows: list[int]) -> None:
    """Remove what stands right below furniture over a text without a headline: an outlet's name, a slogan, a menu.

    The text would open with it, and a reader take it for the headline.

    Args:
        page: the page.
        rows: lines that read like a headline, of which the article takes up hardly anything.
    """
    first = next(iter(page.prose()), 0)
    for i in rows:
        if 0 < i < first and page.kind(i - 1) == "boilerplate":
            page.drop(i, "boilerplate", "no_headline")


_SHORTEST_REPEAT: Final = 12  # code points


def _shortest_repeat(page: Page, rows: list[int], best: int) -> int:
    """The likeliest candidate, or the first one below that it ends or begins with: it is a path or names its outlet."""
    whole = key(page.lines[best])
    for i in rows:
        part = key(page.lines[i])
        if i > best and _SHORTEST_REPEAT <= len(part) < len(whole) and (whole.endswith(part) or whole.startswith(part)):
            return i
    return best


def _of_clean(page: Page) -> int | None:
    """The headline of a page without furniture: its first line if that reads like one, else the best candidate."""
    rows = candidates(page)
    if rows and rows[0] == 0 and len(page.kept()) > 1 and kinship(page.lines[0], others(page, page.kept(), 0)) > 0:
        return _best(page, rows) if _is_doubtful(page, 0, 0) else 0
    return _best(page, rows)


def _drop_given(page: Page) -> None:
    """Remove a line near the top that repeats the given title, and the short lines above it."""
    wanted = key(page.title or "")
    for i in page.kept()[:5]:
        if wanted and key(page.lines[i]) == wanted:
            page.drop(i, "title", "title")
            _drop_above(page, i)
            return
        rest = page.lines[i][len(page.title or "") :]
        when = dateline(rest) if wanted and key(page.lines[i]).startswith(wanted) else None
        if when:
            page.note_date(i, when)
            page.drop(i, "dateline", "beside_title")
            _drop_above(page, i)
            return


_ENTRY: Final = 40  # code points of an entry of a menu, a section or a slogan


def _drop_menu(page: Page) -> None:
    """Remove the short lines over the first heading of a text without a headline that share nothing with the text."""
    kept = page.kept()
    for i in range(_of_clean(page) or 0):
        line = page.lines[i]
        if page.is_removed(i):
            continue
        if not (len(line) <= _ENTRY and line[0].isalpha() and line[-1].isalnum()):
            return  # the text has begun: a salutation, a list
        if not kinship(line, others(page, kept, i)):
            page.drop(i, "boilerplate", "above_heading")


def _drop_above(page: Page, title: int) -> None:
    """Remove what stands over the headline, but nothing that ends as a sentence does; menus may ask or exclaim."""
    for i in range(title):
        line = page.lines[i]
        stopped = line[-1] in ".。!?！？" if len(line) > _MENU_ENTRY else line[-1] in ".。"
        if not page.is_removed(i) and not is_prose(line) and not stopped:
            page.drop(i, "boilerplate", "above_title")


_MENU_ENTRY: Final = 40  # code points: "Who are we?"


def _best(page: Page, candidates: list[int]) -> int | None:
    """The first candidate that speaks nearly as much of the article as any; None where none speaks of it."""
    kept = page.kept()
    if not candidates or len(kept) < 2:
        return None
    candidates = _below_menu(page, candidates)
    if len(candidates) == 1:  # no other could be nearer
        return candidates[0] if _may_stand_alone(page, kept, candidates[0]) else None
    worth = {i: kinship(page.lines[i], others(page, kept, i)) * _standing(page, i) for i in candidates}
    sure = [i for i in candidates if worth[i] > 0 and not _is_doubtful(page, i, candidates[0])]
    candidates = sure or [i for i in candidates if not _is_doubtful(page, i, candidates[0])] or candidates
    most = max(worth[i] for i in candidates)
    return next(i for i in candidates if worth[i] >= _NEARLY * most)


def _below_menu(page: Page, candidates: list[int]) -> list[int]:
    """The candidates below the last line of the page's menu or path, all of them where none stands there."""
    menu = [
        i for i in range(candidates[-1]) if page.rule(i) in {"breadcrumb", "bar"} or key(page.lines[i]) in MENU_WORDS
    ]
    return [i for i in candidates if not menu or i > menu[-1]] or candidates


def _may_stand_alone(page: Page, kept: list[int], i: int) -> bool:
    """Whether the only candidate is a headline: no outlet's name, unless the article speaks of the same."""
    if not names_site(page.lines[i]):
        return True
    return kinship(page.lines[i], others(page, kept, i)) > 1 and page.kind(i + 1) != "boilerplate"


_ABOVE_TIME: Final = 1.5
_KICKER: Final = 45  # code points of capitals alone; longer ones are headlines of offices


def _standing(page: Page, i: int) -> float:
    """What a candidate's place adds to its kinship: headlines stand above time and byline."""
    below = next((j for j in range(i + 1, min(i + 3, len(page.lines))) if page.is_removed(j)), None)
    return _ABOVE_TIME if below is not None and page.is_about(below) else 1.0


def _is_doubtful(page: Page, i: int, first: int) -> bool:
    """Whether a candidate is an outlet's name, words in capitals ("ASEAN / CHINA") over a headline or a name below."""
    line = page.lines[i]
    if names_site(line):
        return True
    if line.isupper():
        return len(line) <= _KICKER and not is_vietnamese(line)
    # Eastern scripts show no capitals: any short line could be a name there.
    return i > first and not is_cjk(line) and is_person(line)


def _drop_name_below(page: Page, title: int) -> None:
    """A Vietnamese name alone between headline and first paragraph is the author's."""
    prose = page.prose()
    end = min(prose[0] if prose else len(page.lines) - 1, title + 4)
    for i in range(title + 1, end):
        line = page.lines[i]
        tokens = line.split()
        if (
            page.is_removed(i)
            or not 2 <= len(tokens) <= 4
            or not all(t[0].isupper() and (t[1:].islower() or t[-1] == ".") for t in tokens)
        ):
            continue
        dated = i + 1 < len(page.lines) and page.kind(i + 1) == "dateline" and i == title + 1 and is_name(line)
        if (
            dated
            or tokens[0].casefold() in credit_words.VIETNAMESE_SURNAMES
            or (prose and is_vietnamese(page.lines[prose[0]]))
        ):
            page.authors.append(line)
            page.drop(i, "byline", "name_below_title")
