"""A small taxonomy that says everything a taxonomy can, for the tests that break it."""

from __future__ import annotations

import pytest

from service.core.taxonomy import parse_taxonomy
from service.errors import TaxonomyError

GOOD = """\
id: fisheries
version: "1.2"
description: Fish and the people who catch them.
languages: [en, de, zh]
markers:
  home: {en: [norway]}
  elsewhere: {en: [iceland]}
  penalty: 1.5
topics:
  fishing:
    label: {en: Fishing, de: Fischerei}
    description: Articles on catching fish.
    codes: {iptc: "20000210"}
    concepts:
      catch:
        weight: 2
        phrases: {en: [catch of fish], de: [fischfang*], zh: [捕鱼]}
      quota:
        near: [[quota*], [fish*, fisch*]]
  whaling:
    label: Whaling
    parent: fishing
    threshold: 0.6
    phrases: [whal*]
  old_whaling:
    label: Whaling as it was
    replaced_by: whaling
"""


def problems(text: str | bytes) -> list[str]:
    """What is found wrong with a taxonomy file that must not be taken."""
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(TaxonomyError) as caught:
        parse_taxonomy(data, name="fish.yaml", languages=())
    return caught.value.problems
