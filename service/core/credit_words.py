"""The words that sign and date an article: source lines, photo credits, bylines, imprints, publication times.

As in `vocabulary`, every set holds keys in the thirteen languages Communique cleans.
"""

from __future__ import annotations

from service.core.vocabulary import phrases

SOURCE_LABELS = phrases("""
source; sources; original source; via; quelle; quellen; originalquelle; bildquelle; bildquellen; textquelle
sources originales; source originale; fuente; fuentes; bron; bronnen; nguồn; nguồn tin; theo nguồn; dẫn nguồn
link gốc; link bài gốc; nguồn bài viết; fonte; fonti; fontes; sumber; источник; источники; по материалам; 来源
来源于; 文章来源; 新闻来源; 稿源; 消息来源; 信息来源; 來源; 資料來源; ソース; 出典; 情報源; 引用元; 출처; 소스; 자료
자료 출처
""")

ACCORDING_TO = (
    "theo ",
    "according to ",
    "nach ",
    "laut ",
    "selon ",
    "d'après ",
    "según ",
    "volgens ",
    "secondo ",
    "segundo ",
    "menurut ",
    "по материалам ",
    "по данным ",
    "根据",
    "据",
)
"""Openings of a source line that names its outlet and nothing else."""

PHOTO_LABELS = phrases("""
bildrechte; bildcredit; bildnachweise; fotonachweis; fotocredit; credits; crediti; créditos; crediti foto
fotorechten
fotograf; fotografin; photographe; fotógrafo; fotógrafa; fotografo; nhiếp ảnh; fotografer; фотограф; фотобанк
摄影师
写真家; 사진기자; 画像提供; 資料提供; 이미지 출처; 그림; 사진 출처; dokumentasi; thiết kế; ảnh bạn đọc; nguồn video
photograph; photographs; photograph by; photography; image courtesy; picture credit; pictures by; images by
photo; photos; photo by; photo credit; photo source; picture; pictures; pic; image; images; image credit
image source; file photo; illustration; illustrations; video; graphic; graphics; infographic; caption; credit
courtesy; foto; fotos; foto's; bild; bilder; bildquelle; bildquellen; fotoquelle; bildnachweis; fotograf; grafik
symbolbild; archivbild; titelbild; ph; crédit; crédits; crédit photo; crédits photo; photographie; infographie
© photo; fotografía; fotografías; imagen; imágenes; vídeo; crédito; gráfico; beeld; beelden; fotograaf; bijschrift
fotobron; afbeelding; grafiek; ảnh; hình; hình ảnh; ảnh minh họa; ảnh minh hoạ; ảnh chụp; ảnh tư liệu; ảnh nguồn
nguồn ảnh; nguồn hình; đồ họa; đồ hoạ; clip; tranh; ảnh bìa; ảnh, video; video, ảnh; ảnh và video; immagine
immagini; foto di; fotografia; credito; imagem; imagens; foto de; reprodução; divulgação; gambar; foto oleh; dok
kredit foto; sumber foto; фото; фотография; фотографии; снимок; видео; иллюстрация; графика; изображение
фото автора; 图; 图片; 照片; 摄影; 摄; 图源; 供图; 图片来源; 资料图; 圖; 圖片; 攝影; 圖片來源; 視頻; 视频; 写真
画像; 撮影; 動画; 資料写真; 写真提供; 提供; 사진; 이미지; 영상; 그래픽; 사진제공; 사진 제공; 사진출처; 사진 출처
자료사진
""")

PHOTO_NOTES = phrases("""
illustrative photo; illustrative image; illustration photo; illustration; photo illustration; file photo
stock photo; for illustration purposes only; photo for illustration; symbolbild; symbolfoto; archivbild; archivfoto
beispielbild; photo d'illustration; image d'illustration; photo d'archives; illustrations; photo : illustration
foto ilustrativa; imagen ilustrativa; foto de archivo; imagen de archivo; foto ter illustratie; ter illustratie
archieffoto; illustratiefoto; illustratie; illustratieve foto; ảnh minh họa; ảnh minh hoạ; hình minh họa
hình minh hoạ; ảnh tư liệu; ảnh internet; ảnh chụp màn hình; foto d'archivio; immagine illustrativa
immagine di repertorio; foto di repertorio; foto ilustrasi; ilustrasi; foto arsip; imagem ilustrativa
foto de arquivo; imagem de arquivo; иллюстративное фото; фото из архива; архивное фото; иллюстрация; 资料图
资料图片; 示意图; 配图; 資料圖; イメージ; イメージ写真; 資料写真; イメージ画像; 자료사진; 자료 사진; 참고 사진
이미지 사진; illustration internet; internet; escena de trabajo; escena de la reunión; escena del evento
working scene
scene of the meeting; scene at the event; arbeitsszene; szene der sitzung; szene der konferenz; scène de travail
scène de la réunion; scène de la conférence; werkscène; scène van de vergadering; scena di lavoro
scena della riunione
cena de trabalho; cena da reunião; adegan kerja; suasana kerja; рабочий момент; момент встречи; quang cảnh làm việc
quang cảnh buổi làm việc; 工作现场; 会议现场; 会議の様子; 会場の様子; 회의 모습; 현장 모습
""") - {"internet"}

BYLINE_LABELS = phrases("""
by; written by; author; authors; reporter; reporters; story by; text by; text; words by; translated by; translator
editor; edited by; correspondent; interview by; compiled by; reported by; von; autor; autorin; autoren; verfasser
übersetzung; übersetzer; übersetzt von; redaktion; redakteur; bericht; ein gastbeitrag von; ein kommentar von
text von; par; auteur; auteurs; rédaction; rédacteur; propos recueillis par; traduction; traduit par; texte
texte et photos; por; autora; autores; redacción; redactor; texto; traducción; traducido por; traducción de
escrito por; door; redactie; vertaling; vertaald door; tekst; geschreven door; tác giả; bài; bài, ảnh; bài và ảnh
bài viết; tin, ảnh; tin và ảnh; tin; phóng viên; pv; thực hiện; người dịch; dịch; biên dịch; biên tập; tổng hợp
nội dung; người thực hiện; biên soạn; người viết; di; autore; autrice; a cura di; testo; traduzione; traduzione di
redazione; autor(a); redação; tradução; oleh; penulis; pewarta; penerjemah; автор; авторы; текст; перевод
корреспондент; подготовил; подготовила; редактор; беседовал; беседовала; 作者; 记者; 記者; 文; 编辑; 责任编辑
責任編輯; 编译; 翻译; 撰文; 通讯员; 文/图; 执笔; 取材; 文責; 筆者; 著者; 編集; 翻訳; 記者名; 기자; 글; 글쓴이
작성자; 편집; 번역; 취재
""")

IMPRINT_LABELS = phrases("""
editor-in-chief; editor in chief; managing editor; publisher; publishing licence; publishing license
publication permit; licence; license; license no; address; tel; telephone; phone; fax; email; e-mail; hotline
copyright; editorial office; advertising; deputy editor-in-chief; website; chefredakteur; chefredakteurin
herausgeber; verantwortlich; lizenz; adresse; anschrift; telefon; redaktionsanschrift; verlag; rédacteur en chef
rédactrice en chef; directeur de la publication; permis de publication; licence de publication; téléphone; tél
courriel; siège; éditeur; redactor jefe; redactora jefa; director; licencia; dirección; teléfono; correo electrónico
editor responsable; hoofdredacteur; uitgever; adres; telefoon; vergunning; tổng biên tập; phó tổng biên tập
giấy phép; giấy phép xuất bản; giấy phép số; giấy phép hoạt động; cơ quan chủ quản; tòa soạn; toà soạn; trụ sở
địa chỉ; điện thoại; đường dây nóng; bản quyền; chịu trách nhiệm nội dung; liên hệ quảng cáo; số giấy phép
direttore responsabile; direttore; indirizzo; telefono; licenza; editore; redator-chefe; editor-chefe; endereço
telefone; licença; pemimpin redaksi; alamat; telepon; izin; penerbit; главный редактор; адрес; телефон; лицензия
учредитель; свидетельство; 总编辑; 地址; 电话; 许可证; 主办; 主管; 總編輯; 電話; 編集長; 住所; 発行人; 許可番号
편집장; 편집인; 발행인; 주소; 전화; 등록번호; 청소년보호책임자
""")

IMPRINT_ANCHORS = IMPRINT_LABELS - phrases("""
address; tel; telephone; phone; fax; email; e-mail; hotline; adresse; anschrift; telefon; téléphone; tél; courriel
siège; director; dirección; teléfono; correo electrónico; adres; telefoon; trụ sở; địa chỉ; điện thoại
đường dây nóng; indirizzo; telefono; direttore; endereço; telefone; alamat; telepon; адрес; телефон; 地址; 电话
電話; 住所; 주소; 전화; website; advertising; publisher; licence; license; verantwortlich; izin; lizenz; licencia
licenza; licença; лицензия; verlag; éditeur; uitgever; editore; penerbit; herausgeber; copyright
""")
"""An imprint is recognised by one of these; postal addresses and telephone numbers alone may be advice to readers."""

AGENCIES = phrases("""
베트남+; 베트남플러스; вьетнам+; vietnam +; ベトナムプラス; 越南+; vnanet.vn; vietnamplus.vn; vnews; vna/vns
vns/vna
sggpnews; bna; nd
vna; vov; vovworld; vov.vn; vov5; vns; vnanet; vietnamplus; vietnam+; vietnam plus; ttxvn; cvn; vi; vnp; vtv; vtc
vtc news; vnexpress; tuổi trẻ; thanh niên; dân trí; tiền phong; nhân dân; báo nhân dân; nhandan; nhan dan
nhan dan online; qđnd; qdnd; quân đội nhân dân; sggp; sài gòn giải phóng; báo quốc tế; thế giới & việt nam
thế giới và việt nam; tg&vn; vgp; vgp news; chinhphu.vn; báo chính phủ; baochinhphu.vn; baoquocte.vn; vietnamnet
vietnamnews; viet nam news; vietnam news; hanoitimes; hà nội mới; hanoimoi; laodong; lao động; người lao động; nld
tpo; tto; tno; zing; znews; vneconomy; thời đại; tạp chí thời đại; tạp chí cộng sản; vietnam.vn; vietnam pictorial
le courrier du vietnam; congluan; sto; ngày nay; cổng ttđt bộ ngoại giao; bộ ngoại giao; mofa; baotintuc
báo tin tức; vov-vn; việt nam news; agencia vietnamita de noticias; agence vietnamienne d'information
vietnam news agency; vietnamesische nachrichtenagentur; vietnamees persbureau; thông tấn xã việt nam
вьетнамское информационное агентство; вна; вов; 越通社; 越南通讯社; 越南之声; 人民报; 越南人民报网; ベトナム通信
ベトナム通信社; 베트남통신사; 베트남뉴스통신사; ベトナムの声; 베트남의 소리; reuters; ap; afp; dpa; epa; efe; ansa
lusa; anp; belga; apa; sda; kna; keystone; keystone-sda; tass; тасс; риа новости; ria novosti; интерфакс; xinhua
新华社; 新华网; 人民网; 中新社; 中新网; 央视; kyodo; 共同; 共同通信; 時事; 時事通信; 時事通信社; 朝日新聞; 読売新聞
yonhap; 연합뉴스; 뉴시스; 뉴스1; antara; bernama; pti; ani; upi; bbc; cnn; ap news; associated press; france 24; rfi
deutsche welle; dw; nos; nu.nl; europa press; agência brasil; agência lusa; kompas; tempo; detikcom; detik; cna
channel news asia; nikkei; bloomberg; scmp; the guardian; le monde; el país; afp.com; getty images; getty; un news
asean secretariat; internet; shutterstock; istock; istockphoto; unsplash; pexels; pixabay; freepik; depositphotos
alamy; imago; imago images; picture alliance; picture-alliance; adobe stock; 123rf; dreamstime; wikimedia
wikimedia commons; wikipedia; pixabay.com; corbis; sipa; sipa press; abaca; hans lucas; maxppp; photopqr
belga image
hollandse hoogte; anp foto; novum; estadão; folhapress; estadão conteúdo; agência o globo; agencia efe; ep; notimex
telam; télam; la presse; lapresse; fotogramma; imagoeconomica; agenzia fotogramma; zuma press; zuma; nurphoto
anadolu; anadolu agency; aa; ap photo; afp photo; reuters photo; ansa foto; antara foto; epa-efe; dpa-infocom; sid
dpa-tmn; kna-bild; epd; sputnik; спутник; рия новости; ria; тасс; iz.ru; коммерсантъ; gettyimages; 视觉中国
东方ic; 中新社记者
新华社发; 央视新闻; 中央社; 路透; 路透社; 法新社; 美联社; 彭博社; 時事通信フォト; ロイター; afp時事; afp=時事
アフロ; ゲッティ
게티이미지; 게티이미지뱅크; 게티이미지코리아; 뉴스핌; 로이터; 로이터연합뉴스; 로이터=연합뉴스; afp=연합뉴스
ap=뉴시스; 셔터스톡
""")
"""Agencies and outlets that sign an article with their name alone on a line."""

VIETNAMESE_SURNAMES = phrases("""
nguyễn; trần; lê; phạm; hoàng; huỳnh; phan; vũ; võ; đặng; bùi; đỗ; hồ; ngô; dương; lý; đinh; đoàn; trịnh; trương
lương; mai; cao; tạ; hà; tô; tôn; lưu; đào; thái; quách; châu; từ; kiều; tăng; lâm; chu; văn; đàm; nghiêm; thạch; la
triệu; phùng; lại; viên; khúc; bạch; mạc; quản; ninh; vương; hứa; thân
""")

DATE_WORDS = phrases("""
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

VIETNAMESE_SURNAMES_PLAIN = phrases("""
nguyen; tran; pham; huynh; phan; dang; bui; dinh; doan; trinh; truong; luong; trieu; nghiem; quach
""")
"""Those that are no word of another language without their accents."""

ROLES = phrases("""
correspondent; reporter; journalist; editor; columnist; writer; contributor; researcher; analyst; fellow; intern
professor; lecturer; photographer; producer
korrespondent; korrespondentin; reporterin; journalistin; redakteur; redakteurin; autorin; autor; volontär; volontärin
wissenschaftler; wissenschaftlerin; politikwissenschaftler; gastautor; gastautorin
correspondante; correspondant; journaliste; rédacteur; rédactrice; reporter; envoyé; envoyée; chercheur
chercheuse; chroniqueur; chroniqueuse; éditorialiste; doctorant; doctorante; professeur; professeure
corresponsal; periodista; redactor; redactora; reportera; reportero; enviado; enviada; investigador; investigadora
columnista; analista; profesor; profesora; colaborador; colaboradora
correspondente; redacteur; redactrice; verslaggever; verslaggeefster; journaliste; onderzoeker; columniste
onderzoeksjournalist
phóng viên; nhà báo; biên tập viên; cộng tác viên; nghiên cứu sinh; nhà nghiên cứu
giornalista; corrispondente; redattore; redattrice; inviato; inviata; ricercatore; ricercatrice; editorialista
jornalista; repórter; redator; redatora; enviada; pesquisador; pesquisadora; colunista
wartawan; jurnalis; koresponden; redaktur; peneliti; kolumnis; kontributor; penulis; dosen; pengamat
корреспондент; журналист; журналистка; обозреватель; редактор; репортёр; репортер; исследователь; научный сотрудник
колумнист
""")
"""What people of the press and of institutes are, as it stands beside or under their names."""

ROLE_MODIFIERS = phrases("""
senior; special; associate; assistant; visiting; research; freelance; freier; freie; wissenschaftlicher
wissenschaftliche
spécial; spéciale; associé; associée; permanent; permanente; especial; asociado; asociada; vaste; speciale
associado; associada
khusus; tamu; специальный; старший; научный
""")
"""What may stand beside such a word in small letters."""
