"""The list of feeds: what a person writes into it, and what is said of mistakes."""

from __future__ import annotations

import pytest

from service.edges.feeds_list import read_feeds
from service.errors import SettingsError


def test_an_address_alone_and_a_mapping_are_feeds(tmp_path):
    listed = tmp_path / "feeds.yaml"
    listed.write_text("feeds:\n  - https://gazette.example/rss\n  - {url: https://desk.example/atom, every: 5m}\n")
    assert [(feed.url, feed.every) for feed in read_feeds(str(listed))] == [
        ("https://gazette.example/rss", None), ("https://desk.example/atom", 300),
    ]  # fmt: skip


def test_every_mistake_is_told_at_once_with_the_feed_and_the_mend(tmp_path):
    listed = tmp_path / "feeds.yaml"
    listed.write_text(
        "feeds:\n"
        "  - https://gazette.example/rss\n"
        "  - gazette.example/rss\n"
        "  - {ulr: https://gazette.example/a}\n"
        "  - {url: https://gazette.example/b, every: 10 minutes, language: pt_BR, content: text}\n"
        "  - 7\n"
    )
    with pytest.raises(SettingsError) as caught:
        read_feeds(str(listed))
    lines = str(caught.value).splitlines()
    expected = [
        ("feed 2: `url`: ", "write `url:` and an address that begins with http:// or https://"),
        ("feed 3: `url` is missing; ", "write `url:` and an address that begins with http:// or https://"),
        ("feed 3: there is no key `ulr`; ", "known are url, name, every, language, content"),
        ("feed 4: `every`: ", "write a time from 30s to 7d, such as 15m or 1h"),
        ("feed 4: `language`: ", "write a code such as en or pt-BR, or leave it out"),
        ("feed 4: `content`: ", "write `page` or `feed`"),
        ("feed 5: is no address and no mapping; ", "write `url:` and an address that begins with http:// or https://"),
    ]
    assert len(lines) == len(expected)
    for line, (begin, end) in zip(lines, expected, strict=True):
        assert line.startswith(f"{listed}: {begin}")
        assert line.endswith(end)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("feeds:\n  - https://a.example/\nevery: 5m\n", "there is no key `every` beside `feeds`; "),
        ("feed:\n  - https://a.example/\n", "holds no feeds; write `feeds:`"),
        ("feeds:\n  - url: https://a.example/\n    url: https://b.example/\n", "the key `url` in line 3 stands there"),
    ],
)
def test_a_list_of_another_form_is_told_with_what_is_wrong(tmp_path, text, told):
    listed = tmp_path / "feeds.yaml"
    listed.write_text(text)
    with pytest.raises(SettingsError) as caught:
        read_feeds(str(listed))
    assert str(caught.value).startswith(f"{listed}: {told}")
