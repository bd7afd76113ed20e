"""What page furniture speaks of, whatever its wording: lines in which ideas meet that articles keep apart.

"Story continues below this ad", "Nach der Werbung geht es weiter" and "广告之后文章继续" share no words, but each is
a short line that speaks of an advertisement and of going on. The ideas are word lists in thirteen languages; one pass
over a line finds them all, and a rule names the ideas that must meet in it.

Terms are written as `ideas` has them.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import Final, NamedTuple

from service.core.ideas import Ideas
from service.core.line_text import Verdict

_IDEAS: Final = Ideas({
    "ad": """
ad; ads; advert*; sponsor message; werbung; anzeige; publicité; annonce; annonces; pub; publicidad; anuncio; anuncios
advertentie*; reclame; quảng cáo; pubblicità; annuncio; annunci; publicidade; anúncio; anúncios; iklan; реклам*; 广告
廣告
広告; 광고
""",
    "onward": """
continue*; continues; below; keep reading; scroll; after; weiter*; fortgesetzt; unten; nach; lire la suite; la suite
continuez; ci-dessous; poursui*; après; sigue; siga; siguiente; continúa; abajo; después; tras; verder; hieronder
door onder; loopt door; na; tiếp; tiếp tục; tiếp theo; bên dưới; dưới đây; sau; prosegue; continua; di seguito; dopo
sotto; continuar; abaixo; após; depois; lanjut*; berlanjut; setelah; gulir; di bawah; продолж*; ниже; после; далее; 继续
繼續; 往下; 之后; 之後; 下方; 続き*; 下に; 続く; あと; 後; 계속; 아래; 이어; 뒤
""",
    "mail": """
inbox; mail; mails; e-mail*; email*; mailbox; newsletter*; postfach
mailingliste; boîte mail; boîte aux lettres; courriel
infolettre
correo; buzón; boletín; mailbox; nieuwsbrief*; hộp thư; thư điện tử; bản tin; casella; posta elettronica; boletim
caixa de entrada; kotak masuk; surel; buletin; почт*; рассылк*; имейл; 邮箱; 邮件; 電子報; 郵箱; メール; メルマガ
메일; 뉴스레터
""",
    "news": """
news; headlines; briefing; stories; updates; digest; nachrichten; wichtigste*; überblick; meldungen; l'actualité
actualité*; l'essentiel; infos; nouvelles; noticias; titulares; actualidad; nieuws; overzicht; tin; tin tức; notizie
essenziale; notícias; manchetes; destaques; berita; kabar; новост*; главн*; 新闻; 要闻; 資訊; 资讯; 新聞; ニュース
記事; 뉴스
소식
""",
    "get": """
sign up; subscribe*; register now; jetzt anmelden; anmelden; abonnieren; kostenlos bestellen; eintragen; abonnez*
inscrivez*; s'inscrire; je m'inscris; suscríb*; regístr*; apúntate; meld je aan; schrijf je in; inschrijven; aanmelden
abonneer*; đăng ký; nhận ngay; iscriviti; registrati; abbonati; assine; inscreva*; cadastre*; subscreva; daftar*
berlangganan; langganan; подпи*; 订阅; 訂閱; 登録; お届け; 구독; 받아보; 신청
""",
    "receive": """
get; receive; erhalten; bekommen; recevez; recibe; reciba; ontvang; krijg; nhận; ricevi; receba; dapatkan; terima
получайте; получите; 获取; 接收; 发到; 受け取; 受信
""",
    "periodic": """
every; daily; weekly; each; jeden; jede; täglich; wöchentlich; chaque; quotidien*; cada; todos los; a diario; elke
iedere
dagelijks; mỗi; hằng; hàng; ogni; todas as; todo; diariamente; setiap; harian; кажд*; ежедневн*; 每; 毎; 매
""",
    "machine": """
machine*; automatic*; ai; ai-*; maschin*; automat*; ki; künstlich*; machine; automatiquement; ia; máquina; automátic*
vertaalmachine; máy; tự động; macchina; automaticamente; mesin; otomatis; машин*; автоматич*; нейросет*; 机器; 機器
自动
自動; 機械; 人工智能; 기계; 자동; 인공지능
""",
    "translated": """
translat*; übersetz*; traduit*; traduct*; traducid*; traducc*; vertaal*; vertaling; được dịch; bản dịch; dịch; tradott*
traduzion*; traduzid*; traduç*; diterjemah*; terjemah*; перевод*; переведен*; переведён*; 翻译; 翻譯; 翻訳; 번역
""",
    "useful": """
helpful; useful; hilfreich; nützlich; utile; útil; nuttig; hữu ích; bermanfaat; membantu; полез*; 有帮助; 有用; 有幫助
役に立; 参考になり; 도움이; 유용
""",
    "article": """
this article; this story; this page; article; articles; story; stories; artikel*; beitrag; seite; cet article; page
artículo*; noticia; nota; bài viết; bài; articolo; articoli; artigo*; matéria*; notícia; artikel ini; berita ini; стать*
материал*; 本文; 文章; 篇; この記事; 記事; 기사
""",
    "free": """
free; kostenlos*; kostenfrei*; gratis; gratuit*; miễn phí; grátis; бесплатн*; 免费; 免費; 無料; 무료
""",
    "left": """
left; remaining; noch; übrig; reste; restant*; quedan; queda; nog; còn; restano; rimast*; ainda; restam; masih; tersisa
sisa; остал*; 还可; 剩余; 還可; あと; 残り; 남았; 남은
""",
    "comment": """
comment*; kommentar*; comentar*; comentário*; reactie*; bình luận; ý kiến; commento; commenti; komentar; комментар*
отзыв*; opine; opina; 评论; 評論; 留言; コメント; 댓글; 의견
""",
    "write": """
write; leave; post; enter; type; add; schreib*; verfass*; hinterlass*; écri*; laiss*; rédige*; escrib*; deja; añade
schrijf; plaats; laat; nhập; viết; gửi; scrivi; lascia; inserisci; escreva; deixe; digite; tulis*; ketik; kirim
напиш*; остав*; введите; добав*; 写下; 输入; 发表; 寫下; 輸入; 入力; 書い; 投稿; 입력; 작성; 남겨; 써
""",
    "reader": """
readers; leser; leserinnen; nutzer; lecteurs; internautes; lectores; lezers; anderen; bạn đọc
độc giả; lettori; leitores; internautas; pembaca; читател*; 读者; 网友; 讀者; 読者; 読まれ; 독자
""",
    "also": """
also; read; viewed; watching; auch; lesen; interessier*; aussi; lu; lus; consult*; también; leyeron; vieron; leen
lezen; lazen; bekeken; cũng; đọc; quan tâm; anche; hanno letto; letto; leggono; também; leram; viram; lendo; juga
membaca; melihat; также; смотрел*; читал*; читают; 还看; 也看; 都在看; 喜欢; 喜歡; こんな; 読まれ; 많이 본; 함께 본
어떠세요
""",
    "kind": """
more; similar; related; latest; popular; trending; top; most read; most viewed; recommended; other; mehr; weitere
ähnliche
verwandte; neueste; beliebte*; meistgelesen*; empfohlen*; plus; autres; similaires; liés; récents; derniers; dernières
populaires; les plus lus; más; otras; otros; similares; similar; relacionad*; últimas; lo más leído; lo más visto
meer; andere
vergelijkbare; gerelateerde*; laatste; meest gelezen; populair*; khác; liên quan; tương tự; mới nhất; đọc nhiều
xem nhiều
nổi bật; altri; altre; altro; simili; correlat*; ultime; più letti; più lette; mais; outras; outros; semelhante*
mais lidas
mais lidos; lainnya; lain; terkait; serupa; terbaru; terpopuler; другие; похожие; ещё; еще; последние; популярн*
читаемое
更多; 相似; 相关; 相關; 最新; 热门; 熱門; 其他; 排行; 似た; 関連; 最新の; 人気; その他; 他の; ランキング; 비슷한; 관련
최신; 인기; 다른; 많이 본; 많이 읽은
""",
    "links": """
news; stories; articles; posts; coverage; headlines; reads; content; artikel; beiträge; nachrichten; meldungen; texte
articles
contenus; actualités; nouvelles; dépêches; noticias; artículos; contenido; contenidos; titulares; artikelen; berichten
nieuws
tin; bài; bài viết; articoli; notizie; contenuti; notícias; artigos; conteúdo; matérias; berita; artikel; kabar
новости; статьи
материалы; публикации; 新闻; 文章; 报道; 報導; 阅读; 资讯; 記事; ニュース; アクセス; 기사; 뉴스; 글; 소식
""",
    "skip": """
skip; jump; springen; aller au; aller à; passer; saltar; ir al; naar de; ga naar; chuyển đến; bỏ qua; vai al; salta
saltar; pular; ir para; langsung ke; lewati; loncat; перейти; пропустить; 跳至; 跳到; 跳过; スキップ; 바로가기; 건너뛰기
""",
    "place": """
content; navigation; menu; footer; main; inhalt; hauptinhalt; contenu; contenido; inhoud; nội dung; contenuto; conteúdo
konten; isi; содержани*; содержимому; меню; 正文; 内容; 主要内容; 導覽; 本文; コンテンツ; 본문; 메뉴; 콘텐츠
""",
    "copyright": """
©; ⓒ; (c); copyright
""",
    "minutes": """
min; min.; minutes; minute; minuten; mins; minutos; phút; minuti; menit; мин; мин.; минут*; 分钟; 分鐘; 分で; 분
""",
    "reading": """
read; reading; listen; listening; lesezeit; lesedauer; hören; anhören; lecture; écouter; lectura; escuchar; leestijd
luister*; thời gian đọc; nghe; đọc; lettura; ascolta; leitura; ouvir; waktu baca; baca; dengarkan; чтени*; слушать; 阅读
閱讀; 收听; 読め; 読了; 聴く; 읽는; 듣기; 읽기
""",
    "follow": """
follow; join; folg*; suivez; retrouvez; rejoignez; ajoutez; síguenos; sígue*; únete; encuéntr*
volg; theo dõi; kết bạn; tham gia; seguici; segui; unisciti; siga*; acompanhe; ikuti; gabung; подпис*
читайте; следите; присоединяйтесь; 关注; 關注; 加入; 扫码; フォロー; 友だち追加; 友達追加; 팔로우; 추가; 친구
""",
    "network": """
facebook; twitter; whatsapp; telegram; instagram; youtube; tiktok; linkedin; zalo; threads; bluesky; mastodon; viber
google news; google nachrichten; google noticias; google actualités; kanal; channel; wechat; vk; вконтакте; телеграм*
微信; 微博; 公众号; 抖音; 小红书; 公式line; 카카오톡; 카카오; 채널; 네이버
""",
    "app": """
app; apps; application; aplicación; aplicativo; ứng dụng; aplikasi; applicazione; приложени*; 客户端; アプリ; 앱
""",
    "download": """
download; install; get; herunterladen; laden; télécharge*; descarg*; tải; scarica; baixe; descarregue; instale; unduh
pasang
скача*; установ*; 下载; 下載; ダウンロード; 다운로드; 설치
""",
    "yes_no": """
yes no; ja nein; oui non; sí no; si no; ja nee; có không; sì no; sim não; ya tidak; да нет; 是 否; はい いいえ
예 아니요; 예 아니오
""",
    "updated": """
updated; last updated; update*; modified; published; posted; aktualisiert; veröffentlicht; zuletzt; mis à jour; publié
modifié; actualizad*; publicad*; bijgewerkt; gepubliceerd; geplaatst; cập nhật; đăng; aggiornat*; pubblicat*; atualizad*
diperbarui; diterbitkan; tayang; обновл*; опубликован*; 更新; 发布; 發布; 公開; 配信; 업데이트; 수정; 입력; 등록
""",
    "ago": """
ago; vor; il y a; hace; geleden; trước; fa; há; atrás; lalu; назад; 小时前; 分钟前; 天前; 小時前; 分鐘前; 時間前; 分前
日前; 시간 전; 분 전
일 전
""",
})  # fmt: skip


class _Rule(NamedTuple):
    """Ideas that must meet, the longest line they may meet in, whether it may be a sentence, and what it then is."""

    needs: int
    longest: int
    sentence: bool
    found: Verdict


def _rule(ideas: str, longest: int, kind: str, rule: str, *, sentence: bool = False) -> _Rule:
    return _Rule(
        reduce(int.__or__, (_IDEAS.bit[idea] for idea in ideas.split())), longest, sentence, Verdict(kind, rule)
    )


_RULES: Final = (
    _rule("ad onward", 60, "boilerplate", "advertisement"),
    _rule("mail news get", 160, "boilerplate", "newsletter", sentence=True),
    _rule("mail news receive", 110, "boilerplate", "newsletter"),
    _rule("mail news periodic", 100, "boilerplate", "newsletter", sentence=True),
    _rule("mail get receive", 140, "boilerplate", "newsletter", sentence=True),
    _rule("machine translated article", 110, "boilerplate", "page_note", sentence=True),
    _rule("machine translated", 60, "boilerplate", "page_note", sentence=True),
    _rule("useful article yes_no", 90, "boilerplate", "question"),
    _rule("free article left", 80, "boilerplate", "paywall", sentence=True),
    _rule("comment write", 50, "boilerplate", "comments"),
    _rule("reader also", 45, "related", "header"),
    _rule("kind links", 36, "related", "header"),
    _rule("skip place", 40, "boilerplate", "interface"),
    _rule("minutes reading", 40, "boilerplate", "counter", sentence=True),
    _rule("follow network", 70, "boilerplate", "follow"),
    _rule("app download", 70, "boilerplate", "app"),
    _rule("updated ago", 50, "dateline", "ago"),
)
_DIGIT_RULES: Final = frozenset({"counter", "ago"})
_LONGEST: Final = max(rule.longest for rule in _RULES)


ideas = _IDEAS.spoken
"""The ideas that a casefolded line speaks of, as bits."""
terms = _IDEAS.terms
"""What stands for the ideas of some names in a casefolded line."""


def speaks_of(idea: str, folded: str) -> bool:
    """Whether a casefolded line speaks of an idea."""
    return bool(ideas(folded) & _IDEAS.bit[idea])


@lru_cache(4096)
def _may_meet(bits: int) -> bool:
    """Whether these ideas are all that some rule needs."""
    return any(bits & rule.needs == rule.needs for rule in _RULES)


def meeting(line: str, folded: str, *, ends: bool) -> Verdict | None:
    """What a line is in which ideas of page furniture meet, else None.

    Args:
        line: the line as written.
        folded: its key.
        ends: whether it ends as a sentence does.
    """
    size = len(line)
    if size > _LONGEST:
        return None
    spoken = _IDEAS.loosely(folded)
    if not spoken or not _may_meet(spoken):
        return None  # nearly every line: where its terms stand is not looked at
    bits = ideas(folded)
    for rule in _RULES:
        if bits & rule.needs == rule.needs and size <= rule.longest and (rule.sentence or not ends):
            if rule.found.rule in _DIGIT_RULES and not any(map(str.isdigit, line)):
                continue
            return rule.found
    return None
