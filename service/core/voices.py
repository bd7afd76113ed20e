"""Whose voice speaks in a paragraph: an outlet's to its reader, a lawyer's, an author's who is introduced.

An article tells of others; furniture as long as a paragraph asks the reader for something, sells, forbids, disclaims,
or says who wrote and how to reach them. Each voice is a list of words in thirteen languages that paragraphs of that
kind can hardly do without. One of them proves nothing (articles quote, and report on newspapers and cookies); they are
measures for a trained network, which weighs them with a paragraph's place.

Terms are written as `ideas` has them.
"""

from __future__ import annotations

from typing import Final

from service.core.ideas import Ideas

VOICES: Final = Ideas({
    "you": """
you; your; yours; you're; you'll; wenn sie; sie können; sie haben; sie möchten; sie uns; ihre e-mail*; ihnen; ihrem
ihren; ihrer; dein*; dich; vous; votre; vos; usted*; tú; contigo; lector; u kunt
u heeft; uw; wilt u; kunt u; heeft u; jouw; jij; heb je; bạn; quý vị; quý độc giả; quý bạn; bạn đọc; độc giả
anh/chị; tuo; tua; tuoi; voi; vostr*; puoi; você*; vocês; teu; anda; kamu; kalian; вы; вас; вам; ваш*; ты; тебе
твой; 您; 你; 你们; 讀者; 读者; みなさま; 皆様; 皆さま; お客様; あなた; ください; 下さい; 여러분; 귀하; 당신; 세요
십시오; 주세요
""",
    "we": """
we; our; us; we're; we'll; wir; uns; unser*; nous; notre; nosotros; nuestr*; ons; onze; wij; chúng tôi; chúng ta
tòa soạn; toà soạn; ban biên tập; noi; nostr*; nós; noss*; a gente; kami; redaksi; мы; нас; нам; наш*; редакци*
我们; 我們; 本报; 本報; 本站; 本网; 本網; 本刊; 编辑部; 編輯部; 私たち; 当社; 弊社; 弊紙; 当サイト; 本誌; 本紙; 編集部
当法人; 우리; 저희; 본지; 본보; 편집국
""",
    "outlet": """
this site; this website; this page; our website; the website; newspaper; magazine; journal; publication; editorial
newsroom; journalism; website; webseite; internetseite; redaktion*; zeitung; magazin; journalismus; zeitschrift; site
ce site; rédaction; média; revue; journalisme; sitio; sitio web; redacción; periódico; periodismo; revista; diario
portal; redactie*; krant; tijdschrift; journalistiek; trang web; trang này; tờ báo; tạp chí; báo điện tử; ấn phẩm
cổng thông tin; sito; redazione; testata; giornale; giornalismo; rivista; jornal; redação; jornalismo; publicação
situs; laman; koran; majalah; jurnalisme; сайт*; издани*; газет*; журнал*; портал*; журналистик*; 网站; 網站; 报社
報社; 杂志; 雜誌; 平台; サイト; ホームページ; 新聞社; 雑誌; 홈페이지; 사이트; 신문사; 언론; 잡지
""",
    "subscription": """
subscri*; subscriber-only; unlimited; trial; cancel anytime; membership; log in; account; register*; per month
a month; a week; abo; abonn*; kündbar; registrier*; kostenlos*; monatlich*; pro monat; testen; digitalabo; essai
illimité*; par mois; compte; connectez*; gratuit*; suscri*; gratis; ilimitad*; al mes; cuenta; hazte; regístr*; prueba
onbeperkt*; per maand; proef*; lid worden; inloggen; abonnement*; đăng ký; đăng nhập; miễn phí; gói; mỗi tháng
thành viên; đặt mua; thuê bao; abbona*; illimitat*; al mese; prova; accesso; registra*; assin*; por mês; cadastr*
grátis; conta; berlangganan; langganan; per bulan; akun; daftar*; tanpa batas; подпис*; бесплатн*; в месяц; доступ*
аккаунт*; зарегистр*; 订阅; 訂閱; 会员; 會員; 免费; 免費; 每月; 登录; 登入; 注册; 試閱; 試用; 购买; 会員; 有料; 無料
購読; 月額; 登録; ログイン; 解約; 구독; 회원; 로그인; 무료; 가입; 결제; 유료
""",
    "support": """
support; donat*; donor*; reader-supported; readers; contribut*; non-profit; nonprofit; independent; funded
not-for-profit; unterstütz*; spende*; ehrenamtlich*; gemeinnützig*; unabhängig*; soutien; soutenir; soutene*; dons
faire un don; indépendan*; but lucratif; lecteurs; apoya*; apoyo; donaci*; donar; ánimo de lucro; independient*
lectores; aport*; steun; steunen; giften; vrijwilligers; onafhankelijk*; ủng hộ; đóng góp; tài trợ; phi lợi nhuận
bạn đọc; sostien*; sostegno; donazion*; scopo di lucro; indipendent*; lettori; apoi*; doaç*; sem fins lucrativos
independente*; leitores; dukung*; donasi; nirlaba; independen; pembaca; поддерж*; пожертв*; независим*; некоммерч*
читател*; 支持; 赞助; 贊助; 捐款; 捐助; 独立; 獨立; 寄付; ご支援; 応援; 支え; 후원; 기부; 독립; 응원
""",
    "channel": """
newsletter*; inbox; e-mail*; email*; notification*; app; apps; telegram; whatsapp; facebook; instagram; youtube
tiktok; twitter; zalo; linkedin; channel; sign up; follow; posteingang; postfach; kanal; anmelden; folgen; courriel
boîte mail; infolettre; chaîne; inscriv*; suivez; correo; boletín; canal; síguenos; súmate; inscrí*; nieuwsbrief*
mailbox; volg; bản tin; hộp thư; thư điện tử; ứng dụng; kênh; theo dõi; quét mã; notifiche; casella; iscriv*; seguici
canale; boletim; aplicativo; notificaç*; siga; inscrev*; surel; buletin; saluran; grup; ikuti; unduh; gabung
bergabung; рассылк*; почт*; телеграм*; telegram-канал*; канал*; вконтакте; присоедин*; 邮件; 郵件; 電郵; 电子报
電子報; 公众号; 微信; 微博; 客户端; 扫码; 扫描; 二维码; 關注; 关注; メール; メルマガ; アプリ; 公式line; フォロー; 配信
뉴스레터; 이메일; 채널; 앱; 카카오톡; 알림
""",
    "law": """
rights; copyright; reproduc*; prohibited; permission; consent; licence; license*; liab*; responsib*; disclaimer; terms
privacy; cookie*; legal advice; accuracy; views expressed; opinions expressed; do not necessarily; complaint*
intellectual; rechte; urheberrecht*; vervielfältig*; nachdruck; haftung; verantwortlich; gewähr; datenschutz*
zustimmung; impressum; nicht unbedingt; droits; reproduction; interdit*; autorisation; responsabilité; confidentialité
données personnelles; mentions légales; n'engage*; derechos; reproducción; prohibid*; redistribución; consentimiento
autorización; responsabilidad; privacidad; datos personales; condiciones de uso; no necesariamente; rechten
toestemming; aansprakelijk*; verspreid*; privacy*; voorwaarden; overgenomen; niet noodzakelijk*; bản quyền
ghi rõ nguồn; sao chép; trách nhiệm; miễn trừ; quyền riêng tư; giấy phép; pháp lý; không nhất thiết; diritti
riproduzione; vietat*; autorizzazione; responsabilità; dati personali; licenza; direitos; reprodução; proibid*
autorização; responsabilidade; reserva-se; licença; hak cipta; dilarang; izin; tanggung jawab; kebijakan privasi
pandangan pribadi; tidak mewakili; не обязательно; может не совпадать; прав*; перепечатк*; запрещ*; согласи*
ответственност*; лицензи*; персональных данных; конфиденциальн*; 版权; 版權; 转载; 轉載; 授权; 授權; 未经; 未經; 责任
責任; 声明; 聲明; 隐私; 隱私; 不代表; 许可; 違法; 违法; 著作権; 転載; 禁じ; 禁止; 免責; 責任を負い; 個人情報; 見解
利用規約; 저작권; 무단; 전재; 금지; 책임; 개인정보; 약관; 입장과; 공식 입장; 문의
""",
    "comments": """
comment; comments; commenting; moderat*; offensive; abusive; defamatory; respectful; join the discussion; debate
kommentar*; diskutier*; beleidig*; beiträge; netiquette; commentaire*; modérat*; injurieu*; réagir; débat; comentar*
ofensiv*; ofensas; moderad*; insult*; reageren; reactie*; beledig*; discussie; bình luận; ý kiến; tiếng việt có dấu
phản hồi; commento; commenti; offensiv*; moderaz*; comentário*; moderaç*; discriminatóri*; komentar*; kesopanan; sara
комментари*; оскорб*; модерац*; обсужд*; 评论; 評論; 留言; 跟帖; 发言; 來函; 来函; コメント; 投稿; 誹謗; 댓글; 명예
비방; 의견
""",
    "biography": """
born; lives in; author of; his latest; her latest; his book; her book; fellow; professor; researcher; phd; lecturer
journalist; reporter; correspondent; columnist; editor; freelance*; writes; covers; previously worked; graduated; poet
novelist; essayist; translator; collection; think tank; geboren; lebt in; autor; autorin; promovier*; wissenschaftl*
journalistin; korrespondent*; redakteur*; schreibt; berichtet; buch; né à; née à; né en; née en; vit à; auteur
autrice; chercheu*; journaliste; docteur*; enseigne; écrivain*; dernier livre; nació en; nacid*; vive en; autora
investigador*; periodista; doctor*; escribe; cronista; publicó; licenciad*; woont in; schrijft voor; schrijver
onderzoeker; docent; hoogleraar; verscheen; sinh năm; sinh ra; sống tại; tác giả; nghiên cứu viên; tiến sĩ; nhà báo
phóng viên; giảng viên; viết cho; nguyên là; nato a; nata a; vive a; autore; ricercat*; giornalista; insegna; scrive
ha pubblicato; redattore; nasceu em; mora em; vive em; pesquisador*; jornalista; mestre; doutor*; repórter; escritor*
lahir di; tinggal di; penulis; peneliti; wartawan; dosen; mengajar; menulis; esai; gelar; meraih; родил*; живёт в
живет в; автор; кандидат*; доктор*; журналист*; писател*; сотрудник; окончил*; пишет; лауреат; переводчи*; 出生; 作者
著有; 现任; 現任; 记者; 記者; 教授; 研究员; 研究員; 专栏; 曾任; 毕业; 生まれ; 著書; 博士; 入社; 留学; 専門; 筆者; 著者
駐在; 卒業; 태어; 저서; 박사; 기자; 교수; 연구원; 특파원; 입사; 졸업; 평론가; 작가
""",
    "reference": """
vol.; pp.; et al.; eds.; ibid.; doi; isbn; issn; cited as; cite this; accessed; press; see also; cf.
peer review*; vgl.; hrsg.; a. a. o.; ebd.; siehe; zitier*; voir; ibid; pour citer; éd.; éditions; véase
cómo citar; edición; zie; zie ook; noot; xem; tập; nxb; tạp chí; trích dẫn; vedi; edizioni; citare; edição
como citar; lihat; jurnal; penerbit; см.; изд-во; для цитирования; там же; 参见; 參見; 参考; 参照; 页; 頁
数据来源; 出版社; 編; 논문; 참조; 쪽; 호
""",
    "contact": """
tel; tel.; phone; fax; contact us; write to us; address; opening hours; reach us; press office; telefon; anschrift
öffnungszeiten; kontakt; schreiben sie; schicken sie; wenden sie sich; téléphone; adresse; contactez; écrivez*
horaires; teléfono; contacto; escríb*; envía*; dirección; horario; telefoon; adres; contact; mail ons; stuur
openingstijden; điện thoại; địa chỉ; liên hệ; đường dây nóng; giờ làm việc; gửi về; telefono; indirizzo; contatt*
scrivi*; orari; telefone; endereço; contato; escreva; envie; telepon; alamat; hubungi; kirim*; jam kerja; телефон*
адрес*; пишите; обращайтесь; присыла*; 电话; 電話; 地址; 联系; 聯絡; 邮箱; 来信; お問い合わせ; お問合せ; 住所; お電話
ご連絡; 전화; 주소; 문의; 연락; 제보
""",
    "invitation": """
join us; join our; get involved; send it to; send us; send your; share your; tell us; find out; read more; read on
get the latest; stay up to date; stay informed; discover; don't miss; click here; must-reads; lesen sie; erfahren sie
senden sie; schicken sie; bleiben sie; rufen sie; melden sie; teilen sie; besuchen sie; finden sie; entdecken sie
abonnieren sie; klicken sie; machen sie mit; auf dem laufenden; jetzt lesen; laden sie; retrouvez; découvrez; recevez
lisez; écoutez; regardez; participez; partagez; activez; profitez; restez; téléchargez; envoyez*; cliquez; rejoignez
abonnez*; descubre; descubra; reciba; lea; escuche; escúch*; comparta; llame; únete; únase; conozca; descargue
entérate; no te pierdas; haz clic; envíe*; mande; scopri*; ricevi; ricevete; leggete; ascoltate; condividi; seguite
clicca; invia; inviate; iscriviti; ontvang; lees; luister naar; ontdek; bekijk; blijf op de hoogte; meld je; schrijf je
klik; doe mee; stuur; receba; leia; ouça; saiba mais; descubra; ligue; assista; compartilhe; partilhe; acompanhe; baixe
descarregue; clique; confira; dapatkan; baca; simak; dengarkan; kirimkan; bagikan; saksikan; klik; bergabunglah
jangan lewatkan; mời bạn; mời quý; hãy; kính mời; xin mời; đón đọc; đón xem; đọc thêm; tải về; tải ứng dụng; gửi ảnh
gửi bài; читайте; смотрите; слушайте; узнайте; узнавайте; получайте; присылайте; подписывайтесь; оставайтесь; скачайте
скачивайте; делитесь; звоните; следите; присоединяйтесь; хотите; 欢迎关注; 欢迎订阅; 欢迎扫; 欢迎投稿; 歡迎訂閱
歡迎追蹤; 歡迎加入; 敬请; 敬請; 点击; 點擊; 扫一扫; 请关注; 快来; どうぞ; お届け; ご覧; こちら; お寄せ; お聞き
ご応募; ご参加; お待ちし; お楽しみ; 보내 주; 드립니다; 바랍니다; 보실 수; 받아 보; 만나 보; 클릭; 다운로드
""",
    "note": """
this article; this story; this report; this interview; this post; this text; was amended; amended on; was corrected
to correct the; was updated; was edited; been edited; edited for; for clarity; and length; translated by
originally published; first published; republished; abridged; editor's note; dieser artikel; dieser text
dieses interview; dieser beitrag; das interview wurde; hinweis; anmerkung; redaktionelle*; autorisiert; aktualisiert
korrigiert; gekürzt; übersetzung; erschien zuerst; cet article; ce texte; cet entretien; mis à jour; a été corrigé
a été modifié; traduit par; traduit de; propos recueillis; note de la rédaction; synthèse vocale; este artículo
este texto; esta nota; esta entrevista; fue editad*; ha sido editad*; traducido por; publicado originalmente
nota de la redacción; questo articolo; questo testo; questa intervista; è stato aggiornato; è stato corretto
tradotto da; nota della redazione; dit artikel; dit stuk; dit interview; deze tekst; bijgewerkt; gecorrigeerd
ingekort; vertaling; verscheen eerder; redactioneel*; este artigo; esta reportagem; atualizado em; foi corrigid*
foi editad*; traduzido por; nota da redação; artikel ini; tulisan ini; berita ini; wawancara ini; diterjemahkan
disunting; ralat; catatan redaksi; bài viết này; nội dung cuộc phỏng vấn; được biên tập; đính chính; bản dịch
lược dịch; эта статья; этот текст; этот материал; материал обновл*; интервью отредакт*; исправлен*; сокращен*
сокращён*; примечание; 本文; 本篇; 编译; 編譯; 更正; 节选; 節選; この記事; 本記事; この番組; 訂正; 再構成; 初出; 이 기사
이 글; 이 보도자료; 정정
""",
    "programme": """
episode; podcast; listen; watch; footage; all platforms; narrated; livestream; replay; wo es podcasts; mediathek
im video; unser video; zum hören; épisode; balado*; réécout*; en replay; cette vidéo; version audio; episodio; vídeo
emisión; plataformas; puntata; trasmissione; montaggio di; servizio di; piattaforme; aflevering; uitzending
terugkijken; episódio; plataformas; podkas*; siniar; tayangan; ghi hình; phát sóng; podkast; выпуск*; подкаст*; эфир*
на всех платформах; видео; аудио; 播客; 收听; 收聽; 收看; 音频; 動画; 音声; 番組; 聴; 팟캐스트; 에피소드; 다시보기; 영상
""",
})  # fmt: skip
"""The voices and their terms."""
