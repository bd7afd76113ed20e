"""What a file of labels may hold, and what is said of the rest."""

from __future__ import annotations

import orjson
import pytest

from service.errors import InputError
from service.learn.labels import Doubts, Names, parse, topic_id

ANY = Names({}, new=True)
KNOWN = Names({"trade": "trade", "handel": "trade", "party_building": "party_building"}, new=False)


def read(text: str, *, table: bool = True, names: Names = ANY, doubts: Doubts | None = None):
    return parse(
        text.encode().splitlines(keepends=True), name="l.csv", table=table, names=names, doubts=doubts or Doubts()
    )


def test_a_spreadsheet_is_read_with_its_lines():
    found = read('id,title,text,language,topics\na,One,"First.\nSecond.",en,trade;sea\nb,Two,Other text,,\n')
    assert [(a.id, a.text, a.language, sorted(a.topics), a.line, a.clean) for a in found] == [
        ("a", "First.\nSecond.", "en", ["sea", "trade"], 2, True),
        ("b", "Other text", None, [], 4, True),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_of_all_countries(separator):
    lines = [["title", "content", "topics"], ["One", "A text", "trade|sea"]]
    (found,) = read("\n".join(separator.join(cells) for cells in lines))
    assert (found.text, sorted(found.topics), found.clean) == ("A text", ["sea", "trade"], False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("sep=;\r\ntext;topics\r\nA text, long;trade\r\n", 3),
        ('"text"\t"topics\n(several)"\ttopics\nA text, long\t\ttrade\n', 3),
        ("text;topics\rA text, long;trade\r", 2),
        ('text;topics\r"A text, long";trade\r\r', 2),
        ("\ufefftext;topics;\r\n;;\r\nA text, long;trade;\r\n", 3),
    ],
    ids=["separator named", "heading of two lines", "line ends of old", "empty at the end", "empty rows"],
)
def test_what_spreadsheet_programs_make_of_a_sheet(text, line):
    (found,) = parse(
        text.encode().splitlines(keepends=True) if "\n" in text else [text.encode()],
        name="l.csv", table=True, names=ANY, doubts=Doubts(),
    )  # fmt: skip
    assert (found.text, sorted(found.topics), found.line) == ("A text, long", ["trade"], line)


def test_languages_are_known_whatever_their_case():
    assert [a.language for a in read("text,topics,language\nx,a,EN\ny,a,pt-BR\nz,a,\nw,a,pt_BR\n")] == [
        "en",
        "pt-BR",
        None,
        "pt-BR",
    ]


def test_labels_of_another_taxonomy_are_told_as_such():
    with pytest.raises(InputError) as error:
        read("text,topics\nx,sport\ny,health\n", names=KNOWN)
    assert str(error.value).startswith(
        "l.csv: no topic of it is one of the taxonomy (sport, health); name the taxonomy that the labels are of"
    )


def test_json_takes_raw_events_gold_and_enriched_events():
    rows = [
        {"id": "a", "content": "<p>x</p>", "content_type": "text/html", "topics": ["trade"]},
        {"id": "b", "raw": "y", "lang": "de", "topics": [], "optional": ["trade"], "story": "s"},
        {"id": "c", "title": "T", "text": "z", "language": "fr", "topics": [{"id": "trade", "score": 0.9}]},
    ]
    found = read("\n".join(orjson.dumps(row).decode() for row in rows), table=False, names=KNOWN)
    assert [(a.clean, a.language, sorted(a.topics), a.story) for a in found] == [
        (False, None, ["trade"], "a"),
        (False, "de", [], "s"),
        (True, "fr", ["trade"], "c"),
    ]
    assert found[0].content_type == "text/html"


def test_topics_are_found_by_label_whatever_its_case():
    (found,) = read("text,topics\nx,Handel; Party building\n", names=KNOWN)
    assert found.topics == {"trade", "party_building"}


def test_unknown_topics_are_counted_with_their_lines_and_a_mend():
    with pytest.raises(InputError) as error:
        read("text,topics\nx,party_bulding\ny,trade\nz,party_bulding\nq,space\n", names=KNOWN)
    assert str(error.value).splitlines() == [
        "l.csv:2: `party_bulding` is no topic of the taxonomy (lines 2, 4); did you mean `party_building`?",
        "l.csv:5: `space` is no topic of the taxonomy (line 5); mend it, or learn it as a new topic: train --new-topics",
    ]


def test_doubtful_lines_are_counted_and_left_out():
    doubts = Doubts()
    found = read("text,topics\nx,a\n  ,a\nx,a\ny,a\ny,b\nz,\n", doubts=doubts)
    assert [a.line for a in found] == [2, 7]
    assert doubts.sentences() == [
        "1 without a text, left out (line 3)",
        "1 repeated, left out (line 4)",
        "2 of one text with different topics, left out (lines 5, 6)",
    ]


@pytest.mark.parametrize(
    ("text", "table", "words"),
    [
        ("name,kind\nx,y\n", True, "l.csv:1: the columns are name, kind; name them in the first line"),
        ("", True, "l.csv:1: the columns are none"),
        ("text,topics\nx,a,b\n", True, "l.csv:2: 3 cells, but 2 columns; quote a cell"),
        (
            'text,topics\n"x,a\ny,b\n',
            True,
            "l.csv:2: 1 cell, but 2 columns; look for a quotation mark that nothing closes",
        ),
        (
            "text,topics,lang\nx,a,en\ny,a,English\n",
            True,
            "l.csv:3: the language is `English`; write an ISO 639-1 code",
        ),
        ('{"topics": []}', False, "l.csv:1: no `text` and no `content`"),
        ('{"text": "x"}', False, "l.csv:1: no `topics`; write []"),
        ('{"text": "x", "topics": [3]}', False, "l.csv:1: `topics` holds 3; write topic ids"),
        ('{"text": ["x"], "topics": []}', False, "l.csv:1: `text` is a JSON list; write a string"),
        ("[1]", False, "not an object"),
        ("text,topics\n,a\n", True, "l.csv: holds no labelled article with a text"),
    ],
)
def test_what_cannot_be_read_is_said_with_line_and_mend(text, table, words):
    with pytest.raises(InputError) as error:
        read(text, table=table)
    assert words in str(error.value)


def test_a_table_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(InputError, match=r"l\.csv:2: not UTF-8; save the sheet as CSV in UTF-8"):
        parse([b"text,topics\n", "Zürich,a\n".encode("latin-1")], name="l.csv", table=True, names=ANY, doubts=Doubts())


def test_labels_become_ids():
    assert [topic_id(x) for x in ("Sci & Tech", "Économie", "2026 vote", "")] == [
        "sci_tech", "economie", "topic_2026_vote", "topic",
    ]  # fmt: skip
