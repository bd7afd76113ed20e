"""The line at a page's top that names a paper's or a letter's issue: "The Lake Paper | Issue 8 | 26 April 2023"."""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.line_text import remembered

_LONGEST: Final = 90  # code points
_SIGN: Final = re.compile(r"[\d#№|,–—·-]")
_MONTHS: Final = (
    "january|february|march|april|may|june|july|august|september|october|november|december|januar|jänner|februar|märz"
    "|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|januari|februari|maart"
    "|mei|augustus|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março"
    "|maio|junho|julho|setembro|outubro|novembro|dezembro|maret|agustus|desember|январ[ья]|феврал[ья]|март|марта"
    "|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|август|августа|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]"
    "|spring|summer|autumn|fall|winter|frühjahr|frühling|sommer|herbst|printemps|été|automne|hiver|primavera|verano"
    "|otoño|invierno|lente|zomer|herfst|estate|autunno|inverno|verão|outono|весна|лето|осень|зима"
)
_ISSUE: Final = (
    "issue|edition|volume|vol|ausgabe|heft|jahrgang|numéro|édition|edición|número|ejemplar|editie|aflevering|jaargang"
    "|edizione|numero|anno|edição|edisi|terbitan|выпуск|номер|số báo|số ra"
)
_NUMBER: Final = rf"(?:\W{{0,3}}(?:no|nr|n|nº|n°|№|n\.º|núm|num)?\W{{0,3}}(?:\d{{1,4}}|{_MONTHS}))"
_TIME: Final = rf"(?:[\W\d]|(?:{_MONTHS}|de|del|di|des?|tháng|năm|года|г)(?!\w))*"
_PAPER: Final = (
    r"newsletter|rundbrief|infobrief|infolettre|lettre|bulletin|weekly|monthly|digest|boletín|boletim|bollettino"
    r"|notiziario|gazette|nieuwsbrief|bản tin|buletin|warta|majalah|рассылка|бюллетень|газета|вестник|журнал"
)
_STRONG: Final = expression(
    r"(?!\D*(?<!\w)(?:anno|jahrgang|jaargang) \d{4}$)"
    rf"(?:[^.!?:;|]{{0,50}}?(?:\s?[|,·•]\s?|\s[-–—]\s?|\s{{2,}}))?(?:(?:{_ISSUE})(?!\w){_NUMBER}"
    rf"|(?:no|nr|n|№|nº|n°)\.? ?\d{{1,4}}(?=\W+\d{{1,2}}\.? \w))"
    rf"(?:[\W]{{0,4}}(?:{_ISSUE}|no|nr|n|№)(?!\w){_NUMBER})?{_TIME}"
)
"""An issue's number or month behind a word for issues, a paper's name before it, parted; a day or season behind it.

A year and nothing else may be that of a place or of people ("Berlin, anno 1989")."""
_NAMED: Final = expression(
    rf"[^.!?:;|]{{0,40}}?(?<!\w)\w{{0,12}}(?:{_PAPER})(?!\w)[^.!?:;|\d]{{0,25}}?\W{{1,3}}"
    rf"(?:(?:no|nr|n|núm|num|số)\.? ?|n[.º°]{{1,2}} ?|№ ?|# ?)\d{{1,4}}{_TIME}"
)
"""A paper or letter by its kind, a number behind it."""
_EASTERN: Final = expression(
    r"[^。、,:：!?！？「」『』]{0,24}?(?:(?:令和|平成|昭和)?\d{1,4}年 ?(?:\d{1,2}月号|[春夏秋冬]季?号)"
    r"|(?:레터|소식지|웹진|회보|신문|뉴스|저널|매거진) ?(?:제 ?)?\d{1,4} ?호"
    r"|(?:웹진|소식지|회보|저널|매거진)? ?\d{4}년? (?:봄|여름|가을|겨울|\d{1,2}월) ?호"
    r"|(?:通信|だより|会報|広報|新聞|月報|季刊|周刊|月刊|简报|通讯|会刊|(?<![情警预預予汇])[报報])"
    r"(?!告|卫星|衛星)\S{0,8} ?第? ?\d{1,5} ?[号期號])"
    r"[\d\W年月日년월일総第no号期號通巻]{0,30}"
)


@remembered
def is_masthead(line: str) -> bool:
    """Whether a line names an issue of a paper or a letter and says nothing else.

    Args:
        line: a squeezed line from over an article; in a text such a line may be a reference.
    """
    if len(line) > _LONGEST or _SIGN.search(line) is None or line[-1] in ".!?。！？:：":
        return False
    if line[-1] > "\u2e80" or line[-3:-1] > "\u2e80":
        return _EASTERN.fullmatch(line.casefold()) is not None
    folded = line.casefold()
    return _STRONG.fullmatch(folded) is not None or _NAMED.fullmatch(folded) is not None
