from __future__ import annotations

import io
import os
import sys
import types
from pathlib import Path

import orjson
import pytest

from service.cli.inputs import Input, read_inputs, total_size
from service.errors import InputError
from service.models import Reason

LIMIT = 100


def read(*paths, limit=LIMIT) -> list[Input]:
    return list(read_inputs([str(path) for path in paths], limit))


def file(folder, name, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return path


def with_stdin(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO(data)))


def test_jsonl_is_a_record_a_line_without_blank_ones(tmp_path):
    path = file(tmp_path, "a.jsonl", b'{"id":1}\n\n  \r\n{"id":2}\r\n{"id":3}')
    found = read(path)
    assert [item.record.value for item in found] == [b'{"id":1}', b'{"id":2}', b'{"id":3}']
    assert [item.where for item in found] == [f"{path}:1", f"{path}:4", f"{path}:5"]


def test_a_byte_order_mark_is_no_part_of_the_json(tmp_path):
    paths = [file(tmp_path, name, b'\xef\xbb\xbf{"id":1}') for name in ("a.jsonl", "a.json")]
    assert [item.record.value for item in read(*paths)] == [b'{"id":1}', b'{"id":1}']


def test_json_is_one_event_as_it_stands(tmp_path):
    assert read(file(tmp_path, "a.json", b"{\n broken"))[0].record.value == b"{\n broken"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.html", "text/html"), ("A.HTM", "text/html"), ("a.txt", "text/plain"), ("a.xhtml", "application/xhtml+xml")],
)
def test_a_page_becomes_an_event_named_after_its_file(tmp_path, name, kind):
    event = orjson.loads(read(file(tmp_path, name, "<p>Grüße".encode()))[0].record.value)
    assert event == {"id": name, "content": "<p>Grüße", "content_type": kind}


def test_a_page_in_utf_16_is_no_binary_file(tmp_path):
    item = read(file(tmp_path, "a.txt", "Tiếng Việt".encode("utf-16")))[0]
    assert orjson.loads(item.record.value)["content"] == "Tiếng Việt"


def test_a_binary_file_is_refused(tmp_path):
    item = read(file(tmp_path, "a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))[0]
    assert item.refusal.reason is Reason.UNSUPPORTED_CONTENT_TYPE


def test_what_is_too_large_is_refused_and_the_next_line_read(tmp_path):
    lines = b"x" * (LIMIT + 1) + b"\n" + b"y" * LIMIT + b"\n" + b"z" * 200_000 + b"\n{}\n" + b"w" * 500
    found = read(file(tmp_path, "a.jsonl", lines), file(tmp_path, "a.html", b"<p>" + b"x" * LIMIT))
    reasons = [item.refusal and item.refusal.reason for item in found]
    assert reasons == [Reason.TOO_LARGE, None, Reason.TOO_LARGE, None, Reason.TOO_LARGE, Reason.TOO_LARGE]
    assert [item.record.value for item in found[:4]] == [None, b"y" * LIMIT, None, b"{}"]
    assert sum(item.size for item in found[:5]) == len(lines)


def test_stdin_is_jsonl(monkeypatch):
    with_stdin(monkeypatch, b"{}\n[]")
    assert [(item.where, item.record.value) for item in read("-")] == [("stdin:1", b"{}"), ("stdin:2", b"[]")]


def test_a_closed_stdin_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="stdin is closed"):
        read("-")


def test_lines_are_read_when_they_are_wanted(monkeypatch):
    with_stdin(monkeypatch, b"1\n2\n3\n")
    inputs = read_inputs(["-"], LIMIT)
    assert next(inputs).record.value == b"1"
    assert sys.stdin.buffer.tell() == 2


def test_every_wrong_name_is_told_before_anything_is_read(tmp_path):
    good = file(tmp_path, "a.jsonl", b"{}")
    for name, words in [("no.jsonl", "no such file"), ("", "a folder"), ("a.pdf", "not a known kind")]:
        (tmp_path / "a.pdf").touch()
        with pytest.raises(InputError, match=words):
            read_inputs([str(good), str(tmp_path / name)], LIMIT)
    with pytest.raises(InputError, match="a file's name is empty; give files"):
        read_inputs([str(good), ""], LIMIT)
    with pytest.raises(InputError, match="an address; save the page"):
        read_inputs([str(good), "https://host.example/a.html"], LIMIT)


def test_empty_files(tmp_path):
    found = read(file(tmp_path, "a.jsonl", b""), file(tmp_path, "a.json", b""), file(tmp_path, "a.txt", b""))
    assert [item.record.value for item in found][:1] == [b""]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("name", "data"), [("a.jsonl", b""), ("b.ndjson", b"\n \r\n\n"), ("c.csv", b"id,content\n"), ("d.tsv", b"url\n\n")]
)
def test_a_file_without_articles_is_warned_of_and_the_others_are_read(tmp_path, capsys, name, data):
    empty, full = file(tmp_path, name, data), file(tmp_path, "full.jsonl", b"{}")
    assert [item.where for item in read(empty, full)] == [f"{full}:1"]
    assert capsys.readouterr().err == f"warning: {empty}: holds no article\n"


def test_empty_stdin_is_warned_of(monkeypatch, capsys):
    with_stdin(monkeypatch, b"")
    assert read("-") == []
    assert capsys.readouterr().err == "warning: stdin: holds no article\n"


@pytest.mark.parametrize("ending", [".html", ".jsonl", ".json", ".csv"])
def test_a_file_whose_name_is_no_text_is_read_under_one_that_is(tmp_path, ending):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9" + ending.encode())
    Path(path).write_bytes(b"content\n[Talks]")
    wheres = [item.where for item in read(path)]
    assert wheres
    assert all(where.startswith(f"{tmp_path}/caf\ufffd{ending}") and where.encode() for where in wheres)


def test_the_total_is_known_for_files_only(tmp_path):
    paths = [str(file(tmp_path, name, b"12345")) for name in ("a.jsonl", "a.txt")]
    assert total_size(paths) == 10
    assert total_size([*paths, "-"]) is None


def test_a_sheet_is_an_article_a_row(tmp_path):
    sheet = file(
        tmp_path, "news.csv",
        'Id;Title;Text;Desk;Lang\r\nn1;"Talks";"One; two.\nThree.";;vi\r\n;;;;\r\n;More;Words;Asia;\r\n'.encode("utf-8-sig"),
    )  # fmt: skip
    assert [(found.where, orjson.loads(found.record.value)) for found in read(sheet, limit=1_000)] == [
        (f"{sheet}:2", {"id": "n1", "title": "Talks", "content": "One; two.\nThree.", "language": "vi"}),
        (f"{sheet}:5", {"id": f"{sheet}:5", "title": "More", "content": "Words", "metadata": {"desk": "Asia"}}),
    ]
    (large, _) = read(sheet, limit=80)
    assert large.refusal is None
    assert [found.refusal.reason for found in read(sheet, limit=10)] == [Reason.TOO_LARGE, Reason.TOO_LARGE]


def test_a_sheet_without_articles_is_told_with_the_columns_it_wants(tmp_path):
    sheet = file(tmp_path, "prices.csv", b"name,price\nx,1\n")
    with pytest.raises(InputError, match=r"csv:1: the columns are name, price; name them in the first line: id, title"):
        read(sheet)


def test_a_list_of_events_is_refused_with_the_mend(tmp_path):
    (found,) = read(file(tmp_path, "a.json", b' [{"id": "1"}]'))
    assert found.refusal.reason is Reason.SCHEMA_VIOLATION
    assert "the file holds a list; write each of its events on a line" in found.refusal.detail
