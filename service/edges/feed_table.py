"""Every metric that `communique feeds` exports, declared as those of a worker are in metric_table.py.

A feed's label is the name that the list gives it, else its host and path: never the query, which may hold a token.
"""

from __future__ import annotations

from typing import Final

from service.edges.metric_kinds import Declared, Kind, Label, Source
from service.edges.metric_table import HEALTH, LOG_LINES
from service.models import Reason

READ, UNCHANGED = "read", "unchanged"
"""The outcomes of a look that did not fail: there was a feed, or the server said that it has not changed."""
OUTCOMES: Final = (
    READ,
    UNCHANGED,
    "not_a_feed",
    "gone",
    "status_1xx",
    "status_3xx",
    "status_4xx",
    "status_5xx",
    Reason.INTERNAL_ERROR.value,
    *(reason.value for reason in Reason if reason.startswith("fetch_") and reason is not Reason.FETCH_DISABLED),
)
STATES: Final = ("new", "ok", "failing", "gone")

_FEED: Final = Label("feed", Source.FEEDS)

POLLS: Final = Declared(
    "communique_feed_polls_total",
    Kind.COUNTER,
    "looks",
    "Looks at feeds, by what came of it: `read`, `unchanged`, or why it failed.",
    (Label("outcome", OUTCOMES),),
)
ITEMS: Final = Declared(
    "communique_feed_items_total",
    Kind.COUNTER,
    "items",
    "Items that feeds listed when they were read, new or not.",
    (_FEED,),
)
PUBLISHED: Final = Declared(
    "communique_feed_articles_published_total",
    Kind.COUNTER,
    "articles",
    "Articles that were new, whose raw event the broker has acknowledged.",
    (_FEED,),
)
AGE: Final = Declared(
    "communique_feed_age_seconds",
    Kind.GAUGE,
    "seconds",
    "Time since a look at the feed last succeeded, or since the process started.",
    (_FEED,),
)
FAILURES: Final = Declared(
    "communique_feed_failures", Kind.GAUGE, "looks", "Looks at the feed that failed in a row.", (_FEED,)
)
PAUSE: Final = Declared(
    "communique_feed_pause_seconds",
    Kind.GAUGE,
    "seconds",
    "Pause after the last look: the feed's rhythm, doubled with each failure, or what its server asks for.",
    (_FEED,),
)
FEEDS: Final = Declared(
    "communique_feeds", Kind.GAUGE, "feeds", "Feeds by how they are; `gone` ones are not looked at again.",
    (Label("state", STATES),),
)  # fmt: skip
SEEN: Final = Declared(
    "communique_feeds_seen_articles", Kind.GAUGE, "articles", "Addresses of articles that are known to be published."
)

FEED_TABLE: Final[tuple[Declared, ...]] = (POLLS, ITEMS, PUBLISHED, AGE, FAILURES, PAUSE, FEEDS, SEEN)
"""What no worker exports."""
SHARED: Final = (HEALTH, LOG_LINES)
"""What both export."""
