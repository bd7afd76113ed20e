"""The small words that hold sentences together; names, menus and buttons have few."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.vocabulary import words

FUNCTION_WORDS: Final = words("""
the a an of to in on at by for from with and or but that this these those is are was were be been has have had will
would can could not it its he she they we his her their our as who which what when where there than also into after
before about over under between during more most some any all such no if so because while

der die das den dem des ein eine einer einen einem eines und oder aber dass ist sind war waren wird werden wurde
wurden hat haben hatte nicht mit von zu zum zur im in am an auf für bei nach aus über unter vor durch gegen um als
wie auch sich er sie es wir ihr ihre ihren seine seinen sein noch nur schon wenn weil damit sowie bis zwischen

le la les un une des du de et ou mais que qui est sont était ont été a avec pour par sur dans en au aux ce cette ces
son sa ses leur leurs il elle ils elles nous ne pas plus se comme entre après avant sous dont où lors

el los las una unos del al y o pero es son fue fueron ha han con por para sobre en su sus este esta estos lo se como
más entre desde hasta según cuando donde sin también ya no

het een van en of maar dat die deze dit is zijn was waren wordt worden werd heeft hebben met voor op in aan door bij
uit over onder na tot om als ook niet zich hij zij ze wij hun haar nog naar tussen tegen te

và của là các những một cho với trong trên đã đang sẽ được bị không có này đó khi để từ tại về theo cũng như nhưng
hay hoặc ông bà ở ra vào lên đến nên thì mà do vì

il lo gli i uno di da dal dalla del della dei delle degli nel nella nei con per tra fra su sul sulla che chi è sono
era erano ha hanno non si come anche più ma al alla ai alle questo questa suo sua loro dopo prima

o os as um uma do da dos das no na nos nas em e ou mas que é são foi foram tem têm com por para pelo pela sobre ao à
seu sua seus se não mais como entre também já quando onde

yang dan di ke dari untuk dengan pada dalam adalah ini itu akan telah sudah tidak juga oleh para sebagai karena
bahwa atau serta antara kepada saat ia mereka kami bisa dapat tersebut

и в во на с со по к ко из от до за о об у не что как это этот эта эти был была были будет он она они его её их для
при также но или а же бы если когда где между после перед под над через
""")
"""Casefolded."""

EASTERN_PARTICLES: Final = expression(
    r"[的了在是和与将为也不这有はがをにでともの]|(?:은|는|이|가|을|를|에|의|로|다)(?=[\s.,]|$)"
)
"""The like in Chinese, Japanese and Korean: single characters, or endings of words."""
