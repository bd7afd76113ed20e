"""Names of sections and menu entries, in thirteen languages: what a page's menu and foot consist of.

Any of them may head a passage of an article, so they count only where an article has no headings: behind its last
paragraph, or over its headline.
"""

from __future__ import annotations

from typing import Final

from service.core.vocabulary import phrases, with_plain

SECTIONS: Final = with_plain(
    phrases("""
politics; politics & law; world; business; economy; economics; finance; markets; sport; sports; culture; arts; society
health; science; technology; tech; opinion; opinions; comment; lifestyle; life; travel; tourism; education; law; crime
environment; weather; climate; entertainment; video; videos; photo; photos; multimedia; podcasts; podcast; infographics
infographic; e-paper; epaper; print edition; archive; archives; heritage; figure; figures; enterprise; enterprises
company; companies; product; products; local; locals; news; political system; destination; destinations; happy vietnam
current events; current affairs; actuality; people; character; characters; same tag; same tags; magazine; letters
international; national; domestic; foreign affairs; diplomacy; asean; asia; africa; europe; americas; oceania
middle east; jobs; cars; motoring; real estate; property; food; fashion; games; quiz; horoscope; obituaries; live
editorial; editorials; features; analysis; interview; interviews; special reports; specials; galleries; newsletters
shop; store; partners; advertise; careers; help; faq; terms; privacy; cookies; accessibility; corrections; staff; about
politik; wirtschaft; ausland; inland; welt; gesellschaft; kultur; wissen; wissenschaft; technik; digital; gesundheit
reise; reisen; bildung; recht; umwelt; wetter; klima; unterhaltung; meinung; meinungen; panorama; feuilleton; fotos
bilder; bildergalerie; mediathek; podcast; infografik; infografiken; archiv; erbe; kulturerbe; figur; figuren
persönlichkeit; persönlichkeiten; unternehmen; firmen; produkt; produkte; lokal; lokales; regional; nachrichten
politisches system; das politische system; reiseziel; aktuelle ereignisse; aktuelles; veranstaltungen; leute; menschen
gleiches schlagwort; gleiche schlagwörter; gleiches tag; magazin; sonntag; beruf; karriere; auto; immobilien; rezepte
rätsel; spiele; hilfe; mediadaten; newsletter; stellenmarkt; leserbriefe; glückliches vietnam
politique; monde; économie; finances; sport; culture; société; santé; sciences; science; technologie; technologies
tourisme; voyage; éducation; justice; environnement; météo; climat; divertissement; opinions; débats; tribunes; idées
photos; vidéo; vidéos; multimédia; infographie; infographies; archives; patrimoine; chiffre; chiffres; figure
personnage
personnages; personnalité; entreprise; entreprises; produit; produits; local; locale; localité; actualités; actualité
système politique; destination; événements actuels; événements; même tag; mêmes tags; magazine; emploi; immobilier; auto
cuisine; mode; jeux; faits divers; régions; région; international; national; diplomatie; asie; afrique; europe
amériques
vietnam heureux; bonheur vietnam; aide; publicité; boutique
política; mundo; economía; finanzas; negocios; deportes; deporte; cultura; sociedad; salud; ciencia; tecnología; turismo
viajes; educación; justicia; medio ambiente; tiempo; clima; entretenimiento; opinión; fotos; foto; vídeo; vídeos; video
videos; multimedia; infografía; infografías; archivo; patrimonio; herencia; cifra; figura; figuras; personaje
personajes
empresa; empresas; producto; productos; local; locales; noticias; actualidad; sistema político; destino; destinos
eventos actuales; acontecimientos actuales; misma etiqueta; mismas etiquetas; revista; empleo; motor; vivienda; cocina
moda; juegos; sucesos; internacional; nacional; diplomacia; gente; tendencias; hemeroteca; ayuda; vietnam feliz
politiek; wereld; buitenland; binnenland; economie; financiën; zakelijk; sport; cultuur; samenleving; gezondheid
wetenschap; technologie; toerisme; reizen; onderwijs; recht; milieu; weer; klimaat; entertainment; opinie; foto's; video
video's; infographic; infographics; archief; erfgoed; erfenis; figuur; figuren; personage; bedrijf; bedrijven; product
producten; lokaal; regio; nieuws; politiek systeem; bestemming; bestemmingen; actuele gebeurtenissen; actueel
zelfde tag; dezelfde tag; zelfde tags; magazine; werk; auto; wonen; recepten; spelletjes; puzzels; misdaad
internationaal; nationaal; diplomatie; mensen; hulp; adverteren; gelukkig vietnam
chính trị; thế giới; kinh tế; tài chính; kinh doanh; thể thao; văn hóa; văn hoá; xã hội; sức khỏe; y tế; khoa học
công nghệ; du lịch; giáo dục; pháp luật; môi trường; thời tiết; giải trí; ý kiến; góc nhìn; bình luận; ảnh; video; clip
đa phương tiện; infographic; infographics; lưu trữ; di sản; nhân vật; doanh nghiệp; sản phẩm; địa phương; thời sự
tin tức; hệ thống chính trị; điểm đến; sự kiện; cùng từ khóa; cùng thẻ; tạp chí; việc làm; xe; bất động sản; ẩm thực
thời trang; đời sống; quốc tế; trong nước; ngoại giao; đối ngoại; biển đảo; biển; podcast; emagazine; longform; media
happy vietnam; việt nam hạnh phúc; tuyển dụng; bạn đọc; quốc phòng; an ninh; nhà đất; số hóa; chuyển đổi số
politica; esteri; interni; economia; finanza; sport; cultura; società; salute; scienza; scienze; tecnologia; turismo
viaggi; istruzione; scuola; giustizia; ambiente; meteo; clima; spettacoli; opinioni; foto; video; multimedia
infografica
infografiche; archivio; patrimonio; eredità; figura; figure; personaggio; personaggi; azienda; aziende; impresa; imprese
prodotto; prodotti; locale; locali; notizie; attualità; sistema politico; destinazione; destinazioni; eventi attuali
stesso tag; stessi tag; rivista; lavoro; motori; casa; cucina; moda; giochi; cronaca; mondo; internazionale; nazionale
diplomazia; persone; aiuto; vietnam felice
política; mundo; economia; finanças; negócios; esportes; esporte; desporto; cultura; sociedade; saúde; ciência; ciências
tecnologia; turismo; viagem; viagens; educação; justiça; meio ambiente; ambiente; tempo; clima; entretenimento; opinião
fotos; foto; vídeo; vídeos; multimídia; multimédia; infográfico; infográficos; arquivo; patrimônio; património; herança
número; figura; figuras; personagem; personagens; empresa; empresas; produto; produtos; local; locais; notícias
atualidade; atualidades; sistema político; destino; destinos; eventos atuais; acontecimentos atuais; mesma tag
mesma etiqueta; revista; emprego; carros; imóveis; gastronomia; moda; jogos; internacional; nacional; diplomacia; gente
pessoas; polícia; cotidiano; ajuda; vietname feliz; vietnã feliz
politik; dunia; internasional; nasional; ekonomi; keuangan; bisnis; olahraga; budaya; masyarakat; kesehatan; sains
teknologi; pariwisata; wisata; perjalanan; pendidikan; hukum; kriminal; lingkungan; cuaca; iklim; hiburan; opini; kolom
foto; video; multimedia; infografis; infografik; arsip; warisan; tokoh; angka; figur; perusahaan; bisnis; produk; lokal
daerah; berita; sistem politik; destinasi; tujuan; peristiwa terkini; peristiwa; tag yang sama; majalah; lowongan
otomotif; properti; kuliner; mode; gaya hidup; permainan; diplomasi; orang; vietnam bahagia; cek fakta
политика; мир; в мире; экономика; финансы; бизнес; спорт; культура; общество; здоровье; наука; технологии; туризм
путешествия; образование; право; закон; экология; погода; климат; развлечения; мнения; мнение; фото; видео; мультимедиа
инфографика; архив; наследие; персона; персоны; фигура; личность; предприятие; предприятия; компания; компании; продукт
продукция; продукты; местный; местные; местное; регионы; новости; политическая система; направление; направления
текущие события; события; происшествия; тот же тег; журнал; работа; авто; недвижимость; еда; мода; игры; международные
россия; дипломатия; люди; помощь; подкасты; счастливый вьетнам
政治; 国际; 國際; 国内; 經濟; 经济; 财经; 金融; 商业; 体育; 體育; 文化; 社会; 社會; 健康; 科学; 科技; 旅游; 旅遊; 教育
法治; 法律; 环境
天气; 气候; 娱乐; 評論; 观点; 言论; 图片; 图集; 视频; 影片; 多媒体; 信息图; 图表; 档案; 遗产; 遺產; 人物; 数字; 企业
企業; 产品
產品; 地方; 当地; 新闻; 新聞; 时事; 政治制度; 政治体系; 目的地; 热点事件; 同一标签; 相同标签; 杂志; 招聘; 汽车; 房产
美食; 时尚; 游戏
军事; 港澳; 台湾; 外交; 专题; 直播; 滚动; 幸福越南; 生活; 党建; 遗产地
政治; 国際; 国内; 経済; 金融; ビジネス; スポーツ; 文化; 社会; 健康; 医療; 科学; 技術; テクノロジー; 旅行; 観光; 教育
法律; 環境; 天気
気候; エンタメ; オピニオン; 社説; 写真; 動画; ビデオ; マルチメディア; インフォグラフィック; アーカイブ; 遺産; 人物
数字; 図; 企業; 会社; 製品; 商品
地元; 地域; 地方; ローカル; ニュース; 時事; 政治制度; 政治システム; 目的地; 現在のイベント; 最新の出来事; 同じタグ
雑誌; 求人; 自動車; 不動産; 料理
ファッション; ゲーム; 外交; 特集; 連載; ライブ; 暮らし; ライフ; 幸せなベトナム; ハッピーベトナム
정치; 국제; 세계; 국내; 경제; 금융; 증권; 비즈니스; 스포츠; 문화; 사회; 건강; 의료; 과학; 기술; it; 여행; 관광; 교육
법률; 환경; 날씨; 기후
연예; 오피니언; 사설; 칼럼; 사진; 포토; 동영상; 영상; 비디오; 멀티미디어; 인포그래픽; 아카이브; 유산; 인물; 숫자; 그림
기업; 회사; 제품; 상품
지역; 지방; 현지; 뉴스; 소식; 시사; 정치 시스템; 정치 체제; 목적지; 여행지; 현재 이벤트; 같은 태그; 잡지; 채용; 자동차
부동산; 음식; 패션; 게임
외교; 특집; 연재; 생방송; 생활; 라이프; 행복한 베트남
""")
)
