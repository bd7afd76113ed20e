"""Flattened pages for tests: cleaned, labelled by line, and networks whose answer is known."""

from __future__ import annotations

import numpy as np

from service.core.clean import clean
from service.core.network import Network
from service.measures.gold import GoldArticle, GoldLine
from service.models import CleanArticle, RawArticle


def cleaned(*lines: str) -> CleanArticle:
    """What cleaning gives of a page of these lines."""
    return clean(RawArticle(id="a", content="\n".join(lines), content_type="text/plain"))


def gold(*lines: tuple[str, str], title: str | None = None) -> GoldArticle:
    """A page of these lines, each with its label."""
    return GoldArticle(
        id="a",
        language="en",
        raw="\n".join(text for text, _ in lines),
        content_type="text/plain",
        url=None,
        lines=tuple(GoldLine(text, label, mixed=False) for text, label in lines),
        title=title,
        published=None,
        topics=(),
        primary=None,
        optional=(),
        story="a",
        where="a",
    )


def that_says(likely: float, network: Network) -> Network:
    """A network of the same measures and outputs that gives each row the same likelihood."""
    answer = np.full(network.last.shape[1], np.log(likely / (1 - likely)), np.float32)
    return network._replace(last=network.last * 0, answer=answer)
