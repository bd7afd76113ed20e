"""What a line speaks of, as far as it tells a picture's caption from a heading or a sentence of the text.

A caption names what a camera sees: things and places, somebody doing something, where in the room they are. A heading
names a matter, a question, a step of thought; a sentence of the text says who said, wants or will do what. One word
proves nothing: these are measures for the trained network (`caption_scorer`), which weighs them with a line's shape
and place.

Terms are written as `ideas` has them; those of a language stand on lines of their own.
"""

from __future__ import annotations

from typing import Final

from service.core.ideas import Ideas

SIGHTS: Final = Ideas({
    "thing": """
port; harbour; harbor; quay; pier; dock*; shipyard; ship*; boat*; vessel*; deck; bridge; street; alley; market*
stall*
shop; factory; workshop; warehouse; shed; field*; orchard; farm; river*; lake; beach; coast*; mountain*; village*
building; house*; tower*; gate; gates; entrance; door*; hall; room; office*; desk*; table; chair*; stage; podium
lectern; wall*; window*; sign; banner*; flag*; poster*; screen*; map; statue*; monument; memorial; temple*; church
classroom; museum; station; airport; train*; truck*; lorr*; bus; buses; plane*; aircraft; helicopter*; container*
crane*; queue; crowd*; lantern*; flowers; wreath; plate; bowl*; book*; notebook*; letter; box*; bag*; handshake
portrait; uniform*; hat; hats; sunset; sunrise; machine*; courtyard; garden; skyline; rooftop*; monitor
hafen*; kai; pier; werft; schiff*; boot; boote; booten; deck; brücke*; straße*; gasse; markt*; stand; laden; fabrik*
werkstatt; lager*; feld; felder*; fluss; see; strand*; küste; berg*; dorf; gebäude; haus; häuser*; turm; tor; eingang*
tür*; saal; halle; raum; zimmer; büro*; schreibtisch*; tisch*; stuhl*; bühne; podium; pult; wand; fenster; schild*
banner; flagge*; fahne*; plakat*; bildschirm*; karte; statue*; denkmal; tempel; kirche; klassenzimmer; museum; bahnhof
flughafen; zug; züge; lastwagen; lkw; bus; flugzeug*; hubschrauber; container*; kran; schlange; menge; laterne*
blumen
kranz; teller; schale*; buch; bücher; heft; brief; kiste*; schublade; porträt; uniform*; hut; hüte*; sonnenuntergang
maschine*; innenhof; hof; garten; dach; dächer*; aufnahme; szene
port; quai; jetée; chantier; navire*; bateau*; pont; rue; ruelle; marché*; étal*; boutique; usine; atelier*; entrepôt*
champ; champs; rizière*; rivière; fleuve; lac; plage*; côte; montagne*; village; bâtiment*; maison*; tour; portail
entrée; porte; portes; salle; bureau; table; chaise*; scène; tribune; pupitre; mur; murs; fenêtre*; panneau*
banderole*
drapeau*; affiche*; écran*; carte; statue; monument; stèle; temple*; église; cathédrale; classe; musée; gare; aéroport
train*; camion*; bus; avion*; hélicoptère*; conteneur*; grue*; file; foule; lanterne*; fleurs; gerbe; assiette; bol
livre*; carnet*; lettre; boîte*; sac; portrait; uniforme*; chapeau*; coucher du soleil; cour; jardin; toit*; vue
cliché
puerto; muelle; astillero; buque*; barco*; lancha*; cubierta; puente; calle; callejón; mercado*; puesto; tienda
fábrica
taller; almacén; nave; campo; campos; arrozal*; río; lago; playa*; costa; montaña*; pueblo; aldea; edificio*; casa*
torre*; puerta*; entrada; fachada; sala; salón; despacho; oficina*; escritorio*; mesa; silla*; escenario; estrado
atril
pared*; ventana*; cartel*; pancarta*; bandera*; pantalla*; mapa; estatua; monumento; templo*; iglesia; catedral; aula
museo; estación; aeropuerto; tren*; camion*; autobús*; avión; aviones; helicóptero*; contenedor*; grúa*; fila; cola
multitud; farol*; flores; ofrenda; plato; cuenco; libro*; cuaderno; carta; caja*; bolsa*; retrato; uniforme*
sombrero*
atardecer; patio; jardín; tejado*; azotea; vista; imagen; escena
porto; molo; banchina; cantiere; nave; navi; barca; barche; ponte; via; vicolo; mercato; mercati; bancarella; bottega
negozio; fabbrica; laboratorio; magazzino; capannone; campo; campi; risaia; risaie; fiume; lago; spiaggia; costa
montagna; montagne; villaggio; edificio; casa; case; torre; porta; ingresso; facciata; sala; aula; ufficio; sportello
scrivania; tavolo; sedia; sedie; palco; podio; parete; muro; finestra; finestre; cartello; striscione; bandiera
bandiere; manifesto; schermo; mappa; statua; monumento; tempio; chiesa; cattedrale; museo; stazione; aeroporto; treno
camion; autobus; aereo; elicottero; gru; fila; folla; lanterna; lanterne; fiori; corona; piatto; ciotola; libro; libri
quaderno; lettera; scatola; sacco; ritratto; uniforme; cappello; cappelli; tramonto; cortile; giardino; tetto; tetti
veduta; scena
haven; kade; pier; werf; schip*; boot; boten; dek; brug; straat; steeg; markt*; kraam*; winkel; fabriek; werkplaats
loods; veld; velden; rijstveld*; rivier; meer; strand*; kust*; berg*; dorp; gebouw*; huis; huizen; toren*; poort
ingang
deur*; zaal; hal; kamer; kantoor; balie; bureau; tafel*; stoel*; podium; muur; raam; ramen; bord; borden; spandoek*
vlag; vlaggen; affiche*; scherm*; kaart; standbeeld; monument; tempel*; kerk; klaslokaal; museum; station; luchthaven
trein*; vrachtwagen*; bus; vliegtuig*; helikopter*; container*; kraan; kranen; rij; menigte; lantaarn*; lampion*
bloemen; krans; kom; boek*; schrift; brief; doos; dozen; tas; portret; uniform*; hoed*; zonsondergang; binnenplaats
tuin; dak; daken; uitzicht; tafereel
porto; cais; estaleiro; navio*; barco*; convés; ponte; rua; beco; mercado*; feira; banca; loja; fábrica; oficina
armazém; galpão; campo; campos; arrozal*; rio; lago; praia*; costa; montanha*; aldeia; vila; edifício*; prédio*; casa*
torre*; portão; porta*; entrada; fachada; sala; salão; escritório; gabinete; balcão; mesa; cadeira*; palco; púlpito
parede*; janela*; cartaz*; faixa; bandeira*; tela; ecrã; mapa; estátua; monumento; templo*; igreja; catedral; museu
estação; aeroporto; trem; comboio; caminh*; ônibus; autocarro*; avião; aviões; helicóptero*; contêiner*; contentor*
guindaste*; fila; multidão; lanterna*; flores; coroa; prato; tigela; panela; livro*; caderno; carta; caixa*; saco
retrato; uniforme*; chapéu*; pôr do sol; pátio; jardim; telhado*; vista; cena
pelabuhan; dermaga; galangan; kapal; perahu; geladak; jembatan; jalan; gang; pasar; lapak; toko; kedai; warung; pabrik
bengkel; gudang; sawah; ladang; sungai; danau; pantai; gunung; desa; kampung; gedung; rumah; menara; gerbang; pintu
ruang; ruangan; aula; kantor; meja; kursi; panggung; podium; mimbar; dinding; tembok; jendela; papan; spanduk; bendera
poster; layar; peta; patung; tugu; monumen; candi; kuil; gereja; masjid; kelas; museum; stasiun; bandara; kereta; truk
bus; pesawat; helikopter; peti kemas; kontainer; derek; antrean; kerumunan; lentera; lampion; bunga; karangan bunga
piring; mangkuk; buku; surat; kotak; karung; potret; seragam; topi; matahari terbenam; mesin; halaman; taman; atap
suasana; pemandangan
cảng; bến; cầu cảng; xưởng; tàu; thuyền; xuồng; boong; cây cầu; con đường; tuyến đường; ngõ; chợ; gian hàng; quầy
cửa hàng; nhà máy; nhà xưởng; kho; cánh đồng; ruộng; vườn; dòng sông; bờ sông; hồ; bãi biển; núi; bản làng; tòa nhà
ngôi nhà; tháp; cổng; cửa; hội trường; phòng; bàn; ghế; sân khấu; bục; bức tường; cửa sổ; biển hiệu; băng rôn; lá cờ
cờ; áp phích; màn hình; bản đồ; bức tượng; tượng đài; bia; đền; chùa; nhà thờ; lớp học; bảo tàng; nhà ga; sân bay
đoàn tàu; xe tải; xe buýt; máy bay; trực thăng; container; cần cẩu; hàng dài; đám đông; đèn lồng; hoa; vòng hoa; tô
ly
sách; quyển sổ; bức thư; hộp; túi; chân dung; đồng phục; nón; áo dài; hoàng hôn; bình minh; sân; mái nhà; khung cảnh
cảnh; hình ảnh; bức ảnh; quang cảnh; toàn cảnh
порт; причал*; пристан*; верф*; судно; суда; корабл*; лодк*; катер*; палуб*; мост; улиц*; переул*; рынк*; прилав*
лавк*
магазин*; завод*; цех*; мастерск*; склад*; поле; поля; река; реки; озер*; пляж*; берег*; гор; горы; деревн*; здани*
дом; дома; башн*; ворот*; вход; двер*; зал; зале; комнат*; кабинет*; стол; столом; стул*; сцен*; трибун*; стен*; окн*
вывеск*; баннер*; флаг*; плакат*; экран*; карта; карте; памятник*; стел*; храм*; церк*; класс; музе*; вокзал*
аэропорт*
поезд*; грузовик*; автобус*; самол*; вертол*; контейнер*; кран; краны; очеред*; толп*; фонар*; цвет*; венок; венки
тарелк*
миск*; книг*; тетрад*; письмо; короб*; портрет*; форм*; шляп*; закат*; двор*; сад; крыш*; вид на; снимок; фотограф*
港; 码头; 碼頭; 船; 甲板; 桥; 橋; 街; 巷; 市场; 市場; 市集; 摊; 攤; 店; 工厂; 工廠; 车间; 車間; 仓库; 倉庫; 田; 河; 湖
海滩
海灘; 山; 村口; 大楼; 大樓; 塔; 门口; 門口; 大门; 入口; 厅; 廳; 室; 桌; 椅; 舞台; 讲台; 講台; 墙; 牆; 窗; 招牌; 横幅
橫幅
旗; 海报; 海報; 屏幕; 地图; 地圖; 雕像; 纪念碑; 紀念碑; 庙; 廟; 教堂; 教室; 博物馆; 博物館; 车站; 車站; 机场; 機場
列车
列車; 卡车; 卡車; 巴士; 飞机; 飛機; 集装箱; 貨櫃; 吊车; 长队; 人群; 灯笼; 燈籠; 花; 碗; 杯; 壶; 壺; 书; 書; 信; 箱; 瓶
瓦
制服; 帽; 夕阳; 夕陽; 院; 屋顶; 屋頂; 天井; 现场; 現場; 场景; 场面; 一角; 全景; 外景; 外观; 照片
港; 岸壁; 埠頭; 船; 甲板; 橋; 通り; 路地; 市場; 屋台; 店; 工場; 作業場; 倉庫; 田; 畑; 川; 湖; 海岸; 浜; 山; 村; 建物
ビル
家; 塔; 門; 入り口; 入口; ドア; 会場; 部屋; 室; 机; テーブル; 椅子; いす; 舞台; ステージ; 演台; 壁; 窓; 看板; 横断幕
旗
ポスター; 画面; 地図; 像; 碑; 寺; 教会; 教室; 博物館; 駅; 空港; 列車; トラック; バス; 飛行機; ヘリ; コンテナ; クレーン
列; 人波; ランタン; 提灯; 花; 皿; 丼; 鍋; 本; ノート; 手紙; 箱; 袋; 制服; 帽子; 夕日; 庭; 屋根; 様子; 風景; 光景; 外観
全景; 現場; 写真; 黒板; 弁当
항구; 항만; 부두; 선박; 배; 갑판; 다리; 거리; 골목; 시장; 노점; 가게; 상점; 공장; 작업장; 창고; 논; 밭; 강; 호수; 해변
산; 마을; 건물; 집; 탑; 문; 정문; 입구; 회의장; 강당; 방; 사무실; 로비; 책상; 탁자; 의자; 무대; 단상; 벽; 창문; 간판
현수막; 깃발; 국기; 포스터; 화면; 지도; 동상; 기념비; 사찰; 성당; 교회; 교실; 박물관; 역; 공항; 열차; 트럭; 버스
비행기
헬기; 컨테이너; 크레인; 줄; 인파; 등불; 꽃; 화환; 접시; 그릇; 책; 공책; 편지; 상자; 봉투; 제복; 모자; 노을; 마당; 정원
지붕; 모습; 장면; 전경; 풍경; 현장; 사진; 게시판; 안내문; 조감도
""",
    "act": """
sorting; loading; unloading; holding; carrying; waiting; standing; sitting; walking; working; watching; waving
wearing
showing; preparing; serving; selling; reading; posing; shaking hands; signing; opening; planting; harvesting; cooking
cutting; poses; pose; holds; hold; carries; stands; stand; sits; sit; waits; wait; walks; works; waves; wears; shows
shows off; opens; signs; shake hands; shakes hands; exchange; plants; harvest; cooks; cuts; inspects; inspect; visits
visit; greets; greet; receives; hands over; prepares; prepare; serves; sells; reads; tries; lines up; line up; sail
awaiting; pictured; seen; on display; parked; moored; stacked; lined up; gathered; dressed in; crossing; boarding
tragen; trägt; hält; halten; steht; stehen; sitzt; sitzen; wartet; warten; geht; gehen; arbeitet; arbeiten; winkt
zeigt
zeigen; öffnet; unterzeichne*; schütteln; tauschen; pflanz*; ernte*; kocht; schneid*; prüft; besucht; besuchen
begrüßt
begrüßen; empfängt; überreich*; bereitet; verkauf*; liest; probiert; lernt; lernen; verlädt; verladen; liegt; liegen
hängt; hängen; posier*; stellt; sortier*; schweißt; beladen; beim; gestapelt; vertäut
attend; attendent; tient; tiennent; porte; portent; debout; assis*; marche*; travaille*; salue*; montre*; ouvre*
signe
signent; serrent; échange; échangent; plante*; récolte*; cuisine; coupe; coupent; inspecte*; visite; visitent
accueille*
reçoit; remet; remettent; remise; prépare*; vend; vendent; lit; goûte*; trie*; charge; déchargent; pose; posent
chantent; sèche; pend; s'étire*; en train de; amarré*; empilé*; poignée de main
sostiene*; sujeta*; lleva; llevan; espera; esperan; de pie; sentad*; camina*; trabaja; trabajan; saluda*; muestra*
abre; firma; firman; intercambi*; planta; plantan; cosecha*; cocina; corta; cortan; cortaron; inspecciona*; visita
visitan; recibe*; entrega; entregan; prepara*; vende; venden; lee; prueba*; clasifica*; carga; cargan; descarga; posa
posan; mide; miden; explica; cuelga*; atracad*; apilad*; apretón de manos; haciendo; trabajando; mirando
tiene; tengono; porta; portano; aspetta*; attende; attendono; in piedi; sedut*; cammina*; lavora; lavorano; saluta*
mostra; mostrano; apre; firma; firmano; scambio; scambia*; pianta; piantano; raccoglie; raccolgono; cucina; taglia
tagliano; ispeziona*; visita; visitano; accoglie; riceve; consegna; consegnano; prepara*; vende; vendono; legge
assaggia
smista*; carica; caricano; scaricano; posa; posano; accende; accendono; stringe; appes*; ormeggiat*; impilat*; stretta
houdt; houden; draagt; dragen; wacht; wachten; staat; staan; zit; zitten; loopt; lopen; werkt; werken; zwaait; toont
tonen; opent; tekenen; ondertekenen; schudden; wisselen; plant; planten; oogst*; kookt; snijdt; inspecteert; bezoekt
bezoeken; begroet*; ontvangt; overhandigt; overhandigen; bereidt; verkoopt; verkopen; leest; proeft; probeert
sorteren
laden; lossen; poseert; poseren; ligt; liggen; hangt; hangen; telt; onderzoekt; aangemeerd; gestapeld; handdruk
segura*; carrega*; espera; esperam; aguarda*; de pé; sentad*; caminha*; trabalha; trabalham; acena*; mostra*; abre
assina; assinam; troca; trocam; planta; plantam; colhe*; cozinha; corta; cortam; inspeciona*; visita; visitam; recebe*
entrega; entregam; prepara*; vende; vendem; lê; prova; separa*; descarrega*; posa; posam; molha; seca; secam
pendurad*
atracad*; empilhad*; aperto de mão; fazendo; trabalhando; olhando
memegang; membawa; mengenakan; menunggu; berdiri; duduk; berjalan; bekerja; melambaikan; menunjukkan; membuka
menandatangani; berjabat; bersalaman; menukar; bertukar; menanam; memanen; memasak; memotong; meninjau; mengunjungi
menyambut; menerima; menyerahkan; menyiapkan; menjual; membaca; mencoba; mencicipi; memilah; memuat; menurunkan
berpose; menimbang; berlatih; mengantre; antre; terpasang; tergantung; tertambat; berlabuh; saat; ketika
cầm; nâng; mang; mặc; chờ; đứng; ngồi; bước; đi bộ; làm việc; vẫy; giới thiệu; mở; ký; bắt tay; trao; trồng; thu hoạch
nấu; cắt; kiểm tra; thăm; đón; tiếp; nhận; tặng; chuẩn bị; bán; đọc; thử; phân loại; bốc xếp; bốc dỡ; xếp hàng
tạo dáng
chụp; treo; neo; đậu; chụp ảnh; vót; đan; dệt; gói; luyện tập; múa; hát; rời cảng; cập cảng; nghe; trình bày; xem
quan sát
держ*; несет; несёт; несут; ждет; ждёт; ждут; стоит; стоят; сидит; сидят; идет; идёт; идут; работа*; машет; машут
показыва*; открыва*; подписыва*
подписан*; пожима*; обмен*; сажа*; собира*; готов*; режет; режут; осматрива*; посеща*; встреча*; принима*; вруча*
вручени*; продает; продаёт; продают; чита*; пробу*; сортир*; погрузк*; разгрузк*; позиру*; висит; висят; лежит; лежат
варит; варят; во время; за работой
урок; тренировк*; церемони*; рукопожати*
正在; 合影; 握手; 手持; 手捧; 举着; 舉著; 站在; 坐在; 等候; 等待; 排队; 排隊; 参观; 參觀; 查看; 检查; 察看; 展示; 演示
签署
签字; 簽署; 交换; 种植; 收割; 收获; 采摘; 烹; 掌勺; 剪彩; 迎接; 接过; 颁发; 赠送; 准备; 售卖; 阅读; 品尝; 试; 装卸
卸货
搬运; 包粽子; 打板; 驶过; 停靠; 停泊; 取样; 学习; 练习; 表演; 吃; 挂; 掛; 晾; 走过; 刻着; 交谈; 观看; 致辞; 发言; 挥手
並ぶ; 並んだ; 並べ; 待つ; 立つ; 座る; 歩く; 働く; 手を振る; 見せる; 掲げ; 開く; 署名; 握手; 交換; 植える; 収穫; 切る
視察; 訪れ; 迎え; 受け取; 手渡; 手にする; 準備; 売る; 読む; 味わ; 試; 仕分け; 積み; 下ろ; 記念撮影; 飾ら; 掛か; 停泊
囲む; 描い; 描く; 削る; 運ぶ; 見守; 見つめ; 作業; 練習; 披露; 残る; 集まっ; 笑顔; 移動する; 行き交う; する住民; 人たち
人々
子どもたち; 学生たち; 関係者ら; 代表ら
고 있다; 고 있는; 들고; 서 있; 앉아; 기다리; 걷; 일하; 손을 흔; 보여; 여는; 서명; 악수; 교환; 심; 수확; 요리; 자르
점검
시찰; 방문; 맞이; 받; 건네; 전달; 준비; 파는; 읽; 맛보; 분류; 하역; 싣; 기념촬영; 기념사진; 걸려; 걸린; 놓인; 붙은
쌓인
정박; 늘어선; 모인; 살펴; 둘러보; 올라가는; 바라보; 연습; 공연; 나란히
""",
    "spot": """
in front of; next to; beside; behind; alongside; above; below; left; right; centre; center; middle; background
foreground; front row; back row; outside; inside; during; near; along; against; archive; file; illustration; a view
vor; neben; hinter; oberhalb; unterhalb; links; rechts; mitte; hintergrund; vordergrund; im bild; reihe; außerhalb
innen; während; nahe; entlang; archiv*; symbolbild; blick
devant; à côté; derrière; au-dessus; gauche; droite; centre; arrière-plan; premier plan; rang; dehors; à l'intérieur
pendant; lors; près; le long; face à; ici; archives; à l'entrée; au bord; au pied
frente a; ante; junto a; al lado; detrás; izquierda; derecha; centro; fondo; primer plano; fila; fuera; dentro
durante
cerca; a lo largo; aquí; archivo; a bordo; en la entrada
davanti; accanto; dietro; sopra; sinistra; destra; centro; sfondo; primo piano; fila; fuori; dentro; durante; vicino
lungo; qui; archivio; a bordo; all'ingresso
voor; naast; achter; boven; links; rechts; midden; achtergrond; voorgrond; rij; buiten; binnen; tijdens; nabij; langs
hier; archief*; aan boord; bij de ingang
em frente; diante; ao lado; atrás; acima; esquerda; direita; centro; fundo; primeiro plano; fila; fora; dentro
durante
perto; ao longo; aqui; arquivo; a bordo; na entrada
di depan; di samping; di sebelah; di belakang; di atas; di bawah; kiri; kanan; tengah; latar; baris; di luar; di dalam
dalam; dekat; sepanjang; arsip; di pinggir; di tepi
trước; bên cạnh; cạnh; sau; phía sau; trên; dưới; bên trái; bên phải; trái; phải; ở giữa; giữa; hàng đầu; hàng trước
bên ngoài; bên trong; trong; tại; gần; dọc; tư liệu; minh họa; lúc
перед; рядом; за; позади; над; под; слева; справа; в центре; на фоне; на переднем; в первом ряду; снаружи; внутри
во время; у; возле; вдоль; архив*; на борту; на встрече; у входа; на берегу
前; 旁; 后; 後; 上; 下; 左; 右; 中间; 背景; 前排; 外; 内; 身后; 期间; 附近; 沿; 资料; 图为; 圖為
前で; 前に; 隣; 脇; 後ろ; 背後; 上で; 下で; 左; 右; 中央; 奥; 手前; 背景; 前列; 外; 内; 途中; 近く; 沿い; 資料
イメージ
앞에서; 앞에; 앞; 옆; 뒤; 뒤편; 위; 아래; 왼쪽; 오른쪽; 가운데; 배경; 앞줄; 밖; 안; 내부; 외부; 중; 근처; 자료
""",
    "told": """
said; says; told; added; announced; according; reported; will; would; must; should; could; may; might; because
however
therefore; although; since; after; before; if; but; agreed; decided; plans; wants; expects; called; asked; warned
million; billion; percent; per cent; however; also; more than
sagte; sagt; erklärte; teilte; zufolge; laut; wird; werden; würde; muss; müssen; soll; sollen; könnte; kann; weil
doch
jedoch; deshalb; obwohl; seit; nachdem; wenn; aber; beschloss*; plant; will; wollen; forderte; warnte; millionen
milliarden; prozent; auch; mehr als; dass; nicht
a dit; dit; déclaré; ajouté; annoncé; selon; sera; seront; doit; doivent; devra*; pourra*; peut; parce que; car; mais
cependant; toutefois; bien que; depuis; après; si; décidé; prévoit; veut; demandé; averti; millions; milliards
pour cent
aussi; plus de; ne; pas; n'est
dijo; afirmó; señaló; añadió; anunció; según; será; serán; debe; deben; deberá*; podrá*; puede; pueden; porque; pero
sin embargo; aunque; desde; después; si; decidió; prevé; quiere; pidió; advirtió; millones; por ciento; también
más de
no; acordaron
ha detto; dice; dichiarato; aggiunto; annunciato; secondo; sarà; saranno; deve; devono; dovrà; potrà; può; possono
perché; ma; tuttavia; però; sebbene; dopo; se; deciso; prevede; vuole; chiesto; milioni; miliardi; per cento; anche
più di; non
zei; zegt; verklaarde; volgens; meldde; kondigde; zal; zullen; zou; moet; moeten; kan; kunnen; omdat; maar; echter
daarom; hoewel; sinds; nadat; als; besloot; wil; willen; verwacht*; vroeg; waarschuwde; miljoen; miljard; procent; ook
meer dan; niet
disse; afirmou; declarou; acrescentou; anunciou; segundo; será; serão; deve; devem; deverá*; poderá*; pode; podem
porque; mas; porém; entanto; embora; desde; depois; se; decidiu; prevê; quer; pediu; alertou; milhões; bilhões
por cento
também; mais de; não
kata; mengatakan; ujar; ujarnya; katanya; menurut; mengumumkan; akan; harus; bisa; dapat; karena; tetapi; namun; meski
sejak; setelah; jika; memutuskan; berencana; ingin; meminta; juta; miliar; persen; juga; lebih dari; tidak; telah
bahwa
cho biết; nói; khẳng định; nhấn mạnh; theo; công bố; sẽ; phải; cần; có thể; vì; nhưng; tuy nhiên; mặc dù; từ khi
sau khi
nếu; quyết định; dự kiến; muốn; yêu cầu; đề nghị; cảnh báo; triệu; tỷ; phần trăm; cũng; hơn; không; đã; rằng
сказал*; заявил*; сообщил*; добавил*; объявил*; по словам; согласно; будет; будут; долж*; может; могут; потому; но
однако; поэтому; хотя; после; если; решил*; планиру*; хочет; хотят; попросил*; предупредил*; млн; млрд; процент*
также
более; не; что
说; 說; 表示; 称; 稱; 指出; 宣布; 强调; 認為; 认为; 将; 將; 应; 應; 必须; 必須; 可能; 因为; 因為; 但; 然而; 虽然; 雖然
如果
决定; 決定; 计划; 計劃; 要求; 呼吁; 万; 亿; 萬; 億; 也; 超过; 已经; 没有; 不
述べ; 話した; 語った; 発表; によると; だろう; べき; なければ; できる; 可能性; ため; しかし; だが; ただ; もし; 決定
計画
予定; 求め; 警告; 万; 億; パーセント; も; 超え; ない; という; とみられる; した。; である
말했다; 밝혔다; 전했다; 덧붙였다; 발표; 따르면; 것이다; 해야; 수 있다; 때문; 그러나; 하지만; 비록; 만약; 결정; 계획
예정
요구; 경고; 만; 억; 퍼센트; 도; 넘; 않; 못; 했다; 됐다; 라고; 이다
""",
    "matter": """
why; how; what; who; where; when; which; whose; background; conclusion; outlook; history; future; reaction*; criticism
questions
question; answer; problem*; risk*; challenge*; cost*; price*; law; policy; strategy; results; method*; introduction
analysis; demand*; next; steps; context; consequences; impact; role; rights; conditions; requirements; measures
warum; wie; was; wer; wo; wann; wozu; welche*; wem; wen; hintergrund; fazit; ausblick; geschichte; zukunft; reaktion*
kritik; frage*; antwort*
problem*; risik*; herausforderung*; kosten; preis*; recht; politik; strategie; ergebnis*; methode*; einleitung
analyse
forderung*; nächste; schritte; folgen; rolle; bedingungen; voraussetzungen; maßnahmen; ziel*
pourquoi; comment; combien; ce que; quel*; qui; où; quand; contexte; conclusion; perspectives; histoire; avenir
réaction*; critique*
question*; réponse*; problème*; risque*; défi*; coût*; prix; droit*; politique*; stratégie*; résultat*; méthode*
introduction; analyse; prochain*; étapes; conséquences; rôle; conditions; mesures; enjeu*; objectif*; repères
por qué; cómo; qué; lo que; cuánto*; cuál*; quién; dónde; cuándo; contexto; antecedentes; conclusi*; perspectivas
historia; futuro; reaccion*
crítica*; pregunta*; respuesta*; problema*; riesgo*; desafío*; reto*; coste*; costo*; precio*; derecho*; política*
estrategia*; resultado*; método*; introducción; análisis; próxim*; pasos; consecuencias; papel; condiciones
requisitos
medidas; objetivo*; claves
perché; come; che cosa; cosa; quanto; quale; quali; chi; dove; quando; contesto; conclusion*; prospettive; storia
futuro; reazion*; critic*
domand*
rispost*; problem*; rischi*; sfid*; cost*; prezz*; diritt*; politic*; strategi*; risultat*; metod*; introduzione
analisi
prossim*; passi; conseguenze; ruolo; condizioni; requisiti; misure; obiettiv*; scheda
waarom; hoe; hoeveel; wat; welke; wie; waar; wanneer; achtergrond; conclusie; vooruitzicht*; geschiedenis; toekomst
reacties; kritiek
vraag; vragen; antwoord*; problemen; risico*; uitdaging*; kosten; prijs; prijzen; recht; beleid; strategie; resultaten
methode; inleiding; analyse; eisen; volgende; stappen; gevolgen; rol; voorwaarden; maatregelen; doel*
por que; o que; como; quanto; qual; quais; quem; onde; quando; contexto; conclus*; perspectivas; história; futuro
reaç*; crítica*; pergunta*
resposta*; problema*; risco*; desafio*; custo*; preço*; direito*; política*; estratégia*; resultado*; método*
introdução; análise; próxim*; passos; consequências; papel; condições; requisitos; medidas; objetivo*
mengapa; kenapa; bagaimana; berapa; apa; siapa; di mana; kapan; latar belakang; kesimpulan; penutup; prospek; sejarah
masa depan
reaksi; kritik; pertanyaan; jawaban; masalah; risiko; tantangan; biaya; harga; hukum; kebijakan; strategi; hasil
metode
pendahuluan; analisis; tuntutan; langkah; dampak; peran; syarat; ketentuan; tujuan; rekomendasi
vì sao; tại sao; bao nhiêu; gì; thế nào; như thế nào; ai; ở đâu; khi nào; bối cảnh; kết luận; triển vọng; lịch sử
tương lai
phản ứng
câu hỏi; trả lời; vấn đề; rủi ro; thách thức; chi phí; giá; pháp luật; chính sách; chiến lược; kết quả; phương pháp
mở đầu; phân tích; yêu cầu; bước tiếp; giải pháp; hệ quả; tác động; vai trò; điều kiện; mục tiêu; nhiệm vụ; nội dung
почему; зачем; сколько; как; какой; какие; какая; чего; что; чей; кто; где; когда; предыстория; вывод*; итог*
перспектив*; истори*; будущ*; реакци*; критик*; вопрос*
ответ*; проблем*; риск*; вызов*; стоимост*; цен; цены; прав*; политик*; стратеги*; результат*; метод*; введение
анализ
требован*; шаг*; последстви*; роль; услови*; мер; меры; цель; цели; заключение; справка
为什么; 為什麼; 为何; 為何; 如何; 什么; 什麼; 谁; 誰; 哪里; 背景; 结论; 結論; 展望; 历史; 歷史; 未来; 未來; 反应; 批评
问题
問題; 风险; 風險; 挑战; 挑戰; 成本; 价格; 價格; 法律; 政策; 战略; 戰略; 结果; 結果; 方法; 引言; 前言; 分析; 要求
下一步
影响; 影響; 作用; 条件; 措施; 目标; 意义
なぜ; どう; 何; 誰; どこ; いつ; 背景; 結論; 展望; 歴史; 将来; 反応; 批判; 問い; 質問; 回答; 問題; 課題; リスク; 費用
価格
法; 政策; 戦略; 結果; 方法; はじめに; おわりに; 分析; 要求; 今後; 影響; 役割; 条件; 対策; 目的; 概要; 内容; 変化
왜; 어떻게; 무엇; 누가; 어디; 언제; 배경; 결론; 전망; 역사; 미래; 반응; 비판; 질문; 답; 문제; 과제; 위험; 도전; 비용
가격
법; 정책; 전략; 결과; 방법; 서론; 머리말; 맺음말; 분석; 요구; 다음; 영향; 역할; 조건; 대책; 목적; 개요; 내용; 제언
변화
""",
})  # fmt: skip
"""What a line may speak of, and the terms."""
