"""What page furniture says, put together from words: an action on an object, or a kind of other articles.

`vocabulary` holds whole phrases; outlets word theirs anew ("Gift this story", "Autres dépêches du jour"). A line that
consists of nothing but such words, of one language, with one of each required kind, is furniture in any wording.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from service.core.expressions import expression


class _Words(NamedTuple):
    """One language's lists: what a button does, to what; what links are, of what kind; words that join them."""

    acts: str
    objects: str
    kinds: str
    links: str
    joins: str


_LANGUAGES: Final = (
    _Words(  # English
        "share gift save print listen hear play email forward send copy bookmark report rate download get install"
        " open add follow join subscribe sign leave post write view show hide read comment translate like support"
        " enlarge zoom expand toggle watch unlock enable turn remove subscribe become",
        "article story page post link comment comments app newsletter newsletters account channel alerts version"
        " website site pdf audio podcast feedback review reply opinion bookmarks favourites favorites friend"
        " image images photo photos picture caption gallery video videos alerts notifications ads advertising member"
        " subscription",
        "more related other latest similar recommended popular top recent further most trending newer older next"
        " previous also featured suggested must editors' editor's",
        "news stories story articles article posts headlines topics reading reads videos photos galleries updates"
        " read viewed shared commented picks coverage content links",
        "this the a an to for of on in from by our your us with it and later now up all about same section category"
        " author you we here via as today this week more",
    ),
    _Words(  # German
        "teile teilt folge schreibe lies verfasse teilen verschenken speichern merken"
        " drucken anhören vorlesen senden weiterleiten kopieren melden bewerten"
        " herunterladen laden öffnen folgen abonnieren schreiben zeigen anzeigen ausblenden lesen kommentieren"
        " unterstützen hören verfassen"
        " vergrößern vergrössern ansehen anschauen abspielen starten aktivieren einschalten entfernen"
        " weiterempfehlen empfehlen",
        "artikel beitrag seite link kommentar kommentare app newsletter konto kanal version pdf audio podcast"
        " meinung leserbrief druckversion text"
        " bild bilder foto video galerie bildergalerie push-nachrichten benachrichtigungen push-mitteilungen werbung"
        " podcast livestream liveticker",
        "nächster nächste vorheriger vorherige voriger mehr weitere weiterer verwandte"
        " andere neueste aktuelle ähnliche empfohlene beliebte meistgelesene jüngste"
        " passende meistgelesen meistkommentiert auch top letzte",
        "nachrichten artikel beitrag meldung meldungen berichte beiträge themen videos"
        " bilder schlagzeilen texte lesetipps storys",
        "diesen dieser dieses diese den die das der dem ein einen eine zu zum zur für auf in im aus von unsere"
        " unserer ihr ihre mit jetzt alle per als und ressort rubrik kategorie autor heute tages sie"
        " hier",
    ),
    _Words(  # French
        "partage partager partagez offrir enregistrer sauvegarder imprimer écouter envoyer"
        " transférer copier signaler noter"
        " télécharger installer ouvrir suivre rejoindre lire afficher masquer voir commenter réagir écrire déposer"
        " soutenir"
        " agrandir agrandissez regarder regardez lancer activer supprimer débloquer"
        " suivez regardez",
        "article articles page lien commentaire commentaires application appli newsletter compte chaîne version pdf"
        " audio podcast avis ami favoris"
        " image photo vidéo galerie diaporama notifications alertes publicité"
        " direct live podcast",
        "autres autre dernières derniers dernier plus similaires recommandés recommandées populaires récents récentes"
        " connexes liés liées suivants suivant précédent même mêmes",
        "articles article nouvelles actualités dépêches infos informations titres sujets vidéos photos contenus"
        " lus lues vus vues commentés lectures brèves actu",
        "cet cette ce l' le la les un une à au aux pour de du des d' sur dans en notre nos votre vos par et maintenant"
        " tous toutes rubrique catégorie auteur jour nous lire aussi"
        " ici",
    ),
    _Words(  # Spanish
        "compartir comparte regalar guardar imprimir escuchar enviar reenviar copiar denunciar reportar valorar"
        " descargar instalar abrir seguir unirse leer mostrar ocultar ver comentar escribir apoyar descarga escucha"
        " ampliar amplía mira mire vea activar quitar reproducir"
        " sigue escucha",
        "artículo nota noticia página enlace comentario comentarios app aplicación boletín cuenta canal versión pdf"
        " audio pódcast opinión amigo favoritos"
        " foto imagen video vídeo galería notificaciones alertas publicidad"
        " directo podcast",
        "más otras otros otra últimas últimos última relacionadas relacionados similares recomendadas recomendados"
        " populares recientes siguiente siguientes anterior anteriores",
        "noticia artículo nota noticias artículos notas titulares temas videos vídeos"
        " fotos informaciones contenidos leídas leídos leído"
        " vistas vistos visto comentadas lecturas historias",
        "este esta el la los las un una a al para de del sobre en nuestra nuestro nuestros tu su por y ahora todos"
        " todas sección categoría autor día hoy también lo te"
        " aquí",
    ),
    _Words(  # Dutch
        "delen deel geven bewaren bewaar opslaan printen afdrukken luisteren beluister versturen doorsturen kopiëren"
        " melden beoordelen downloaden download installeren openen volgen lezen tonen verbergen bekijken reageren"
        " schrijven steunen plaatsen"
        " vergroot vergroten afspelen kijk inschakelen verwijderen reageer"
        " luister luisteren tip",
        "artikel bericht pagina link reactie reacties app nieuwsbrief account kanaal versie pdf audio podcast mening"
        " vriend favorieten"
        " afbeelding foto video galerij meldingen advertenties"
        " podcast redactie",
        "volgend vorig meer andere laatste recente verwante gerelateerde vergelijkbare"
        " aanbevolen populaire meest overige volgende"
        " vorige",
        "nieuws artikel bericht artikelen berichten onderwerpen video's foto's verhalen"
        " koppen gelezen bekeken besproken leestips",
        "dit deze de het een aan voor van op in uit onze je uw met en nu alle per rubriek categorie auteur vandaag ook"
        " hier",
    ),
    _Words(  # Italian
        "condividi regala salva stampa ascolta invia inoltra copia segnala valuta scarica installa apri segui leggi"
        " mostra nascondi guarda commenta scrivi sostieni condividere stampare ascoltare inviare"
        " ingrandisci guardate attiva riproduci rimuovi"
        " segui",
        "articolo notizia pagina link commento commenti app newsletter account canale versione pdf audio podcast"
        " opinione amico preferiti"
        " immagine foto video galleria notifiche pubblicità"
        " diretta podcast",
        "altre altri ultime ultimi più correlate correlati simili consigliati consigliate popolari recenti prossimo"
        " prossimi precedente",
        "notizia articolo notizie articoli titoli argomenti video foto contenuti letti"
        " lette visti viste commentati letture storie",
        "questo questa il la lo gli le l' un una a al per di del della su sul in nella nostra nostro tuo e ora tutti"
        " tutte sezione categoria autore oggi anche"
        " qui",
    ),
    _Words(  # Portuguese
        "compartilhar compartilhe partilhar partilhe salvar guardar imprimir ouvir ouça enviar encaminhar copiar"
        " denunciar avaliar baixar descarregar instalar abrir seguir ler mostrar ocultar ver comentar escrever apoiar"
        " ampliar amplie veja assista ative reproduzir remover denunciar comunicar"
        " acompanhe siga ouça",
        "artigo notícia matéria reportagem página link comentário comentários app aplicativo aplicação boletim conta"
        " canal versão pdf áudio podcast opinião amigo favoritos newsletter"
        " imagem foto vídeo galeria notificações alertas publicidade anúncios erro"
        " podcast transmissão",
        "mais outras outros últimas últimos relacionadas relacionados semelhantes recomendadas recomendados populares"
        " recentes próxima próximo anterior",
        "notícia artigo matéria notícias artigos matérias reportagens manchetes temas"
        " vídeos fotos conteúdos lidas lidos vistas vistos"
        " comentadas leituras histórias",
        "este esta o a os as um uma para de do da dos das sobre em no na nosso nossa seu por e agora todos todas seção"
        " secção categoria autor hoje também"
        " aqui",
    ),
    _Words(  # Indonesian
        "bagikan simpan cetak dengarkan kirim teruskan salin laporkan nilai unduh pasang buka ikuti baca tampilkan"
        " sembunyikan lihat komentari tulis dukung"
        " perbesar tonton putar aktifkan hapus",
        "artikel berita halaman tautan komentar aplikasi buletin akun saluran versi pdf audio siniar pendapat teman"
        " favorit kami"
        " gambar foto video galeri notifikasi iklan kesalahan",
        "lainnya lain terkait terbaru terkini serupa rekomendasi populer terpopuler terbanyak selanjutnya sebelumnya"
        " pilihan utama",
        "berita artikel topik video foto kabar tulisan konten dibaca dilihat bacaan",
        "ini itu yang di ke dari untuk tentang dalam kami anda dengan dan sekarang semua rubrik kategori penulis hari"
        " juga paling banyak",
    ),
    _Words(  # Russian
        "поделиться поделитесь подарить сохранить распечатать напечатать слушать послушать отправить переслать"
        " скопировать пожаловаться оценить скачать установить открыть читать показать скрыть смотреть комментировать"
        " написать поддержать"
        " увеличить смотрите включить включите воспроизвести убрать отключить",
        "статью статьёй статьей новость новостью страницу ссылку ссылкой комментарий комментарии приложение рассылку"
        " аккаунт канал версию pdf аудио подкаст мнение другу закладки материал материалом"
        " изображение фото фотографию видео галерею уведомления рекламу",
        "другие ещё еще последние свежие похожие рекомендуемые популярные главные связанные самые следующая предыдущая"
        " читаемые",
        "новость статья новости статьи материалы публикации темы видео фото заголовки сюжеты читаемое обсуждаемое",
        "эту этой этот это в во на из по для с со о об от наш наше наша ваш и сейчас все всё раздела рубрики категории"
        " автора дня часа сегодня также",
    ),
    _Words(  # Vietnamese, syllable by syllable
        "chia sẻ tặng lưu in nghe gửi chuyển tiếp sao chép tải cài đặt mở theo dõi đọc hiện ẩn xem"
        " bình luận viết ủng hộ",
        "bài viết tin trang liên kết ý kiến ứng dụng bản tin tài khoản kênh phiên bản âm thanh bạn bè báo",
        "khác mới nhất liên quan tương tự nổi bật đề xuất phổ biến nhiều nóng cùng tiếp trước cũ hơn hay đáng chú",
        "tin bài viết tức báo chủ đề video ảnh chuyên mục đọc xem sự kiện",
        "này cho bạn của về trên trong từ và các những một tác giả hôm nay ngày tuần thêm lại vừa đăng",
    ),
)
_TOKEN: Final = expression(r"[^\s,;:|/()\[\]]+")
_LONGEST: Final = 8  # words; a longer line says more than a button

_CJK_LINKS: Final = expression(
    r"(?:更多|相关|相關|其他|其它|最新|热门|熱門|推荐|推薦|精彩|延伸|往期|同类|近期|今日|本类|本周|点击|编辑"
    r"|今日の|この|その他の|他の|関連|最新|人気の?|注目の?|おすすめの?|新着|あわせて読みたい|こちらの?"
    r"|관련|다른|최신|인기|추천|주요|많이 본|많이 읽은|오늘의|이 시각|함께 볼만한|실시간)\s?"
    r"(?:的)?(?:主要|热点|焦点|重要|주요|추천|많이 본)?\s?"
    r"(?:新闻|新聞|阅读|閱讀|文章|报道|報導|资讯|資訊|消息|内容|推荐|链接|专题|视频|图片|排行|排行榜|动态|头条"
    r"|記事|ニュース|トピックス?|話題|コンテンツ|動画|写真|特集|リンク|ランキング"
    r"|기사|뉴스|소식|글|콘텐츠|영상|사진|포토|화제|이슈|동영상|랭킹)(?:推荐|排行榜?|一覧|ランキング|목록|보기|모음)?"
)
_CJK_ACTS: Final = expression(
    r"(?:点击|扫码|扫描|长按)?(?:分享|转发|收藏|打印|下载|关注|订阅|评论|举报|收听|复制|查看|发表|推荐)(?:给|到|至)?"
    r"(?:本文|此文|文章|本页|全文|评论|链接|朋友|好友|客户端|app|公众号|音频|更多|朋友圈|我们)"
    r"|(?:この|本)?(?:記事|ページ|ニュース|アプリ|リンク|コメント|音声|メール)(?:を|の|で)?"
    r"(?:シェア|共有|保存|印刷|聞く|聴く|送る|ダウンロード|コピー|読む|書く|見る|通報|フォロー|投稿)(?:する)?"
    r"|(?:이 )?(?:기사|글|페이지|링크|댓글|앱|뉴스|본문)(?:를|을)?\s?"
    r"(?:공유|저장|인쇄|듣기|보내기|내려받기|다운로드|복사|쓰기|보기|신고|추천|스크랩|작성|남기기)(?:하기)?"
)


def _sets(words: _Words) -> tuple[frozenset[str], ...]:
    """The five lists as sets, the last one being all words together."""
    acts, objects, kinds, links, joins = (frozenset(part.split()) for part in words)
    return acts, objects, kinds, links, acts | objects | kinds | links | joins


_SETS: Final = tuple(_sets(words) for words in _LANGUAGES)
ANY: Final = frozenset().union(*(words[-1] for words in _SETS))
"""All words of all languages that furniture is put together from."""


def composed(folded: str) -> str | None:
    """What a line's key is if it is made of furniture words alone: "interface", "links", or None.

    Two words or more of one language: an action with its object, or a kind of article with the word for articles.
    """
    if not folded or len(folded) > 60:
        return None
    if folded[0] >= "\u2e80":
        if _CJK_LINKS.fullmatch(folded):
            return "links"
        if _CJK_ACTS.fullmatch(folded):
            return "interface"
    last = folded.rpartition(" ")[2]
    if last not in ANY and last.isalpha():
        return None
    parted = folded
    if "'" in folded or "’" in folded:
        parted = folded.replace("'", "' ").replace("’", "' ").replace("video' s", "video's")
    tokens = _TOKEN.findall(parted)
    if not 2 <= len(tokens) <= _LONGEST or not ANY.issuperset(tokens):
        return None
    return next((found for words in _SETS if (found := _of_language(set(tokens), len(tokens), words))), None)


def _of_language(tokens: set[str], count: int, words: tuple[frozenset[str], ...]) -> str | None:
    """What the words are in one language; Vietnamese writes syllables apart, so it needs three."""
    acts, objects, kinds, links, known = words
    if not tokens <= known:
        return None
    if "sẻ" in known and count < 3:
        return None
    if kinds & tokens and (links - kinds) & tokens:
        return "links"
    return "interface" if acts & tokens and objects & tokens else None
