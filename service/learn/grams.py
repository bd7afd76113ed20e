"""Counts words, word forms and runs of words in articles: the phrases that a taxonomy could hold.

A phrase counts where the classifier would find it: the text is folded by the same function, words end where it says
they end, and a count becomes a number by its own tables (`service.core.counts`).

The one difference: a run that overlaps itself (`tom tom tom` holds `tom tom` twice) is counted each time.

Words that differ only in their endings are counted together as well, as `diplom*`. Han, kana and Thai have no spaces:
runs of two to four characters are counted. A Korean word takes endings: its first two and three syllables are counted,
and no run of words goes on after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.core.counts import LEAD_MENTIONS, MAX_LEAD, TITLE_MENTIONS, saturated
from service.core.patterns import searchable
from service.learn.sparse import Sparse

if TYPE_CHECKING:
    from service.learn.labels import Labelled

Ints = NDArray[np.int64]

LONGEST = 4
"""Characters of the longest run in a script without spaces; runs of words are one shorter."""

STEM_FROM = 5
"""Letters of the shortest word that is counted by its beginning too."""

STEM_SHARE = 0.7
"""Share of a word that its beginning keeps: `diplomacy` and `diplomats` are both `diplom*`."""

MAX_SHARE = 0.4
"""Share of articles beyond which a phrase tells nothing: the, of, said."""

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ONE_UNSPACED = re.compile(f"[{_UNSPACED}]")

_TITLE, _LEAD, _BODY = range(3)
_APART, _SPACED, _GLUED = range(3)
_MOST_TITLE, _MOST_BODY = 2, 3
"""Mentions beyond which `saturated` gives no more."""

LEAST_OF_RUNS = 2
"""Articles that must hold a run of words: of those in one article most are chance."""


class Vocabulary(NamedTuple):
    """Phrases and how much each counts in each article.

    Attributes:
        phrases: as a taxonomy writes them, in the order of the columns.
        values: articles by phrases, each the number that a concept's weight is multiplied by.
    """

    phrases: tuple[str, ...]
    values: Sparse


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of all articles in one row: which word, whose, where it stands, and how it joins the one before.

    `saturate`: whether repeating one counts up to a bound only.
    """

    words: tuple[str, ...]
    word: Ints
    article: Ints
    region: Ints
    join: Ints
    saturate: bool


def count(articles: Sequence[Labelled], *, least: int, known: Iterable[str] = (), saturate: bool = True) -> Vocabulary:
    """The phrases of articles and their counts.

    Args:
        articles: the texts.
        least: articles that must hold a phrase for it to be counted; a run of words at least LEAST_OF_RUNS.
        known: words that are counted however few articles hold them.
        saturate: whether repeating a phrase counts up to a bound only, as the taxonomy says.
    """
    tokens = _tokens(articles, saturate=saturate)
    most = max(least, int(MAX_SHARE * len(articles)))
    found = [_words(tokens, least, most, frozenset(known)), _stems(tokens, least, most)]
    found += _runs(tokens, max(least, LEAST_OF_RUNS), most)
    phrases: dict[str, int] = {}
    columns, rows, values = [], [], []
    for names, column, row, value in found:
        places = np.array([phrases.setdefault(name, len(phrases)) for name in names], np.int64)
        columns.append(places[column] if len(names) else column)
        rows.append(row)
        values.append(value)
    matrix = Sparse.of(
        np.concatenate(rows), np.concatenate(columns), np.concatenate(values), (len(articles), len(phrases))
    )
    return Vocabulary(tuple(phrases), matrix)


_Found = tuple[Sequence[str], Ints, Ints, NDArray[np.float64]]
"""Names, and for each count: the name's number, the article's, the value."""


def _tokens(articles: Sequence[Labelled], *, saturate: bool) -> _Tokens:
    numbers: dict[str, int] = {}
    word, whose, region, join = [], [], [], []
    for place, article in enumerate(articles):
        for where, text in _regions(article):
            end = -2
            for found in _TOKEN.finditer(text):
                start = found.start()
                token = found.group()
                word.append(numbers.setdefault(token, len(numbers)))
                whose.append(place)
                region.append(where)
                join.append(_GLUED if start == end else _SPACED if text[end:start] == " " else _APART)
                end = -2 if _HANGUL.match(token) else found.end()
    columns = [np.array(part, np.int64) for part in (word, whose, region, join)]
    return _Tokens(tuple(numbers), columns[0], columns[1], columns[2], columns[3], saturate)


def _regions(article: Labelled) -> Iterable[tuple[int, str]]:
    """Title, lead and the rest of an article, folded; the lead is part of the rest when there is a title."""
    text = searchable(article.text)
    if article.title.strip():
        yield _TITLE, searchable(article.title)
        yield _BODY, text
        return
    end = text.find("  ") if "  " in text else len(text)
    end = min(end, MAX_LEAD)
    yield _LEAD, text[:end]
    yield _BODY, text[end:]


def _words(tokens: _Tokens, least: int, most: int, known: frozenset[str]) -> _Found:
    wanted = np.array([_is_word(word) for word in tokens.words], bool)
    kept_anyway = np.array([w in known for w in tokens.words], bool)
    number = np.where(wanted[tokens.word], tokens.word, -1) if len(tokens.words) else tokens.word
    return _counted(number, tokens, tokens.words, least, most, kept_anyway)


def _is_word(token: str) -> bool:
    """Whether a token is a whole word: Korean ones, whose end is open, are counted as beginnings."""
    return len(token) > 1 and not any(c.isdigit() for c in token) and not _HANGUL.match(token)


def stem_of(word: str) -> str:
    """The beginning by which a word is counted too, as a taxonomy writes it: `diplom*`."""
    return f"{word[: max(4, int(STEM_SHARE * len(word)))]}*"


def _stems(tokens: _Tokens, least: int, most: int) -> _Found:
    """Beginnings of words; for Korean two and three syllables, which need no `*`."""
    names: dict[str, int] = {}
    two = np.full(len(tokens.words) + 1, -1, np.int64)
    three = two.copy()
    for place, word in enumerate(tokens.words):
        if _HANGUL.match(word):
            two[place] = names.setdefault(word[:2], len(names)) if len(word) > 1 else -1
            three[place] = names.setdefault(word[:3], len(names)) if len(word) > 2 else -1
        elif len(word) >= STEM_FROM and word.isalpha():
            two[place] = names.setdefault(stem_of(word), len(names))
    found = [_counted(form[tokens.word], tokens, tuple(names), least, most) for form in (two, three)]
    return _merged(found)


def _merged(found: Sequence[_Found]) -> _Found:
    names: dict[str, int] = {}
    columns = []
    for written, column, _, _ in found:
        places = np.array([names.setdefault(name, len(names)) for name in written], np.int64)
        columns.append(places[column] if len(written) else column)
    _, _, rows, values = zip(*found, strict=True)
    return tuple(names), np.concatenate(columns), np.concatenate(rows), np.concatenate(values)


def _runs(tokens: _Tokens, least: int, most: int) -> list[_Found]:
    """Runs of two words and more, each made of a run one shorter that is frequent enough itself."""
    unspaced = np.array([bool(_ONE_UNSPACED.match(w)) for w in tokens.words], bool)
    glued = (tokens.join == _GLUED) & (unspaced[tokens.word] if len(tokens.words) else True)
    joined = glued | (tokens.join == _SPACED)
    number, names = tokens.word.copy(), tokens.words
    found: list[_Found] = []
    for length in range(2, LONGEST + 1):
        if len(number) < length:
            break
        before, after = number[:-1], tokens.word[length - 1 :]
        follows = joined[length - 1 :] & (before >= 0)
        if length == LONGEST:
            follows &= unspaced[after]
        code = np.where(follows, before * len(tokens.words) + after, -1)
        codes, number = np.unique(code, return_inverse=True)
        first = int(len(codes) > 0 and codes[0] == -1)
        number = number - first
        space = ["" if unspaced[c % len(tokens.words)] and length > 1 else " " for c in codes[first:].tolist()]
        names = tuple(
            f"{names[c // len(tokens.words)]}{gap}{tokens.words[c % len(tokens.words)]}"
            for c, gap in zip(codes[first:].tolist(), space, strict=True)
        )
        result = _counted(number, tokens, names, least, most)
        found.append(result)
        frequent = np.zeros(len(names) + 1, bool)
        kept = {name: place for place, name in enumerate(names)}
        frequent[[kept[name] for name in result[0]]] = True
        number = np.where(frequent[number], number, -1)
    return found


def _counted(
    number: Ints,
    tokens: _Tokens,
    names: Sequence[str],
    least: int,
    most: int,
    kept_anyway: NDArray[np.bool_] | None = None,
) -> _Found:
    """Counts of numbered phrases by article; -1 is no phrase. Those of too few or too many articles are left out."""
    there = np.flatnonzero(number >= 0)
    articles = tokens.article[: len(number)]
    size = int(articles.max()) + 1 if len(articles) else 1
    key, place = np.unique(number[there] * size + articles[there], return_inverse=True)
    region = tokens.region[: len(number)][there]
    title, lead, body = (np.bincount(place, region == r, minlength=len(key)) for r in (_TITLE, _LEAD, _BODY))
    phrase, article = key // size, key % size
    holding = np.bincount(phrase, minlength=len(names))
    kept = (holding >= least) & (holding <= most)
    if kept_anyway is not None:
        kept |= kept_anyway & (holding > 0) & (holding <= most)
    renumbered = np.cumsum(kept) - 1
    use = kept[phrase]
    values = _values(title[use], body[use] + LEAD_MENTIONS * lead[use], saturate=tokens.saturate)
    return tuple(names[i] for i in np.flatnonzero(kept).tolist()), renumbered[phrase[use]], article[use], values


def _values(title: NDArray[np.float64], body: NDArray[np.float64], *, saturate: bool) -> NDArray[np.float64]:
    """What the classifier makes of mentions in title and body."""
    if not saturate:
        return np.asarray(np.log2(1 + TITLE_MENTIONS * title + body), np.float64)
    table = np.array([[saturated(t, b) for b in range(_MOST_BODY + 1)] for t in range(_MOST_TITLE + 1)])
    return table[np.minimum(title, _MOST_TITLE).astype(np.int64), np.minimum(body, _MOST_BODY).astype(np.int64)]
