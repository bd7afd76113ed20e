"""Articles and page furniture of own writing, in thirteen languages, and pages made of both.

The wording of the furniture is not taken from the rule tables of `service.core`: it says what pages say in other words,
so that the figures tell how cleaning does on layouts it has not seen. Events, people and outlets are invented.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """An article: its headline and its paragraphs, among them a heading, a short line and a quotation."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Furniture:
    """What stands around articles in one language: above, among and below the paragraphs."""

    above: tuple[str, ...]
    captions: tuple[str, ...]
    below: tuple[str, ...]
    header: str
    links: tuple[str, ...]


@dataclass(frozen=True)
class PageOfLines:
    """A flattened page: its lines with their labels ("title", "body" or "furniture")."""

    language: str
    lines: tuple[tuple[str, str], ...]

    @property
    def content(self) -> str:
        """The page as a crawler delivers it."""
        return "\n".join(line for line, _ in self.lines)


def _article(block: str) -> Article:
    title, *paragraphs = (line.strip() for line in block.strip().splitlines() if line.strip())
    return Article(title, tuple(paragraphs))


ARTICLES = {
    "en": _article("""
Lighthouse keepers ask for a say in the strait accord
Keepers from nine lighthouses along the strait have asked the two governments to hear them before the new shipping accord is signed in the spring.
The accord moves the shipping lane four miles to the south, away from the shoals on which two freighters were lost last winter.
What the keepers want
“We see every ship that passes, and nobody has ever asked us what we see,” said Orla Fenwick, who has kept the northern light for 21 years.
A hearing has been promised for March.
The transport ministry said in a short statement that the lane itself was no longer open to debate, but that the lights might be."""),
    "de": _article("""
Brückenwärter wollen beim Flussvertrag mitreden
Die Brückenwärter an der Grenzstrecke des Flusses haben beide Regierungen gebeten, sie vor der Unterzeichnung des neuen Vertrags im Frühjahr anzuhören.
Der Vertrag verlegt die Fahrrinne um zweihundert Meter nach Süden, weg von den Untiefen, an denen im Winter zwei Frachter aufgelaufen sind.
Was die Wärter verlangen
„Wir sehen jedes Schiff, und gefragt hat uns noch niemand“, sagte Hedwig Asmussen, die seit 21 Jahren die Nordbrücke bedient.
Eine Anhörung ist für März zugesagt.
Das Verkehrsministerium teilte mit, über die Rinne selbst werde nicht mehr verhandelt, über die Öffnungszeiten der Brücken aber schon."""),
    "fr": _article("""
Les gardiens de phare veulent être entendus sur l'accord du détroit
Les gardiens de neuf phares du détroit ont demandé aux deux gouvernements de les entendre avant la signature du nouvel accord de navigation, prévue au printemps.
L'accord déplace le couloir de navigation de quatre milles vers le sud, loin des hauts-fonds où deux cargos se sont échoués cet hiver.
Ce que demandent les gardiens
« Nous voyons passer chaque navire et personne ne nous a jamais rien demandé », raconte Solène Kerbrat, qui tient le feu du nord depuis 21 ans.
Une audition est promise pour mars.
Le ministère des Transports a répondu que le tracé du couloir n'était plus en discussion, mais que l'avenir des feux l'était encore."""),
    "es": _article("""
Los fareros piden voz en el acuerdo del estrecho
Los fareros de nueve torres del estrecho han pedido a los dos gobiernos que los escuchen antes de que se firme, en primavera, el nuevo acuerdo de navegación.
El acuerdo desplaza el corredor marítimo cuatro millas hacia el sur, lejos de los bajíos donde encallaron dos cargueros el invierno pasado.
Lo que piden los fareros
«Vemos pasar todos los barcos y nadie nos ha preguntado nunca nada», cuenta Remedios Oyarzun, que cuida la luz del norte desde hace 21 años.
Habrá una audiencia en marzo.
El ministerio de Transportes respondió que el trazado del corredor ya no se discute, aunque el futuro de los faros sigue abierto."""),
    "nl": _article("""
Vuurtorenwachters willen meepraten over het akkoord in de zeestraat
De wachters van negen vuurtorens langs de zeestraat hebben beide regeringen gevraagd hen te horen voordat het nieuwe scheepvaartakkoord in het voorjaar wordt getekend.
Het akkoord verlegt de vaarroute vier mijl naar het zuiden, weg van de ondiepten waarop afgelopen winter twee vrachtschepen zijn vastgelopen.
Wat de wachters willen
“Wij zien ieder schip dat langskomt en niemand heeft ons ooit iets gevraagd”, zegt Femke Oldersma, die al 21 jaar het noordelijke licht bedient.
In maart komt er een hoorzitting.
Het ministerie liet weten dat over de route zelf niet meer wordt onderhandeld, maar over de toekomst van de lichten nog wel."""),
    "vi": _article("""
Những người giữ hải đăng muốn góp tiếng nói vào thỏa thuận eo biển
Những người giữ chín ngọn hải đăng dọc eo biển đã đề nghị hai chính phủ lắng nghe họ trước khi thỏa thuận hàng hải mới được ký kết vào mùa xuân.
Thỏa thuận dời luồng tàu xuống phía nam bốn hải lý, tránh xa những bãi cạn nơi hai tàu hàng mắc cạn hồi mùa đông năm ngoái.
Điều họ mong muốn
“Chúng tôi nhìn thấy mọi con tàu đi qua mà chưa ai hỏi chúng tôi điều gì”, ông Lê Văn Hải, người giữ ngọn đèn phía bắc suốt 21 năm, cho biết.
Một buổi điều trần sẽ diễn ra vào tháng ba.
Cơ quan hàng hải trả lời rằng tuyến luồng không còn bàn lại nữa, còn tương lai của những ngọn đèn thì vẫn để ngỏ."""),
    "it": _article("""
I guardiani dei fari chiedono voce sull'accordo dello stretto
I guardiani di nove fari dello stretto hanno chiesto ai due governi di essere ascoltati prima della firma del nuovo accordo di navigazione, prevista in primavera.
L'accordo sposta la rotta di quattro miglia verso sud, lontano dalle secche su cui lo scorso inverno si sono arenati due mercantili.
Che cosa chiedono
«Vediamo passare ogni nave e nessuno ci ha mai chiesto nulla», racconta Ersilia Montanari, che tiene la luce del nord da 21 anni.
A marzo ci sarà un'audizione.
Il ministero dei Trasporti ha risposto che la rotta non è più in discussione, mentre il futuro delle luci resta aperto."""),
    "pt": _article("""
Faroleiros querem ser ouvidos sobre o acordo do estreito
Os faroleiros de nove torres do estreito pediram aos dois governos que os ouçam antes da assinatura do novo acordo de navegação, marcada para a primavera.
O acordo desloca a rota quatro milhas para o sul, longe dos baixios onde dois cargueiros encalharam no inverno passado.
O que pedem os faroleiros
“Vemos passar cada navio e ninguém nunca nos perguntou nada”, conta Filomena Quintela, que cuida da luz do norte há 21 anos.
Haverá uma audiência em março.
O ministério dos Transportes respondeu que a rota já não está em discussão, mas que o futuro das luzes continua em aberto."""),
    "id": _article("""
Penjaga mercusuar ingin didengar soal kesepakatan selat
Para penjaga sembilan mercusuar di sepanjang selat meminta kedua pemerintah mendengarkan mereka sebelum kesepakatan pelayaran baru ditandatangani pada musim semi.
Kesepakatan itu menggeser jalur kapal empat mil ke selatan, menjauh dari beting tempat dua kapal barang kandas musim dingin lalu.
Keinginan para penjaga
“Kami melihat setiap kapal yang lewat, tetapi belum pernah ada yang bertanya kepada kami,” kata Sulastri Manurung, penjaga lampu utara selama 21 tahun.
Dengar pendapat dijanjikan pada bulan Maret.
Kementerian perhubungan menjawab bahwa jalur itu tidak lagi dibahas, sedangkan masa depan lampu masih terbuka."""),
    "ru": _article("""
Смотрители маяков просят голоса в соглашении о проливе
Смотрители девяти маяков пролива попросили оба правительства выслушать их до подписания нового соглашения о судоходстве, намеченного на весну.
Соглашение переносит фарватер на четыре мили к югу, подальше от отмелей, на которых прошлой зимой потерпели крушение два сухогруза.
Чего хотят смотрители
«Мы видим каждое судно, а нас никто ни о чём не спрашивал», — говорит Агриппина Лопухова, которая смотрит за северным огнём 21 год.
Слушания обещаны в марте.
Министерство транспорта ответило, что фарватер больше не обсуждается, а вот судьба огней остаётся открытой."""),
    "zh": _article("""
灯塔守护人希望在海峡协议中发声
海峡沿岸九座灯塔的守护人请求两国政府在明年春天签署新的航运协议之前听取他们的意见。
根据协议,航道将向南移动四海里,远离去年冬天两艘货轮搁浅的浅滩。
守护人的愿望
“每一艘经过的船我们都看得见,却从来没有人问过我们看见了什么。”守护北灯二十一年的顾海棠说。
听证会定于三月举行。
交通部门答复说,航道本身不再讨论,但灯塔的未来仍有商量的余地。"""),
    "ja": _article("""
灯台守が海峡協定に意見を求める
海峡沿いの九つの灯台を守る人たちは、来春に予定される新しい航行協定の署名の前に意見を聞くよう、両国政府に求めました。
協定では航路が南へ四海里移され、昨冬に貨物船二隻が座礁した浅瀬から遠ざけられます。
灯台守の願い
「通る船はすべて見ていますが、何を見たかと尋ねられたことは一度もありません」と、北の灯を二十一年守る潮田しづさんは話します。
公聴会は三月に開かれます。
運輸当局は、航路そのものはもう議論しないが、灯台の将来についてはまだ話し合えると答えました。"""),
    "ko": _article("""
등대지기들, 해협 협정에 목소리를 내다
해협을 따라 선 아홉 등대의 등대지기들이 내년 봄 새 항행 협정이 서명되기 전에 자신들의 의견을 들어 달라고 두 나라 정부에 요청했다.
협정에 따르면 항로는 남쪽으로 사 해리 옮겨져 지난겨울 화물선 두 척이 좌초한 여울에서 멀어진다.
등대지기들의 바람
“지나가는 배는 모두 보지만 무엇을 보았느냐고 물은 사람은 없었습니다.” 북쪽 등대를 스물한 해 지킨 고다미 씨는 이렇게 말했다.
공청회는 삼월에 열린다.
운수 당국은 항로 자체는 더 논의하지 않지만 등대의 앞날은 아직 열려 있다고 답했다."""),
}

FURNITURE = {
    "en": Furniture(
        ("Skip the menu", "Coastal desk", "12 November 2025, 09:15"),
        (
            "The northern light at dusk. Picture: Niall Drury",
            "The lamp room, photographed in May (Photo: Harbour Press)",
        ),
        (
            "Send this story to a friend",
            "Talking point (4)",
            "Sign up here for the weekly letter",
            "© The Coastal Times 2025",
        ),
        "Elsewhere on our pages",
        (
            "Wheat harvest beats every forecast",
            "Museum buys lost portrait of a duchess",
            "Tram drivers reject pay offer",
        ),
    ),
    "de": Furniture(
        ("Zur Navigation", "Ressort Küste", "12. November 2025, 09:15 Uhr"),
        ("Die Nordbrücke am Abend. Bild: Jens Uhde", "Der Steuerstand im Mai (Foto: Hafenpresse)"),
        ("Artikel verschenken", "Leserkommentare (4)", "Jetzt den Küstenbrief abonnieren", "© Küstenzeitung 2025"),
        "Was Leser noch anklickten",
        (
            "Weizenernte übertrifft alle Prognosen",
            "Museum kauft verschollenes Porträt einer Herzogin",
            "Straßenbahnfahrer lehnen Lohnangebot ab",
        ),
    ),
    "fr": Furniture(
        ("Passer le menu", "Le littoral", "Publié le 12 novembre 2025 à 09h15"),
        ("Le feu du nord au crépuscule. Photo : Yann Le Goff", "La lanterne en mai (Photo : Presse du port)"),
        (
            "Offrir cet article",
            "Vos réactions (4)",
            "Recevez chaque semaine notre lettre",
            "© Le Courrier du littoral 2025",
        ),
        "Ailleurs sur notre site",
        (
            "La moisson de blé dépasse toutes les prévisions",
            "Un musée achète le portrait perdu d'une duchesse",
            "Les conducteurs de tramway rejettent la hausse proposée",
        ),
    ),
    "es": Furniture(
        ("Saltar el menú", "Costa", "12 de noviembre de 2025, 09:15"),
        ("La luz del norte al anochecer. Foto: Iker Zabala", "La linterna en mayo (Foto: Prensa del Puerto)"),
        ("Regalar este artículo", "Opiniones (4)", "Recibe cada semana nuestra carta", "© El Correo de la Costa 2025"),
        "En otras páginas",
        (
            "La cosecha de trigo supera todas las previsiones",
            "Un museo compra el retrato perdido de una duquesa",
            "Los tranviarios rechazan la oferta salarial",
        ),
    ),
    "nl": Furniture(
        ("Naar het menu", "Kust", "12 november 2025, 09:15 uur"),
        ("Het noordelijke licht bij avond. Foto: Sjoerd Abma", "De lamp in mei (Foto: Havenpers)"),
        ("Artikel cadeau geven", "Meningen (4)", "Ontvang elke week onze brief", "© De Kustbode 2025"),
        "Elders op deze site",
        (
            "Tarweoogst overtreft alle verwachtingen",
            "Museum koopt verloren portret van hertogin terug",
            "Trambestuurders wijzen loonbod massaal af",
        ),
    ),
    "vi": Furniture(
        ("Bỏ qua menu", "Biển đảo", "12/11/2025 09:15"),
        ("Ngọn đèn phía bắc lúc chạng vạng. Ảnh: Đỗ Minh", "Buồng đèn hồi tháng năm (Ảnh: Báo Cảng)"),
        ("Tặng bài viết này", "Ý kiến (4)", "Đăng ký nhận thư hằng tuần", "© Báo Duyên Hải 2025"),
        "Chuyện khác quanh ta",
        (
            "Lúa mì được mùa ngoài mọi dự báo",
            "Bảo tàng mua lại bức chân dung thất lạc",
            "Tài xế tàu điện bác đề nghị tăng lương",
        ),
    ),
    "it": Furniture(
        ("Salta il menu", "Costa", "12 novembre 2025, ore 09:15"),
        ("La luce del nord al tramonto. Foto: Piero Salis", "La lanterna a maggio (Foto: Stampa del porto)"),
        (
            "Regala questo articolo",
            "Commenti dei lettori (4)",
            "Ricevi ogni settimana la nostra lettera",
            "© Il Corriere della costa 2025",
        ),
        "Altrove sul sito",
        (
            "Il raccolto di grano supera ogni previsione",
            "Un museo compra il ritratto perduto di una duchessa",
            "I tranvieri respingono l'aumento proposto",
        ),
    ),
    "pt": Furniture(
        ("Saltar o menu", "Litoral", "12 de novembro de 2025, 09h15"),
        ("A luz do norte ao anoitecer. Foto: Duarte Sá", "A lanterna em maio (Foto: Imprensa do Porto)"),
        (
            "Enviar esta notícia a um amigo",
            "Opiniões (4)",
            "Receba no seu e-mail a carta semanal",
            "© O Correio do Litoral 2025",
        ),
        "Noutras páginas",
        (
            "Colheita de trigo supera todas as previsões",
            "Museu compra retrato perdido de uma duquesa",
            "Motoristas de elétrico recusam proposta salarial",
        ),
    ),
    "id": Furniture(
        ("Lewati menu", "Pesisir", "12 November 2025, 09.15 WIB"),
        ("Lampu utara saat senja. Foto: Bonar Siregar", "Ruang lampu pada bulan Mei (Foto: Pers Pelabuhan)"),
        ("Kirim berita ini ke teman", "Tanggapan (4)", "Dapatkan berita mingguan kami", "© Kabar Pesisir 2025"),
        "Kabar dari halaman sebelah",
        (
            "Panen gandum melampaui semua perkiraan",
            "Museum membeli lukisan bangsawan yang hilang",
            "Masinis trem menolak tawaran gaji",
        ),
    ),
    "ru": Furniture(
        ("К содержанию", "Побережье", "12 ноября 2025, 09:15"),
        ("Северный огонь в сумерках. Фото: Игнат Белов", "Фонарная комната в мае (Фото: Портовая печать)"),
        ("Отправить статью другу", "Мнения (4)", "Получайте письмо недели на почту", "© Вестник побережья 2025"),
        "На других страницах",
        (
            "Урожай пшеницы превзошёл все прогнозы",
            "Музей выкупил утраченный портрет герцогини",
            "Водители трамваев отвергли прибавку",
        ),
    ),
    "zh": Furniture(
        ("跳过菜单", "沿海", "2025年11月12日 09:15"),
        ("黄昏的北灯 图:陆远", "五月的灯室(图:港口新闻社)"),
        ("把本文分享给朋友", "评论(4)", "扫描二维码订阅周刊", "© 沿海时报 2025 版权所有"),
        "今日热点新闻",
        ("小麦收成超出所有预测", "博物馆买回失踪的公爵夫人肖像", "电车司机拒绝加薪方案"),
    ),
    "ja": Furniture(
        ("メニューを飛ばす", "沿岸", "2025年11月12日 09:15"),
        ("夕暮れの北の灯(写真:沖田航)", "五月の灯室(写真:港通信)"),
        ("この記事を共有する", "コメント(4)", "メルマガ登録はこちら", "© 沿岸日報 2025 無断転載を禁じます"),
        "今日の主要ニュース",
        ("小麦の収穫が予想を上回る", "美術館が失われた肖像画を買い戻す", "路面電車の運転士が賃上げ案を拒否"),
    ),
    "ko": Furniture(
        ("메뉴 건너뛰기", "연안", "2025년 11월 12일 09:15"),
        ("해 질 녘의 북쪽 등대 (사진: 문바다)", "오월의 등실 (사진: 항구통신)"),
        ("이 기사 공유하기", "댓글 (4)", "뉴스레터 구독 신청하기", "© 연안일보 2025 무단전재 금지"),
        "오늘의 주요 뉴스",
        ("밀 수확, 모든 예측을 넘어서", "박물관, 잃어버린 초상화를 되사다", "전차 기사들, 임금안을 거부하다"),
    ),
}


def page(language: str, seed: int) -> PageOfLines:
    """A page of one language: its article with furniture around and among it, drawn by the seed."""
    draw = random.Random(f"{language}-{seed}")
    article, around = ARTICLES[language], FURNITURE[language]
    lines = [(line, "furniture") for line in draw.sample(around.above, draw.randint(1, len(around.above)))]
    lines.append((article.title, "title"))
    body = [(line, "body") for line in article.paragraphs]
    body.insert(draw.randint(1, 2), (draw.choice(around.captions), "furniture"))
    below = [(line, "furniture") for line in draw.sample(around.below, draw.randint(1, len(around.below)))]
    links = [(line, "furniture") for line in (around.header, *draw.sample(around.links, draw.randint(2, 3)))]
    ends = [below, links]
    draw.shuffle(ends)
    return PageOfLines(language, (*lines, *body, *ends[0], *ends[1]))
