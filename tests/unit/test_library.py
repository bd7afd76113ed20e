from __future__ import annotations

import doctest
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import service
from service import Pipeline, Refused
from service.models import EnrichedArticle, Reason
from tests.cli.harness import environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "samples" / "article.html").read_bytes()


@cache
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("article", [PAGE, PAGE.decode(), {"id": "article", "content": PAGE.decode()}])
def test_bytes_text_and_events_are_enriched_alike(article):
    found = pipeline().enrich(article)
    assert isinstance(found, EnrichedArticle)
    assert (found.id, found.language) == ("article", "en")
    assert found.title == "Viet Nam and Chile turn an old friendship into a plan"
    assert "bilateral_relations" in {topic.id for topic in found.topics}


@pytest.mark.parametrize("article", [None, 7, Path("samples/article.html"), [{"id": "a"}]])
def test_what_is_no_article_is_told_with_what_one_is(article):
    with pytest.raises(TypeError, match=rf"str, bytes or a mapping, not {type(article).__name__}; read a file first"):
        pipeline().enrich(article)


def test_languages_in_one_text_are_told_and_not_taken_letter_by_letter():
    with pytest.raises(
        TypeError, match=r"languages is the text 'en,de'; give a sequence of codes, such as \['en', 'de'\]"
    ):
        Pipeline(languages="en,de")


def test_the_id_can_be_given():
    assert pipeline().enrich(PAGE, id="page-7").id == "page-7"


def test_bytes_may_be_in_any_encoding():
    text = "越南与中国举行会谈\n\n两国外交部长在河内举行会谈，就双边关系交换意见。" * 3
    assert "两国外交部长在河内举行会谈" in pipeline().enrich(text.encode("utf-16")).text


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ("", Reason.NO_ARTICLE),
        ({"id": "a", "content": 7}, Reason.SCHEMA_VIOLATION),
        ({"url": "https://mekong-dispatch.example/a"}, Reason.FETCH_DISABLED),
    ],
)
def test_what_cannot_be_enriched_is_refused_with_its_reason(article, reason):
    with pytest.raises(Refused) as caught:
        pipeline().enrich(article)
    assert caught.value.reason is reason
    assert caught.value.detail


def test_the_library_is_typed_and_exports_what_it_says():
    assert (Path(service.__file__).parent / "py.typed").is_file()
    assert {name for name in service.__all__ if getattr(service, name) is None} == set()
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = service.nothing


def test_enriching_loads_neither_faust_nor_a_kafka_client():
    code = (
        "import sys; from service import Pipeline\n"
        "Pipeline(languages=['en']).enrich('Talks in Ha Noi\\n\\nMinisters of Viet Nam met for talks in Ha Noi.')\n"
        "slow = {'faust', 'mode', 'aiokafka', 'confluent_kafka', 'aiohttp', 'typer', 'rich', 'importlib.readers'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "[]"


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, service; print(sorted({'orjson', 'pydantic', 'selectolax', 'numpy'} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("module", "slow"),
    [
        ("service.pipeline", {"pydantic", "yaml", "ftfy", "charset_normalizer"}),
        ("service.stream.worker", {"httpx", "feedparser", "opentelemetry", "confluent_kafka"}),
    ],
)
def test_a_start_loads_nothing_slow_that_most_starts_do_not_need(module, slow):
    code = f"import sys, {module}; print(sorted({slow!r} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), cwd=ROOT, check=True
    )
    assert found.stdout.strip() == "[]"


def test_the_examples_of_the_documentation_hold(monkeypatch):
    monkeypatch.chdir(ROOT)
    results = doctest.testfile(str(ROOT / "docs" / "library.md"), module_relative=False)
    assert results.attempted >= 5
    assert results.failed == 0
