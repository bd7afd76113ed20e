"""Which paper's or letter's issue a page is of: no headline."""

from __future__ import annotations

import pytest

from service.core.mastheads import is_masthead
from tests.unit.flattened import cleaned

MASTHEADS = [
    "Lake Paper | Issue 8 | 26 April 2023", "Seeblatt, Ausgabe 7/2024", "Heft 31 · Sommer 2024", "Rundbrief Nr. 12",
    "Lettre du quai n° 14 – Juin 2024", "Boletín del Faro n.º 31", "Edición 212", "Nieuwsbrief nr. 9",
    "N. 24 | 18 giugno 2025", "Edição 88", "Warta Pelabuhan | Edisi Maret 2026", "Bản tin số 9",
    "Бюллетень № 31", "広報みなと　令和7年7月号", "등대레터 33호", "Harbour Weekly #62",
    "海湾学会简报第3期", "会報12号", "Faro, Anno 2024, n. 3", "Jahrgang 12",
]  # fmt: skip
HEADLINES = [
    "Consular notice no. 12/2025", "Decree No. 12 closes the northern quay", "Issue 5 of the treaty still open",
    "Edition of 300 prints sells out in a day", "Bekanntmachung Nr. 5", "Постановление № 31", "第3号台風が接近",
    "No. 10 rejects the harbour plan", "Thông tư số 12", "Ausgabe von Visa wird 2026 leichter",
    "中国成功发射通讯卫星3号", "新型の通信衛星2号", "世卫组织报告第5号", "气象台发布台风警报第5期", "Berlin, anno 1989", "Jahrgang 1968",
]  # fmt: skip


@pytest.mark.parametrize("line", MASTHEADS)
def test_an_issue_is_named(line: str) -> None:
    assert is_masthead(line)


@pytest.mark.parametrize("line", HEADLINES)
def test_a_headline_with_a_number_names_no_issue(line: str) -> None:
    assert not is_masthead(line)


def test_the_headline_stands_below_the_masthead_and_a_reference_in_the_text_stays() -> None:
    first = (
        "The northern quay will be rebuilt by spring, the harbour office said on Monday, and the ferry stays in dock."
    )
    other = (
        "Masons from three towns will cut the stone, which comes from the old quarry above the lighthouse, it added."
    )
    page = cleaned("Lake Paper | Issue 8 | May 2023", "Northern quay to be rebuilt", first, other, "Issue 7", first[4:])
    assert page.title == "Northern quay to be rebuilt"
    assert "Lake Paper" not in page.text
    assert "Issue 7" in page.text
