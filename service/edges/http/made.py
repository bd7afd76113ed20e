"""A client for servers that are not ours, as settings tell: who we say we are, and whose certificates we trust."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from service._version import __version__
from service.edges.http.client import SafeClient
from service.errors import SettingsError

if TYPE_CHECKING:
    from service.edges.http.addresses import AddressPolicy


def made_client(
    policy: AddressPolicy,
    setting: str,
    *,
    connections: int,
    per_host: int | None = None,
    ca_file: str | None = None,
    contact: str | None = None,
) -> SafeClient:
    """A client, not yet started.

    Args:
        policy: which URLs and addresses may be asked.
        setting: how the settings that this comes from begin, such as `COMMUNIQUE_FETCH`; said in errors.
        connections: requests at once.
        per_host: connections to one host.
        ca_file: PEM file of the authorities to trust.
        contact: web or mail address at which whoever is asked can reach us.

    Raises:
        SettingsError: `ca_file` cannot be read.
    """
    agent = f"communique/{__version__}" + (f" (+{contact})" if contact else "")
    try:
        return SafeClient(policy, user_agent=agent, connections=connections, per_host=per_host, ca_file=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"{setting}_CA_FILE: {ca_file} cannot be read: {error}") from None
