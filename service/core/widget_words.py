"""Labels of a page's small parts, in thirteen languages: pictures that open large, players, lists that unfold, ads.

As in `vocabulary`, each entry is the key of a whole line that no paragraph consists of.
"""

from __future__ import annotations

from typing import Final

from service.core.vocabulary import phrases, with_plain

WIDGETS: Final = with_plain(
    phrases("""
enlarge; enlarge image; enlarge this image; enlarge photo; view larger image; view full image; click to enlarge
tap to enlarge; toggle caption; hide caption; view gallery; open gallery; open image in gallery; full screen
fullscreen; slideshow; watch video; watch the video; play video; watch now; watch live; watch here; listen now
video player; unmute; mute; transcript; expand; collapse; view more; see full list; read full story
remove ads; go ad-free; advt; advertorial; paid content; partner content; brand content; from our partners
recommended videos; featured video; now playing; up next; install app; open in app; get the app
enable notifications
allow notifications; get notifications; get alerts; rate us; write to us; report this; report abuse; flag comment
sort by; newest; oldest; most liked; log in to reply; scroll to continue; scroll to continue with content
scroll down
scroll for more; swipe up; tap here; page not found; go back; end of article; end of story; story ends here
related; tagged; topics in this story; in this article; in this story; follow topic; following; unfollow

bild vergrößern; bild vergrössern; vergrößern; vergrössern; bild in lightbox öffnen; bildergalerie öffnen
bilderstrecke; bildergalerie; zur bildergalerie; zur fotostrecke; fotostrecke; vollbild; video abspielen
video ansehen; zum video; jetzt ansehen; jetzt anhören; audio abspielen; untertitel; aufklappen; zuklappen
ausklappen
mehr anzeigen; weniger anzeigen; werbefrei lesen; werbung entfernen; externe inhalte; externe inhalte anzeigen
inhalt anzeigen; inhalt laden; inhalte aktivieren; push-nachrichten aktivieren; benachrichtigungen aktivieren
nach oben scrollen; zur startseite; zur übersicht; zum thema; zum archiv; zum shop; zum login; zum anfang
unsere datenschutzerklärung; barrierefreiheit; kommentare anzeigen; kommentare laden; alle kommentare
alle kommentare anzeigen; kommentar melden; beitrag melden; ende des artikels; plus-artikel; abo-artikel
bezahlartikel
für abonnenten; exklusiv für abonnenten; nur für abonnenten; jetzt weiterlesen

agrandir; agrandir l'image; agrandir la photo; voir l'image; voir la galerie; diaporama; plein écran; lire la vidéo
voir la vidéo; regarder la vidéo; voir les photos; lancer la vidéo; écouter l'article; écouter le podcast
sous-titres
déplier; replier; afficher plus; afficher moins; sans publicité; supprimer la publicité; contenu partenaire
contenu sponsorisé; activer les notifications; activer les alertes; haut de page; retour en haut; retour à l'accueil
retour à la une; tous les commentaires; voir les commentaires; afficher les commentaires; signaler un abus
signaler ce commentaire; l'info en continu; l'actu en continu; plus d'infos sur; fin de l'article
article abonné; article abonnés; réservé aux abonnés; abonnés
édition abonnés; lecture zen; faire défiler; trier par; plus récents

ampliar; ampliar foto; ampliar imagen; ampliar la imagen; ver imagen; ver galería; abrir galería; fotogalería
pantalla completa; ver video; ver vídeo; ver el video; ver el vídeo; mira el video; mira el vídeo; mira aquí
reproducir; reproducir video; escuchar ahora; subtítulos; desplegar; plegar; mostrar más; ver menos; sin publicidad
quitar publicidad; contenido patrocinado; contenido de marca; activar notificaciones; activar alertas; volver arriba
ir arriba; volver al inicio; volver a portada; redacción digital; ver comentarios; todos los comentarios
denunciar comentario
normas de participación; fin del artículo; solo suscriptores; sólo suscriptores; exclusivo suscriptores
archivado en; más información; desliza para continuar; ordenar por; lo último; en vivo; en directo

vergroot; vergroot afbeelding; vergroot foto; afbeelding vergroten; foto vergroten; bekijk foto; bekijk foto's
bekijk galerij; fotogalerij; fotoserie; volledig scherm; video afspelen; bekijk video; bekijk de video; afspelen
ondertiteling; uitklappen; inklappen; toon meer; toon minder; advertentievrij; zonder advertenties
gesponsorde inhoud; partnercontent; meldingen inschakelen; meldingen aanzetten; naar boven; terug naar boven
terug naar home; toon reacties; bekijk reacties; alle reacties; reageer; reageer op dit artikel; reageer nu
tip de redactie; meld misbruik; einde artikel; premium; alleen voor abonnees; voor abonnees; wil je niets missen
wil je niets missen?; niets missen
door onze redactie; sorteren op; nieuwste; lees voor; lees dit artikel voor

ingrandisci; ingrandisci immagine; ingrandisci l'immagine; ingrandisci foto; ingrandisci la foto; apri galleria
fotogallery; galleria fotografica; schermo intero; guarda il video; guarda la diretta; riproduci; riproduci video
ascolta ora; sottotitoli; espandi; comprimi; mostra altro; mostra di più; mostra meno; senza pubblicità
contenuto sponsorizzato; attiva le notifiche; torna su; torna in alto; torna alla home; vedi i commenti
mostra commenti; tutti i commenti; segnala abuso; fine articolo; solo per abbonati; riservato agli abbonati
contenuto per abbonati; ordina per; più recenti; scorri per continuare

ampliar imagem; ampliar foto; ver imagem; ver galeria; abrir galeria; galeria de fotos; tela cheia; ecrã inteiro
ver vídeo; ver o vídeo; assista ao vídeo; assistir ao vídeo; veja o vídeo; reproduzir; reproduzir vídeo; ouvir agora
legendas; expandir; recolher; mostrar mais; mostrar menos; ver menos; sem publicidade; sem anúncios
remover anúncios
conteúdo patrocinado; conteúdo de marca; ativar notificações; ativar alertas; voltar ao topo; voltar ao início
ir para o topo; ver comentários; todos os comentários; denunciar comentário; comunicar erro; reportar erro
fim do artigo; só para assinantes; exclusivo para assinantes; conteúdo para assinantes; ordenar por; mais recentes
ao vivo; em direto; role para continuar; deslize para continuar

phóng to; phóng to ảnh; xem ảnh lớn; xem ảnh; xem bộ ảnh; xem thư viện ảnh; thư viện ảnh; chùm ảnh; toàn màn hình
xem video; xem clip; phát video; nghe bài viết; nghe podcast; phụ đề; mở rộng; thu gọn; hiện thêm; hiển thị thêm
ẩn bớt; tắt quảng cáo; nội dung tài trợ; bài tài trợ; thông tin doanh nghiệp; bật thông báo; nhận thông báo
lên đầu trang; về đầu trang; về trang chủ; xem bình luận; tất cả bình luận; xem tất cả bình luận; báo cáo vi phạm
báo xấu; hết bài; dành cho thuê bao; nội dung trả phí; cuộn để xem tiếp; kéo xuống để xem tiếp; sắp xếp theo
mới nhất
quan tâm nhất; trực tiếp; lưu bài viết; bỏ lưu; gửi góp ý

perbesar; perbesar foto; perbesar gambar; lihat foto; lihat galeri; galeri foto; layar penuh; putar video
tonton video; lihat video; simak video; dengarkan artikel; luaskan; ciutkan; tampilkan lebih banyak
tampilkan lebih sedikit; lihat lebih banyak; tanpa iklan; hapus iklan; konten bersponsor; konten sponsor
aktifkan notifikasi; kembali ke atas; ke atas; kembali ke beranda; lihat komentar; semua komentar; laporkan komentar
akhir artikel; khusus pelanggan; hanya untuk pelanggan; geser untuk melanjutkan; urutkan; terbaru
halaman selanjutnya
halaman berikutnya; selanjutnya; sebelumnya; lihat semua; lanjut membaca

увеличить; увеличить изображение; увеличить фото; открыть фото; открыть галерею; фотогалерея; смотреть галерею
смотреть фото; во весь экран; на весь экран; смотреть видео; смотрите видео; воспроизвести; включить звук; субтитры
развернуть; свернуть; показать ещё; показать еще; показать больше; показать меньше; скрыть; без рекламы
отключить рекламу; убрать рекламу; на правах рекламы; спецпроект; партнёрский материал; партнерский материал
включить уведомления; наверх; вернуться наверх; на главную; вернуться на главную; показать комментарии
все комментарии; читать комментарии; пожаловаться; конец статьи; только для подписчиков; для подписчиков
доступно по подписке; сортировать; сначала новые; сначала старые; фото и видео дня; фото дня; видео дня
главное за день; прямой эфир; слушать новость; читать дальше

点击放大; 放大图片; 点击查看大图; 查看大图; 查看原图; 查看图集; 打开图集; 高清大图; 全屏; 播放; 播放视频; 观看视频
点击观看视频; 点击观看; 点击播放; 视频加载中; 字幕; 展开; 展开全文; 收起; 查看更多; 加载更多; 显示更多; 跳过广告
关闭广告; 今日热点; 今日头条; 今日要闻; 热点; 推广; 赞助内容; 开启通知; 打开通知; 返回顶部; 回到顶部; 返回首页
查看评论; 全部评论; 查看全部评论
举报; 纠错; 我要纠错; 全文完; 本文完; 完; 仅限订阅者; 会员专享; 付费阅读; 向下滚动; 上一页; 下一页; 尾页; 上一条
下一条
扫一扫在手机打开当前页; 扫一扫分享本页; 扫码阅读; 手机看新闻; 分享到; 分享至; 用微信扫描二维码; 语音播报; 朗读
點擊放大; 放大圖片; 觀看影片; 播放影片; 展開全文; 返回頂部; 看更多; 閱讀更多

拡大; 拡大する; 画像を拡大; 写真を拡大; 拡大表示; 画像を見る; 写真を見る; ギャラリーを見る; フォトギャラリー
写真一覧
全画面表示; 動画を見る; 動画を再生; 再生; 再生する; 音声で聞く; 字幕; 開く; 閉じる; 動画はこちら; 画像はこちら
写真はこちら; もっと見る; もっと表示
表示を減らす
続きを表示; 続きを読む; 全文表示; 広告を非表示; 広告を閉じる; 通知を受け取る; 通知をオンにする; ページトップへ
トップへ戻る
トップに戻る; 先頭へ戻る; ホームに戻る; 一覧へ戻る; 一覧に戻る; コメントを見る; すべてのコメント; コメント一覧
違反報告
通報する; 有料会員限定; 会員限定; 有料記事; 会員限定記事; 残り文字; 次のページ; 前のページ; 次へ; 前へ
記事に関するお問い合わせ
記事一覧; 写真はイメージです; 画像はイメージです; ライブ中継; 読み上げ

사진 크게보기; 크게보기; 크게 보기; 이미지 크게보기; 사진 확대; 확대; 확대하기; 사진 보기; 화보 보기; 갤러리 보기
전체화면; 전체 화면; 영상 보기; 동영상 보기; 동영상 재생; 재생; 기사 듣기; 음성으로 듣기; 자막; 펼치기; 펼쳐보기
접기
더보기; 더 보기; 기사 더보기; 기사 전체보기; 전체보기; 광고 닫기; 광고 건너뛰기; 광고 제거; 알림 받기; 알림 설정
맨위로
맨 위로; 위로; 처음으로; 홈으로; 목록; 목록으로; 목록보기; 댓글 보기; 댓글 더보기; 전체 댓글; 신고하기; 끝
구독자 전용; 유료 기사; 회원 전용; 다음 기사; 이전 기사; 다음; 이전; 글자크기; 글씨크기; 본문 글씨 키우기
가나다라마바사
구독과 좋아요 부탁드립니다; 구독 좋아요; 좋아요 구독; 이 기사가 마음에 드셨다면; 기사 추천; 추천하기; 스크랩
인쇄하기; 공유하기

search this site; view this email in your browser; view in browser; view online; manage preferences; update preferences
unsubscribe; email preferences; forward to a friend; follow this source; follow this author; follow author
cite this article
cite this; how to cite; export citation; download pdf; download as pdf; view pdf; full text pdf; go to comments
jump to comments; post your comment; community guidelines; comment policy; commenting guidelines; video unavailable
this video is unavailable; video not available; refresh the page; something went wrong; an error occurred; try again
error loading; content loading; loading content; loading comments; select language; choose language; change language
change edition; switch edition; view results; take our survey; take the survey; rate this page
add user; continue reading here; continue on this device; read aloud; text to speech; playback speed
back to list; back to news; back to articles; back to overview; report a problem; report a mistake
report a translation error; show original; translate; see translation; choose a language; chat with us
start chat; photo album; image gallery; gallery of images
like loading; gefällt mir wird geladen; gefällt mir lädt; me gusta esto: cargando; me gusta cargando
j'aime ça : j'aime chargement; j’aime ça : j’aime chargement; j'aime chargement; j’aime chargement
mi piace caricamento; mi piace: mi piace caricamento; vind-ik-leuk aan het laden; curtir carregando
curtir isso: curtir carregando; gosto carregando; suka memuat; нравится загрузка; いいね 読み込み中
いいね: いいね 読み込み中
좋아하기 가져오는 중; 赞 正在加载; 赞 加载中; thích đang tải
share via; share link; spin the wheel now

hören sie sich den artikel an; artikel vorlesen lassen; zurück zum anfang; zum seitenanfang springen; zur suche
im browser ansehen; im browser öffnen; newsletter abbestellen; abmelden; zitierhinweis
artikel zitieren; zitierweise; pdf herunterladen; als pdf herunterladen; pdf-download; zu den kommentaren
kommentarregeln; ihr kommentar; video nicht verfügbar; dieses video ist nicht verfügbar; seite neu laden
ein fehler ist aufgetreten; erneut versuchen; sprache wählen; sprache auswählen; ergebnis anzeigen
zum ergebnis; zur umfrage; wiedergabegeschwindigkeit; zur liste; zur artikelübersicht
fehler melden; original anzeigen; übersetzung anzeigen; chat starten; es gilt das gesprochene wort
seite teilen; seite drucken; seite weiterempfehlen; leichte sprache; gebärdensprache; merkzettel; zur merkliste

écouter cet article; voir dans le navigateur; afficher dans le navigateur; se désabonner; se désinscrire
gérer mes préférences; citer cet article; comment citer; télécharger le pdf; télécharger en pdf; aller aux commentaires
lire les commentaires; règles de modération; charte de modération; votre réaction; vidéo indisponible
cette vidéo n'est pas disponible; recharger la page; une erreur est survenue; réessayer; choisir la langue
changer de langue; changer d'édition; voir les résultats; répondre au sondage
ajouter aux favoris; vitesse de lecture; retour à la liste; retour aux actualités
signaler un problème; voir l'original; traduire; offrir l'article
offrir cet article; envoyer à un ami; augmenter la taille; diminuer la taille; galerie photos; album photo

ver en el navegador; ver en navegador; darse de baja; cancelar suscripción; gestionar preferencias; citar este artículo
cómo citar; descargar pdf; descargar en pdf; ir a los comentarios; ir a comentarios; ver los comentarios
su comentario; normas de la comunidad; política de comentarios; vídeo no disponible; video no disponible
recargar la página; ha ocurrido un error; se ha producido un error; reintentar; seleccionar idioma; elegir idioma
cambiar de edición; ver resultados; añadir usuario; agregar usuario; continuar leyendo aquí
cambiar contraseña; volver al listado; volver a noticias
informar de un error; ver original; galería de fotos; galería de imágenes; álbum de fotos
contesta nuestra encuesta de satisfacción; aumentar tamaño; reducir tamaño; escuchar noticia; escuchar nota

bekijk in browser; bekijk deze e-mail in je browser; uitschrijven; afmelden; voorkeuren wijzigen; citeer dit artikel
download als pdf; pdf downloaden; naar de reacties; ga naar reacties; jouw reactie; uw reactie
video niet beschikbaar; deze video is niet beschikbaar; pagina vernieuwen; er ging iets mis; probeer opnieuw
inhoud laden; inhoud wordt geladen; kies taal; taal kiezen; bekijk resultaten
afspeelsnelheid; terug naar overzicht; terug naar nieuws; meld een fout; fout melden
toon origineel; chat met ons; fotoalbum; voorleesfunctie; laat voorlezen
beluister dit artikel; artikel beluisteren; deel deze pagina; druk deze pagina af; kwetsbaarheid melden

giọng nữ; giọng nam; nam miền bắc; nữ miền bắc; nam miền nam; nữ miền nam; nam miền trung; nữ miền trung
tốc độ đọc; nghe podcast; nghe tin; nghe audio; nghe báo nói; nghe trực tiếp; đọc bài viết; xem với cỡ chữ
đọc bài viết in trang; xem với cỡ chữ đọc bài viết in trang; gửi email; gửi cho bạn bè
bản in trang; tải về; tải pdf; tải file; tải tài liệu; tệp đính kèm; file đính kèm; tài liệu đính kèm
trích dẫn bài viết
xem trên trình duyệt; hủy đăng ký; video không khả dụng; video không tồn tại; tải lại trang; đã xảy ra lỗi; thử lại
chọn ngôn ngữ; chọn liên kết; liên kết website; liên kết web; xem kết quả
thống kê truy cập; lượt truy cập; số lượt truy cập; mã xác nhận
chưa có đánh giá; chat với chúng tôi; album ảnh; thêm vào yêu thích; theo dõi nguồn tin
xem bản dịch; hiển thị bản gốc; quy định bình luận; nội quy bình luận; trở về đầu trang; về đầu trang

vedi azioni; ascolta l'articolo; visualizza nel browser; annulla iscrizione; disiscriviti
cita questo articolo; come citare; scarica pdf; scarica il pdf; vai ai commenti; regole dei commenti; il tuo commento
video non disponibile; ricarica la pagina; si è verificato un errore; riprova; scegli la lingua; cambia lingua
vedi i risultati; torna alla lista; torna alle notizie; segnala un problema
mostra originale; galleria immagini; galleria di immagini; invia ad un amico
invia a un amico; visualizza per la stampa; versione stampabile; aumenta dimensione; riduci dimensione; dona ora

ver no navegador; visualizar no navegador; cancelar inscrição; cancelar subscrição; citar este artigo; como citar
baixar pdf; descarregar pdf; transferir pdf; ir para os comentários; o seu comentário; seu comentário
regras dos comentários; vídeo indisponível; recarregar a página; atualize a página; ocorreu um erro; tentar novamente
escolher idioma; selecionar idioma; ver resultados
voltar à lista; voltar às notícias; reportar um problema; ver original; traduzir
galeria de imagens; álbum de fotos; ouvir esta notícia; ouvir notícia; ouça este conteúdo; aumentar fonte
diminuir fonte
aumentar letra; diminuir letra; enviar a um amigo; guardar artigo; imprimir artigo

dengarkan berita; lihat di browser; berhenti berlangganan; kutip artikel ini; cara mengutip; unduh pdf
unduh sebagai pdf
ke komentar; aturan komentar; komentar anda; video tidak tersedia; muat ulang halaman; terjadi kesalahan; coba lagi
memuat konten; memuat komentar; pilih bahasa; ganti bahasa; lihat hasil
kembali ke daftar; laporkan masalah; lihat asli; terjemahkan; album foto; perbesar teks
perkecil teks; kirim ke teman; simpan artikel

открыть в браузере; посмотреть в браузере; отписаться; цитировать; как цитировать; скачать pdf; скачать в pdf
перейти к комментариям; правила комментирования; ваш комментарий; видео недоступно; обновите страницу
видео недоступно. обновите страницу; произошла ошибка; попробуйте ещё раз; попробуйте еще раз; загрузка контента
выбрать язык; сменить язык; посмотреть результаты
вернуться к списку; к списку новостей; все новости раздела; сообщить о проблеме; показать оригинал
фотоальбом; фотогалерея; прослушать; прослушать новость; увеличить шрифт
уменьшить шрифт; версия для слабовидящих; прислать новость; предложить новость; отправить другу; кадр из видео

在浏览器中查看; 在瀏覽器中檢視; 退订; 取消订阅; 引用本文; 引用格式; 下载pdf; pdf下载; 前往评论; 评论须知; 您的评论
视频不可用; 视频无法播放
刷新页面; 请刷新页面; 加载内容; 内容加载中; 选择语言; 切换语言; 查看结果; 返回列表
报告问题; 查看翻译; 显示原文; 在线客服; 图片集; 放大字体; 缩小字体; 字体大小; 字号大小; 大 中 小; 小 中 大
听新闻; 收听本文
友善列印; 字型大小; 轉寄; 轉寄友人; 收聽; 分享至line

ブラウザで表示; 配信停止; 配信停止はこちら; 引用する; この論文を引用; pdfダウンロード; pdfをダウンロード
コメント欄へ; コメントポリシー
動画は利用できません; この動画は再生できません; ページを更新; 再読み込み; エラーが発生しました
もう一度お試しください; 読み込んでいます
言語を選択; 言語選択; 投票する; 結果を見る; 再生速度; 一覧へ; ニュース一覧へ; 問題を報告; 原文を表示; 翻訳を表示
チャットで相談; フォトアルバム; 文字を大きく; 文字を小さく; 文字サイズ変更; 文字サイズ変更 大 中 小
文字サイズ 大 中 小; 大 中 小
アクセシビリティについて; サイトポリシー; この著者の記事; 記事を聴く; 音声を再生

브라우저에서 보기; 수신거부; 구독 취소; 인용하기; pdf 다운로드; pdf 내려받기; 댓글로 이동; 댓글 정책
동영상을 재생할 수 없습니다
페이지 새로고침; 새로고침; 오류가 발생했습니다; 다시 시도; 불러오는 중; 언어 선택; 투표하기; 결과 보기; 재생 속도
목록으로 돌아가기; 오류 신고; 원문 보기; 번역 보기; 채팅 상담; 글자크기 설정; 글자 크기 설정
글자크기 조절
글자크기 변경; 본문듣기; 본문 듣기; 뉴스듣기; 기자 구독; 추천해요; 후속기사 원해요; 감동이에요; 훈훈해요
""")
)

OUTER_WIDGETS: Final = phrases("""
press briefings; livestream; results; vote; poll; speed; volume; settings; audio; chat; bild; ton; umfrage; abstimmen
abstimmung; einstellungen; lautstärke; netiquette; nutzungsregeln; stem; stemmen; resultaten; snelheid; instellingen
huisregels
spelregels; vitesse; réglages; paramètres; sondage; voter; résultats; velocidad; volumen; ajustes; configuración
encuesta; votar
normas; seleccione; sobre la firma; tu comentario; descrizione; velocità; impostazioni; sondaggio; vota
tempo di lettura
velocidade; configurações; definições; enquete; sondagem; kecepatan; pengaturan; jajak pendapat; polling; скорость
громкость
настройки; опрос; голосовать; результаты; результаты опроса; nội dung; hỏi đáp; khảo sát; tốc độ; âm lượng; lưu trữ
họ tên; họ và tên; mã bảo mật; nhập lại
thăm dò ý kiến; biểu quyết; màu chữ; tương phản; giọng đọc; 投票; 调查; 设置; 音量; 倍速; 相册; 重试; 出错了
アンケート; 設定; よくある質問; 法的事項; 著者プロフィール
설문조사; 설정; 음량; 배속; 사진첩; 좋아요; 슬퍼요; 화나요; 無障礙; 讚; 字級; zitieren; abbestellen; retour; data
データ; umfragen; traducir; tradurre; traduci; vertalen; перевести
ton; audio; transcription; kurzfassung; copier; seguir; autre; enregistrer; scopri di più; aiuto; weiter; zoom
radio; donate; spenden; spende; faire un don; donar; doneer; doneren; donasi; пожертвовать; ủng hộ; dona; doar; 捐款
寄付する; 寄付; 후원; events; research; people; publications
wechat; whatsapp; zalo; telegram; viber; line; x; threads; bluesky; mastodon; pinterest; reddit; vk; ok; flipboard
kakaotalk; 카카오톡; 微信; 微博; qq; instapaper; pocket; xing; tumblr; messenger; email; print; pdf
""")
"""Such labels that may head a passage too; they count only above an article's first paragraph or behind its last."""
