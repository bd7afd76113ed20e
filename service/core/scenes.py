"""Captions that bear no credit: the present tense of somebody in a picture, between paragraphs that tell the past.

"Delegates pose for a group picture after the session." opens with people, goes on with a verb that shows what a camera
sees, in the present, and says nothing else: no figure, no quotation, no time, no second sentence. A report may hold
such a sentence too; `neighbours` therefore takes it only in a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from service.core.expressions import expression
from service.core.line_text import ends_sentence, has_any, remembered
from service.core.scene_words import LANGUAGES, SceneWords

_OPENS: Final = r"(?:[\w'’.-]+ ){0,3}"


@cache
def _forms(number: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a caption in one of the languages looks like and what it does not hold; compiled where a line may be one."""
    words = LANGUAGES[number]
    return (
        re.compile(
            rf"(?:l['’])?{_OPENS}(?:{words.people})\b,?(?: [\w'’.,()-]+){{0,12}}?(?<! to) (?:{words.seen})(?![\w-])"
        ),
        re.compile(rf"(?<![\w-])(?:{words.reports})(?![\w-])"),
    )


def _plain_words(alternatives: str) -> frozenset[str]:
    """Those of an expression's alternatives that are nothing but a word."""
    outside = re.sub(r"\([^()]*\)", "()", alternatives)
    return frozenset(filter(str.isalpha, outside.split("|")))


_TOLD: Final = tuple(_plain_words(words.reports) for words in LANGUAGES)
"""Words of each language that a report has and a caption has not."""
_WORDS: Final = re.compile(r"[\w-]+")
_HEAD: Final = 4  # letters by which words for people are looked up before any expression is tried


def _heads(words: SceneWords) -> Iterator[str]:
    """The heads of one language's words for people."""
    for part in re.sub(r"\(\?:[^()]*\)\??|\[\w\]", "|", words.people).split("|"):
        yield from (name[:_HEAD] for name in re.findall(r"(?<![\\*])\b[^\W\d_]{2,}", part.replace("\\w", " ")))


def _forms_by_head() -> dict[str, tuple[int, ...]]:
    """Which of `_forms` may match a line with such a head among its first words; German compounds hide theirs."""
    table: dict[str, set[int]] = {"anak": set(range(len(LANGUAGES)))}
    for number, words in enumerate(LANGUAGES):
        for head in _heads(words):
            table.setdefault(head, {_GERMAN}).add(number)
    return {head: tuple(sorted(numbers)) for head, numbers in table.items()}


_GERMAN: Final = 1  # its place in LANGUAGES
_BY_HEAD: Final = _forms_by_head()
_ALL_HEADS: Final = frozenset(_BY_HEAD)
_INSIDE: Final = (
    "minist", "botschafter", "präsident", "schüler", "président", "president", "đại biểu", "bộ trưởng", "các em",
    "l'", "l’",
)  # fmt: skip
_EASTERN: Final = expression(
    r"(?:图|圖)(?:为|為)|[上下左右][图圖](?:为|為|[:：])"
    r"|[^,，、。“”]{2,12}(?:市长|部长|大使|领事|船员|代表|学生|居民|游客|演员|球员|艺术家|嘉宾|领导)[^,，、。“”说称表示将已]{0,4}(?:品尝"
    r"|参观|观看|体验|交谈|拥抱|阅读|绘画|演奏|采摘|欢呼|庆祝)[^,，、。“”]{0,16}[。]?$"
    r"|[^,，、。]{4,40}(?:合影|握手|剪彩|致辞|致詞|合影留念)[。]?$"
    r"|[^。]{4,40}(?:に臨む|と握手する|握手を交わす|を披露する|で演説する|であいさつする"
    r"|に応じる|を視察する|に署名する|を見つめる"
    r"|を手にする|に集まった|で話す|を踊る|に手を振る|を味わう|を出迎える|を迎える|を見舞う|を試食する|を飲む|を配る"
    r"|を買う|を運ぶ|を読む|を描く|を演奏する|を祈る|と抱き合う|と談笑する|を織る|を修理する"
    r"|を掲げる|を喜ぶ|を楽しむ)[^。、]{1,20}$"
    r"|[^.]{4,60}(?:발언|연설|인사말을?|축사를?|환영사를?|악수|기념\s?촬영을?|기념사진을 찍"
    r"|답변|서명|공연|관람|입장|선보이|시연|헌화"
    r"|건배|응원|환호|투표|표결|맞이하|환영하|배웅하|손을 흔들|맛보|시식|구경|바라보|들어 보이|줄을 서"
    r"|나눠 주|포옹|담소를? 나누"
    r"|미소 짓|기도|수확|수리|연주|그리|만들"
    r"|소개|설명|질문|답하|살펴보|둘러보|점검|듣|전달|배우|건네|체험|참배)(?:을 |를 )?(?:하)?고 있다\.?$"
)
LONGEST_SCENE: Final = 130
"""Code points of a caption that says what a picture shows."""
_FEWEST_SPACES: Final = 4  # of a caption without a stop: a shorter line may be a heading
_NOT_A_CAPTION: Final = expression(r"[\d\"“”„«»:：;?？!！.。](?:(?<=[^.。])| )")


def _forms_of(line: str) -> tuple[str, set[int]]:
    """A line in lower case and the numbers of the forms that it may match, by the heads of its first words."""
    folded = line.lower()  # not casefolded: the expressions have ß
    heads = [word[:_HEAD] for word in folded.split(" ", 4)[:4]]
    if not _ALL_HEADS.isdisjoint(heads):
        return folded, {n for head in heads for n in _BY_HEAD.get(head, ())}
    return folded, set(range(len(LANGUAGES))) if has_any(folded[:60], _INSIDE) else set()


_NAMED: Final = re.compile(r"(?:[^\W\d_a-z][^\W\d_]* ){2,4}(?=[^\W\d_A-Z])")


def _behind_name(line: str) -> str:
    """What follows a name of two to four words at a line's beginning, in lower case; "" where none stands there."""
    found = _NAMED.match(line)
    named = found is not None and all(word[0].isupper() for word in found[0].split())
    return line[found.end() :].lower() if found and named else ""


_NAMING: Final = tuple(n for n in range(len(LANGUAGES)) if n not in {_GERMAN, len(LANGUAGES) - 1})
"""Languages in which capitals tell names: not German, whose nouns have them, and the last, Vietnamese."""


@cache
def _seen(number: int) -> re.Pattern[str]:
    """What somebody is seen doing, in one of the languages."""
    return re.compile(rf"(?:{LANGUAGES[number].seen})(?![\w-])")


def _is_seen(doing: str) -> bool:
    """Whether what follows a name says what a camera sees and nothing that only a report tells."""
    words = _WORDS.findall(doing)
    return any(_TOLD[n].isdisjoint(words) and _seen(n).match(doing) and not _forms(n)[1].search(doing) for n in _NAMING)


@remembered
def shows_scene(line: str) -> bool:
    """Whether a line says what a picture shows and nothing else, by its words alone.

    Args:
        line: a squeezed line.
    """
    if not 8 <= len(line) <= LONGEST_SCENE:
        return False
    if line[0] >= "\u2e80":
        return not _NOT_A_CAPTION.search(line) and _EASTERN.match(line) is not None
    if not line[0].isupper() or (line.count(" ") < _FEWEST_SPACES and not ends_sentence(line)):
        return False
    folded, numbers = _forms_of(line)
    if _NOT_A_CAPTION.search(line):
        return False
    named = ends_sentence(line) and _is_seen(_behind_name(line))
    if named or not numbers:
        return named
    words = _WORDS.findall(folded)
    return any(
        _TOLD[n].isdisjoint(words) and _forms(n)[0].match(folded) and not _forms(n)[1].search(folded)
        for n in sorted(numbers)
    )
