"""Captions that say where people are in a picture: "(second from left)", "From left: ...", "the mayor, right,"."""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.vocabulary import phrases

_BRACKETED: Final = expression(r"[(（]([^()（）]{1,45})[)）]")


_POSITION_EAST: Final = expression(
    r"(?:前排|后排|後排|前列|後列)?(?:[左右](?:起|侧|側|边|から)?|中|中央|中间|中間|왼쪽"
    r"|오른쪽|가운데)(?:[一二三四五\d]|から\S{1,4}"
    r"|에서 \S{1,4} 번째|第\S)?(?:人目)?"
)


_POSITIONS: Final = phrases("""
left; right; centre; center; middle; links; rechts; mitte; gauche; droite; izquierda; derecha; izq; der; centro
midden
sinistra; destra; esquerda; direita; kiri; kanan; tengah; слева; справа; центре; trái; phải; giữa; l; r
""")


_PLACED: Final = _POSITIONS | phrases("""
the; from; far; front; back; row; standing; seated; second; third; fourth; 2nd; 3rd; 4th; on; at; in; to; and; 2
3; 4
v
von; zweite; zweiter; dritte; dritter; vierte; ganz; vorne; hinten; stehend; sitzend; dem; deuxième; troisième; à
partir; de
la; le; au; du; 2e; 3e; a; al; el; en; por; desde; segundo; segunda; tercero; tercera; tweede; derde; van; uiterst
secondo
seconda; terzo; terza; da; dalla; dal; alla; no; na; do; terceiro; terceira; kedua; ketiga; dari; paling; di
sebelah
вторая
второй; третий; третья; направо; налево; bìa; ngoài cùng; в; ряду; крайний; крайняя; thứ; hai; ba; tư; nhất; từ
bên; ngoài; cùng; sang; ở; hàng; đầu
extrême
""")


def tells_position(core: str) -> bool:
    """Whether brackets in the line hold nothing but where somebody is in a picture: "(second from left)"."""
    for content in _BRACKETED.findall(core):
        if _POSITION_EAST.fullmatch(content.strip()):
            return True
        words = _WORD.findall(content.casefold())
        if words and not _POSITIONS.isdisjoint(words) and _PLACED.issuperset(words) and not _PARTY.search(content):
            return True
    return False


_WORD: Final = re.compile(r"\w+")


_PARTY: Final = expression(r"[a-zà-ÿ]-[a-zà-ÿ]|^(?:far|hard|extrême|centro) \w+$", re.IGNORECASE)  # "(centre-left)"


_FROM_SIDE: Final = expression(
    r"(?:(?:pictured|seen|front row|back row),? )?from (?:the )?(?:left|right)(?: to right)?\s?:"
    r"|(?:(?:pictured|seen|front row|back row),? )?from left(?: to right)?, (?-i:[A-Z])"
    r"|(?:l(?:eft)? to r(?:ight)?|von links nach rechts|v\. ?l\. ?n\. ?r\.?|de gauche à droite|de izquierda a derecha"
    r"|van links naar rechts|da sinistra a destra|da esquerda para a direita|dari kiri ke kanan"
    r"|слева направо|từ (?:trái|phải) (?:sang|qua)(?: (?:phải|trái))?)(?:\s?[:(]|, (?-i:[A-ZÀ-ÞĐА-ЯЁ]))"
    r"|(?:von links|depuis la gauche|desde la izquierda|vanaf links|da sinistra|a partir da esquerda|dari kiri"
    r"|слева)\s?:"
    r"|(?:从左至右|从左到右|左起|右起|自左至右|由左至右"
    r"|左から|右から|왼쪽부터|오른쪽부터|사진 왼쪽부터)\s?[:：,，、(（]",
    re.IGNORECASE,
)
# Behind a name only: without one, "from the left, right and centre" speaks of politics.
_APPOSED_PLACE: Final = expression(
    r"\b[A-ZÀ-ÞĐА-ЯЁ][\w’'.-]{1,25}, "
    r"(?:(?:(?:far|second|third|fourth|center|centre|2nd|3rd) (?:from (?:the )?)?)?(?:left|right|center|centre)"
    r"|(?:a la|en el|al) (?:izquierda|derecha|centro)|à (?:gauche|droite)|au centre"
    r"|(?:a|al|in) (?:sinistra|destra|centro)"
    r"|à (?:esquerda|direita)|ao centro|(?:uiterst |tweede van |ganz |zweiter? von )?(?:links|rechts)"
    r"|(?:paling )?(?:kiri|kanan)|(?:крайн\w+ )?(?:слева|справа)), "
)


def is_placed(core: str) -> bool:
    """Whether a line says where people are in a picture: it opens so ("From left: ..."), or sets it between commas."""
    if _FROM_SIDE.match(core):
        return True
    return (
        ", " in core
        and core[-1] not in "?!"
        and _INNER_STOP.search(core) is None
        and _APPOSED_PLACE.search(core) is not None
    )


_INNER_STOP: Final = expression(r"[.!?\"“”„«»](?:(?<=[^.!?])|(?<=[^\W\d_]{3}[.!?]) )")
