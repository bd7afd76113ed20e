"""What reading a page is made of: stated text, measures, the cut between likely and unlikely, the weights' file."""

from __future__ import annotations

import json

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.html_labels import labels
from benchmarks.html_pages import word_f1
from benchmarks.network import Recipe, train
from service.core.html import article_blocks, chosen, likelihoods, read_blocks
from service.core.html_blocks import Blocks
from service.core.html_features import features, is_closed, letters
from service.core.html_names import CAPTION, KINDS, kinds
from service.core.html_scorer import trained
from service.core.html_stated import stated_body
from service.core.network import dumps, loads

PARAGRAPH = "The bakery by the mill sells its bread from a cart since the flood, and the queue is longer than before."
OTHER = "Nobody in the village expected the miller to come back, but he did so on Monday, with two sacks of rye."


def page(body: str, linked: object = None) -> LexborHTMLParser:
    script = f'<script type="application/ld+json">{json.dumps(linked)}</script>' if linked else ""
    return LexborHTMLParser(f"<html><head>{script}</head><body>{body}</body></html>")


def read(tree: LexborHTMLParser) -> list[str]:
    return article_blocks(tree, max_blocks=1000, max_depth=200).article


def test_stated_text_is_found_however_deep_and_its_tags_are_resolved():
    data = {"@graph": [{"@type": "WebPage"}, {"hasPart": {"articleBody": f"{PARAGRAPH}</p><p>It&#39;s <b>new</b>"}}]}
    assert stated_body(page("", data)) == f"{PARAGRAPH}\nIt's new"


def test_a_page_that_shows_nothing_gives_the_text_it_states():
    body = f"{PARAGRAPH}\n{OTHER}"
    assert read(page("<div id=root></div>", {"@type": "NewsArticle", "articleBody": body})) == [PARAGRAPH, OTHER]


def test_stated_text_does_not_replace_the_text_that_is_shown():
    stated = {"@type": "NewsArticle", "articleBody": "Something else that the page does not show at all. " * 5}
    assert read(page(f"<article><p>{PARAGRAPH}</p><p>{OTHER}</p></article>", stated)) == [PARAGRAPH, OTHER]


@pytest.mark.parametrize("script", ["{", "[" * 5000, '{"articleBody": 7}', '{"articleBody": ["x"]}', "null"])
def test_broken_linked_data_states_nothing(script):
    tree = LexborHTMLParser(f'<script type="application/ld+json">{script}"articleBody"</script><p>x</p>')
    assert stated_body(tree) == ""


def test_a_comment_does_not_part_a_sentence():
    body = f"<article><p>The bakery<!-- --> by the mill<!-- --> sells bread from a cart, as it has since May.</p><p>{OTHER}</p></article>"
    assert read(page(body))[0].startswith("The bakery by the mill sells")


@pytest.mark.parametrize("element", ["<script>a < b</script>", "<button><div>Follow</div></button>", "<map>News</map>"])
def test_what_holds_no_text_of_an_article_is_as_if_it_were_not_there(element):
    pieces = (
        "<div><p>First",
        " second</p><div><span>Mai Lan</span>",
        "<time>16/07</time></div><p>Last",
        "<b>ing</b></p></div>",
    )
    tree = page(element.join(pieces))
    before = tree.html
    blocks = read_blocks(tree, max_blocks=1000, max_depth=200)[2]
    assert blocks.text == ["First second", "Mai Lan 16/07", "Lasting"]
    assert tree.html == before, "the page was changed"


def test_a_lead_to_another_article_is_left_out():
    body = f"<div class=text><p>{PARAGRAPH}</p><div>→ <a href=/m>A mill for the mountains</a></div><p>{OTHER}</p></div>"
    assert read(page(body)) == [PARAGRAPH, OTHER]


def test_a_long_block_that_repeats_is_given_once():
    both = f"<p>{PARAGRAPH}</p><p>{OTHER}</p>"
    assert read(page(f"<div class=wide>{both}</div><div class=narrow>{both}</div>")) == [PARAGRAPH, OTHER]


def test_size_is_the_same_order_in_all_scripts():
    assert letters("library") == 7
    assert letters("图书馆") == pytest.approx(7.5)
    assert letters("Библиотека") == 10


@pytest.mark.parametrize("text", ["Ende.", "“Ja!”", "終わりました。", "「はい。」", "完了！", "뭐라고?"])
def test_sentences_end_in_all_scripts(text):
    assert is_closed(text)
    assert not is_closed(text.rstrip(".!?。！”」"))


def test_names_hint_at_parts_and_numbers_do_not_matter():
    assert kinds("wp-caption") & CAPTION
    assert kinds("post-content") & (1 << KINDS.index("text"))
    assert kinds("comment-4711") == kinds("comment-12")
    assert kinds("xyz") == 0


def test_measures_are_finite_for_odd_blocks():
    for body in ("<p>.</p>", "<a href=/>x</a>", f"<td>{PARAGRAPH}", "<p>图</p>" * 3, "<p> </p>¤"):
        title, stated, blocks = read_blocks(page(body), max_blocks=100, max_depth=100)
        names, measures = features(blocks, title, stated)
        assert measures.shape == (len(blocks.text), len(names))
        assert np.isfinite(measures).all()


def test_the_shipped_weights_fit_the_measures_and_survive_their_file():
    network = trained()
    again = loads(dumps(network))
    assert again.names == network.names
    assert np.array_equal(again.first, network.first)


def test_weights_for_other_measures_are_refused():
    blocks = Blocks(text=["x"], element=[0], linked=[0], marked=[0], links=[0])
    with pytest.raises(ValueError, match="train_html"):
        likelihoods(blocks, "", "", trained()._replace(names=("size",)))


def test_the_cut_keeps_the_likely_and_a_page_without_any_has_no_article():
    blocks = Blocks(text=[PARAGRAPH, OTHER, "Menu"], element=[0] * 3, linked=[0] * 3, marked=[0] * 3, links=[0] * 3)
    assert chosen(blocks, np.array([0.9, 0.8, 0.1], np.float32)) == {0, 1}
    assert chosen(blocks, np.array([0.05, 0.1, 0.1], np.float32)) == set()


def test_training_learns_and_repeats_itself():
    draw = np.random.default_rng(0)
    x = draw.standard_normal((400, 3)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.float32)
    recipe = Recipe(hidden=8, members=2, epochs=30, batch=50)
    first, again = (train(x, y[:, None], np.ones(400, np.float32), recipe) for _ in range(2))
    answers = (np.maximum(x @ first[0] + first[1], 0) @ first[2] + first[3])[:, 0]
    assert ((answers > 0) == (y > 0.5)).mean() > 0.95
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_gold_text_is_found_in_its_blocks_and_used_once():
    gold = f"{PARAGRAPH}\nA short line\n{OTHER}"
    texts = ["A short line", PARAGRAPH, "A short line", OTHER, PARAGRAPH, "Menu"]
    assert [share >= 0.5 for share in labels(texts, gold)] == [False, True, True, True, False, False]


def test_word_f1_counts_repeated_words():
    assert word_f1("a b", "a b") == (1.0, 1.0, 1.0)
    assert word_f1("a a", "a b") == (0.5, 0.5, 0.5)
    assert word_f1("", "a")[2] == 0.0
