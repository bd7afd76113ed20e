"""What is doubtful in a taxonomy file: the kinds of warnings, and one warning with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingCode(StrEnum):
    """What kind of warning a finding is."""

    SHARED_PHRASE = "shared_phrase"
    NEVER_MATCHES = "never_matches"
    MISSING_LANGUAGE = "missing_language"
    REDUNDANT_PHRASE = "redundant_phrase"
    COMMON_WORD = "common_word"
    IDLE_EXCEPTION = "idle_exception"
    CUT_PHRASE = "cut_phrase"
    QUOTED_PHRASE = "quoted_phrase"
    REPEATED_PHRASE = "repeated_phrase"
    IDLE_WORDING = "idle_wording"

    @property
    def heading(self) -> str:
        """The kind in words, as a heading over findings."""
        return _TITLES[self]


_TITLES = {
    FindingCode.SHARED_PHRASE: "phrases of two topics",
    FindingCode.NEVER_MATCHES: "phrases that never match",
    FindingCode.MISSING_LANGUAGE: "topics without a phrase in a language",
    FindingCode.REDUNDANT_PHRASE: "phrases inside which a shorter one is always found",
    FindingCode.COMMON_WORD: "very common words with a high weight",
    FindingCode.IDLE_EXCEPTION: "exceptions (`unless`) that hold no phrase of their concept",
    FindingCode.CUT_PHRASE: "phrases that seem to be cut at a comma",
    FindingCode.QUOTED_PHRASE: "phrases with quotation marks around them",
    FindingCode.REPEATED_PHRASE: "phrases that stand twice in their list",
    FindingCode.IDLE_WORDING: "`wording` that speaks of no topic",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning.

    Attributes:
        code: its kind.
        name: the file.
        line: where, counted from 1.
        message: what is doubtful; the mend.
    """

    code: FindingCode
    name: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.name}:{self.line}: {self.message}"


Found = tuple[int, FindingCode, str]
"""A finding before it is known of which file: its line, its kind, its message."""
