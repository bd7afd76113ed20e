"""One address for one article, however it is linked."""

from __future__ import annotations

from typing import Final

from w3lib.url import canonicalize_url, url_query_cleaner

TRACKERS: Final = (
    *("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "utm_name", "utm_reader"),
    *("at_medium", "at_campaign", "fbclid", "gclid", "dclid", "msclkid", "yclid", "mc_cid", "mc_eid", "igshid"),
    *("xtor", "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee", "cmpid", "traffic_source"),
)
"""Parameters that say where a reader came from, never which article it is: those of analytics tools."""


def canonical_url(url: str) -> str:
    """The address without what does not tell articles apart.

    Scheme and host in lower case, no default port, no fragment, no trackers, parameters in order, percent-encoding in
    one form. The path stays as it is.

    Args:
        url: absolute.
    """
    lean: str = url_query_cleaner(url, TRACKERS, remove=True)
    scheme, _, rest = canonicalize_url(lean).partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.removesuffix({'http': ':80', 'https': ':443'}.get(scheme, ':'))}{slash}{path}"
