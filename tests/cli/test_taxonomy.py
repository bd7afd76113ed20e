"""`communique taxonomy check` and `try`, as a person and as a program read them."""

from __future__ import annotations

import orjson
import pytest

from tests.cli.harness import json_lines, run

TOPICS = """\
id: sea
version: "1"
languages: [en, de]
topics:
  fishing:
    label: Fishing
    phrases: {en: [cod, quota], de: [dorsch*]}
  shipping:
    label: Shipping
    concepts:
      ports:
        near: [[harbour*, hafen*], [ship*, schiff*]]
"""
ARTICLES = [
    {"id": "a", "title": "Cod is back", "content": "The harbour was full.\n\nThere is cod again for the first time since spring, fishermen said.", "language": "en"},
    {"id": "b", "title": "Ein Schiff im Hafen", "content": "Der Dorsch ist selten geworden, sagen die Fischer an der Küste seit vielen Jahren.", "language": "de"},
    {"id": "c", "title": "A quiet day in the hills", "content": "Nothing happened on the farm today, the old man told us with a smile.", "language": "en"},
]  # fmt: skip


@pytest.fixture
def files(tmp_path):
    taxonomy, articles = tmp_path / "sea.yaml", tmp_path / "articles.jsonl"
    taxonomy.write_text(TOPICS, encoding="utf-8")
    articles.write_bytes(b"".join(orjson.dumps(article) + b"\n" for article in ARTICLES))
    return taxonomy, articles


def test_try_shows_each_place_and_then_counts(files):
    taxonomy, articles = files
    found = run("taxonomy", "try", "cod", articles, "--taxonomy", taxonomy)
    assert found.returncode == 0
    assert found.stdout.decode().splitlines() == [
        f"{articles}:1 title 0: ⟦Cod⟧ is back",
        f"{articles}:1 text 32: There is ⟦cod⟧ again for the first time since spring,",
        "",
        "looked for   cod",
        "used by      fishing",
        "matches      2 in 1 of 3 articles",
        "languages    en 1 of 2",
        "forms        “cod” 2",
        "topics now   fishing 1",
    ]


def test_try_as_json_has_a_line_for_each_match_and_one_of_counts(files):
    taxonomy, articles = files
    *matches, summary = json_lines(run("taxonomy", "try", "dorsch*", articles, "-t", taxonomy, "--json").stdout)
    assert [(m["id"], m["in"], m["text"], m["language"]) for m in matches] == [("b", "text", "Dorsch", "de")]
    assert summary["languages"] == {"de": {"articles": 1, "with_match": 1}, "en": {"articles": 2, "with_match": 0}}
    assert (summary["matches"], summary["forms"], summary["used_by"]) == (1, {"dorsch": 1}, ["fishing"])


def test_try_names_the_topics_that_use_the_words_in_a_near(files):
    taxonomy, articles = files
    (summary,) = json_lines(run("taxonomy", "try", "schiff*", articles, "-t", taxonomy, "--json").stdout)[1:]
    assert summary["used_by"] == ["shipping"]


def test_try_without_a_match_says_what_was_looked_for(files):
    taxonomy, articles = files
    shown = run("taxonomy", "try", "her\u200bring", articles, "-t", taxonomy).stdout.decode()
    assert "matches      0 in 0 of 3 articles" in shown
    assert "holds U+200B, which clean text never does; take it out" in shown
    assert "used by      no topic of the taxonomy" in shown


def test_try_counts_and_names_what_was_refused(files):
    taxonomy, articles = files
    articles.write_bytes(articles.read_bytes() + b"{broken\n")
    found = run("taxonomy", "try", "cod", articles, "-t", taxonomy)
    assert found.returncode == 0
    assert "3 articles; 1 refused" in found.stdout.decode()
    assert f"{articles}:4: refused, invalid_json" in found.stderr.decode()


@pytest.mark.parametrize(("phrase", "words"), [("fi*sh", "`*` inside a word"), ("*", "holds no letter")])
def test_try_refuses_a_phrase_that_cannot_be_read(files, phrase, words):
    found = run("taxonomy", "try", phrase, files[1])
    assert found.returncode == 2
    assert words in found.stderr.decode()


def test_check_counts_warnings_by_kind_and_shows_the_first_few(tmp_path):
    path = tmp_path / "sea.yaml"
    doubtful = TOPICS.replace("near: [[harbour*, hafen*], [ship*, schiff*]]", "phrases: {en: [cod], de: [dorsch*]}")
    doubtful = doubtful.replace("[cod, quota]", "[cod, codx a, cod b, cod c, cod d, cod e]")
    path.write_text(doubtful, encoding="utf-8")
    lines = run("taxonomy", "check", path, "--languages", "en,de").stdout.decode().splitlines()
    assert lines[0] == "   4 phrases inside which a shorter one is always found"
    assert lines[1].startswith(f"     warning: {path}:7: the phrase `cod b` is redundant")
    assert lines[4] == "     ... and 1 more of this kind; --verbose shows them"
    assert lines[5] == "   2 phrases of two topics"
    assert lines[-1].startswith(f"{path}: ok, 2 topics, 6 warnings, sha256 ")
    everything = run("taxonomy", "check", path, "--languages", "en,de", "--verbose").stdout.decode()
    assert everything.count("warning: ") == 6
    (told,) = json_lines(run("taxonomy", "check", path, "--languages", "en,de", "--json").stdout)
    assert [w["kind"] for w in told["warnings"]].count("shared_phrase") == 2
    assert all(w["line"] and w["message"] for w in told["warnings"])


def test_compile_keeps_what_the_next_command_takes(files, tmp_path):
    taxonomy, articles = files
    folder = tmp_path / "cache"
    settings = {"COMMUNIQUE_CACHE_FOLDER": str(folder)}
    made = run("taxonomy", "compile", taxonomy, "--languages", "en,de", "--no-model", **settings)
    assert made.stdout.decode() == f"{taxonomy}: ready in {folder}\n"
    (kept,) = folder.iterdir()
    inode, bytes_ = kept.stat().st_ino, kept.read_bytes()
    enriched = run("enrich", articles, "-t", taxonomy, "--languages", "en,de", **settings)
    assert [topic["id"] for topic in json_lines(enriched.stdout)[0]["topics"]] == ["fishing"]
    assert (kept.stat().st_ino, kept.read_bytes()) == (inode, bytes_)  # neither written anew nor changed
    assert sorted(path.name.partition("-")[0] for path in folder.iterdir()) == ["language", "taxonomy"]


def test_compile_fails_where_nothing_can_be_kept(files, tmp_path):
    for folder, words in ((tmp_path / "a" / "file", "cannot be kept in"), ("off", "name one with --cache-folder")):
        (tmp_path / "a").write_bytes(b"")
        found = run("taxonomy", "compile", files[0], "--cache-folder", folder, "--no-model")
        assert found.returncode == 1
        assert words in found.stderr.decode()
        assert "Traceback" not in found.stderr.decode()
