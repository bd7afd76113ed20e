"""What settings of fetching and of feeds have in common: lists of ports, and of hosts and networks of one's own."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from service.edges.http.addresses import parse_exemption
from service.errors import SettingsError


def parts(value: object) -> object:
    """The parts of a list that is written with commas; anything else as it is."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _checked_ports(value: tuple[int, ...]) -> tuple[int, ...]:
    if wrong := [port for port in value if not 0 < port < 65_536]:
        message = f"{wrong[0]} is no port"
        raise ValueError(message)
    return value


def _checked_exemptions(value: tuple[str, ...]) -> tuple[str, ...]:
    for text in value:
        try:
            parse_exemption(text)
        except SettingsError as error:
            raise ValueError(str(error)) from None
    return value


Ports = Annotated[tuple[int, ...], NoDecode, BeforeValidator(parts), AfterValidator(_checked_ports)]
"""Ports that may be connected to."""
Exemptions = Annotated[tuple[str, ...], NoDecode, BeforeValidator(parts), AfterValidator(_checked_exemptions)]
"""Hosts and networks that may be asked though they are not public."""
