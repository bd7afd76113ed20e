"""Captions without a credit that name an event, a scene, a group posing, or where somebody stands."""

from __future__ import annotations

from typing import Final

from service.core.expressions import expression
from service.core.line_text import ends_sentence, holds_any, is_cjk, remembered
from service.core.positions import is_placed, tells_position
from service.core.vocabulary import words

_SCENE: Final = expression(
    r"(?:toàn cảnh|quang cảnh) (?:hội nghị|hội thảo|hội đàm|buổi|phiên|lễ|cuộc|đại hội|diễn đàn|chương trình"
    r"|sự kiện|tọa đàm)"
    r"|(?:an? )?(?:overview|general view|view|scene) of the (?:conference|meeting|event|ceremony|session|forum"
    r"|seminar|workshop|congress|talks)"
    r"|blick in den saal|(?:ein )?überblick über die (?:konferenz|sitzung|tagung|veranstaltung|zeremonie)"
    r"|(?:vue (?:d'ensemble|générale)|panorama) d(?:e la|u|e l')\s?(?:conférence|réunion|séance|cérémonie|colloque"
    r"|congrès|séminaire|forum|événement)"
    r"|(?:vista (?:general|panorámica|geral)|panorámica|panorama) d(?:e la|el|a|o) (?:conferencia|reunión|sesión"
    r"|ceremonia|acto|foro|seminario|congreso|conferência|reunião|sessão|cerimônia|evento|seminário|congresso)"
    r"|overzicht van de (?:conferentie|vergadering|bijeenkomst|ceremonie|zitting)|suasana (?:rapat|pertemuan"
    r"|konferensi|acara|kongres|sidang|upacara)"
    r"|(?:veduta|panoramica) d(?:ella|el) (?:conferenza|riunione|cerimonia|sessione|seminario|congresso)"
    r"|общий вид (?:конференции|заседания|встречи|церемонии|съезда|семинара)"
)


GROUP_PHOTO: Final = (
    "chụp ảnh lưu niệm", "chụp ảnh kỷ niệm", "chụp ảnh chung", "group photo", "gruppenfoto", "gruppenbild",
    "photo de famille", "posent pour",
    "foto de grupo", "foto de familia", "posan para", "groepsfoto", "foto bersama", "foto di gruppo", "合影",
    "記念撮影", "기념촬영", "기념 촬영", "souvenir photo", "commemorative photo", "erinnerungsfoto", "photo souvenir",
    "foto de recuerdo", "foto ricordo", "herinneringsfoto", "foto de lembrança", "foto kenang-kenangan",
    "фото на память", "記念写真", "기념사진",
)  # fmt: skip


_HAS_GROUP_PHOTO: Final = holds_any(GROUP_PHOTO)


_EVENT_PHRASE: Final = expression(
    r"\b(?:at|during) the (?:\w+ )?(?:meeting|conference|event|ceremony|session|forum|seminar|talks"
    r"|reception|workshop|briefing)"
    r"|\b(?:bei|während|auf|an) (?:der|dem|des) (?:treffen[s]?|konferenz|veranstaltung|zeremonie"
    r"|sitzung|tagung|empfang[s]?"
    r"|gespräch[s]?|forum[s]?)"
    r"|\b(?:lors de|pendant|à|durant) (?:la |l['’]|le |cette )?(?:réunion|conférence|événement"
    r"|cérémonie|séance|rencontre|forum|entretien)"
    r"|\blors du (?:forum|colloque|séminaire|congrès)"
    r"|\b(?:durante|en) (?:la|el|un|una) (?:reunión|conferencia|acto|ceremonia|sesión|encuentro|foro"
    r"|seminario|evento)"
    r"|\b(?:tijdens|op|bij) (?:de|het) (?:vergadering|conferentie|bijeenkomst|ceremonie|zitting"
    r"|ontmoeting|forum|seminar|evenement)"
    r"|\b(?:durante|alla|al) (?:la |il |l['’])?(?:riunione|conferenza|evento|cerimonia|sessione|incontro|forum)"
    r"|\b(?:durante|na|no) (?:a |o )?(?:reunião|conferência|evento|cerimônia|cerimónia|sessão|encontro|fórum)"
    r"|\b(?:dalam|pada|saat|di) (?:acara )?(?:rapat|pertemuan|konferensi|acara|upacara|sidang|forum|seminar)"
    r"|\b(?:на|во время) (?:встрече|конференции|церемонии|заседании|форуме|семинаре|встречи|церемонии|заседания)"
    r"|\b(?:tại|trong) (?:buổi|cuộc|lễ|phiên|hội nghị|hội thảo|hội đàm|diễn đàn|sự kiện|chương trình"
    r"|tọa đàm)(?: \w+){0,3}",
)


_GATHERINGS: Final = words("""
meeting conference event ceremony session forum seminar talks reception workshop treffen treffens konferenz
veranstaltung zeremonie sitzung tagung empfang empfangs gesprächs réunion conférence cérémonie séance rencontre
colloque séminaire congrès reunión conferencia acto ceremonia sesión encuentro foro seminario evento vergadering
conferentie bijeenkomst ceremonie zitting ontmoeting riunione conferenza cerimonia sessione incontro reunião
conferência cerimônia cerimónia sessão encontro fórum rapat pertemuan konferensi acara upacara sidang конференции
церемонии встречи заседания
""")
_EVENTS: Final = _GATHERINGS | words("""
briefing gespräch forums événement entretien evenement встрече заседании форуме семинаре
""")
"""The last words of `_EVENT_PHRASE`, but for Vietnamese, where three syllables may follow."""


def _may_name_event(folded: str, last: str) -> bool:
    """Whether a line's last word, one code point aside, is an event, or Vietnamese words introduce one."""
    return last in _EVENTS or last[:-1] in _EVENTS or "tại " in folded or "trong " in folded


_VIEWED: Final = _GATHERINGS | words("""
congress exhibition dialogue arbeitssitzung eröffnungszeremonie ausstellung réception recepción congreso exposición
ricevimento seduta convegno congresso receptie sessie openingsceremonie werkvergadering recepção receção ato seminário
resepsi приёма приема форума семинара переговоров встречу работы trabajo trabalho travail lavoro apertura ouverture
abertura
""")
"""The last words of `_VIEW`."""
_VIEW: Final = expression(
    r"(?:(?:the |an? )?(?:(?:general |panoramic |over)?views?|overview|scenes?|panorama) (?:of|from|at) (?:the |this )"
    r"|(?:das bild der |die |eine? )?(?:szenen?|ansicht|gesamtansicht|blick|überblick|panorama)"
    r" (?:(?:auf|über|in|von|aus) (?:die|das|den|dem|der)|der|des|vom) "
    r"|(?:la |une )?(?:scènes?|vue|vue d['’]ensemble|vue générale|aperçu|panorama)"
    r" (?:de la |de l['’]|du |sur la |sur le )"
    r"|(?:la |una )?(?:escenas?|vista|vista general|vista panorámica|panorámica|panorama) (?:de la |del )"
    r"|(?:la |una )?(?:scen[ae]|vista|veduta|panoramica|panorama) (?:della |del |dell['’])"
    r"|(?:het |een )?(?:tafereel|scène|uitzicht|overzicht|zicht|blik|panorama) (?:van|op|in) (?:de |het )"
    r"|(?:a |uma )?(?:cenas?|vista|vista geral|visão|visão geral|panorama) (?:da |do )"
    r"|(?:suasana|pemandangan|adegan|gambaran) |(?:сцена|вид|общий вид|картина|панорама) (?:на )?)"
    r"(?:[\w'’-]+ ){0,2}[\w'’-]+\.?"
)
"""A scene, its event and nothing else, as portals translate the words over their picture by machine."""
_EASTERN_VIEWS: Final = ("现场", "現場", "一角", "様子", "模様", "모습", "전경", "장면")
_EASTERN_VIEW: Final = expression(
    r"[\w·]{0,6}(?:会见|会談|会谈|会议|會議|會談|会見|会晤|座谈会?|签约|签字|仪式|儀式|典礼|论坛|開幕式|开幕式|研讨会|发布会|招待会|联欢会?"
    r"|式典|表彰式|授賞式|調印式|開会式|閉会式|交流会|懇談会?|面会|会合|会場|회의|회담|행사|기념식|협약식|서명식|개막식|간담회|세미나|포럼"
    r"|면담|접견)(?:장|室|会場|会场)?(?:의|の)? ?(?:现场|現場)?(?:" + "|".join(_EASTERN_VIEWS) + r")[。.]?"
)


def _is_eastern_view(core: str) -> bool:
    """The like of `_VIEW` in Chinese, Japanese and Korean."""
    return core.rstrip("。.").endswith(_EASTERN_VIEWS) and _EASTERN_VIEW.fullmatch(core) is not None


_LONGEST_VIEW: Final = 70
"""Code points of a line that names the scene of an event and ends in a stop."""


@remembered
def names_scene(line: str) -> bool:
    """Whether a short line says only who is where ("Minister Ha at the meeting"): no stop, its end is the event.

    Or it names the event's scene, and may have a stop. Alone it may be a heading or a headline; `neighbours` looks at
    where it stands.
    """
    core = line.rstrip(" |")
    size = len(core)
    if not 4 <= size <= 110 or core[-1] in ":;,?!" or (size > _LONGEST_VIEW and core[-1] == "."):
        return False
    if core[0] >= "\u2e80":
        return _is_eastern_view(core)
    folded = core.casefold()
    last = folded[-20:].replace("’", "'").rstrip(".").rpartition(" ")[2].rpartition("'")[2]
    if last in _VIEWED and _VIEW.fullmatch(folded):
        return True
    if size < 15 or not _may_name_event(folded, last) or ends_sentence(core) or is_cjk(core):
        return False
    return any(m.end() >= len(folded) - 1 for m in _EVENT_PHRASE.finditer(folded))


_FILLER: Final = expression(
    r"(?:photos?|foto|fotos|foto's|beeld|bild|image|imagen|immagine|imagem|gambar|ảnh|hình|фото|снимок)\s(?:: ?)?"
    r"(?:dr|d\.r\.|ctv|cmh|nvcc|из (?:открытых источников|архива|соцсетей)|пресс-служб\w+|предоставлено|архив\w*"
    r"|cortesía|archivo|de archivo|archivio|d'archivio|arquivo|de arquivo|divulgação|reprodução|archives?|d'archives"
    r"|archief|eigen archief|archiv|privat|istimewa|ist|dok\.?|arsip|internet|tư liệu|minh họa|minh hoạ|agencias?"
    r"|redes sociales|stock|ilustrasi|ilustrativa)"
)


_FILLER_HEADS: Final = words("ph fo be bi im ga ản hì фо сн")


_SCENE_HEADS: Final = words("to qu an ov ge vi sc bl ei üb vu pa su ve об") | {"a "}
DESCRIBED_HEADS: Final = _FILLER_HEADS | _SCENE_HEADS
"""First two code points of whatever the two expressions match."""


def _apposed(core: str, folded: str) -> bool:
    """Whether a line is a name, who that is and the event, without a verb: "Ann Hale, mayor, at the ceremony."."""
    if folded.count(", ") < 2:
        return False
    parts = folded.rstrip(". ").split(", ")
    if not 3 <= len(parts) <= 4 or not core[0].isupper() or max(map(len, parts)) > 90:
        return False
    return _EVENT_PHRASE.match(parts[-1]) is not None


def ends_in_event(line: str) -> bool:
    """Whether the last of three parts or more of a line is "at the ceremony" or its like: see `_apposed`."""
    return line.count(", ") >= 2 and _EVENT_PHRASE.match(line[line.rfind(", ") + 2 :].casefold()) is not None


def descriptive(core: str) -> str | None:
    """Captions without a credit that say where someone stands in the picture, or only name the scene."""
    if len(core) <= 250 and ("(" in core or "（" in core) and core[-1] != ":" and tells_position(core):
        return "position"
    if len(core) <= 250 and is_placed(core):
        return "position"
    if len(core) > 140:
        return None
    folded = core.casefold()
    head = folded[:2]
    if _apposed(core, folded) or (head in _FILLER_HEADS and _FILLER.fullmatch(folded.rstrip("."))):
        return "scene"
    if head in _SCENE_HEADS and len(core) <= 110 and _SCENE.match(folded) and "," not in core:
        return "scene"
    posed = not ends_sentence(core) and _HAS_GROUP_PHOTO(folded)
    return "scene" if posed else None
