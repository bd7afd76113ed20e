"""The shipped taxonomy hears what a newspaper says in its own words, in every language, and is silent elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.core.classify import classify
from service.core.taxonomy import Taxonomy, parse_taxonomy

DATA = (Path(__file__).parents[2] / "service" / "taxonomies" / "vietnam-diplomacy.yaml").read_bytes()


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return parse_taxonomy(DATA, name="vietnam-diplomacy.yaml", languages=[])


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("party_building", "Hanoi: Members of the ministry's Party unit studied the new resolution and were reminded to set an example against corruption and waste."),
        ("party_building", "Les cellules du Parti au ministère vietnamien des Affaires étrangères ont étudié la résolution et lutté contre la dégradation morale."),
        ("party_building", "De partijafdelingen van de Vietnamese ambassades bespraken discipline en zelfkritiek."),
        ("party_building", "Vietnam: La organización del Partido en la cancillería admitió a veinte nuevos militantes y reforzó la inspección."),
        ("diplomatic_service", "Vietnam's foreign ministry now has fewer departments; two hundred officials were rotated to posts abroad."),
        ("diplomatic_service", "Das vietnamesische Außenministerium ehrt pensionierte Diplomaten zum 80. Gründungstag."),
        ("diplomatic_service", "Bộ Ngoại giao khai giảng khóa bồi dưỡng nghiệp vụ cho cán bộ trẻ trước khi đi công tác nhiệm kỳ."),
        ("diplomatic_service", "Le ministère vietnamien des Affaires étrangères fête les 80 ans de la diplomatie et décore ses vétérans."),
        ("economic_diplomacy", "The Vietnamese ambassador helped coffee growers find buyers at a trade fair in Algiers."),
        ("economic_diplomacy", "Die vietnamesische Botschaft warb bei Mittelständlern für Investitionen in Häfen und Windparks."),
        ("economic_diplomacy", "Đại sứ quán Việt Nam kết nối doanh nghiệp, tìm đầu ra cho trái cây và thủy sản."),
        ("economic_diplomacy", "El embajador de Vietnam se reunió con empresarios para abrir el mercado al arroz."),
        ("science_technology_diplomacy", "Vietnam and the Netherlands agreed to train chip engineers and share research laboratories."),
        ("science_technology_diplomacy", "L'ambassade du Vietnam mobilise les chercheurs de la diaspora sur l'intelligence artificielle."),
        ("science_technology_diplomacy", "Việt Nam tranh thủ tri thức, công nghệ lõi của đối tác để phát triển khoa học công nghệ."),
        ("digital_transformation", "The Vietnamese consulate replaced paper forms with an app and taught older staff to use it."),
        ("digital_transformation", "Das vietnamesische Ministerium schafft Papierakten ab; Bürger beantragen Visa nun im Netz."),
        ("digital_transformation", "Bộ Ngoại giao Việt Nam cắt giảm thủ tục hành chính, ký số và lưu trữ hồ sơ điện tử."),
        ("multilateral_diplomacy", "Vietnam was elected to the Human Rights Council and will host the regional forum next year."),
        ("multilateral_diplomacy", "Vietnam übernimmt den Vorsitz der Mekong-Kommission und wirbt für Reformen der Weltorganisation."),
        ("multilateral_diplomacy", "Việt Nam đóng góp vào các cơ chế đa phương, ứng cử vào Hội đồng Nhân quyền."),
        ("bilateral_relations", "Le Premier ministre vietnamien s'est entretenu par téléphone avec son homologue canadien."),
        ("bilateral_relations", "Chủ tịch nước tiếp Đại sứ Na Uy đến chào từ biệt; hai bên đánh giá cao hợp tác thời gian qua."),
        ("defence_security", "Vietnamese sailors paid a port call and trained with the Indian navy; both sides discussed submarine rescue."),
        ("defence_security", "Vietnam schickt ein Feldlazarett in den Südsudan und räumt Blindgänger."),
        ("defence_security", "Bộ đội biên phòng hai nước tuần tra chung, giữ gìn đường biên giới hòa bình với Việt Nam."),
        ("overseas_vietnamese", "In Warsaw, families from Vietnam run weekend classes so that children born there can speak to their grandparents."),
        ("overseas_vietnamese", "Kiều bào tại Séc quyên góp ủng hộ đồng bào vùng lũ."),
        ("overseas_vietnamese", "Die Vietnamesen in Leipzig halten zusammen: Ihr Verein hilft Neuankömmlingen."),
        ("citizen_protection", "The embassy of Vietnam in Tel Aviv told nationals to leave and opened a hotline as missiles fell."),
        ("citizen_protection", "Vietnams Konsulat hilft Seeleuten, die nach der Havarie festsitzen, bei der Heimreise."),
        ("citizen_protection", "Đại sứ quán hỗ trợ đưa thi hài lao động Việt Nam về nước sau vụ cháy."),
        ("citizen_protection", "L'ambassade du Vietnam a rapatrié des marins bloqués au port."),
        ("cultural_diplomacy", "A Vietnamese water puppet troupe toured five capitals; the embassy served pho."),
        ("cultural_diplomacy", "Vietnam wirbt mit Filmen und Küche um Sympathien: Die Botschaft lud zum Tet-Fest."),
        ("cultural_diplomacy", "Đêm nhạc dân tộc Việt Nam và áo dài chinh phục khán giả Paris."),
        ("external_information", "Vietnamese broadcasters now produce short videos in eleven languages to counter false stories told abroad."),
        ("external_information", "Vietnam will das Bild im Ausland verbessern: Die Agentur bringt Beiträge in zehn Sprachen."),
        ("external_information", "Các cơ quan báo chí Việt Nam tăng tin bài bằng tiếng nước ngoài, đấu tranh phản bác luận điệu sai trái."),
        ("party_and_people_diplomacy", "Vietnamese and American veterans planted trees; the friendship association collected school books."),
        ("party_and_people_diplomacy", "Eine Delegation der Kommunistischen Partei Vietnams sprach in Vientiane mit der Bruderpartei."),
        ("party_and_people_diplomacy", "Hội hữu nghị Việt - Đức tổ chức giao lưu nhân dân."),
        ("international_integration", "Vietnam must write the new convention into its own law before it enters into force."),
        ("international_integration", "Vietnam passt seine Gesetze an die Regeln des Freihandelsabkommens mit der EU an."),
        ("international_integration", "Việt Nam nội luật hóa các cam kết quốc tế và đàm phán hiệp định mới."),
        ("local_external_relations", "The port city of Hai Phong signed a pact with Incheon and received twelve consuls."),
        ("local_external_relations", "Die Provinz Quang Ninh empfing eine Delegation aus Guangxi und vereinbarte Partnerschaften."),
        ("local_external_relations", "Tỉnh Lạng Sơn ký thỏa thuận hợp tác với địa phương Quảng Tây, Trung Quốc."),
        ("strategic_research", "Vietnamese scholars presented scenarios for the region to senior officials behind closed doors."),
        ("strategic_research", "Vietnams Akademie legt der Führung kurze Lagebilder mit Wahrscheinlichkeiten vor."),
        ("strategic_research", "Học viện kiến nghị lãnh đạo các kịch bản ứng phó, dự báo sớm tình hình thế giới của Việt Nam."),
        ("bilateral_relations", "El presidente de Vietnam recibió en Hanói al canciller uruguayo; ambos países quieren ampliar la cooperación agrícola."),
        ("bilateral_relations", "De Vietnamese premier sprak met zijn Nederlandse ambtgenoot over water en landbouw tijdens een officieel bezoek."),
        ("bilateral_relations", "越南国家主席会见老挝总理，双方同意扩大务实合作。"),
        ("bilateral_relations", "ベトナムの首相は東京で日本の首相と会談し、両国の協力拡大で一致した。"),
        ("bilateral_relations", "베트남 국가주석이 서울을 국빈 방문해 한국 대통령과 정상회담을 했다."),
        ("bilateral_relations", "Министр иностранных дел Вьетнама провёл переговоры с белорусским коллегой в Минске."),
        ("bilateral_relations", "Menteri Luar Negeri Vietnam bertemu mitranya dari Indonesia untuk membahas peningkatan hubungan kedua negara."),
        ("bilateral_relations", "Il ministro degli esteri vietnamita ha incontrato l'omologo italiano a Roma per rafforzare i rapporti tra i due paesi."),
        ("bilateral_relations", "O presidente do Vietnã recebeu o embaixador de Angola, que apresentou credenciais."),
        ("citizen_protection", "베트남 대사관은 지진 피해 지역의 자국민 안전을 확인하고 귀국을 도왔다."),
        ("citizen_protection", "ベトナム大使館は詐欺拠点から救出された国民の帰国を支援した。"),
        ("citizen_protection", "越南驻缅甸大使馆协助公民撤离冲突地区。"),
        ("citizen_protection", "Посольство Вьетнама призвало граждан покинуть район боёв и открыло горячую линию."),
        ("citizen_protection", "KBRI Vietnam membantu pemulangan nelayan yang ditahan."),
        ("overseas_vietnamese", "旅居法国的越南人社群庆祝春节，心系祖国。"),
        ("overseas_vietnamese", "Вьетнамская диаспора в Москве открыла курсы родного языка для детей."),
        ("overseas_vietnamese", "La comunidad vietnamita en Cuba celebra el Año Nuevo lunar."),
        ("overseas_vietnamese", "재한 베트남인 공동체가 설 행사를 열었다."),
        ("economic_diplomacy", "L'ambassade du Vietnam à Alger accompagne les exportateurs de riz et prospecte de nouveaux marchés."),
        ("economic_diplomacy", "越南驻德大使馆帮助企业寻找市场并吸引投资。"),
        ("economic_diplomacy", "ベトナム外務省は企業の市場開拓を支援する経済外交を進める。"),
        ("economic_diplomacy", "Посол Вьетнама помог фермам найти покупателей кофе и привлечь инвестиции."),
        ("cultural_diplomacy", "Vietnamesische Botschaft zeigt in Bern Lackmalerei und Wasserpuppen."),
        ("cultural_diplomacy", "Посольство Вьетнама показало в Праге выставку лаковой живописи и народные танцы."),
        ("cultural_diplomacy", "ベトナム大使館はローマでアオザイと伝統音楽の夕べを開いた。"),
        ("defence_security", "La marina de Vietnam y la de India realizaron ejercicios y hablaron de seguridad marítima."),
        ("defence_security", "Il Vietnam invia caschi blu e un ospedale da campo nella missione dell'Onu."),
        ("defence_security", "越南海警与中国海警在北部湾联合巡逻。"),
        ("multilateral_diplomacy", "Вьетнам избран в Совет ООН по правам человека и готовит саммит АСЕАН."),
        ("multilateral_diplomacy", "ベトナムは国連総会で気候変動への多国間協力を訴えた。"),
        ("multilateral_diplomacy", "O Vietnã assumiu a presidência do comitê e defendeu o multilateralismo na ONU."),
        ("international_integration", "Вьетнам ратифицировал соглашение о свободной торговле и меняет законы."),
        ("international_integration", "ベトナムは条約の批准に向け国内法を整備する。"),
        ("international_integration", "越南推动融入国际，履行自贸协定承诺。"),
        ("party_and_people_diplomacy", "越南友好组织联合会与中国人民对外友协举行民间交流。"),
        ("party_and_people_diplomacy", "Общество дружбы Россия — Вьетнам собрало ветеранов."),
        ("local_external_relations", "La province de Lao Cai et le Yunnan ont signé un accord de coopération."),
        ("local_external_relations", "ダナン市は横浜市と友好都市提携を結んだ。"),
        ("local_external_relations", "La ciudad de Da Nang firmó un hermanamiento con una ciudad japonesa."),
        ("strategic_research", "Институт в Ханое представил руководству прогноз развития региона."),
        ("strategic_research", "越南外交学院举办研讨会，学者研判国际形势。"),
        ("external_information", "Вьетнамское радио расширяет вещание на иностранных языках, чтобы рассказывать о стране."),
        ("external_information", "越南加强对外宣传，驳斥歪曲信息。"),
        ("diplomatic_service", "越南外交部任命新任驻外大使。"),
        ("diplomatic_service", "Le président a remis aux nouveaux ambassadeurs du Vietnam leur décision de nomination."),
        ("diplomatic_service", "ベトナム外務省は若手職員の研修を始めた。"),
        ("party_building", "越共外交部党委召开会议，学习贯彻中央决议，加强纪律检查。"),
        ("party_building", "Парторганизация МИД Вьетнама провела съезд и избрала новый комитет."),
        ("digital_transformation", "越南外交部推行网上办理领事手续。"),
        ("digital_transformation", "МИД Вьетнама переводит документы в электронный вид."),
        ("science_technology_diplomacy", "ベトナムと日本は半導体人材の育成で協力する。"),
        ("science_technology_diplomacy", "越南与韩国签署人工智能合作协议。"),
    ],
)  # fmt: skip
def test_one_sentence_in_other_words_gets_its_topic(taxonomy, topic, text):
    assert topic in {found.id for found in classify("", f"News.\n\n{text}", taxonomy).topics}


@pytest.mark.parametrize(
    "text",
    [
        "Vietnam's coffee harvest fell by a tenth after a dry spring.\n\nGrowers in Dak Lak expect higher prices; exporters said contracts were being met.",
        "Die vietnamesische Nationalmannschaft gewann in Hanoi gegen Thailand.\n\nDer Trainer lobte die Abwehr, die Fans feierten auf den Straßen.",
        "Hà Nội sẽ mở thêm hai tuyến xe buýt điện trong tháng tới.\n\nSở Giao thông cho biết giá vé không đổi.",
        "VinFast delivered fewer cars in the second quarter.\n\nThe company from Vietnam plans a plant in India and seeks new investors.",
        "Une tempête a frappé le centre du Vietnam, faisant trois morts.\n\nLes autorités ont évacué des milliers d'habitants.",
        "The president of Kenya met his counterpart from Ghana in Nairobi.\n\nThey signed trade agreements and agreed to strengthen bilateral relations.",
        "Der Bundespräsident empfing den polnischen Präsidenten in Berlin.\n\nDie bilateralen Beziehungen seien eng, sagten beide Seiten.",
        "El presidente de Argentina visitó Chile y firmó un acuerdo de libre comercio.\n\nLas relaciones bilaterales pasan por un buen momento.",
        "Apple supplier to expand its factory near Hanoi.\n\nThe semiconductor firm said the plant would hire 3,000 workers by June.",
        "Street food in Ho Chi Minh City: where to eat pho.\n\nOur writer tries ten stalls and a cooking class.",
        "Công an tỉnh bắt giữ nhóm lừa đảo qua mạng.\n\nCác nghi phạm chiếm đoạt hàng tỷ đồng của người dân.",
        "Le FC Nantes recrute un gardien.\n\nLe club a trouvé un accord avec le joueur, qui signe pour trois ans.",
        "中国国家主席会见巴西总统，双方签署合作协议。\n\n两国关系进入新阶段。",
        "The Labour Party congress opens in Brighton; delegates will elect a new committee.\n\nThe party leader promised discipline.",
        "La Universidad abrió un curso de inteligencia artificial.\n\nLos estudiantes aprenderán a usar herramientas digitales.",
        "Het kabinet wil meer digitale overheid.\n\nGemeenten moeten aanvragen online afhandelen.",
        "Wegen der Explosion in Beirut half die deutsche Botschaft Landsleuten bei der Ausreise.\n\nDas Auswärtige Amt warnt vor Reisen.",
        "Presiden Indonesia bertemu Perdana Menteri Malaysia di Kuala Lumpur.\n\nKedua negara sepakat memperkuat kerja sama bilateral.",
        "Giá vàng SJC sáng nay tăng 500.000 đồng.\n\nChuyên gia dự báo thị trường còn biến động.",
        "Thời tiết Hà Nội: dự báo mưa rào.\n\nTrung tâm dự báo khí tượng thủy văn cảnh báo ngập.",
        "Ho Chi Minh City's stock index rose as investors bought banks.\n\nForeign investors were net sellers.",
    ],
)  # fmt: skip
def test_domestic_news_and_others_diplomacy_get_no_topic(taxonomy, text):
    assert classify("", text, taxonomy).topics == ()
