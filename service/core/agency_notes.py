"""Lines that say which agencies or editors an article is from: "With inputs from agencies", "(dpa/hb)"."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.line_text import Verdict, ends_sentence
from service.core.openings import Openings, heads

_AGENCY_NOTE: Final = expression(
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


NOTE_HEADS: Final = heads("""
(综合外 (综合报 (综合新 (综合消
addi agen avec com_ comp con_ deng diku disa dpa- dpa: dịch edit lược met_ mit_ repo tổng with
writ по_и по_м по_с 据外媒 据外媒。 据外媒， 据新华社 据路透社 综合外媒 综合报道 综合新华 综合消息
""")
"""What the expression opens with."""
_NOTES: Final = Openings(NOTE_HEADS)


_INITIALS: Final = expression(r"[(（\[][a-zäöü]{2,4}(?:[/,.-] ?[a-zäöü]{2,5}){1,3}[)）\]][.]?")


def agency_note(line: str, folded: str) -> Verdict | None:
    """What a line is that only names agencies or gives initials in brackets, else None.

    Args:
        line: the line as written.
        folded: its key.
    """
    bracketed = line[0] in "(（["
    if _NOTES.open(folded) and (bracketed or not ends_sentence(line)) and _AGENCY_NOTE.match(folded):
        return Verdict("source", "agencies")
    if bracketed and _INITIALS.fullmatch(line):
        return Verdict("byline", "initials")
    return None
