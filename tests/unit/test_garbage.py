"""What is made to stay is not looked through for garbage while it is made."""

from __future__ import annotations

import gc

import pytest

from service.edges.garbage import made_to_stay


def test_nothing_is_looked_for_within_and_everything_afterwards() -> None:
    with made_to_stay():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_looked_for_again_after_an_exception() -> None:
    with pytest.raises(ValueError, match="no"), made_to_stay():
        raise ValueError("no")
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    try:
        with made_to_stay():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
