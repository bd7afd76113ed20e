"""Kinds of statement that the shipped taxonomy knows in many languages, with near misses that must not get the topic."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from service.core.classify import explain
from tests.unit.sentences import topics_of

KINDS = yaml.safe_load((Path(__file__).parent / "taxonomy_kinds.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_statement_gets_its_topic_in_many_languages(taxonomy, kind):
    gets = KINDS[kind]["gets"]
    assert len(gets) >= 5
    assert [text for text in gets.values() if KINDS[kind]["topic"] not in topics_of(text, taxonomy)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_its_near_misses_do_not(taxonomy, kind):
    near = KINDS[kind]["near"]
    assert near
    assert [text for text in near.values() if KINDS[kind]["topic"] in topics_of(text, taxonomy)] == []


LOOK_ALIKES = [
    ("investing-between-countries", "La embajada de Vietnam reunió a {}.", "investigadores", "inversores"),
    ("waters-lines-and-threats", "Le Vietnam parle {}.", "des Îles Cendrées", "de souveraineté"),
    ("two-parties", "Tại hội nghị, {} được nhắc đến.", "hai đảng viên", "hai đảng"),
    ("guards-arms-and-their-work", "The embassy of Vietnam received {}.", "former soldiers", "soldiers"),
    ("votes-missions-and-rules", "Vietnam wacht op {}.", "de lidstaten", "de verdragsstaten"),
    ("posts-and-plight", "Đại sứ quán Việt Nam cử {} cho đoàn.", "phiên dịch", "luật sư"),
    ("shows-by-the-posts", "Đại sứ quán Việt Nam giới thiệu {}.", "Cần Thơ", "ca trù"),
    ("shows", "베트남 대사관에서 {}가 열렸다.", "설명회", "설날 행사"),
    ("staff-of-missions", "Việt Nam cử bốn chị {}.", "làm chủ tịch luân phiên", "đến nhiệm sở"),
    ("law-and-commitments", "Ở Hà Nội, họ phê chuẩn {}.", "danh sách đại sứ", "công ước"),
    ("treaty-work", "越南{}。", "批准了四十一个项目", "整理了国际条约"),
    ("country-talks", "Việt Nam ký thỏa thuận về {}.", "lao động", "biên giới với Lào"),
    ("ties-of-vietnam-and-a-country", "Вьетнам отметил {} Чили.", "юбилей общества дружбы из", "годы дружбы с народом"),
    ("joint-forums", "越南向{}提交了文件。", "联合国教科文组织", "联合国"),
    ("waters-lines-and-threats", "ベトナム企業は{}に備える。", "炭素国境調整", "国境の警備"),
    ("thinkers-for-the-top", "L'ambassade au Vietnam cite {}.", "des lettres", "des chercheurs et leurs propositions"),
    ("fields-and-countries", "Việt Nam và Nhật Bản bàn về {}.", "gạo", "vệ tinh"),
    (
        "staff-and-what-happens-to-them",
        "Vietnams Außenministerium hat {}.",
        "Abteilungen",
        "Abteilungen zusammengelegt",
    ),
    ("science-and-its-fields", "The embassy of Vietnam hosted an evening on {}.", "science", "science and satellites"),
    ("press-of-another-nation", "Le Vietnam accueille des {} français.", "cyclistes", "journalistes"),
    ("legal-texts-together", "Vietnam estudia {}.", "el tratado", "el tratado y los decretos"),
    ("local-actors-deal", "In Quảng Trị the governor {} on Monday.", "slept", "signed"),
    ("diaspora-and-home", "The embassy thanked compatriots for {} lessons.", "Danish", "Vietnamese"),
    ("futures-in-papers", "The institute in Hanoi wrote its {}.", "forecast", "forecast and a report"),
    ("our-people-in-distress", "A Embaixada do Vietname recebeu {}.", "vietnamitas em festa", "vietnamitas em apuros"),
    ("the-vietnamese-of-a-place", "Parlano {}.", "i produttori vietnamiti di riso", "i vietnamiti di Torino"),
    ("science-and-innovation-attaches", "Vietnam stuurt een {}.", "defensieattaché", "innovatieattaché"),
    ("guards-arms-and-their-work", "Vietnam ontvangt {}.", "frisse gasten", "een fregat"),
    ("legal-texts-together", "Hanoi prüft {}.", "die Klausel", "die Klausel im Handelsvertrag"),
    (
        "local-governments-and-actors",
        "Huế und {} tauschen sich aus.",
        "der Verlag der Provinz",
        "die Stadtverwaltung der Provinz",
    ),
    ("words-for-the-top", "The institute in Hanoi writes {}.", "papers", "papers for leaders"),
    ("science-and-its-fields", "{},科学家研究卫星。", "在越来越多的国家", "在越工作的专家说"),
    ("science-and-its-fields", "{},科学家研究卫星。", "其中越来越多的国家", "中越两国"),
    ("science-and-its-fields", "他们{},科学家研究卫星。", "对越野车感兴趣", "谈对越政策"),
    ("firms-in-foreign-relations", "La embajada de Vietnam asistió a la {} ayer.", "firma", "firma con empresarios"),
]
"""A concept, a sentence, words that only look like its own, and its own."""


@pytest.mark.parametrize(("concept", "sentence", "alike", "own"), LOOK_ALIKES)
def test_words_that_look_alike_are_told_apart(taxonomy, concept, sentence, alike, own):
    def found(words: str) -> set[str]:
        topics = explain("", f"News.\n\n{sentence.format(words)}", taxonomy)
        return {part.concept for topic in topics for part in topic.contributions}

    assert concept in found(own)
    assert concept not in found(alike)


def test_law_is_not_france_in_vietnamese(taxonomy):
    def found(title: str) -> set[str]:
        return {part.concept for topic in explain(title, "", taxonomy) for part in topic.contributions}

    assert "country-and-vietnam-in-title" in found("Việt Nam và nước Pháp")
    assert "country-and-vietnam-in-title" not in found("Việt Nam sửa luật tư pháp")
