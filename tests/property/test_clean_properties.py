"""What holds for any content: no crash but a refusal, stable results, nothing invented."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.core.clean import clean
from service.core.repair import repair_characters, repair_lines
from service.errors import Refused
from service.models import CleanArticle, RawArticle

FRAGMENTS = [
    "Ministers meet on the coast",
    "Thủ tướng tiếp Đại sứ các nước ASEAN",
    "Le ministre reçoit ses homologues : un bilan",
    "HANOI (VNA) - The minister received the ambassador on Friday and spoke about fishing rights in the bay.",
    "Der Außenminister empfing am Freitag die Botschafterin und sprach mit ihr über Fischereirechte in der Bucht.",
    "今日上午,两国外长在首都举行会谈,就经贸合作和人文交流深入交换意见。",
    "外相は月曜日、首都で会談し、貿易と教育での協力を確認しました。",
    "Delegates at the round table. (Photo: VNA) |",
    "Weavers at work (Foto: dpa)Dass die Messe stattfindet, galt lange als unsicher.",
    "16/07/2025 08:30 GMT+7",
    "date 2025-07-16 Talks resume",
    "By Mai Lan - Translated by Thu Ha",
    "Source: VNA",
    "Comment (0)",
    "Related news",
    ">> Another story",
    "[Ads_1]",
    "|",
    "- 12 points",
    "“We will come back,” she said.",
    "2025",
    "Facebook Twitter Email",
    "&lt;b&gt; AT&amp;amp;T",
    "Ã©tÃ©",
    "so ,it went .Then desPolitbüros",
    "",
]
line = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=120))
content = st.lists(line, max_size=14).map("\n".join)


def cleaned(text: str, kind: str = "text/plain") -> CleanArticle | None:
    try:
        return clean(RawArticle(id="a", content=text, content_type=kind))
    except Refused:
        return None


@given(content)
@settings(max_examples=300, deadline=None)
@example("\x85 \u2028 x")
@example("&amp;lt;&#0;&#xd800;")
def test_cleaning_again_changes_nothing(text: str) -> None:
    first = cleaned(text)
    if first is not None:
        again = cleaned(f"{first.title}\n\n{first.text}")
        assert again is not None
        assert (again.title, again.text) == (first.title, first.text)


@given(content)
@settings(max_examples=200, deadline=None)
def test_the_result_is_tidy_text(text: str) -> None:
    article = cleaned(text)
    if article is not None:
        assert article.text
        assert unicodedata.is_normalized("NFC", article.text)
        assert all(p == p.strip() and p for p in article.text.split("\n\n"))
        assert "\n" not in article.title
        assert not any(unicodedata.category(c) == "Cc" and c != "\n" for c in article.text)


@given(st.text(alphabet="<>/ apdivh1=\"'!-&;#x0\n\u00e9", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_markup_is_cleaned_or_refused(markup: str) -> None:
    article = cleaned(markup, "text/html")
    assert article is None or article.text


@given(content)
@settings(max_examples=200, deadline=None)
@example(
    "HANOI (VNA) - The minister received the ambassador on Friday and spoke about fishing rights.\nThủ tướng tiếp Đại sứ\n¿"
)
def test_no_word_is_invented(text: str) -> None:
    article = cleaned(text)
    if article is not None:
        known = "".join(c for c in repair_characters(text) if c.isalnum())
        for paragraph in article.text.split("\n\n"):
            longest = max(("".join(c for c in word if c.isalnum()) for word in paragraph.split()), key=len)
            assert longest in known


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_mending_characters_twice_is_mending_them_once(text: str) -> None:
    once = repair_characters(text)
    assert repair_characters(once) == once


@given(st.lists(line, max_size=5))
@settings(max_examples=300, deadline=None)
def test_mending_lines_twice_is_mending_them_once(lines: list[str]) -> None:
    once = repair_lines([" ".join(repair_characters(row).split()) for row in lines])
    assert repair_lines(once) == once
