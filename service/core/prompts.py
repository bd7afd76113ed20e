"""Lines in which a page turns to its reader or speaks of itself: tags, prompts to follow, cookie notices, rights."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.line_text import Verdict, ends_sentence, has_any, holds_any, is_prose, many_sentences
from service.core.openings import Openings, heads

_TAGS: Final = expression(
    r"(?:(?:related )?tags?|tagged(?: (?:as|with|in|under))?"
    r"|topics? ?(?:in this)?|filed under|posted in|category|categories"
    r"|section|labels?|từ khóa|từ khoá|chủ đề|keywords?"
    r"|chuyên mục|thuộc chuyên mục|danh mục|schlagwörter|schlagworte|stichworte|ressort"
    r"|rubrik|kategorien?|mots[- ]clés|étiquettes"
    r"|rubrique|classé dans|catégories?|thèmes?|etiquetas|palabras clave|archivado en"
    r"|categorías?|sección|trefwoorden|onderwerpen|thema's|geplaatst in"
    r"|categorie(?:ën)?|parole chiave|argomenti|archiviato in|categori[ae]|palavras-chave"
    r"|arquivado em|categorias?|editoria|assuntos"
    r"|kata kunci|tag terkait|topik(?: terkait)?|kategori|rubrik|теги|метки|ключевые слова"
    r"|рубрик[аи]|раздел|темы|标签|关键词"
    r"|分类|栏目|频道|標籤|關鍵詞|タグ|キーワード|カテゴリー?|ジャンル|태그|키워드|분류|카테고리)\s?[:：#]"
)
_READING_NOW: Final = expression(
    r"(?:bạn đang (?:đọc|xem) (?:bài|tin|trang)|you are (?:reading|here)|sie sind hier|vous êtes ici"
    r"|usted está aquí|estás aquí|u bent hier"
    r"|tu sei qui|você está (?:aqui|em)|anda (?:di sini|sedang membaca)|вы здесь|您的位置|当前位置|您現在的位置"
    r"|現在地|현재 위치)"
)
_FOLLOW: Final = expression(
    r"(?:please )?(?:follow|like)\b|join us|(?:mời )?(?:quý )?(?:độc giả |bạn đọc |bạn )?(?:theo dõi|xem thêm"
    r"|đón đọc)\b|suivez|abonnez"
    r"|folge[nt]? (?:sie )?uns|s[ií]gu?[ea]n?os|seguinos|volg\b|seguici|siga|ikuti|подписывайтесь|читайте нас"
    r"|следите|关注|フォロー|팔로우|subscribe|see more on|read more on|xem .{1,30} trên|đọc .{1,30} trên"
)
_LETTER_NAME: Final = expression(
    r"(?:newsletter|rundbrief|infolettre|boletín|boletim|nieuwsbrief|bản tin|рассылка"
    r"|メルマガ|メールマガジン|뉴스레터|电子报)(?!\w)"
)
_NETWORK: Final = expression(
    r"\b(?:google|facebook|twitter|zalo|telegram|youtube|tiktok|instagram|whatsapp|threads|linkedin|viber|wechat"
    r"|weibo|redes|réseaux|netzwerken?|social media|media sosial|mạng xã hội|соцсетях)\b"
    r"|\b(?:on|auf|en|sur|su|op|no|di|trên|в) x$|(?<!\w)@\w{3}|\w\.(?:vn|com|net|org)\b|微信|微博"
)
_US: Final = expression(r"\b(?:us|uns|nous|nos|ons|noi|chúng tôi|kami|нас)\b|(?:nos|nós|ci)\b")


def asking(line: str, folded: str) -> Verdict | None:
    """Lines that turn to the reader: tags, follow and newsletter prompts, cookie notices; and rights."""
    if _ASKS.open(folded):
        opens, found = _opening(line, folded)
        if opens:
            return found
    return legal(line, folded)


HEADS: Final = heads("""
abon anda arch argo arqu assu bole bạn_ bản_ cate caté chuy chủ_ clas danh edit está etiq file folg foll gepl ikut info
join kata kate keyw labe like mots mời_ news nieu onde pala paro plea post quý_ read rela ress rubr rund schl secc sect
see_ segu sie_ siga sige sigu stic subs suiv síga síge sígu tag# tag: tag： tag_ tagg tags them theo thuộ thèm topi tref
tu_s từ_k u_be uste você volg vous xem_ you_ étiq đón_ đọc_ độc_ вы_з ключ метк подп разд расс рубр след теги темы чита
カテゴリ キーワー ジャンル タグ# タグ: タグ： フォロー メルマガ メールマ
关注 关键词# 关键词: 关键词： 分类# 分类: 分类： 当前位置 您現在的 您的位置
标签# 标签: 标签： 栏目# 栏目: 栏目： 標籤# 標籤: 標籤： 現在地 电子报
關鍵詞# 關鍵詞: 關鍵詞： 频道# 频道: 频道： 뉴스레터 분류# 분류: 분류：
카테고리 키워드# 키워드: 키워드： 태그# 태그: 태그： 팔로우 현재_위
""")
"""What the four expressions above open with."""
_ASKS: Final = Openings(HEADS)


def _opening(line: str, folded: str) -> tuple[bool, Verdict | None]:
    """Whether a line opens as such a line does, and what it then is."""
    stopped = ends_sentence(line)
    if len(line) <= 120 and _FOLLOW.match(folded) and (not stopped or _US.search(folded)):
        named = _NETWORK.search(folded) or folded.endswith(("trên", " us", " us on"))
        return True, Verdict("boilerplate", "follow") if named else None
    if stopped:
        return False, None
    if len(line) <= 160 and _READING_NOW.match(folded):
        return True, Verdict("boilerplate", "breadcrumb")
    if len(line) <= 300 and _TAGS.match(folded):
        return True, Verdict("boilerplate", "tags")
    if len(line) <= 30 and _LETTER_NAME.match(folded):
        return True, Verdict("boilerplate", "newsletter")
    return False, None


_CONSENT: Final = expression(
    r"\b(?:this (?:web)?site|(?:diese|unsere)r? (?:web)?seite|ce site|notre site|est[ea] sitio|deze (?:web)?site"
    r"|onze (?:web)?site|questo sito"
    r"|este site|nosso site|situs (?:ini|kami)|(?:этот|наш) сайт|trang web này|we use|wir (?:verwenden|nutzen)"
    r"|nous utilisons|utilizamos"
    r"|(?:wij|we) gebruiken|utilizziamo|usamos|kami menggunakan|мы используем|chúng tôi sử dụng|accept|akzeptier\w*"
    r"|accepte\w*|acepta\w*|accett\w+|aceit\w+|settings|einstellungen|choix|instellingen|consent)\b|使用|利用|사용"
)
_NEWSLETTER: Final = (
    "newsletter", "bản tin", "nieuwsbrief", "boletín", "boletim", "infolettre", "рассылк", "メールマガジン",
    "メルマガ", "뉴스레터", "邮件订阅", "電子報",
)  # fmt: skip
_PROMPT: Final = expression(
    r"\b(?:sign ?up|subscribe|abonnieren|abonniere|anmelden|melden sie|inscrivez|abonnez|suscr[ií]b\w+|regístr\w+"
    r"|aanmelden|meld je|inschrijven"
    r"|schrijf je|abonneer|iscriviti|assine|inscreva\w*|subscreva|berlangganan|подпи[шс]\w+|đăng ký)\b|订阅|登録"
    r"|구독|訂閱"
)
_RIGHTS_OPENING: Final = expression(r"(?:©|\(c\))|copyright\b ?(?:©|\(c\)|\d{4}|by\b|$|:)")
_RIGHTS: Final = (
    "© copyright", "© 20", "© 19", "all rights reserved", "alle rechte vorbehalten", "tous droits réservés",
    "todos los derechos reservados",
    "alle rechten voorbehouden", "tutti i diritti riservati", "todos os direitos reservados", "hak cipta dilindungi",
    "все права защищены",
    "bản quyền thuộc", "giữ bản quyền", "版权所有", "無断転載", "무단전재", "무단 전재",
)  # fmt: skip
_MACHINE: Final = (
    "ctrl+enter", "ctrl + enter", "нашли ошибку", "fehler gefunden", "fehler melden", "signaler une erreur",
    "report an error", "reportar un error", "fout gevonden", "segnala un errore", "báo lỗi", "もっと見る", "もっと読む",
    "rate this translation", "google translate", "automatically translated", "translated automatically",
    "machine translat",
    "automatisch übersetzt", "maschinell übersetzt", "traduit automatiquement", "traduction automatique",
    "traducido automáticamente",
    "automatisch vertaald", "tradotto automaticamente", "traduzido automaticamente", "diterjemahkan secara otomatis",
    "переведено автоматически", "dịch tự động", "機械翻訳", "自動翻訳", "机器翻译", "자동 번역",
    "browser does not support", "taboola", "outbrain", "opens in new window", "opens in a new window",
    "in neuem fenster", "dans une nouvelle fenêtre", "en una ventana nueva", "in een nieuw venster",
    "in una nuova finestra", "em uma nova janela", "numa nova janela", "di jendela yang baru", "в новом окне",
    "trong cửa sổ mới", "在新窗口中打开", "新しいウィンドウで開", "새 창에서 열",
)  # fmt: skip


LEGAL_WORDS: Final = (*_NEWSLETTER, *_RIGHTS, *_MACHINE, "cookie", "クッキー", "쿠키")
"""A line that holds none of them is no notice of a page about itself, whatever its length."""
_ANY_LEGAL: Final = holds_any(LEGAL_WORDS)


def legal(line: str, folded: str) -> Verdict | None:
    """What a line is in which a page speaks of itself, else None: nearly every line holds none of the words for it."""
    return _legal(line, folded) if line[:1] in "©(cC" or _ANY_LEGAL(folded) else None


def _legal(line: str, folded: str) -> Verdict | None:
    """Cookie notices, newsletter prompts, rights, notes of a page about itself."""
    if ("cookie" in folded or "クッキー" in folded or "쿠키" in folded) and _CONSENT.search(folded):
        return Verdict("boilerplate", "cookies")
    if len(line) > 250:
        return None
    if has_any(folded, _NEWSLETTER) and _PROMPT.search(folded):
        return Verdict("boilerplate", "newsletter")
    opening = _RIGHTS_OPENING.match(line.casefold())
    item = line.startswith("(c) ") and line[4:5].islower()  # of a list: "(c) agreed to meet again"
    rights = (opening and not item) or has_any(folded, _RIGHTS)
    if rights and not (is_prose(line) and many_sentences(line)):
        return Verdict("boilerplate", "rights")
    if len(line) <= 140 and line.count(". ") <= 1 and has_any(folded, _MACHINE):
        return Verdict("boilerplate", "page_note")
    return None
