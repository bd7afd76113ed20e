"""The taxonomy we ship: sixteen topics in thirteen languages, and sentences any newspaper could print."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.core.classify import WORDING, classify, explain
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.core.taxonomy_check import check
from service.core.taxonomy_findings import FindingCode

DATA = (Path(__file__).parents[2] / "service" / "taxonomies" / "vietnam-diplomacy.yaml").read_bytes()
LANGUAGES = ("de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pt", "ru", "vi", "zh")
TOPICS = (
    "party_building",
    "diplomatic_service",
    "economic_diplomacy",
    "science_technology_diplomacy",
    "digital_transformation",
    "multilateral_diplomacy",
    "bilateral_relations",
    "defence_security",
    "overseas_vietnamese",
    "citizen_protection",
    "cultural_diplomacy",
    "external_information",
    "party_and_people_diplomacy",
    "international_integration",
    "local_external_relations",
    "strategic_research",
)


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return parse_taxonomy(DATA, name="vietnam-diplomacy.yaml", languages=LANGUAGES)


def test_it_has_the_sixteen_topics_in_order(taxonomy):
    assert taxonomy.topic_ids == TOPICS
    assert taxonomy.labels["external_information"]["en"] == "Information for foreign audiences"


def test_every_topic_speaks_every_language():
    findings = check(DATA, name="vietnam-diplomacy.yaml", languages=LANGUAGES)
    doubtful = {
        FindingCode.MISSING_LANGUAGE,
        FindingCode.NEVER_MATCHES,
        FindingCode.COMMON_WORD,
        FindingCode.REPEATED_PHRASE,
    }
    assert [str(found) for found in findings if found.code in doubtful] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_compiled_for_one_language(language):
    assert {c.topic for c in parse_taxonomy(DATA, name="t", languages=[language]).concepts} == set(range(len(TOPICS)))


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("party_building", "Vietnam's Foreign Ministry reviewed party building work and the inspection of party cells."),
        ("party_building", "Das vietnamesische Ministerium sprach über den Parteiaufbau und die Parteizellen."),
        ("party_building", "Bộ Ngoại giao đẩy mạnh công tác xây dựng Đảng và sinh hoạt chi bộ."),
        ("diplomatic_service", "In Hanoi the minister handed over the appointment decision to twelve new ambassadors."),
        ("diplomatic_service", "Bộ trưởng trao quyết định bổ nhiệm đại sứ Việt Nam tại mười nước."),
        ("economic_diplomacy", "Economic diplomacy should open markets for Vietnamese coffee, the minister said."),
        ("economic_diplomacy", "Le Vietnam mise sur la diplomatie économique pour exporter davantage."),
        ("science_technology_diplomacy", "Vietnam will pursue science and technology diplomacy with Japan on semiconductors."),
        ("digital_transformation", "The Vietnamese ministry drives digital transformation and e-government."),
        ("digital_transformation", "越南外交部推进数字化转型和行政改革。"),
        ("multilateral_diplomacy", "Vietnam spoke at the United Nations General Assembly and chairs an ASEAN meeting."),
        ("multilateral_diplomacy", "Вьетнам выступил на Генеральной Ассамблее ООН и на саммите АСЕАН."),
        ("bilateral_relations", "The state visit lifts relations between Vietnam and Chile to a comprehensive partnership."),
        ("bilateral_relations", "ベトナムと日本の二国間関係と戦略的パートナーシップを強化する。"),
        ("defence_security", "Vietnam protects its sovereignty in the East Sea and sends peacekeepers."),
        ("overseas_vietnamese", "Die Überseevietnamesen in Tschechien feiern das Neujahrsfest."),
        ("overseas_vietnamese", "Cộng đồng người Việt Nam ở nước ngoài hướng về quê hương."),
        ("citizen_protection", "Citizen protection: the Vietnamese embassy evacuated forty students after the earthquake."),
        ("citizen_protection", "La protección consular de los ciudadanos vietnamitas en el exterior es prioritaria."),
        ("cultural_diplomacy", "Vietnam uses cultural diplomacy and UNESCO heritage to show its image."),
        ("external_information", "Vietnam renews its external information work for foreign audiences."),
        ("external_information", "Công tác thông tin đối ngoại cần đổi mới nội dung."),
        ("party_and_people_diplomacy", "People-to-people diplomacy: the Vietnam Union of Friendship Organisations met veterans."),
        ("international_integration", "Vietnam speeds up international integration and ratifies a free trade agreement."),
        ("local_external_relations", "Local external relations: the Vietnamese province's department of foreign affairs met partners."),
        ("strategic_research", "Vietnam wants better strategic research, forecasting and advice to the leadership."),
    ],
)  # fmt: skip
def test_a_plain_sentence_gets_its_topic(taxonomy, topic, text):
    result = classify("", f"The day was warm.\n\n{text}", taxonomy)
    assert topic in {found.id for found in result.topics}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Home side win the derby", "The striker scored twice.\n\nThe coach praised the defence after the match."),
        ("Rain on Thursday", "Showers will cross the north.\n\nTemperatures fall to twelve degrees."),
        ("Rezept der Woche", "Die Zwiebeln schneiden und in Butter dünsten.\n\nMit Salz und Pfeffer würzen."),
        ("Kremlin and White House talk", "Putin received an envoy of the State Department.\n\nBilateral relations were discussed."),
        ("Giá vàng hôm nay", "Giá vàng tăng nhẹ vào buổi sáng.\n\nNgười mua xếp hàng trước cửa hiệu."),
    ],
)  # fmt: skip
def test_articles_about_something_else_get_no_topic(taxonomy, title, text):
    assert classify(title, text, taxonomy).topics == ()


def test_a_list_of_work_done_gets_every_area(taxonomy):
    text = (
        "The Vietnamese diplomatic sector reviewed its year.\n\nEconomic diplomacy, cultural diplomacy, citizen protection, "
        "external information and work with overseas Vietnamese were carried out in step; international integration deepened."
    )
    assert {
        "economic_diplomacy",
        "cultural_diplomacy",
        "citizen_protection",
        "external_information",
        "overseas_vietnamese",
        "international_integration",
    } <= {found.id for found in classify("", text, taxonomy).topics}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Die Botschaft der Länder bereitet Verträge vor; Handel und Kaffee gehören dazu.", "verträge"),
        ("De ambassade helpt Vietnamese slachtoffers tot morgen; Vietnamese toeristen wachten tot vrijdag.", "tot"),
        ("Les ambassadeurs parlent de cuisine vietnamienne avec le chef du parti.", "chef"),
        ("The two countries hold trade talks about loan agreements.", "loan agreement*"),
        ("Die Minister schilderten ihre Pläne für die Ausstellung.", "schilder*"),
    ],
)
def test_what_other_languages_mean_by_a_word_is_no_evidence(taxonomy, text, word):
    named = [topic.contributions for topic in explain("", text, taxonomy)]
    assert word not in {
        place.phrase.casefold() for found in named for one in found if one.concept != WORDING for place in one.evidence
    }


def test_a_brazilian_writes_of_vietnam_too(taxonomy):
    text = "O Vietnã e a Malásia assinaram um acordo de cooperação durante a visita do primeiro-ministro."
    words = {
        place.phrase for topic in explain("", text, taxonomy) for one in topic.contributions for place in one.evidence
    }
    assert {"vietnã*", "malásia"} <= words
