"""Lines that say which agencies or editors an article is from: "With inputs from agencies", "(dpa/hb)"."""

from __future__ import annotations

import re
from typing import Final

from service.core.line_text import Verdict, ends_sentence
from service.core.vocabulary import words

_AGENCY_NOTE: Final = re.compile(
    r"(?:with (?:additional )?(?:inputs?|reporting|reports?|material|information|files|agency inputs?)\b"
    r"(?: from| by|$)|(?:reporting|additional reporting|writing|compiled|editing) by \w|with agencies$|agencies$"
    r"|dpa-infocom\b|dpa:\d"
    r"|mit (?:material|informationen|agenturmaterial|inhalten) (?:von|der|des)\b|mit agenturen$|mit dpa"
    r"|avec (?:les agences|agences?|afp|reuters|ap|l['’]afp|belga|dépêches)\b"
    r"|con (?:información|informaciones|datos|agencias|reportes) de\b|con agencias$|con informazioni (?:di|da)\b"
    r"|com (?:informações|agências|dados)\b(?: d[aoe]s?|$)|met (?:medewerking|informatie|dank) (?:van|aan)\b"
    r"|dengan (?:laporan|informasi|bahan) dari\b|disadur dari\b|dikutip dari\b"
    r"|по (?:материалам|сообщениям|информации) (?:сми|агентств|риа|тасс|reuters)"
    r"|(?:tổng hợp|lược dịch|dịch) (?:theo|từ)\b"
    r"|\(?综合(?:新华社|外媒|报道|消息)|据(?:新华社|外媒|路透社)[^，。]{0,8}$)"
)


_NOTE_HEADS: Final = words("wi wr dp re ad co ed ag mi av me de di по tổ lư dị 综合 (综 据新 据外 据路")


_INITIALS: Final = re.compile(r"[(（\[][a-zäöü]{2,4}(?:[/,.-] ?[a-zäöü]{2,5}){1,3}[)）\]][.]?")


def agency_note(line: str, folded: str) -> Verdict | None:
    """What a line is that only names agencies or gives initials in brackets, else None.

    Args:
        line: the line as written.
        folded: its key.
    """
    bracketed = line[0] in "(（["
    if folded[:2] in _NOTE_HEADS and (bracketed or not ends_sentence(line)) and _AGENCY_NOTE.match(folded):
        return Verdict("source", "agencies")
    if bracketed and _INITIALS.fullmatch(line):
        return Verdict("byline", "initials")
    return None
