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
fotograf; fotografin; photographe; fotógrafo; fotógrafa; fotografo; nhiếp ảnh; fotografer; pewarta foto
фотограф; фотобанк
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
by; news and photos; story and photos; words and pictures; written by; author; authors; reporter; reporters
story by; text by; text; words by; translated by; translator
editor; edited by; correspondent; interview by; compiled by; reported by; von; autor; autorin; autoren; verfasser
übersetzung; übersetzer; übersetzt von; redaktion; redakteur; bericht; ein gastbeitrag von; ein kommentar von
text von; par; auteur; auteurs; rédaction; rédacteur; propos recueillis par; traduction; traduit par; texte
texte et photos; textes et photos; por; autora; autores; redacción; redactor; texto; traducción; traducido por
traducción de
escrito por; textos y fotos; door; redactie; vertaling; vertaald door; tekst; geschreven door; tác giả; bài
bài, ảnh; bài và ảnh
bài viết; tin, ảnh; tin và ảnh; tin; phóng viên; pv; thực hiện; người dịch; dịch; biên dịch; biên tập; tổng hợp
nội dung; người thực hiện; biên soạn; người viết; di; autore; autrice; a cura di; testo; traduzione; traduzione di
redazione; testi e foto; autor(a); redação; tradução; oleh; penulis; pewarta; penerjemah; автор; авторы; текст
перевод
корреспондент; подготовил; подготовила; редактор; беседовал; беседовала; 作者; 记者; 記者; 文; 编辑; 责任编辑
責任編輯; 编译; 翻译; 撰文; 通讯员; 文/图; 图/文; 文、图; 文·写真; 文・写真; 写真・文; 글·사진; 글/사진
글, 사진; 执笔; 取材; 文責; 筆者; 著者; 編集; 翻訳; 記者名; 기자; 글; 글쓴이
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
