"""Captions that end in who made or sent the picture, without a label: "The ministers before the talks. (AFP)"."""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.line_patterns import is_agency
from service.core.line_text import is_cjk, key, many_sentences, remembered

# A class comes first, which a search skips to; what it found is told by looking back.
_SIGNED: Final = expression(
    r"[\s(（\[|.。=＝!?](?:"
    r"(?:(?<=[(（\[|])|(?<=\s)[(（\[|])\s?(?P<who>[^()（）\[\]|.]{2,40})[)）\]]?$"
    r"|(?<=[.。])\s?(?P<bare>[^.。()–—-]{2,14})$"
    r"|(?<=[=＝])(?P<eq>[^=＝。]{2,16})$"
    r"|(?:(?<=\s)[-–—]|(?<=[.!?]))\s(?P<pictured>[^.。–—()]{2,60})$)"
)


_SIGNED_MARKS: Final = re.compile(r"[)\]）】|=＝。ⓒ/.–—-](?:(?<=[|=＝。ⓒ/])|(?<=[)\]）】])$|(?<=[.]) |(?<=\s[–—-])\s)")
LONGEST_SIGNED: Final = 140
"""Code points of a caption that an agency signs."""


def may_be_signed(line: str) -> bool:
    """Whether a name may be parted from a line's end as in a caption; all else is known without a closer look."""
    core = line.rstrip(" |*")
    size = len(core)
    return size <= LONGEST_SIGNED and _SIGNED_MARKS.search(core, size - 60 if size > 60 else 0) is not None


@remembered
def signed_caption(line: str) -> bool:
    """Whether a short line ends in the name of an agency or "courtesy of" somebody, as captions do.

    A signed paragraph looks alike; `neighbours` looks at where the line stands.
    """
    if not may_be_signed(line):
        return False
    core = line.rstrip(" |*")
    if not (6 if is_cjk(core) else 15) <= len(core) <= LONGEST_SIGNED or many_sentences(core) or core[0] in '"“„«-–—(':
        return False
    if ("\uac00" <= core[-1] <= "\ud7a3" or core.endswith("DB")) and _REPORTER.search(core, max(0, len(core) - 20)):
        return True
    match = _SIGNED.search(core, max(0, len(core) - 60))
    if not match or ". " in core[: match.start()]:
        return False
    if core[: match.start()].count(" ") >= _FEWEST_TOLD and _is_made_by(match):
        return True
    who = key(next(g for g in match.groups() if g))
    pictured = _PICTURED.match(who) is not None or _SENT.search(who) is not None
    return pictured or (match["pictured"] is None and is_agency(who))


def _is_made_by(match: re.Match[str]) -> bool:
    """Whether a caption ends in its maker: in capitals, or a name with an agency behind a slash."""
    if _is_maker(match["pictured"] or match["bare"] or ""):
        return True
    who = match["who"] or ""
    return match[0].lstrip()[0] in "(（" and "/" in who and len(_NAME_ENDS.split(who)) > 2 and _is_maker(who)


_NAME_ENDS: Final = re.compile(r"[ /]+")


_FEWEST_TOLD: Final = 3  # spaces of what a caption says; a heading has its number there: "9. CANON EOS"


def _is_maker(who: str) -> bool:
    """Whether words behind a caption's stop are a name as credits print it: in capitals, or parted by a slash."""
    names = who.replace("/", " ").split()
    if not 2 <= len(names) <= 6 or not all(name[0].isupper() and name.isalpha() for name in names):
        return False
    return who.isupper() or ("/" in who and len(names) <= 5)


_REPORTER: Final = expression(
    r"[ⓒ©] ?[가-힣A-Za-z]{2,12}(?:DB)?$|\. ?[가-힣]{2,8}DB$"
    r"|[가-힣]{2,4} ?(?:기자|특파원|인턴기자|객원기자)$|/ ?[가-힣A-Z][가-힣A-Za-z ]{1,12}(?:제공|DB)?$"
)
"""Who took or owns a picture, as Korean outlets end a caption."""

_PICTURED: Final = expression(
    r"(?:(?:hand-?out )?photos?|picture|image|foto|fotos|bild|ảnh|фото|사진|写真|图)"
    r"(?: (?:courtesy|by|di|de|von|van|door|par|tư liệu|minh họa|d'archivio|de archivo|d'archives|archiv))?\b"
    r"|courtesy\b|cortesía|avec l'aimable|per gentile|tư liệu|资料图|資料圖"
)
_SENT: Final = expression(r"(?:社发|社發|社供|社摄|摄|攝|供图|供圖|提供|撮影|제공)$|\bphotos?$")
