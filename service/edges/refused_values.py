"""What is wrong with a value that somebody set, in words of our own.

pydantic's say what a program wanted ("tuple should have at least 1 item after validation, not 0"), not what a person
is to write.
"""

from __future__ import annotations

from typing import Any, Final

_WORDS: Final = {
    "int_parsing": "is no whole number",
    "int_parsing_size": "is no number that fits",
    "int_type": "is no whole number",
    "int_from_float": "is no whole number",
    "float_parsing": "is no number",
    "float_type": "is no number",
    "finite_number": "is no finite number",
    "bool_parsing": "is no switch; write true or false",
    "bool_type": "is no switch; write true or false",
    "string_type": "is no text; put it in quotes",
    "string_too_short": "is empty; give it a value, or leave it out",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "is not in the right form",
    "too_short": "is an empty list; name at least {min_length}, or leave it out",
    "too_long": "has more than {max_length} parts",
    "tuple_type": "is no list; write its parts with commas between",
    "literal_error": "must be {expected}",
    "greater_than_equal": "must be {ge} or more",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be {le} or less",
    "less_than": "must be less than {lt}",
    "url_type": "is no address",
    "url_parsing": "is no address",
    "url_scheme": "is no address of the web",
}
"""By pydantic's name of an error, which is part of its interface."""


def refused(error: Any) -> str:
    """What is wrong, from an entry of `ValidationError.errors()`; never the value, which may be a secret."""
    if (words := _WORDS.get(error["type"])) is not None:
        return words.format(**{name: _plain(value) for name, value in error.get("ctx", {}).items()})
    said = str(error["msg"]).removeprefix("Value error, ")  # of our own validators, for the most part
    return said[:1].lower() + said[1:]


def _plain(value: object) -> object:
    """A limit as people write it: 60, not 60.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
