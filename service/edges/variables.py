"""The environment variables of Communique, without what reads and checks them, which takes long to load."""

from __future__ import annotations

import os

PREFIX = "COMMUNIQUE_"


def anything_set() -> bool:
    """Whether the environment sets anything, or tries to: then settings are to be read, and may be refused."""
    return any(name.upper().startswith(PREFIX) for name in os.environ)
