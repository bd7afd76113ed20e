"""What people of the press and of institutes are, beside or under their names: "Vietnam Correspondent"."""

from __future__ import annotations

from typing import Final

from service.core import credit_words
from service.core.expressions import expression
from service.core.line_text import key

PARTICLES: Final = frozenset((
    "de", "del", "da", "das", "dos", "di", "du", "van", "der", "den", "ten", "ter", "von", "zu", "und", "and",
    "et", "y", "e", "en", "và", "dan", "и", "和", "la", "le", "el", "bin", "al", "ul",
))  # fmt: skip
"""Small words within names."""
_FROM: Final = expression(r",? (?:từ|from|aus|in|depuis|à|desde|en|vanuit|da|dari|di|из|в) (?=[A-ZĐА-Я])[^,]{2,30}$")


def without_role(rest: str) -> str:
    """Names without the place they write from and without what they are: "Ann Hale, visiting fellow" is "Ann Hale"."""
    rest = _FROM.sub("", rest)
    people, comma, role = rest.rpartition(", ")
    return people if comma and is_role(role) else rest


def is_role(text: str) -> bool:
    """Whether a text says what somebody of the press or an institute is: "Vietnam Correspondent", "journaliste"."""
    if not 4 <= len(text) <= 60:
        return False
    folded = key(text)
    if folded in credit_words.ROLES:
        return True
    tokens = folded.replace("-", " ").split()
    named = [t for t in tokens if t in credit_words.ROLES]
    if not named or len(tokens) > 6:
        return False
    known = credit_words.ROLES | credit_words.ROLE_MODIFIERS
    others = [w for w, t in zip(text.replace("-", " ").split(), tokens, strict=False) if t not in known]
    return all(w[0].isupper() or w.casefold() in PARTICLES for w in others)
