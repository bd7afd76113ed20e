"""Openings of lines in which an outlet turns to its reader: subscribe, log in, download, comment, follow, write to us.

They come from how outlets and ministries of each language speak of themselves. A line counts when it opens so and is
short; the same words inside a paragraph stay. Openings are casefolded keys of at least four code points.
"""

from __future__ import annotations

from typing import Final

from service.core.vocabulary import phrases

_ENGLISH: Final = """
please leave a comment; leave a comment to share; was this email forwarded; you are receiving this
you received this email
you're receiving this; notify me of; save my name; sign up now
already a subscriber; not a subscriber; subscribe to continue; subscribe to read; subscribe to our; subscribe for
become a subscriber; become a member; sign up for our; sign up to our; sign up here; sign up for free
create a free account
get our daily; get our top stories; get the latest news; get the day's; get breaking news; get the news
download our app; download the app; get our app; get the app; you must be logged in; please log in
log in to comment
log in to read; you have reached your limit; you have read your; to continue reading
this article is for subscribers
this content is for subscribers; this story is for subscribers; comments are closed; comments are moderated
comments on this article; comments have been; have your say; share your thoughts; join the conversation
join the discussion; what do you think?; tell us what you think; your email address; enter your email
support our journalism; support independent; thank you for reading; click here to; scan the qr code
do you have a tip; got a tip; stay informed; stay connected; join us on; join our
follow our; find us on; like us on; read the full story; read the full article; read this article in; read this in
this article was originally published; this story was originally published; this article first appeared
this article was first published; originally published; first published in; republished with permission
this story was produced; reprinted with permission; the views expressed; views expressed in this
the opinions expressed; about the author; about the writer; more information about cookies; your privacy
you may unsubscribe; unsubscribe at any time; report a typo; spotted an error; see an error; found a mistake
was this article helpful; was this page helpful; was this page useful; was this information helpful
did you find what; did you find this page; did you find this article; did you find this information
did you find this helpful; did you find this useful; is this page useful; or sign up to continue
or signup to continue
or log in to continue; rate this; print edition; in today's paper; in print; turn on notifications
allow notifications
reproduction without; any reproduction; no part of this; for more news; for more stories; watch the video
watch this video; this video cannot; your browser; please enable javascript; please turn off your ad
skip advertisement
disclaimer:; like this: like loading; article continues below; story continues below; continue reading below
recommended by; sponsored by; powered by
"""
_GERMAN: Final = """
bitte hinterlassen sie einen kommentar; hinterlassen sie einen kommentar; rechte am artikel; sie erhalten diese e-mail
sie erhalten diesen newsletter; benachrichtigen sie mich; benachrichtige mich
sie haben bereits ein abo; sie sind bereits abonnent; bereits abonnent; jetzt abonnieren; jetzt registrieren
jetzt anmelden; jetzt kostenlos; jetzt testen; jetzt lesen; jetzt app; kostenlos registrieren; melden sie sich an
bitte melden sie sich; bitte loggen sie sich; zum weiterlesen; weiterlesen mit; dieser artikel ist nur für
dieser inhalt ist nur; laden sie die app; laden sie unsere app; die kommentarfunktion; kommentare sind geschlossen
diskutieren sie mit; schreiben sie uns; schreiben sie einen; ihre meinung; was meinen sie; haben sie fragen
haben sie einen fehler; fehler im text; unterstützen sie; danke fürs lesen; vielen dank fürs lesen; klicken sie hier
hier klicken; hier geht es; bleiben sie informiert; immer informiert; nichts mehr verpassen
keine nachricht verpassen
folgen sie; besuchen sie uns; finden sie uns; dieser artikel erschien zuerst; dieser beitrag erschien zuerst
zuerst erschienen; zuerst veröffentlicht; über den autor; über die autorin; zur person des autors
die wiedergabe; nachdruck nur; alle angaben ohne gewähr; mit material von; ihr browser; bitte aktivieren sie
externer inhalt; haftungsausschluss:; empfohlener redaktioneller inhalt; an dieser stelle finden sie
an dieser stelle steht
war diese seite hilfreich; war dieser artikel hilfreich; war dieser beitrag hilfreich; haben sie gefunden, was
haben sie gefunden was; konnten wir ihnen helfen; der artikel wird unten fortgesetzt; lesen sie den ganzen
lesen sie hier; lesen sie dazu; artikel als pdf
die wichtigsten nachrichten
unsere empfehlungen; wöchentlich im postfach; täglich im postfach; ihre e-mail-adresse; push-mitteilungen
"""
_FRENCH: Final = """
laissez un commentaire; veuillez laisser un commentaire; prévenez-moi; avertissez-moi; vous recevez cet e-mail
vous recevez ce mail; vous recevez cette lettre; enregistrer mon nom
déjà abonné; vous êtes déjà abonné; pas encore abonné; abonnez-vous; je m'abonne; inscrivez-vous; connectez-vous
créez un compte; créer un compte; pour lire la suite; la suite est réservée; cet article est réservé
article réservé; contenu réservé; réservé aux abonnés; il vous reste; téléchargez l'application; téléchargez notre
recevez chaque; recevez nos; recevez toute; recevez gratuitement; les commentaires sont fermés
les commentaires sont
donnez votre avis; votre avis; qu'en pensez-vous; réagissez; participez à la discussion; écrivez-nous
vous avez repéré; vous avez une information; une erreur dans; soutenez; merci de votre lecture; cliquez ici
restez informé; restez connecté; suivez toute l'actualité; suivez l'actualité; suivez notre; retrouvez-nous
rejoignez-nous; rejoignez notre; cet article a été publié; cet article est paru; article initialement publié
article paru; à propos de l'auteur; à propos de l'autrice; les opinions exprimées; les propos exprimés
cette page vous a-t-elle; cette page vous a t-elle; cet article vous a-t-il; cette page vous est-elle
avez-vous trouvé ce que; avez-vous trouvé l'information; reproduction interdite; toute reproduction
votre navigateur; veuillez activer; la suite après la publicité
la suite après cette publicité; contenu sponsorisé; recommandé par; lire l'article complet; lire l'article en entier
lire la version; votre adresse; activez les notifications; écouter cet article
"""
_SPANISH: Final = """
deja un comentario para; por favor, deja un comentario; por favor deja un comentario; recibir un correo
recibes este correo
usted recibe este; tu suscripción se está; ¿quieres añadir otro; ¿cómo fue tu experiencia; guarda mi nombre
ya eres suscriptor; ¿ya eres suscriptor; suscríbete; suscríbase; hazte socio; regístrate; regístrese; inicia sesión
inicie sesión; crea una cuenta; para seguir leyendo; sigue leyendo; siga leyendo; contenido exclusivo
contenido para suscriptores; este artículo es exclusivo; solo para suscriptores; descarga la app; descarga nuestra
descargue la; recibe en tu correo; recibe las noticias; reciba en su; recibe cada; los comentarios están
los comentarios son; deja tu opinión; ¿qué opinas; qué opinas; danos tu opinión; participa en; escríbenos
escríbanos
¿te ha resultado útil; ¿le ha resultado útil; ¿te ha sido útil; ¿le ha sido útil; ¿fue útil esta página
¿fue útil esta información; ¿encontró lo que; ¿encontraste lo que; ¿ha encontrado lo que; opine sobre
opina sobre el tema; opina sobre esta; opina sobre este; ¿tienes una; ¿encontraste un error
¿has encontrado un error; descargo de responsabilidad:; gracias por leer
haz clic; haga clic; pulse aquí
mantente informado; manténgase informado; síguenos; síganos; sigue toda la; únete a; únase a; encuéntranos
este artículo fue publicado; este artículo se publicó; artículo publicado originalmente; publicado originalmente
sobre el autor; sobre la autora; acerca del autor; las opiniones expresadas; prohibida su reproducción
prohibida la reproducción; queda prohibida; su navegador; tu navegador; la noticia continúa; contenido patrocinado
recomendado por; lee la noticia completa; lea la noticia completa; lea el artículo completo; puedes leer aquí
activa las notificaciones; tu dirección de correo; su dirección de correo
"""
_DUTCH: Final = """
laat een reactie achter; laat alstublieft een reactie; u ontvangt deze; je ontvangt deze; houd mij op de hoogte
heeft deze pagina u; was deze pagina; vond u deze pagina; vond je deze pagina; hebt u gevonden wat
heeft u gevonden wat
heb je gevonden wat; heeft deze informatie u; was deze informatie; mijn naam, e-mail
al abonnee; al abonnee?; bent u al abonnee; ben je al abonnee; word abonnee; word lid; abonneer je; abonneer u
meld je aan
meld u aan; schrijf je in; schrijf u in; log in om; inloggen om; maak een account; verder lezen; om verder te lezen
dit artikel is alleen; dit artikel is exclusief; alleen voor abonnees; exclusief voor abonnees; download de app
download onze; ontvang dagelijks; ontvang elke; ontvang het laatste; reacties zijn gesloten; reageren is niet
praat mee; wat vindt u; wat vind jij; deel je mening; geef je mening; laat het ons weten; heb je een tip
heeft u een tip
fout gezien; foutje gezien; zie je een fout; steun ons; steun onafhankelijke; tekst gaat verder
tekst loopt door; tekst gaat door; artikel loopt door; de tekst loopt; bedankt voor het lezen; klik hier
blijf op de hoogte; blijf op de; volg ons; volg het laatste; volg al het; vind ons; dit artikel verscheen
dit artikel is eerder; eerder verschenen; over de auteur; over de schrijver; de meningen; overname van
niets uit deze; uw browser; je browser; de tekst gaat verder; artikel gaat verder; lees verder onder de
gesponsord; aanbevolen door; lees het hele artikel; lees het volledige; je e-mailadres; uw e-mailadres
"""
_VIETNAMESE: Final = """
vui lòng để lại bình luận; hãy để lại bình luận; để lại bình luận; bạn nhận được email; bạn nhận được thư này
thông báo cho tôi
trang này có hữu ích; thông tin này có hữu ích; bài viết này có hữu ích; bạn có tìm thấy thông tin; mời độc giả
mời bạn đọc; mời quý; mời các bạn; kính mời; đăng nhập để; đăng ký để; đăng ký nhận; vui lòng đăng nhập
bạn cần đăng nhập; bạn chưa đăng nhập; tải ứng dụng; tải app; nhận tin; nhận bản tin; gửi bình luận
ý kiến của bạn; bạn nghĩ gì; chia sẻ ý kiến; bình luận của bạn; bình luận đã; mọi thông tin; mọi ý kiến
mọi đóng góp
liên hệ quảng cáo; thông tin bạn đọc; cảm ơn bạn đã; cảm ơn quý; bấm vào đây; nhấn vào đây; quét mã qr
theo dõi chúng tôi
theo dõi kênh; theo dõi báo; theo dõi trang; đón đọc; đón xem; tin bài đã đăng; bài viết được đăng; bài đăng trên
về tác giả; quan điểm trong bài; bài viết thể hiện; bài viết phản ánh; ghi rõ nguồn; vui lòng ghi rõ; cấm sao chép
không sao chép; trình duyệt của bạn; bài viết tiếp tục; nội dung tiếp tục; được tài trợ; đọc bản gốc; đọc bài gốc
xem bản gốc
phát hành lại; đừng quên nhấn; nhập email; địa chỉ email; bật thông báo; đánh giá bài viết; báo lỗi
"""
_ITALIAN: Final = """
lascia un commento per; per favore lascia un commento; ricevi questa email; hai ricevuto questa; avvisami
quanto sono chiare; salva il mio nome
questa pagina ti è stata; questa pagina è stata utile; hai trovato quello che; hai trovato ciò che
sei già abbonato; già abbonato; abbonati; iscriviti; accedi per; registrati; crea un account
per continuare a leggere
continua a leggere; contenuto riservato; questo articolo è riservato; riservato agli abbonati; scarica l'app
scarica la nostra; ricevi ogni; ricevi le; i commenti sono; di' la tua; dì la tua; cosa ne pensi; partecipa alla
scrivici; hai una segnalazione; hai trovato un errore; sostieni; grazie per aver letto; clicca qui; resta aggiornato
rimani aggiornato; resta informato; seguici; segui la nostra; unisciti a; trovaci; questo articolo è stato
articolo pubblicato; pubblicato originariamente; sull'autore; l'autore dell'articolo; le opinioni espresse
riproduzione riservata; riproduzione vietata; il tuo browser; l'articolo continua; contenuto sponsorizzato
consigliato da; leggi l'articolo completo; leggi la notizia; il tuo indirizzo; attiva le notifiche
"""
_PORTUGUESE: Final = """
deixe um comentário para; por favor deixe um comentário; por favor, deixe um comentário; está a receber este
você está recebendo este; você recebeu este; avise-me; gostou deste conteúdo; salvar meus dados
esta página foi útil; esta informação foi útil; este artigo foi útil; encontrou o que procurava; já é assinante
já é assinante?; já é assinante do; assine; torne-se assinante; inscreva-se; subscreva; registe-se
cadastre-se; faça login; faça o login; inicie sessão; crie uma conta; para continuar lendo; para continuar a ler
continue lendo; conteúdo exclusivo; este conteúdo é exclusivo; exclusivo para assinantes; baixe o app
baixe o aplicativo; baixe nosso; descarregue a; receba no seu; receba as; receba todos; os comentários são
os comentários estão; dê sua opinião; dê a sua opinião; o que você acha; participe da; escreva para; tem uma
encontrou um erro; encontrou algum erro; obrigado por ler; clique aqui; fique por dentro; mantenha-se informado
siga-nos; siga nosso; siga o nosso; siga a gente; junte-se; este artigo foi publicado
artigo publicado originalmente
publicado originalmente; esta matéria foi publicada; sobre o autor; sobre a autora; as opiniões expressas
proibida a reprodução; reprodução proibida; seu navegador; o seu navegador; continua depois da publicidade
continua após a publicidade; conteúdo patrocinado; recomendado por; leia a matéria completa; leia a notícia completa
leia a íntegra; seu endereço; ative as notificações
"""
_INDONESIAN: Final = """
apakah halaman ini; apakah informasi ini membantu; apakah informasi ini bermanfaat; apakah informasi ini berguna
apakah artikel ini membantu; apakah artikel ini bermanfaat; apakah artikel ini berguna; apakah anda menemukan apa
apakah anda menemukan informasi; silakan tinggalkan komentar
tinggalkan komentar untuk; anda menerima email; beri tahu saya; simpan nama saya
sudah berlangganan; berlangganan sekarang; berlangganan untuk; silakan masuk; silakan login; masuk untuk
daftar untuk
daftar sekarang; buat akun; untuk melanjutkan membaca; lanjutkan membaca; konten ini hanya; artikel ini hanya
unduh aplikasi; download aplikasi; dapatkan berita; dapatkan update; dapatkan informasi; komentar ditutup
bagaimana menurut anda; bagaimana pendapat; berikan komentar; sampaikan pendapat; tulis komentar; kirim tulisan
temukan kesalahan; ada kesalahan; dukung; terima kasih telah membaca; klik di sini; klik disini; tetap terhubung
ikuti kami; ikuti berita; ikuti saluran; ikuti whatsapp; gabung; bergabunglah; temukan kami; artikel ini pertama
artikel ini telah tayang; artikel ini sudah tayang; artikel ini telah terbit; berita ini telah; tentang penulis
pendapat dalam; dilarang keras; dilarang mengambil; dilarang menyalin; browser anda; peramban anda; scroll untuk
gulir untuk; konten bersponsor; direkomendasikan oleh; baca artikel selengkapnya; baca berita selengkapnya
baca selengkapnya; simak berita; simak video; simak artikel; alamat email; aktifkan notifikasi; cek berita
"""
_RUSSIAN: Final = """
была ли эта страница; была ли страница; была ли эта информация полезной; была ли эта информация полезна
вы нашли то, что
нашли ли вы то, что; нашли ли вы нужную информацию; нашли ли вы информацию
оставьте комментарий; пожалуйста, оставьте комментарий; вы получили это письмо; вы получаете это; уведомлять меня
уведомить меня; сохранить моё имя; сохранить мое имя
уже подписаны; оформите подписку; подпишитесь; подписывайтесь; подписаться на; войдите, чтобы; авторизуйтесь
зарегистрируйтесь; войти через; создайте аккаунт; чтобы продолжить чтение; материал доступен; статья доступна
только для подписчиков; скачайте приложение; скачать приложение; комментарии закрыты; комментирование
что вы думаете; ваше мнение; оставьте свой; обсудить в; присоединяйтесь; напишите нам; пишите нам
сообщить об ошибке
расскажите друзьям; поделитесь с друзьями; обсудить; заметили ошибку; если вы заметили; если вы нашли; поддержите
спасибо за чтение; нажмите здесь; будьте в курсе
оставайтесь в курсе; следите за новостями; следите за нашим; следите за нашими; следите за обновлениями
следите за событиями; следите за нами
читайте нас; больше новостей; все новости; все самое; всё самое; найдите нас
впервые опубликовано; материал впервые; об авторе; мнение автора; мнение редакции; редакция не; перепечатка
использование материалов
при использовании; при цитировании; ваш браузер; продолжение после рекламы; читать полностью; читать статью
рекомендовано; на правах рекламы; ваш e-mail; ваш адрес; включите уведомления; свидетельство о регистрации
"""
_CHINESE: Final = """
本页对您有帮助; 此页面对您有帮助; 本文对您有帮助; 这篇文章对您有帮助; 您找到所需; 请留下评论; 请发表评论; 请留言
您收到此邮件; 本文内容仅代表; 請留下評論; 本文採用
登录后可; 登录后查看; 请先登录; 请登录后; 还没有账号; 订阅后可; 立即订阅; 欢迎订阅; 欢迎关注; 扫描二维码; 扫码关注
扫码下载
长按识别; 点击下载; 下载客户端; 下载app; 打开app; 点击阅读; 点击查看; 点击进入; 阅读原文; 查看原文; 原文链接
网友评论; 文明上网
我要评论; 发表您的; 期待您的; 分享到; 分享至; 转发至; 感谢阅读; 感谢您的; 本文转载; 本文首发; 本文来源; 本文系
本文仅代表; 声明: ; 免责声明
版权声明; 未经授权; 未经许可; 转载请注明; 转载须; 如需转载; 特别声明; 更多精彩; 更多内容; 更多资讯; 举报电话
违法和不良
关于作者; 作者简介; 您的浏览器; 推荐阅读; 广告合作; 投稿邮箱; 新闻热线; 请登入; 立即下載; 歡迎訂閱; 歡迎關注
未經授權
"""
_JAPANESE: Final = """
このページは役; このページはお役; このページの情報は; この情報は役; この情報はお役; この記事は役; お探しの情報は
コメントを残して; コメントを書いて; 配信を停止; ※本稿の内容; pdfファイルを見るため; pdfをご覧
会員登録; 無料会員; 有料会員; この記事は有料; この記事は会員; 続きを読むには; 続きは会員; ログインして; ログインする
すでに会員; アプリをダウンロード
アプリで; 公式アプリ; 最新ニュースを; メールマガジン; メルマガ登録; ニュースレター; コメントを投稿; コメントするには
ご意見・ご感想
ご意見をお; あなたの意見; 情報提供; 誤りを見つけ; お気づきの; お問い合わせは; ここをクリック; こちらをクリック
詳しくはこちら
フォローして; フォローする; 公式アカウント; 友だち追加; 著者について; 筆者紹介; 著者紹介; 無断転載
無断複製; 転載を禁; 当サイトの; お使いのブラウザ; javascriptを; 広告の後; スポンサー; 記事全文; 全文を読む
この記事を書いた人
この記事に関する; この記事の感想; 著作権は
"""
_KOREAN: Final = """
이 페이지에서 제공; 이 페이지가 도움; 이 정보가 도움; 이 기사가 도움; 이 페이지의 내용; 댓글을 남기; 의견을 공유
수신을 원하지
로그인 후; 로그인이 필요; 로그인하시면; 회원가입 후; 회원 가입; 구독하기; 구독 신청; 구독하시면; 유료 회원
이 기사는 유료; 이어서 보기; 전체 기사
앱 다운로드; 앱에서 보기; 앱을 다운로드; 뉴스레터 구독; 뉴스레터 신청; 댓글을 작성; 댓글을 남겨; 댓글 작성
의견을 남겨; 여러분의 의견
제보하기; 기사 제보; 제보는; 오탈자; 오류 신고; 클릭하세요; 여기를 클릭; 더 많은 기사; 더 많은 뉴스; 더 많은 소식
팔로우하기; 친구 추가
채널 추가; 네이버에서; 카카오톡에서; 이 기사는 본지; 필자 소개; 글쓴이 소개; 저작권자; 저작권은; 무단 전재; 무단전재
무단 복제
재배포 금지; 사용 중인 브라우저; 브라우저가; 광고 후; 후원하기; 후원 안내; 기사 원문; 원문 보기; 기사가 마음에
좋아요를 눌러; 당신이 좋아할
"""
OPENINGS: Final = frozenset(
    phrase
    for block in (
        _ENGLISH, _GERMAN, _FRENCH, _SPANISH, _DUTCH, _VIETNAMESE, _ITALIAN,
        _PORTUGUESE, _INDONESIAN, _RUSSIAN, _CHINESE, _JAPANESE, _KOREAN,
    )
    for phrase in phrases(block)
)  # fmt: skip
_HEAD: Final = 3  # code points that openings are looked up by


def _by_head() -> dict[str, tuple[str, ...]]:
    """The openings by their first code points, so that a line is compared with a handful."""
    table: dict[str, list[str]] = {}
    for opening in OPENINGS:
        table.setdefault(opening[:_HEAD], []).append(opening)
    return {head: tuple(found) for head, found in table.items()}


_TABLE: Final = _by_head()


def is_appeal(folded: str) -> bool:
    """Whether a line's key opens as an outlet turning to its reader does."""
    found = _TABLE.get(folded[:_HEAD])
    return found is not None and folded.startswith(found) and _ends_word(folded, found)


def _ends_word(folded: str, found: tuple[str, ...]) -> bool:
    """Whether one of the openings that fit ends at a word's end; scripts without spaces have none to look for."""
    return any(
        folded.startswith(o)
        and (not o[-1].isalnum() or not o[-1] < "\u0500" or not folded[len(o) : len(o) + 1].isalnum())
        for o in found
    )
