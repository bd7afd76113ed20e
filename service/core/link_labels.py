"""Labels by which a page links to another article, put together from words: "Related reading", "Lees ook dit"."""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.vocabulary import phrases

_ANCHORS: Final = phrases("""
related; reading; also; lesen; lies; lesetipp; passend; lire; également; lea; lee; leer; leia; saiba; veja; confira
leggi
approfondisci; approfondire; lees; bekijk; đọc; xem; baca; simak; читайте; читать; смотрите; relacionad; relacionada
relacionado; gerelateerd; correlata; correlati; terkait; quan; verwandt; associé; lié; материал; материалы; теме
""")
"""One of these must stand in such a label."""
_WORDS: Final = _ANCHORS | phrases("""
next; up; don't; miss; must; read; see; watch; more; further; story; stories; article; articles; news; on; this
the; about; topic; here; too; our
it
sie; dazu; auch; hier; mehr; zum; thema; weiter; artikel; bericht; à; aussi; sur; le; la; même; sujet; notre; plus
voir; de
también; tambien; más; sobre; el; tema; la; noticia; esta; vea; aquí; además; além; também; mais; ainda; a; o
notícia
aqui
anche; di; più; sul; per; guarda; vedi; ook; dit; meer; over; verder; hier; zie; het; onderwerp; artikel; thêm; tin
bài; liên
cùng; chủ; đề; về; mời; bạn; viết; juga; berita; selengkapnya; lainnya; ini; artikel; также; по; теме; этой; ещё
еще
о; об
материал; далее; подробнее; в; же; na; do; da; e
""")
_EAST: Final = expression(
    r"(?:相关|相關|延伸|推荐|推薦|扩展|更多|往期)(?:阅读|閱讀|新闻|新聞|报道|報導|文章|链接|推荐|内容)"
    r"|(?:関連|あわせて|合わせて|併せて|こちらも|次に)(?:記事|ニュース|読む|読みたい|どうぞ|チェック|おすすめ|動画)?"
    r"|(?:관련|함께|이어)\s?(?:기사|뉴스|글|영상|보기|읽기|보면 좋은 기사|볼만한 기사|읽으면 좋은 기사)"
)
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 35


def links_by(label: str) -> bool:
    """Whether a label's key consists of words for reading other articles alone, two at least.

    Args:
        label: what stands before a colon, a bar or between brackets, casefolded.
    """
    if not 4 <= len(label) <= _LONGEST:
        return False
    if label[0] >= "\u2e80":
        return _EAST.fullmatch(label) is not None
    words = _TOKEN.findall(label)
    return len(words) >= 2 and _WORDS.issuperset(words) and not _ANCHORS.isdisjoint(words)
