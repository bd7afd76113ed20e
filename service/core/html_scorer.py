"""The trained network that says how likely a block belongs to the article.

`python -m benchmarks.train_html FOLDER` makes its weights; they are read at first use.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from service.core.network import Network, shipped

WEIGHTS: Final = "html_weights.json"
"""Name of the weights' file, beside this module."""


@cache
def trained() -> Network:
    """The network that the package ships."""
    return shipped(WEIGHTS)
