"""The words beside a date: whether they say that it is the day of publication, of an update, or of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from service.core.date_forms import MONTHS
from service.core.expressions import expression
from service.core.line_text import remembered
from service.core.vocabulary import phrases


class Standing(IntEnum):
    """How much the label of a date speaks for the day of publication; the least says most."""

    PUBLISHED = 0
    UNLABELLED = 1
    UPDATED = 2
    OTHER = 3


_OTHER: Final = expression(
    # received, accepted
    r"\b(?:nhận bài|phản biện|eingegangen|eingereicht|angenommen|received|accepted|submitted|recibid|aceptad|reçue?\b"
    r"|acceptée?\b|ricevut|accettat|recebid|aceit[oa]\b|diterima|disetujui|ontvangen|поступи|принят"
    # in force, at an end
    r"|hiệu lực|hết hạn|valid|valable|gültig|geldig|vigent|válid|vigueur|vigor|berlaku|действ|in kraft|deadline|expir"
    r"|until|jusqu|hasta|fino al|bis zum|до\b"
    # read, printed, today
    r"|truy cập|ngày in\b|accessed|retrieved|visited|abgerufen|eingesehen|zugriff|consult|acess|diakses|geraadpleegd"
    r"|обращен|printed|gedruckt|ausgedruckt|imprim|impres|stampat|dicetak|afgedrukt|распечат|today is|heute ist"
    # when something takes place
    r"|(?:wann|termin|when|quand|cuándo|wanneer|когда|pelaksanaan)\b"
    # people
    r"|sinh ngày|born|geboren|geb\.|né le|née le|nacid|nat[oa] il|nascid|lahir|родил)"
)
_OTHER_EAST: Final = expression(
    "收稿|修回|录用|受付|受理|접수|심사|有効|有效|期限|截至|截止|まで|까지|유효|마감|访问|訪問|閲覧|검색일|打印|列印|印刷|인쇄|今天是|今日は"
    r"|開催|(?<![\u3400-\u9fff])日時|出生|生まれ|출생"
)
_PUBLISHED_STEMS: Final = (
    "publi", "pubbl", "veröffentlich", "gepublic", "diterbit", "terbit", "dipublik", "опубликов", "размещ", "erschien",
    "erstell", "eingestellt", "geschrieb", "posted", "gepost", "released", "issued", "created", "dirilis", "diposting",
    "dibuat", "tayang", "dimuat", "creado", "creada", "créé", "criado", "criada", "creato", "creata", "gemaakt",
    "verschenen", "geschreven", "geplaatst", "добавл", "создан", "escrit", "scritt", "difund", "diffus", "divulg",
    "rédig", "postad", "posté", "inserit", "subido", "diunggah", "выложен", "written", "verfasst",
    "ditulis",
)  # fmt: skip
_UPDATED_STEMS: Final = (
    "updat", "modif", "aktualisi", "geändert", "actuali", "atuali", "aggiorn", "bijgewerkt", "gewijzigd", "aangepast",
    "diperbarui", "diubah", "pembaruan", "обновл", "измен", "исправл", "revised", "edited", "editad", "überarbeit",
)  # fmt: skip
_UPDATED: Final = expression(
    r"\b(?:" + "|".join(_UPDATED_STEMS) + r"|amended|last changed|letzte änderung|mis à jour|mise à jour|màj\b|terakhir"
    "|laatste wijziging|duyệt đăng|cập nhật|chỉnh sửa|sửa đổi)"
)
_UPDATED_EAST: Final = expression("更新|修改|修订|修訂|最終|最后|最後|改訂|수정|갱신|업데이트|최종")
_STEMS: Final = _PUBLISHED_STEMS + _UPDATED_STEMS
_PUBLISHED: Final = expression(r"\b(?:" + "|".join(_PUBLISHED_STEMS) + "|đăng|xuất bản|phát hành|ban hành)")
_PUBLISHED_EAST: Final = expression(
    "发布|發布|發佈|发表|發表|刊登|发稿|發稿|公布|公開|掲載|投稿|配信|発表|登録|作成|発行|입력|등록|승인|발행|게시|작성|송고|보도|게재|배포"
)
_LABELS: Final = (
    (_OTHER, _OTHER_EAST, Standing.OTHER),
    (_UPDATED, _UPDATED_EAST, Standing.UPDATED),
    (_PUBLISHED, _PUBLISHED_EAST, Standing.PUBLISHED),
)
_LETTER: Final = re.compile(r"[^\W\d_]")


@remembered
def _standing(words: str) -> Standing:
    """What some words beside a date say of it."""
    if not _LETTER.search(words):
        return Standing.UNLABELLED
    east = max(words) > "\u2e80"
    for western, eastern, standing in _LABELS:
        if western.search(words) or (east and eastern.search(words)):
            return standing
    return Standing.UNLABELLED


def likeliest(folded: str, spans: Sequence[tuple[int, int]]) -> tuple[int, Standing]:
    """Which of the dates in a line is the day of publication, and what its label says.

    A label stands before its date, or behind it where the line opens with a date and has words at its end.

    Args:
        folded: the line casefolded.
        spans: where its dates stand, at least one, in order.
    """
    bounds = [0, *(place for span in spans for place in span), len(folded)]
    between = [_standing(folded[bounds[i] : bounds[i + 1]]) for i in range(0, len(bounds), 2)]
    behind = between[0] is Standing.UNLABELLED and between[-1] is not Standing.UNLABELLED
    labels = between[1:] if behind else between[:-1]
    best = min(range(len(spans)), key=labels.__getitem__)
    return best, labels[best]


_EASTERN_LABEL: Final = expression(
    r"(?:首次|最后|最後|最近|文章|信息|稿件|新闻|新聞|記事|最終|初回|情報|기사|최초|최종|최근|뉴스)?"
    r"(?:发布|發布|發佈|发表|發表|刊登|发稿|發稿|上传|上傳|更新|成文|公布|公開|公开|编辑|录入|添加|创建|建立|修改|登载|刊发"
    r"|播出|出版|掲載|投稿|配信|発表|登録|作成|発行|報道|発信|掲示|公示|放送|執筆|信息"
    r"|입력|수정|등록|승인|발행|게시|작성|송고|보도|게재|배포|업데이트|발표|갱신)?"
    r"(?:机构|機構)?(?:日期|时间|時間|日時|日付|日|时|時|于|於|在|付け?|시간|일시|일자|일|날짜|시각)?|来源|來源|出典|출처"
)
_ISSUE: Final = expression(r"第?\d+[版期号號面회호]")


def is_date_word(token: str) -> bool:
    """Whether a casefolded word is one of those that label a date: no part of a name that stands beside it."""
    token = token.strip(".'’")
    return (
        token in DATE_WORDS
        or not any(map(str.isalpha, token))
        or token.startswith(_STEMS)
        or _OTHER.match(token) is not None
        or _OTHER_EAST.match(token) is not None
        or (token[0] > "\u2e80" and (_EASTERN_LABEL.fullmatch(token) or _ISSUE.fullmatch(token)) is not None)
    )


def tells_no_more(token: str) -> bool:
    """Whether a casefolded word beside a date leaves it a publication-time line: also "this", "article", "May"."""
    return token in _FILLERS or token.strip(".") in MONTHS or is_date_word(token)


_FILLERS: Final = phrases("""
the; this; of; article; story; was; originally; original; press; release; news; content; first; last; t2; t3; t4; t5
t6; t7; cn; thu; feira; pon; wage; kliwon; legi; pahing; artikel; beitrag; inhalt; text; wurde; meldung
pressemitteilung; nachricht; dieser; diese; dieses; cet; cette; a; été; communiqué; presse
première; este; esta; artículo; nota; noticia; comunicado; comunicato; fue; ha; sido; prensa; hora; questo; articolo
stampa; è; stato; prima; notizia; dit; bericht; nieuwsbericht; persbericht; werd; is; matéria; artigo; foi; notícia
статья; материал; новость; выпуск; от; была; был; первая; публикация; tin; bài; được; viết; đưa; ban; hành; xuất; bản
phát; thời; gian; giêng; berita; ini; telah; tanggal; waktu; hari; dari; publikasi; avviso; information; informazione
dernière; jour; still; toujours; tuttora; noch; nog; steeds; unverändert; seit; 中華民國; 民國
""")
"""Words that say of what the date is, in lines such as "This article was published on ..."."""
DATE_WORDS: Final = phrases("""
eingestellt; online; seit; ins netz gestellt; veröffentlichung; mis; ligne; mise; parution; paru; parue; subido
publicación
fecha de; geplaatst; geplaatst op; inserito; inserita; postado; postado em; diunggah; dimuat; размещено; выложено; bởi
ngày đăng; tạo; tải; thời gian; phát hành; hồi; 发文; 公布; 日期; 发文日期; 公布日期; 上传; 發布; 發佈; 發布時間
更新時間; 發表; 發表於; 掲示; 発信; 公示日
게시일; 작성일; 등록일; 입력일; 발행일; 승인일; 배포; 보도; 週一; 週二; 週三; 週四; 週五; 週六; 週日; 周一; 周二
周三; 周四; 周五; 周六; 周日
eingestellt am; heute; wednesday; version; edition; del; de; du; vom; van; della; do; da; năm; tháng; no; nr; nº
n°; số
date; datum; fecha; data; ngày; lúc; dated; published; published on; updated; posted; posted on; on; at
last updated; last modified; created; modified; veröffentlicht; aktualisiert; erstellt; stand; am; um; uhr; den
publié; publié le; mis à jour; mis à jour le; le; à; modifié; modifié le; et; publicado; publicado el; actualizado
el; a las; las; a; h; hs; hrs; gepubliceerd; gepubliceerd op; bijgewerkt; laatst bijgewerkt; op; om; uur; cập nhật
cập nhật lúc; đăng; đăng lúc; đăng ngày; xuất bản; thứ; thứ hai; thứ ba; thứ tư; thứ năm; thứ sáu; thứ bảy; chủ nhật
hai; ba; tư; năm; sáu; bảy; chủ; nhật; giờ; pubblicato; aggiornato; il; alle; ore; publicado em; atualizado
atualizado em; em; às; diterbitkan; diperbarui; pada; pukul; wib; wita; wit; опубликовано; обновлено; в; г; года
мск; дата; 发布; 发布时间; 时间; 日期; 更新; 更新时间; 发布日期; 公開; 更新日; 公開日; 配信; 掲載; 掲載日
投稿日; 公開日時; 更新日時; 配信日; 発表日; 午前; 午後; 입력
수정; 등록; 기사입력; 송고; 오전; 오후; 게시; 게재; monday; tuesday; wednesday; thursday; friday; saturday; sunday
mon; tue; wed; thu; fri; sat; sun; montag; dienstag; mittwoch; donnerstag; freitag; samstag; sonnabend; sonntag; mo
di; mi; do; fr; sa; so; lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche; lunes; martes; miércoles; jueves
viernes; sábado; domingo; maandag; dinsdag; woensdag; donderdag; vrijdag; zaterdag; zondag; lunedì; martedì
mercoledì; giovedì; venerdì; sabato; domenica; segunda-feira; terça-feira; quarta-feira; quinta-feira; sexta-feira
segunda; terça; quarta; quinta; sexta; senin; selasa; rabu; kamis; jumat; jum'at; sabtu; minggu; понедельник
вторник; среда; четверг; пятница; суббота; воскресенье; 星期一; 星期二; 星期三; 星期四; 星期五; 星期六; 星期日
星期天; 月; 火; 水; 木; 金; 土; 日; 月曜日; 火曜日; 水曜日; 木曜日; 金曜日; 土曜日; 日曜日; 월요일; 화요일; 수요일
목요일; 금요일; 토요일; 일요일; 월; 화; 수; 목; 금; 토; 일; gmt; utc; gmt+7; ict; est; edt; cet; cest; bst; pst; pdt
cập; lần; cuối; first; last; latest; posté; posté le; zuletzt; geändert; laatst; gewijzigd; última; último
ultima; ultimo
atualização; modifica; modificado; modificato; lun; mar; mer; jeu; ven; sam; dim; dom; lunes; mié; mie; jue; vie
sáb
sab; gio; ter; qua; qui; sex; seg; wo; ma; vr; za; zo; пн; вт; ср; чт; пт; сб; вс; ist; msk; sgt; hkt; jst; kst
aest; et
pt; am; um; с; время; публикации; размещено; terakhir; tayang; rilis; sen; sel; rab; kam; jum; min; 最終更新
最后更新; 最後更新; 승인
업데이트; 발행; 작성; edited; revised; uploaded; issued; reposted; ago; eastern; utc+7; gmt+8; gmt+1
pm; t; z; local time; time; views; lượt xem; view; view count; giờ việt nam; hanoi time; min read; read
""")
"""What may stand beside the date in a publication-time line: labels, weekdays, prepositions, zones."""

DATE_LABELS = phrases("""
eingestellt; veröffentlichung; parution; mis; mise; subido; geplaatst; inserito; inserita; postado; diunggah; dimuat
tayang; размещено
发文日期; 公布日期; 發布; 發佈; 掲示; 게시일; 작성일; 등록일; 입력일
first; posté; last; modified; geändert; erschienen; zuletzt; laatst; última; último; ultima; ultimo; cập; lần
время; tayang
date; published; updated; posted; veröffentlicht; aktualisiert; publié; publicado; actualizado; gepubliceerd
bijgewerkt; cập nhật; đăng; pubblicato; aggiornato; atualizado; diterbitkan; diperbarui; опубликовано; обновлено
发布; 更新; 公開; 입력; 수정
""")
"""Those that open such a line."""
