"""The words that page furniture is made of, in the thirteen languages Communique cleans.

Every set holds *keys*: casefolded phrases without the decoration around them (see `line_patterns.key`). They come
from how news sites label their own parts: share bars, comment boxes, link lists, credits, source lines. A phrase
stands here only when a paragraph of an article cannot consist of it alone.
"""

from __future__ import annotations

import unicodedata

from service.core.expressions import expression


def phrases(block: str) -> frozenset[str]:
    """The set of phrases in a block of text: separated by semicolons or line ends, casefolded."""
    return frozenset(p for part in block.replace("\n", ";").split(";") if (p := " ".join(part.casefold().split())))


def words(block: str) -> frozenset[str]:
    """The set of words in a block of text, casefolded."""
    return frozenset(block.casefold().split())


_ACCENTED = expression("[ăđơư\u1ea0-\u1ef9]")  # letters that only Vietnamese has


def plain(phrase: str) -> str:
    """A Vietnamese phrase as it is typed without accents: "tin liên quan" as "tin lien quan"."""
    letters = unicodedata.normalize("NFD", phrase.replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def with_plain(found: frozenset[str]) -> frozenset[str]:
    """The phrases, and the Vietnamese ones of two words or more without accents too; one word may be another's."""
    return found | {plain(p) for p in found if " " in p and _ACCENTED.search(p)}


INTERFACE = with_plain(
    phrases("""
share; share this; share this article; share article; share on; print; print this page; print article; email; e-mail
copy link; comment; comments; leave a comment; leave a reply; add a comment; post a comment; write a comment
feedback; reply; your comment; no comments; no comments yet; be the first to comment; like; tweet; send
send to a friend; save; listen; log in; login; sign in; sign up; register; subscribe; subscribe now; menu; search
home; home page; homepage; back; back to top; top; go to top; scroll to top; skip to content; skip to main content
close; loading; loading...; show more; load more; no data; no data available; no videos available
no video available; no results; advertisement; advertisements; ads; ad; sponsored; sponsored content; promoted
contents; table of contents; follow us; follow us on; follow; tags; tag; topics; keywords; previous; next
previous article; next article; previous post; next post; mobile version; desktop version; version; sitemap; contact
contact us; about us; privacy policy; terms of use; terms of service; cookie policy; cookie settings; breaking news
all rights reserved; font size; text size; listen to this article; play; pause; download; view comments
rate this article; please follow and like us; rss; hotline; photo gallery; view all; see all; accept; accept all
decline; reject all; ok; please enter your comment; please enter your name here
your email address will not be published; post comment
ihre e-mail-adresse wird nicht veröffentlicht; deine e-mail-adresse wird nicht veröffentlicht; compartir esto
o seu endereço de email não será publicado; o seu endereço de e-mail não será publicado; teilen mit; 첨부파일
email của bạn sẽ không được hiển thị công khai; 이메일은 공개되지 않습니다

teilen; artikel teilen; diesen artikel teilen; drucken; artikel drucken; kommentar; kommentare; kommentieren; merken
senden; kommentar schreiben; kommentar verfassen; kommentar hinterlassen; keine kommentare; versenden; weiterleiten
anmelden; abmelden; registrieren; abonnieren; menü; suche; suchen; startseite; zurück; zurück zur übersicht
zum seitenanfang; nach oben; anzeige; werbung; anzeigen; schließen; mehr anzeigen; mehr laden; wird geladen
folgen sie uns; folgen; schlagwörter; schlagworte; themen; stichwörter; impressum; datenschutz; datenschutzerklärung
agb; kontakt; über uns; rückmeldung; keine daten; keine daten verfügbar; keine videos verfügbar; schriftgröße
artikel anhören; vorlesen; eilmeldung; inhalt; alle rechte vorbehalten; cookie-einstellungen; alle akzeptieren
ablehnen; akzeptieren; zum inhalt springen; mobile ansicht; vorheriger artikel; nächster artikel; inhaltsverzeichnis
feedback geben; artikel merken; link kopieren; per e-mail teilen

partager; partager sur; partager l'article; partager cet article; imprimer; envoyer; envoyer par mail; commenter
commentaire; commentaires; laisser un commentaire; ajouter un commentaire; aucun commentaire; réagir; réactions
répondre; soyez le premier à commenter; votre commentaire; se connecter; connexion; s'inscrire; s'abonner
abonnez-vous; menu principal; recherche; rechercher; accueil; retour; retour en haut; haut de page
retour en haut de page; publicité; annonce; fermer; voir plus; afficher plus; charger plus; chargement; suivez-nous
suivre; mots-clés; mots clés; étiquettes; thèmes; mentions légales; contact; contactez-nous; à propos
qui sommes-nous; politique de confidentialité; plan du site; pas de données; aucune donnée; aucune vidéo disponible
pas de vidéos disponibles; taille du texte; écouter l'article; écouter; tous droits réservés; gérer les cookies
modifier mes choix cookies; paramètres des cookies; tout accepter; tout refuser; article précédent; article suivant
version mobile; copier le lien; sommaire; dernière minute; changer de région; aller au contenu

compartir; compartir en; comparte; comparte este artículo; imprimir; enviar; enviar por correo; comentar; comentario
comentarios; deja un comentario; dejar un comentario; deja una respuesta; sin comentarios; no hay comentarios
responder; opinar; sé el primero en comentar; iniciar sesión; inicia sesión; registrarse; regístrate; suscribirse
suscríbete; menú; buscar; búsqueda; inicio; portada; regresar; volver; volver arriba; ir arriba; subir; publicidad
anuncio; anuncios; cerrar; ver menos; cargar más; cargando; síguenos; síganos; síguenos en; síganos en; etiquetas
etiqueta; temas; palabras clave; aviso legal; contacto; quiénes somos; política de privacidad; política de cookies
mapa del sitio; sin datos; no hay datos; no hay videos disponibles; no hay vídeos disponibles; tamaño del texto
escuchar; todos los derechos reservados; configurar cookies; aceptar; aceptar todo; rechazar; artículo anterior
artículo siguiente; versión móvil; copiar enlace; última hora; contenido; ir al contenido; guardar

delen; deel; deel dit artikel; deel dit; afdrukken; printen; reactie; reacties; reageer; reageren
plaats een reactie; geef een reactie; laat een reactie achter; geen reacties; verstuur; versturen; verzenden; mailen
inloggen; aanmelden; uitloggen; registreren; abonneren; abonneer; zoeken; zoek; startpagina; terug; terug naar boven
naar boven; advertentie; advertenties; reclame; sluiten; meer laden; toon meer; laden; volg ons; volg ons op
trefwoorden; onderwerpen; contact opnemen; over ons; privacybeleid; privacyverklaring; algemene voorwaarden
geen gegevens; geen gegevens beschikbaar; geen video's beschikbaar; tekstgrootte; luister naar dit artikel
alle rechten voorbehouden; cookie-instellingen; accepteren; alles accepteren; weigeren; vorig artikel
volgend artikel; mobiele versie; kopieer link; inhoudsopgave; bewaren; naar de inhoud; laatste nieuws

chia sẻ; chia sẻ bài viết; chia sẻ facebook; in bài; in bài viết; in trang; bản in; gửi; gửi email; gửi bài
gửi bình luận; bình luận; ý kiến; ý kiến bạn đọc; ý kiến của bạn; viết bình luận; gửi ý kiến; phản hồi; trả lời
thích; lưu bài; lưu; nghe; nghe bài viết; nghe đọc bài; đăng nhập; đăng ký; đăng kí; theo dõi; theo dõi chúng tôi
tìm kiếm; trang chủ; quay lại; trở lại; lên đầu trang; về đầu trang; đầu trang; quảng cáo; đóng; xem thêm bình luận
tải thêm; đang tải; từ khóa; từ khoá; thẻ; nhãn; liên hệ; giới thiệu; liên hệ quảng cáo; liên hệ tòa soạn
điều khoản sử dụng; chính sách bảo mật; không có dữ liệu; không có video; cỡ chữ; đọc bài; tăng cỡ chữ; giảm cỡ chữ
phiên bản di động; phiên bản mobile; bài trước; bài sau; sao chép liên kết; sao chép link; mục lục
hãy là người đầu tiên bình luận; sơ đồ trang; tin nóng; đường dây nóng; hủy; chưa có bình luận; bình chọn; đánh giá

condividi; condividi su; condividi l'articolo; stampa; invia; commenta; commento; commenti; lascia un commento
nessun commento; rispondi; accedi; registrati; iscriviti; abbonati; cerca; torna su; torna in alto; indietro
pubblicità; chiudi; mostra altro; carica altro; caricamento; seguici; seguici su; parole chiave; argomenti; contatti
chi siamo; note legali; informativa sulla privacy; nessun dato; nessun dato disponibile; nessun video disponibile
ascolta; tutti i diritti riservati; gestisci cookie; accetta; accetta tutti; rifiuta; articolo precedente
articolo successivo; versione mobile; copia link; ultim'ora; salva; invia commento

compartilhar; compartilhe; partilhar; partilhe; compartilhe esta notícia; imprima; comentário; comentários; comente
deixe um comentário; deixe seu comentário; nenhum comentário; sem comentários; entrar; iniciar sessão; cadastre-se
assine; inscreva-se; subscrever; pesquisar; pesquisa; busca; página inicial; início; voltar; voltar ao topo; topo
publicidade; anúncio; fechar; ver mais comentários; carregar mais; carregando; siga-nos; siga-nos no; palavras-chave
assuntos; tópicos; contato; contacto; sobre nós; política de privacidade; termos de uso; sem dados
nenhum vídeo disponível; não há vídeos disponíveis; ouvir; todos os direitos reservados; aceitar; aceitar todos
rejeitar; artigo anterior; próximo artigo; versão móvel; copiar link

bagikan; bagikan artikel ini; bagikan ke; cetak; kirim; kirim email; komentar; tulis komentar; tinggalkan komentar
belum ada komentar; tidak ada komentar; balas; suka; masuk; daftar; berlangganan; cari; pencarian; beranda; kembali
kembali ke atas; ke atas; iklan; tutup; muat lebih banyak; memuat; ikuti kami; ikuti kami di; kata kunci; topik
kontak; hubungi kami; tentang kami; kebijakan privasi; syarat dan ketentuan; tidak ada data; tidak ada video
tidak ada video tersedia; ukuran huruf; dengarkan; simpan; salin tautan; hak cipta dilindungi; terima; tolak
artikel sebelumnya; artikel selanjutnya; artikel berikutnya; versi mobile; masukan

поделиться; поделиться в; поделитесь; поделиться ссылкой; печать; распечатать; версия для печати; отправить
комментарий; комментарии; комментировать; оставить комментарий; добавить комментарий; нет комментариев
комментариев нет; ответить; нравится; войти; вход; регистрация; подписаться; подписка; меню; поиск; главная
на главную; назад; наверх; вверх; реклама; закрыть; показать еще; показать ещё; загрузить еще; загрузка
подписывайтесь на нас; следите за нами; метки; теги; ключевые слова; темы; контакты; о нас
политика конфиденциальности; нет данных; видео нет; нет доступных видео; размер шрифта; слушать; все права защищены
принять; отклонить; предыдущая статья; следующая статья; мобильная версия; скопировать ссылку; обратная связь
отзывы; ваш отзыв; сохранить

分享; 分享到; 打印; 写评论; 打印本文; 打印本页; 打印本文; 发送; 评论; 发表评论; 我要评论; 暂无评论; 网友评论; 回复
点赞; 登录; 注册
订阅; 菜单; 搜索; 首页; 返回; 返回首页; 返回顶部; 回到顶部; 广告; 关闭; 加载更多; 加载中; 关注我们; 标签; 关键词
联系我们; 关于我们; 隐私政策; 没有数据; 暂无数据; 暂无视频; 没有视频; 字号; 收藏; 版权所有; 接受; 拒绝; 上一篇
下一篇; 手机版; 复制链接; 反馈; 意见反馈; 您的意见; 扫一扫; 分享到微信; 责任编辑; 网站地图; 纠错; 查看评论; 阅读全文
分享至; 列印; 評論; 留言; 發表評論; 登入; 註冊; 搜尋; 選單; 廣告; 關閉; 回到頁首; 返回頁首; 版權所有; 無數據; 意見

シェア; シェアする; 共有; 共有する; 印刷; 印刷する; 送信; コメント; コメントする; コメントを書く; コメントを投稿
コメントはまだありません; 返信; いいね; いいね!; ログイン; 会員登録; 登録; 購読; メニュー; 検索; ホーム; トップ
トップページ; 戻る; トップへ戻る; ページトップへ; ページの先頭へ; 上へ戻る; 広告; 閉じる; もっと読み込む; 読み込み中
フォローする; フォロー; タグ; キーワード; お問い合わせ; 運営会社; プライバシーポリシー; 利用規約; データなし
データがありません; 動画はありません; ビデオはありません; 利用可能な動画はありません; 文字サイズ; 保存
無断転載を禁じます; 無断転載禁止; 同意する; 前の記事; 次の記事; リンクをコピー; ご感想; ご意見; ツイート
メールで送る; スマートフォン版; 目次; 速報; ご意見・ご感想

공유; 공유하기; 인쇄; 인쇄하기; 프린트; 보내기; 댓글; 댓글 쓰기; 댓글쓰기; 댓글 달기; 댓글 없음; 답글; 좋아요
로그인; 회원가입; 구독; 구독하기; 메뉴; 검색; 홈; 뒤로; 돌아가기; 맨 위로; 위로; 광고; 닫기; 더 불러오기; 로딩 중
팔로우; 태그; 키워드; 문의; 회사소개; 개인정보처리방침; 이용약관; 데이터 없음; 데이터가 없습니다; 비디오 없음
동영상 없음; 사용 가능한 동영상이 없습니다; 글자 크기; 글자크기; 저장; 무단전재 및 재배포 금지; 동의; 이전 기사
다음 기사; 이전 글; 다음 글; 이전글; 다음글; 링크 복사; 의견; 피드백; 스크랩; 기사 공유; 기사 공유하기; 글씨크기
목차
속보; 모바일 버전
""")
)

RELATED_HEADERS = with_plain(
    phrases("""
related; related news; related articles; related stories; related posts; related topics; related content; read more
read also; see also; more; more news; more on this; more on this topic; more on this story; more stories
more articles; other news; others; other stories; other articles; latest; latest news; newest; most read
most popular; most viewed; popular; popular posts; trending; trending now; editor's picks; you may also like
you might also like; recommended; recommended for you; in the same category; same category; same topic; same author
in the same topic; on the same topic; in this topic; from the same author; by the same author; don't miss
recent posts; top stories; top news; further reading; up next; headline; headlines; schlagzeilen; titulares
manchetes
berita utama; tin chính; главное; главные новости; 头条新闻; ヘッドライン; 주요 기사

mehr zum thema; mehr dazu; lesen sie auch; lesen sie mehr; weiterlesen; weiteres; weitere artikel
weitere nachrichten; weitere meldungen; weitere themen; zum thema; zum gleichen thema; gleiches thema
gleiche kategorie; gleicher autor; in der gleichen kategorie; aus der gleichen kategorie; in derselben kategorie
in der selben kategorie; vom selben autor; vom gleichen autor; das könnte sie auch interessieren
das könnte dich auch interessieren; auch interessant; meistgelesen; meist gelesen; am meisten gelesen
neueste nachrichten; aktuelle nachrichten; neueste; ähnliche artikel; verwandte artikel; verwandte themen
verwandte nachrichten; empfehlungen; empfohlen; mehr; mehr lesen; mehr nachrichten; siehe auch; andere nachrichten
andere meldungen; topthemen

à lire aussi; lire aussi; a lire aussi; lire la suite; lire plus; lisez aussi; voir aussi; à voir aussi
sur le même sujet; sur le même thème; même sujet; dans la même catégorie; même catégorie; même auteur
du même auteur; dans la même rubrique; dans le même sujet; articles liés; articles similaires; articles connexes
articles associés; à ne pas manquer; les plus lus; les plus vus; plus lus; dernières nouvelles; dernières actualités
autres; autres articles; autres actualités; autres nouvelles; plus d'infos; plus; en savoir plus; vous aimerez aussi
vous pourriez aussi aimer; recommandé pour vous; à la une; actualités connexes; sujets connexes
informations connexes

ver más; ver mas; leer más; lea más; lea también; lea tambien; lee también; leer también; le puede interesar
te puede interesar; también te puede interesar; noticias relacionadas; artículos relacionados; relacionadas
relacionados; relacionado; contenido relacionado; temas relacionados; más noticias; otras noticias; otros; otras
más; más sobre el tema; sobre el mismo tema; en la misma categoría; misma categoría; mismo tema; mismo autor
del mismo autor; en el mismo tema; lo más leído; más leídas; más leídos; lo más visto; últimas noticias
noticias recientes; recomendados; recomendado; no te pierdas; vea también; ver también; además; otras informaciones

lees ook; lees meer; lees verder; lees hier meer; bekijk ook; zie ook; meer; meer nieuws; meer over dit onderwerp
gerelateerd; gerelateerd nieuws; gerelateerde artikelen; gerelateerde berichten; verwante artikelen
in dezelfde categorie; dezelfde categorie; zelfde categorie; in hetzelfde onderwerp; zelfde onderwerp
hetzelfde onderwerp; van dezelfde auteur; zelfde auteur; dezelfde auteur; meest gelezen; best gelezen; populair
ander nieuws; overig nieuws; overige; anderen; andere; andere artikelen; ook interessant; misschien ook interessant
aanbevolen; aanraders; dit vind je misschien ook interessant; nieuwste; recent nieuws

tin liên quan; tin cùng chuyên mục; tin bài liên quan; bài liên quan; bài viết liên quan; tin tức liên quan
tin khác; các tin khác; tin mới; tin mới nhất; tin mới hơn; tin cũ hơn; các tin đã đưa; tin đọc nhiều; đọc nhiều
đọc nhiều nhất; xem nhiều; xem nhiều nhất; xem thêm; đọc thêm; đọc tiếp; có thể bạn quan tâm; bạn có thể quan tâm
có thể bạn thích; bài cùng chuyên mục; cùng chuyên mục; cùng chủ đề; cùng tác giả; cùng danh mục; bài viết khác
bài khác; các bài khác; tin nổi bật; nổi bật; mới nhất; tin cùng loại; các tin liên quan; mời bạn đọc thêm
mời xem thêm; chủ đề liên quan; tin bài khác; tin xem nhiều; tin tức khác; nên xem; tin trong ngày; tin tiếp theo
đừng bỏ lỡ; độc giả xem thêm; bạn đọc xem thêm; gợi ý cho bạn

leggi anche; leggi di più; leggi tutto; continua a leggere; vedi anche; guarda anche; articoli correlati
notizie correlate; correlati; altre notizie; altri articoli; altro; altri; altre; nella stessa categoria
stessa categoria; stesso argomento; stesso autore; sullo stesso argomento; sullo stesso tema; dello stesso autore
i più letti; più letti; ultime notizie; potrebbe interessarti; ti potrebbe interessare; ti potrebbero interessare
ti potrebbe interessare anche; potrebbe interessarti anche
consigliati; da non perdere

leia também; leia mais; leia ainda; saiba mais; veja também; veja mais; ver mais; notícias relacionadas
artigos relacionados; conteúdo relacionado; mais notícias; outras notícias; outros artigos; outros; outras; mais
na mesma categoria; mesma categoria; mesmo assunto; mesmo autor; mesmo tema; sobre o mesmo tema; do mesmo autor
no mesmo tema; mais lidas; mais lidos; as mais lidas; últimas notícias; você também pode gostar; pode gostar também
recomendado para você; não perca

baca juga; baca selengkapnya; baca lainnya; baca lebih lanjut; lihat juga; simak juga; berita terkait
artikel terkait; terkait; berita lainnya; berita lain; lainnya; yang lain; artikel lainnya; topik terkait
dalam kategori yang sama; kategori yang sama; topik yang sama; penulis yang sama; dari penulis yang sama
di topik yang sama; terpopuler; berita terpopuler; berita populer; populer; terbaru; berita terbaru; rekomendasi
rekomendasi untuk anda; selengkapnya; pilihan editor

читайте также; читать также; читать далее; читать дальше; подробнее; смотрите также; по теме; материалы по теме
похожие статьи; похожие новости; похожие материалы; связанные новости; другие новости; другие; другие материалы; ещё
еще; больше; другие статьи; ещё по теме; еще по теме; в той же категории; та же категория; в этой же категории
той же темы; та же тема; по той же теме; того же автора; тот же автор; самое читаемое; популярное; популярные
последние новости; свежие новости; новости по теме; рекомендуем; вам может быть интересно

相关新闻; 相关阅读; 相关文章; 相关报道; 相关链接; 相关内容; 相关; 相关推荐; 推荐阅读; 延伸阅读; 更多; 更多新闻
更多内容; 阅读更多; 查看更多; 其他新闻; 其他; 其它新闻; 最新消息; 最新新闻; 热门新闻; 热门文章; 热门; 最新; 猜你喜欢
同类新闻; 同一主题; 同一作者; 同类; 同一类别; 您可能感兴趣; 热点; 热点新闻; 为您推荐; 精彩推荐; 相關新聞; 相關閱讀
相關文章; 相關報導; 延伸閱讀; 更多新聞; 其他新聞; 推薦閱讀; 熱門新聞

関連記事; 関連ニュース; 関連; 関連情報; 関連リンク; 関連トピック; もっと見る; もっと読む; 続きを読む
あわせて読みたい; こちらもおすすめ; おすすめ記事; おすすめ; 他の情報; 他のニュース; その他; その他のニュース
他の記事; 人気記事; 人気ニュース; 最新記事; 最新ニュース; アクセスランキング; ランキング; 同じカテゴリー
同じカテゴリ; 同じトピック; 同じ著者; 同じカテゴリーの記事; 新着記事; 注目記事

관련 기사; 관련기사; 관련 뉴스; 관련뉴스; 관련 글; 관련; 관련 소식; 더 보기; 더보기; 더 읽기; 함께 읽기
함께 보면 좋은 기사; 다른 소식; 다른 기사; 다른 뉴스; 기타; 기타 소식; 많이 본 뉴스; 많이 본 기사; 인기 기사
인기 뉴스; 최신 기사; 최신 뉴스; 추천 기사; 추천 뉴스; 같은 카테고리; 같은 주제; 같은 작성자; 같은 저자; 주요 뉴스
주요뉴스; 실시간 인기기사
""")
)
"""Headers of link lists: alone on a line they announce links to other articles."""

RELATED_LABELS = RELATED_HEADERS - phrases("""
more; others; mehr; plus; más; meer; autres; otros; otras; altro; altri; altre; mais; outros; outras; anderen
andere; overige; weiteres; ещё; еще; больше; другие; その他; 其他; 기타; latest; newest; popular; trending
recommended; neueste; empfohlen; además; no te pierdas; nổi bật; mới nhất; en savoir plus; saiba mais; подробнее
related; 関連; 相关; 관련; 最新; 热门; 热点; lainnya; terkait; terbaru; populer; yang lain; populair; zum thema
по теме; à la une
""")
"""Of those, the ones that with a colon open a single link ("Read more: ..."); bare words like "more" do not."""

RELATED_OPENINGS = with_plain(
    phrases("""
also read; also see; see more; watch also; don't miss; must read; in case you missed it; recommended reading
auch lesen; auch interessant; lesetipp; mehr dazu; passend dazu; lire également; à lire également
à voir aussi; voir également; à découvrir; notre dossier; te puede interesar; le puede interesar; te recomendamos
le recomendamos; también puedes leer; puede leer; no te pierdas; lees verder; zie ook; kijk ook; bekijk ook
mời đọc; mời bạn đọc; đừng bỏ lỡ; xem lại; tham khảo; potrebbe interessarti; ti potrebbe interessare; da leggere
approfondimento; leggi pure; veja mais; leia ainda; confira também; saiba mais; não perca; lihat juga; simak juga
baca selengkapnya; rekomendasi; pilihan; что ещё почитать; читать также; смотрите также; рекомендуем; подробнее
推荐阅读; 相关阅读; 相关新闻; 更多阅读; 参考; 参见; 关联阅读; 関連ニュース; 関連動画; こちらも; 合わせて読みたい
併せて読みたい; 함께 보기; 함께 읽기
관련 글; 관련글; 관련 영상; 이어 보기; 추천 기사
read more; read also; see also; lesen sie auch; lesen sie mehr; mehr zum thema; à lire aussi; lire aussi
lire la suite
voir aussi; sur le même sujet; sur le même thème; lea también; lee también; leer más; ver más; lees ook; lees meer
bekijk ook; xem thêm; đọc thêm; tin liên quan; tin nóng; tin cùng chuyên; bài liên quan; leggi anche; vedi anche
leia também; leia mais; veja também; saiba mais; baca juga; simak juga; lihat juga; читайте также; смотрите также
相关新闻; 相关阅读; 延伸阅读; 関連記事; あわせて読みたい; 관련 기사; 관련 뉴스; 관련기사; 관련뉴스
""")
)
"""Openings of a line that links to one other article without a colon."""
