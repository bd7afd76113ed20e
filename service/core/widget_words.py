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
""")
)
