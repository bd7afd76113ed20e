"""Bars of buttons that share or print a page: "Facebook Twitter | Print"."""

from __future__ import annotations

import re
from typing import Final

from service.core.line_text import remembered
from service.core.vocabulary import phrases

SHARE_WORDS = phrases("""
facebook; twitter; x; whatsapp; telegram; linkedin; pinterest; zalo; instagram; youtube; tiktok; reddit; vk; ok
viber; line; messenger; tumblr; weibo; wechat; qq; skype; threads; bluesky; mastodon; xing; flipboard; pocket
kakaotalk; naver; google; google+; plus; digg; signal; snapchat; rss; sms; myspace; delicious; blogger; share; print
email; e-mail; mail; e; like; tweet; link; copy; app; pin; pin it; send; save; comment; comments; bookmark; more
this; article; page; pagina; página; seite; diese; deze; cette; la; esta; questa; halaman; ini; trang; này; by
via; on; to; in; with; gmail; url; teilen; diesen; artikel; drucken; senden; merken; auf; per
mailen; kopieren; kommentare; versenden; weiterleiten; partager; sur; imprimer; envoyer; par; courriel; cet; copier
lien; l'article; commenter; compartir; compartir en; imprimir; enviar; en; por; correo; este; artículo; copiar
enlace; comparte; esto; isso; isto
delen; deel; dit; op; afdrukken; kopieer; deze; verstuur; bericht; chia; sẻ; bài; gửi; thích; lưu
sao; chép; trên; qua; viết; bình; luận; condividi; su; stampa; invia; copia; articolo; compartilhar; compartilhe
partilhar; no; na; bagikan; ke; cetak; kirim; salin; tautan; di; поделиться; в; печать; отправить; вконтакте
одноклассники; ссылка; по; почте; 分享; 打印; 收藏; 转发; 点赞; 微信; 微博; 新浪微博; qq空间; 朋友圈; 印刷; シェア
ツイート; 共有
はてなブックマーク; はてブ; 공유; 인쇄; 메일; 저장; メール; 保存; 페이스북; 트위터; 카카오톡; 카카오스토리; 네이버
밴드; 프린트; 메일; 스크랩
""")
"""A line of nothing but these is a share bar."""

SHARE_ANCHORS = phrases("""
facebook; twitter; whatsapp; telegram; linkedin; pinterest; zalo; instagram; tiktok; viber; messenger; email; e-mail
share; print; tweet; teilen; drucken; partager; imprimer; compartir; delen; deel; sẻ; condividi; compartilhar
bagikan; поделиться; печать; 分享; 打印; シェア; ツイート; 공유; 페이스북; 트위터; 인쇄; 微信; 微博
""")
"""A share bar holds at least one of these."""

_SHARE_SEPARATOR: Final = re.compile(r"[\s,|/·•:()]+")


@remembered
def is_share_bar(folded: str) -> bool:
    """Whether every word belongs to share and print buttons, and one of them beyond doubt."""
    first = _SHARE_SEPARATOR.split(folded, 1)[0]
    if first and not _on_a_bar(first[:200]):  # nearly every line: spare it the rest
        return False
    tokens = [t for t in _SHARE_SEPARATOR.split(folded[:200]) if t]
    if not 1 <= len(tokens) <= 16 or not any(t in SHARE_ANCHORS for t in tokens):
        return False
    return all(map(_on_a_bar, tokens))


def _on_a_bar(word: str) -> bool:
    """Whether the word may stand among share and print buttons."""
    return word in SHARE_WORDS or (word.isdigit() and len(word) < 4) or word == "-"
