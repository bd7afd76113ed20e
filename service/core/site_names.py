"""Lines at a page's top that are no headline: what the site is called, and the entries that only a menu has."""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression
from service.core.line_text import is_cjk, remembered
from service.core.vocabulary import phrases, with_plain, words

MENU_WORDS: Final = with_plain(
    phrases("""
home; home page; homepage; menu; main menu; skip to content; skip to main content; search; search this site; sitemap
site map; contact; contact us; about; about us; toggle navigation; navigation
startseite; menü; hauptmenü; hauptnavigation; zum inhalt springen; zum inhalt; suche; suchen; kontakt; über uns
übersicht; navigation überspringen; zur navigation
accueil; menu principal; aller au contenu; aller au contenu principal; recherche; rechercher; plan du site
contactez-nous
qui sommes-nous; à propos
inicio; portada; menú; menú principal; ir al contenido; saltar al contenido; buscar; búsqueda; mapa del sitio; contacto
quiénes somos
voorpagina; hoofdmenu; naar inhoud; naar de inhoud; direct naar artikelinhoud; zoeken; over ons; ga naar de inhoud
trang chủ; giới thiệu; liên hệ; tìm kiếm; sơ đồ trang; sơ đồ site; sơ đồ cổng; bỏ qua menu; chuyển đến nội dung
nhảy đến nội dung
salta al contenuto; vai al contenuto; cerca; mappa del sito; contatti; chi siamo; menu di navigazione
página inicial; ir para o conteúdo; pular para o conteúdo; saltar para o conteúdo; pesquisar; busca; contato; contactos
sobre nós; quem somos; mapa do site
beranda; langsung ke konten; lewati ke konten; cari; pencarian; peta situs; kontak; hubungi kami; tentang kami
главная; на главную; меню; поиск; карта сайта; контакты; о нас; перейти к содержанию; перейти к содержимому
首页; 网站首页; 菜单; 搜索; 网站地图; 联系我们; 关于我们; 跳转到内容; 跳至主内容; 移至主內容; 首頁; 選單; 搜尋; 網站導覽
ホーム; トップ; トップページ; メニュー; 検索; サイトマップ; お問い合わせ; 本文へスキップ; 本文へ; コンテンツへスキップ
홈; 메뉴; 전체메뉴; 전체 메뉴; 검색; 사이트맵; 본문 바로가기; 본문으로 바로가기; 메뉴 바로가기; 주메뉴 바로가기
""")
)
"""Entries that stand in a page's menu and neither under its headline nor in a share bar."""

_LOWER: Final = expression(r"(?<![\w'’-])[^\W\d_A-ZÀ-ÞĐА-ЯЁ][\w'’-]*")
_SMALL_WORDS: Final = words("""
of in the and for at on to a der die das des dem den in im am bei für und zu zum zur von vom de du des la
le les
l d à au aux en et pour sur el los las del y al para por con van het voor bij te op di il lo gli i della
dello
delle dei degli nella e per a da do das dos no na em dan untuk yang и в во при по на о об за
""")
_OFFICE: Final = expression(
    r"(?:the )?(?:(?:permanent )?(?:embassy|consulate(?:[- ]general)?|mission|ministry|department|office|government"
    r"|centre|center|institute|university|faculty|school|college|association|federation|committee|council|academy"
    r"|agency|foundation|chamber) (?:of|for)\b"
    r"|(?:botschaft|(?:general)?konsulat|ministerium|bundesministerium|institut|universität|lehrstuhl|verein"
    r"|gesellschaft"
    r"|verband|zentrum|auswärtiges amt)\b"
    r"|(?:ambassade|consulat(?: général)?|ministère|institut|université|centre|association|préfecture|mairie|comité"
    r"|chambre|école|faculté)\b"
    r"|(?:embajada|consulado(?: general)?|ministerio|secretaría|instituto|universidad|centro|asociación|gobierno|cámara"
    r"|ayuntamiento|facultad)\b"
    r"|(?:consulaat(?:-generaal)?|ministerie|instituut|universiteit|stichting|vereniging|gemeente|kamer) (?:van"
    r"|voor)?\b"
    r"|(?:ambasciata|consolato(?: generale)?|ministero|istituto|università|associazione|comune|regione|camera)\b"
    r"|(?:embaixada|consulado(?:-geral)?|ministério|universidade|associação|câmara|governo|prefeitura)\b"
    r"|(?:kedutaan besar|konsulat jenderal|kementerian|universitas|pusat|lembaga|pemerintah)\b"
    r"|(?:посольство|(?:генеральное )?консульство|министерство|институт|университет|центр|общество|ассоциация"
    r"|администрация|правительство|информационное агентство)\b)",
    re.IGNORECASE,
)
_VIETNAMESE_SITE: Final = expression(
    r"(?:trang (?:thông tin|tin)|cổng (?:thông tin|ttđt)|báo (?:điện tử|đảng)|đại sứ quán (?:nước )?(?:cộng hòa"
    r"|chxhcn|việt nam)"
    r"|tổng lãnh sự quán (?:nước )?(?:cộng hòa|chxhcn|việt nam)|tạp chí|cơ quan ngôn luận|ủy ban nhân dân|sở ngoại vụ"
    r"|bộ ngoại giao|cục lãnh sự|khoa|học viện|viện nghiên cứu|đài phát thanh)\b",
    re.IGNORECASE,
)
_EASTERN_SITE: Final = expression(
    r"[^。,，、:：!?！？「」『』“”《》]{1,24}(?:大使館|大使馆|總領事館|总领事馆|総領事館|外交部|外務省|研究所"
    r"|研究院|研究中心|大学|大學|协会|協會"
    r"|協会|学会|學會|通讯社|通信社|新闻网|新聞網|日报|日報|晚报|时报|時報|新聞社|周刊|电视台|广播电台|人民政府"
    r"|门户网站|公式サイト|ホームページ"
    r"|대사관|총영사관|외교부|연구원|연구소|대학교|협회|학회|일보|신문|뉴스통신|방송|홈페이지)"
)
_DOMAIN_FIRST: Final = expression(
    r"[\w-]{2,30}(?:\.[\w-]{2,20})?\.(?:vn|com|net|org|info|de|fr|es|nl|it|br|pt|id|ru|cn|jp|kr)\b\s?[-–—|:·]\s"
)


@remembered
def names_site(line: str) -> bool:
    """Whether a line says what a site or office is called and nothing else: "Embassy of Viet Nam in the Netherlands".

    Args:
        line: a squeezed line. Such a name opens with the kind of office and has no word in small letters but
            prepositions; a headline about the office has a verb.
    """
    if len(line) > 120:
        return False
    if is_cjk(line):
        return _EASTERN_SITE.fullmatch(line) is not None
    if _DOMAIN_FIRST.match(line):
        return True
    if _VIETNAMESE_SITE.match(line):
        return line.isupper() or _capitals(line) >= 0.5
    return _OFFICE.match(line) is not None and (line.isupper() or _SMALL_WORDS.issuperset(_LOWER.findall(line)))


def _capitals(line: str) -> float:
    """Share of a line's words that open with a capital letter; Vietnamese syllables stand apart."""
    tokens = [t for t in line.split() if t[0].isalpha()]
    return sum(t[0].isupper() for t in tokens) / len(tokens) if tokens else 0.0
