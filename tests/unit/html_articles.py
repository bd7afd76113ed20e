"""One short invented article in thirteen languages, with what stands around it on a page: written for these tests."""

from __future__ import annotations

from typing import NamedTuple


class Sample(NamedTuple):
    """An article's headline and paragraphs, and a page's menu, teasers, caption, comments, notice and last line."""

    title: str
    paragraphs: tuple[str, str, str, str]
    menu: tuple[str, str, str]
    teasers: tuple[str, str, str]
    caption: str
    comments: tuple[str, str]
    notice: str
    rights: str


SAMPLES = {
    "de": Sample(
        "Stadtbücherei am Hafen öffnet nach sechs Jahren wieder",
        (
            "Die Bücherei am alten Hafen öffnet am Samstag wieder ihre Türen. Sechs Jahre lang war das Haus geschlossen, weil das Dach einzustürzen drohte.",
            "Die Sanierung kostete elf Millionen Euro, zwei Millionen mehr als geplant. Den größten Teil bezahlte die Stadt, den Rest eine Stiftung aus dem Nachbarort.",
            "„Wir haben jeden Tag gefragt bekommen, wann es endlich losgeht“, sagte die Leiterin Henrike Ostmann. Im Lesesaal stehen nun achtzig Plätze, und im Keller gibt es eine Werkstatt für Kinder.",
            "In der ersten Woche ist der Eintritt frei. Danach kostet der Jahresausweis zwölf Euro, für Schüler und Rentner die Hälfte.",
        ),
        ("Startseite", "Politik", "Wirtschaft"),
        ("Brücke bleibt bis März gesperrt", "Weniger Regen als im Vorjahr", "Neue Buslinie für den Norden"),
        "Der neue Lesesaal kurz vor der Eröffnung",
        ("Endlich, das wurde auch Zeit!", "Schön, aber warum so teuer?"),
        "Wir verwenden Cookies, um die Nutzung unserer Seiten zu messen.",
        "Alle Rechte vorbehalten.",
    ),
    "en": Sample(
        "Harbour library reopens after six years",
        (
            "The library at the old harbour opens its doors again on Saturday. The house had been closed for six years because its roof was in danger of falling in.",
            "The repairs cost eleven million euros, two million more than planned. The town paid most of it and a foundation from the next town paid the rest.",
            "“Every day somebody asked us when we would begin,” said its head, Henrike Ostmann. The reading room now has eighty seats, and there is a workshop for children in the cellar.",
            "In the first week nobody has to pay. After that a card costs twelve euros a year, and half of that for pupils and pensioners.",
        ),
        ("Home", "Politics", "Business"),
        ("Bridge to stay closed until March", "Less rain than last year", "New bus line for the north"),
        "The new reading room shortly before the opening",
        ("At last, it was about time!", "Fine, but why so dear?"),
        "We use cookies to measure how our pages are used.",
        "All rights reserved.",
    ),
    "es": Sample(
        "La biblioteca del puerto reabre seis años después",
        (
            "La biblioteca del puerto viejo vuelve a abrir sus puertas el sábado. El edificio llevaba seis años cerrado porque el tejado amenazaba con caerse.",
            "Las obras costaron once millones de euros, dos millones más de lo previsto. El ayuntamiento pagó la mayor parte y una fundación del pueblo vecino puso el resto.",
            "«Cada día alguien nos preguntaba cuándo empezaríamos», dijo su directora, Henrike Ostmann. La sala de lectura tiene ahora ochenta plazas y en el sótano hay un taller para niños.",
            "Durante la primera semana la entrada es gratuita. Después el carné cuesta doce euros al año, y la mitad para estudiantes y jubilados.",
        ),
        ("Portada", "Política", "Economía"),
        ("El puente seguirá cerrado hasta marzo", "Menos lluvia que el año pasado", "Nueva línea de autobús"),
        "La nueva sala de lectura poco antes de la apertura",
        ("¡Por fin, ya era hora!", "Muy bonita, pero ¿por qué tan cara?"),
        "Utilizamos cookies para medir el uso de nuestras páginas.",
        "Todos los derechos reservados.",
    ),
    "fr": Sample(
        "La bibliothèque du port rouvre après six ans",
        (
            "La bibliothèque du vieux port rouvre ses portes samedi. La maison était fermée depuis six ans, parce que son toit menaçait de s’effondrer.",
            "Les travaux ont coûté onze millions d’euros, deux millions de plus que prévu. La ville en a payé la plus grande partie, une fondation de la commune voisine le reste.",
            "« Chaque jour, quelqu’un nous demandait quand nous allions commencer », a dit sa directrice, Henrike Ostmann. La salle de lecture compte maintenant quatre-vingts places, et la cave abrite un atelier pour les enfants.",
            "La première semaine, l’entrée est libre. Ensuite, la carte coûte douze euros par an, et la moitié pour les élèves et les retraités.",
        ),
        ("Accueil", "Politique", "Économie"),
        (
            "Le pont reste fermé jusqu’en mars",
            "Moins de pluie que l’an dernier",
            "Une nouvelle ligne de bus pour le nord",
        ),
        "La nouvelle salle de lecture peu avant l’ouverture",
        ("Enfin, il était temps !", "C’est beau, mais pourquoi si cher ?"),
        "Nous utilisons des cookies pour mesurer l’usage de nos pages.",
        "Tous droits réservés.",
    ),
    "id": Sample(
        "Perpustakaan pelabuhan dibuka lagi setelah enam tahun",
        (
            "Perpustakaan di pelabuhan lama membuka kembali pintunya pada hari Sabtu. Gedung itu ditutup selama enam tahun karena atapnya hampir runtuh.",
            "Perbaikannya menelan biaya sebelas juta euro, dua juta lebih banyak dari rencana. Pemerintah kota membayar sebagian besar dan sebuah yayasan dari kota tetangga membayar sisanya.",
            "“Setiap hari ada yang bertanya kapan kami akan mulai,” kata kepalanya, Henrike Ostmann. Ruang baca kini memiliki delapan puluh kursi, dan di lantai bawah ada bengkel untuk anak-anak.",
            "Pada minggu pertama pengunjung tidak perlu membayar. Setelah itu kartu anggota berharga dua belas euro setahun, dan setengahnya untuk pelajar dan pensiunan.",
        ),
        ("Beranda", "Politik", "Ekonomi"),
        ("Jembatan ditutup sampai Maret", "Hujan lebih sedikit dari tahun lalu", "Jalur bus baru untuk utara"),
        "Ruang baca baru menjelang pembukaan",
        ("Akhirnya, sudah waktunya!", "Bagus, tetapi mengapa begitu mahal?"),
        "Kami memakai kuki untuk mengukur penggunaan halaman kami.",
        "Hak cipta dilindungi undang-undang.",
    ),
    "it": Sample(
        "La biblioteca del porto riapre dopo sei anni",
        (
            "La biblioteca del porto vecchio riapre le porte sabato. L’edificio era chiuso da sei anni perché il tetto minacciava di crollare.",
            "I lavori sono costati undici milioni di euro, due milioni più del previsto. Il comune ne ha pagato la maggior parte, il resto una fondazione del paese vicino.",
            "«Ogni giorno qualcuno ci chiedeva quando avremmo cominciato», ha detto la direttrice, Henrike Ostmann. La sala di lettura ha ora ottanta posti e in cantina c’è un laboratorio per bambini.",
            "Nella prima settimana l’ingresso è gratuito. Poi la tessera costa dodici euro all’anno, la metà per studenti e pensionati.",
        ),
        ("Prima pagina", "Politica", "Economia"),
        ("Il ponte resta chiuso fino a marzo", "Meno pioggia dell’anno scorso", "Nuova linea di autobus per il nord"),
        "La nuova sala di lettura poco prima dell’apertura",
        ("Finalmente, era ora!", "Bella, ma perché così cara?"),
        "Usiamo i cookie per misurare l’uso delle nostre pagine.",
        "Tutti i diritti riservati.",
    ),
    "ja": Sample(
        "港の図書館、六年ぶりに再開",
        (
            "古い港にある図書館が土曜日に再び扉を開く。屋根が崩れ落ちるおそれがあったため、建物は六年のあいだ閉鎖されていた。",
            "改修には千百万ユーロがかかり、計画より二百万ユーロ多くなった。大部分は市が支払い、残りは隣町の財団が負担した。",
            "「いつ始まるのかと毎日のように聞かれました」と館長のヘンリケ・オストマンさんは話した。閲覧室には八十の席が並び、地下には子ども向けの工房もできた。",
            "最初の一週間は入館料がいらない。その後は年会費が十二ユーロで、生徒と年金生活者は半額になる。",
        ),
        ("トップ", "政治", "経済"),
        ("橋の通行止めは三月まで", "雨は昨年より少なめ", "北部に新しいバス路線"),
        "開館を前にした新しい閲覧室",
        ("やっとですね！", "いいけれど、なぜこんなに高いの？"),
        "当サイトでは利用状況を測るためにクッキーを使用しています。",
        "無断転載を禁じます。",
    ),
    "ko": Sample(
        "항구 도서관, 육 년 만에 다시 문 열어",
        (
            "옛 항구에 있는 도서관이 토요일에 다시 문을 연다. 지붕이 무너질 위험이 있어 건물은 육 년 동안 닫혀 있었다.",
            "보수 공사에는 천백만 유로가 들었는데 계획보다 이백만 유로가 많다. 대부분은 시가 냈고 나머지는 이웃 도시의 재단이 부담했다.",
            "“언제 시작하느냐고 날마다 누군가 물었습니다.” 헨리케 오스트만 관장이 말했다. 열람실에는 이제 여든 개의 자리가 있고 지하에는 어린이를 위한 공방이 있다.",
            "첫 주에는 입장료를 받지 않는다. 그 뒤에는 회원증이 일 년에 십이 유로이며 학생과 연금 생활자는 절반만 낸다.",
        ),
        ("홈", "정치", "경제"),
        ("다리 통행금지 삼월까지", "지난해보다 적은 비", "북부에 새 버스 노선"),
        "개관을 앞둔 새 열람실",
        ("드디어 열렸네요!", "좋지만 왜 이렇게 비싼가요?"),
        "이 사이트는 이용 현황을 재기 위해 쿠키를 사용합니다.",
        "무단 전재와 재배포를 금합니다.",
    ),
    "nl": Sample(
        "Havenbibliotheek gaat na zes jaar weer open",
        (
            "De bibliotheek aan de oude haven opent zaterdag weer haar deuren. Het huis was zes jaar gesloten omdat het dak dreigde in te storten.",
            "De herstelling kostte elf miljoen euro, twee miljoen meer dan gepland. De stad betaalde het grootste deel, een stichting uit de buurgemeente de rest.",
            "‘Elke dag vroeg iemand ons wanneer we zouden beginnen’, zei het hoofd, Henrike Ostmann. De leeszaal heeft nu tachtig plaatsen, en in de kelder is er een werkplaats voor kinderen.",
            "In de eerste week is de toegang gratis. Daarna kost een kaart twaalf euro per jaar, en de helft voor scholieren en gepensioneerden.",
        ),
        ("Voorpagina", "Politiek", "Economie"),
        ("Brug blijft tot maart dicht", "Minder regen dan vorig jaar", "Nieuwe buslijn voor het noorden"),
        "De nieuwe leeszaal kort voor de opening",
        ("Eindelijk, het werd tijd!", "Mooi, maar waarom zo duur?"),
        "Wij gebruiken cookies om het gebruik van onze pagina’s te meten.",
        "Alle rechten voorbehouden.",
    ),
    "pt": Sample(
        "Biblioteca do porto reabre depois de seis anos",
        (
            "A biblioteca do porto velho volta a abrir as portas no sábado. A casa esteve fechada durante seis anos porque o telhado ameaçava cair.",
            "As obras custaram onze milhões de euros, dois milhões a mais do que o previsto. A cidade pagou a maior parte, e uma fundação da cidade vizinha pagou o resto.",
            "“Todos os dias alguém perguntava quando íamos começar”, disse a diretora, Henrike Ostmann. A sala de leitura tem agora oitenta lugares, e na cave há uma oficina para crianças.",
            "Na primeira semana ninguém precisa pagar. Depois o cartão custa doze euros por ano, e metade para alunos e aposentados.",
        ),
        ("Início", "Política", "Economia"),
        ("Ponte continua fechada até março", "Menos chuva do que no ano passado", "Nova linha de ônibus para o norte"),
        "A nova sala de leitura pouco antes da abertura",
        ("Até que enfim, já era tempo!", "Bonita, mas por que tão cara?"),
        "Usamos cookies para medir o uso das nossas páginas.",
        "Todos os direitos reservados.",
    ),
    "ru": Sample(
        "Библиотека в порту открывается через шесть лет",
        (
            "Библиотека в старом порту в субботу снова открывает свои двери. Здание было закрыто шесть лет, потому что крыша грозила обрушиться.",
            "Ремонт обошёлся в одиннадцать миллионов евро, на два миллиона больше, чем предполагалось. Большую часть оплатил город, остальное внёс фонд из соседнего города.",
            "«Каждый день кто-нибудь спрашивал, когда же мы начнём», — сказала заведующая Хенрике Остманн. В читальном зале теперь восемьдесят мест, а в подвале есть мастерская для детей.",
            "В первую неделю платить не нужно. Потом билет стоит двенадцать евро в год, а для школьников и пенсионеров вдвое меньше.",
        ),
        ("Главная", "Политика", "Экономика"),
        ("Мост закрыт до марта", "Дождей меньше, чем в прошлом году", "Новый автобус на север города"),
        "Новый читальный зал незадолго до открытия",
        ("Наконец-то, давно пора!", "Красиво, но почему так дорого?"),
        "Мы используем файлы cookie, чтобы измерять посещаемость страниц.",
        "Все права защищены.",
    ),
    "vi": Sample(
        "Thư viện bên cảng mở cửa lại sau sáu năm",
        (
            "Thư viện bên cảng cũ sẽ mở cửa trở lại vào thứ Bảy. Ngôi nhà đã đóng cửa sáu năm vì mái nhà có nguy cơ sập xuống.",
            "Việc sửa chữa tốn mười một triệu euro, nhiều hơn dự kiến hai triệu. Thành phố trả phần lớn, phần còn lại do một quỹ ở thành phố bên cạnh chi trả.",
            "“Ngày nào cũng có người hỏi bao giờ chúng tôi bắt đầu”, bà Henrike Ostmann, giám đốc thư viện, nói. Phòng đọc nay có tám mươi chỗ ngồi, còn dưới tầng hầm có xưởng thủ công cho trẻ em.",
            "Trong tuần đầu tiên không ai phải trả tiền. Sau đó thẻ thư viện có giá mười hai euro một năm, học sinh và người về hưu được giảm một nửa.",
        ),
        ("Trang chủ", "Chính trị", "Kinh tế"),
        ("Cầu vẫn đóng đến tháng Ba", "Mưa ít hơn năm ngoái", "Tuyến xe buýt mới cho phía bắc"),
        "Phòng đọc mới ngay trước ngày mở cửa",
        ("Cuối cùng cũng mở rồi!", "Đẹp đấy, nhưng sao đắt thế?"),
        "Chúng tôi dùng cookie để đo lượng truy cập của trang.",
        "Giữ bản quyền nội dung trên trang này.",
    ),
    "zh": Sample(
        "港口图书馆六年后重新开放",
        (
            "位于老港口的图书馆将于星期六重新开门。由于屋顶有坍塌的危险，这座楼已经关闭了六年。",
            "修缮工程花费了一千一百万欧元，比原计划多出二百万。大部分费用由市政府承担，其余由邻近城市的一家基金会支付。",
            "“每天都有人问我们什么时候开始。”馆长亨丽克·奥斯特曼说。阅览室现在有八十个座位，地下室还为孩子们开设了一间手工作坊。",
            "第一周免费入馆。此后借书证每年收费十二欧元，学生和退休人员减半。",
        ),
        ("首页", "政治", "经济"),
        ("大桥封闭至三月", "今年雨水少于去年", "北区开通新公交线路"),
        "开馆前夕的新阅览室",
        ("终于等到了！", "很好，可是为什么这么贵？"),
        "本网站使用小型文本文件来统计访问情况。",
        "版权所有，未经许可不得转载。",
    ),
}
