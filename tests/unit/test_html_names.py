"""The signs that spare a name most expressions stand in every name that an expression finds."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.core import html_names
from service.core.html_names import KINDS, kinds


def found_by_all(name):
    """The kinds by every expression, none spared."""
    return sum(bit for bit, pattern in html_names._NAMED if pattern.search(name))


def lost(kind, signs):
    """A name that the kind's expression finds without any of the signs, None where Hypothesis finds none."""
    seen = []

    @settings(max_examples=100, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(html_names._PATTERNS[kind], alphabet="abcdefghijklmnopqrstuvwxyz-_0é"))
    def look(name):
        if not any(sign in name for sign in signs):
            seen.append(name)

    look()
    return seen[0] if seen else None


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_that_an_expression_finds_holds_a_sign(kind):
    assert lost(kind, html_names._SIGNS[kind].split()) is None


def test_a_sign_left_out_is_seen():
    assert lost("share", ["sharing", "social", "facebook", "twitter", "whatsapp", "follow"]) is not None


PARTS = st.sampled_from([sign for signs in html_names._SIGNS.values() for sign in signs.split()])


@given(st.lists(st.one_of(PARTS, st.sampled_from(["-", "_", "0", "s", "x", "\ud800", "é"])), min_size=1).map("".join))
def test_kinds_are_what_all_expressions_find(name):
    assert kinds(name) == found_by_all(name)
