"""What the tests of the shipped taxonomy share: it takes a second to compile."""

from __future__ import annotations

import pytest

from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.edges.taxonomies import read_taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The shipped taxonomy in every language of its file."""
    data, name = read_taxonomy("vietnam-diplomacy")
    return parse_taxonomy(data, name=name, languages=[])
