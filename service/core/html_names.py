"""What the names of classes and ids hint at.

Names are read as code, not as prose: templates call their parts by the same few words in every language of the text.
Each kind of part is one bit, so that an element's names, and those of all its ancestors, fit into an integer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

from service.core.expressions import expression

KINDS: Final = (
    "text", "part", "comment", "menu", "foot", "side", "related", "share", "letter", "advert", "author", "caption",
    "meta", "overlay", "head", "list", "summary", "media", "notice", "quote",
)  # fmt: skip
"""The kinds of page parts, in the order of their bits."""

_PATTERNS: Final = {
    "text": r"(?:artic\w*|post|story|entry|news|blog|page|main|detail\w*|rich|inner|single)[-_]{0,2}"
    r"(?:body|content|text|inhalt|detail|copy)|paragraph|prose|wysiwyg|rich-?text|rte\b|editor|noi-?dung|fulltext"
    r"|(?:body|text)-?(?:copy|content|text)|maintext|readable|conteudo|contenu|contenido|inhalt|testo|isi-?berita",
    "comment": r"comment|disqus|respond\b|repl(?:y|ies)|binh-?luan|kommentar|commentaire|comentario|discussion",
    "menu": r"\bnav|navi|menu|breadcrumb|toolbar|paginat|pager|skip-?link|tab(?:s|list)\b|submenu|topbar|hamburger",
    "foot": r"foot(?!note)|copyright|colophon|disclaimer|legal",
    "side": r"side-?bar|\baside\b|widget|rail\b|right-?col|secondary|complementary",
    "related": r"relat|recommend|popular|trending|most-?(?:read|view)|more-|read-?more|see-?also|also-?(?:read|like)"
    r"|outbrain|taboola|teaser|lien-?quan|box-?tin|up-?next|latest|similar|you-?may|carousel|slider|\bcards?\b|grid"
    r"|promo|feature[ds]\b|listing|next-?(?:post|article)|prev(?:ious)?-",
    "share": r"share|sharing|social|facebook|twitter|whatsapp|follow",
    "letter": r"newsletter|subscri|sign-?up|sign-?in|log-?in|register|optin|opt-in|paywall|donat|\bcta\b"
    r"|call-to-action|mailing",
    "advert": r"sponsor|banner|\bads?\b|\bad-|advert|dfp|gpt-|commercial|affiliate|product|shop|price|buy|coupon",
    "author": r"byline|author|\bbio\b|contributor|autor|writer|profile|avatar",
    "caption": r"caption|credit|img-?desc|pic-?desc|photo-?desc|attribution",
    "meta": r"meta|\btags?\b|taglist|timestamp|\bdate|datum|publish|posted|categor|kicker|eyebrow|label"
    r"|topics?\b|read-?time",
    "overlay": r"hidden|modal|popup|pop-up|overlay|cookie|consent|gdpr|lightbox|screen-reader|sr-only|tooltip|dialog"
    r"|drawer|dropdown|toast|visually",
    "head": r"head(?:er|line|ing)?\b|title|hero|masthead|banner-?text|topper|subhead",
    "list": r"\btoc\b|table-?of-?contents|\bindex|list\b|accordion|\bfaq",
    "summary": r"summary|sapo|lead\b|lede|intro|abstract|excerpt|standfirst|deck\b|\bdek\b"
    r"|subtitle|chapo|vorspann|takeaway",
    "media": r"gallery|image|photo|picture|figure|video|player|audio|slide|embed|media|thumb|iframe|chart",
    "notice": r"notice|alert|warning|correction|rating|review|vote|poll|survey|feedback|report|print|print-|button|btn",
    "quote": r"quote|citation|reference|footnote|bibliograph|source",
    "part": r"artic|body|content|entry|main|post|story|text|news|detail|blog",
}
_NAMED: Final = [(1 << i, expression(_PATTERNS[kind])) for i, kind in enumerate(KINDS)]

_SIGNS: Final = {
    "text": "body content text inhalt detail copy paragraph prose wysiwyg rte editor dung readable conteudo contenu"
    " contenido testo berita",
    "part": "artic body content entry main post story text news detail blog",
    "comment": "comment disqus respond reply replies luan kommentar comentario discussion",
    "menu": "nav menu breadcrumb toolbar paginat pager link tabs tablist topbar hamburger",
    "foot": "foot copyright colophon disclaimer legal",
    "side": "sidebar side-bar aside widget rail rightcol right-col secondary complementary",
    "related": "relat recommend popular trending most more- readmore read-more also outbrain taboola teaser quan boxtin"
    " box-tin upnext up-next latest similar youmay you-may carousel slider card grid promo featured features listing"
    " next prev",
    "share": "share sharing social facebook twitter whatsapp follow",
    "letter": "newsletter subscri signup sign-up signin sign-in login log-in register optin opt-in paywall donat cta"
    " call-to-action mailing",
    "advert": "sponsor banner ad dfp gpt- commercial affiliate product shop price buy coupon",
    "author": "byline author bio contributor autor writer profile avatar",
    "caption": "caption credit desc attribution",
    "meta": "meta tag timestamp date datum publish posted categor kicker eyebrow label topic time",
    "overlay": "hidden modal popup pop-up overlay cookie consent gdpr lightbox screen-reader sr-only tooltip dialog"
    " drawer dropdown toast visually",
    "head": "head title hero banner topper",
    "list": "toc contents index list accordion faq",
    "summary": "summary sapo lead lede intro abstract excerpt standfirst deck dek subtitle chapo vorspann takeaway",
    "media": "gallery image photo picture figure video player audio slide embed media thumb iframe chart",
    "notice": "notice alert warning correction rating review vote poll survey feedback report print button btn",
    "quote": "quote citation reference footnote bibliograph source",
}
"""Of each kind what stands in every name that its expression finds: one pass for all spares a name most of them."""


def _by_sign() -> dict[str, list[tuple[int, re.Pattern[str]]]]:
    """For each sign the bits and expressions of the kinds that it hints at."""
    found: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for kind, named in zip(KINDS, _NAMED, strict=True):
        for sign in _SIGNS[kind].split():
            found.setdefault(sign, []).append(named)
    return found


_OF_SIGN: Final = _by_sign()
_BY_NUMBER: Final = tuple(_OF_SIGN.values())
_FIND: Final = AhoCorasick(
    tuple(_OF_SIGN), store_patterns=False, implementation=Implementation.DFA
).find_matches_as_indexes

CAPTION: Final = 1 << KINDS.index("caption")
"""The bit of captions and picture credits."""

_LONGEST: Final = 200  # code points: style sheets of utilities name dozens of classes, the telling ones stand first

_NUMBER: Final = re.compile(r"[0-9]+")  # "post-4711" is the same part of a page as "post-4712"


@lru_cache(maxsize=50_000)
def _kinds(name: str) -> int:
    """The kinds that one lower-case name hints at."""
    try:
        hinted = {named for sign, _, _ in _FIND(name, overlapping=True) for named in _BY_NUMBER[sign]}
    except UnicodeEncodeError:  # half a surrogate pair has no UTF-8 form
        hinted = set(_NAMED)
    return sum(bit for bit, pattern in hinted if pattern.search(name))


@lru_cache(maxsize=20_000)
def kinds(names: str) -> int:
    """The kinds of page parts that an element's class and id hint at, one bit each. Sites share names: cached."""
    found = 0
    for name in _NUMBER.sub("0", names[:_LONGEST].lower()).split():
        found |= _kinds(name)
    return found
