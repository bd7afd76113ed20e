"""Every metric that Communique exports: its name as a literal, type, unit, labels with their values, and help.

`communique metrics` prints this table, docs/metrics.md is made of it, and `Metrics` makes the metrics themselves.
Labels are bounded by construction: each value is written here, or comes from the taxonomy or the settings, or is the
number of a partition. A news source is never a label; the status page names those that are refused most.
"""

from __future__ import annotations

from typing import Final

from service.edges import metric_values as values
from service.edges.metric_kinds import Declared, Kind, Label, Source
from service.models import REPAIRED_KINDS, Reason

_RETRY: Final = Label("channel", Source.RETRIES)
_READ: Final = Label("channel", Source.INPUTS)
_WRITTEN: Final = Label("channel", Source.OUTPUTS)
_PARTITION: Final = (_READ, Label("partition", Source.PARTITIONS))
_REASON: Final = Label("reason", tuple(Reason))

CONSUMED: Final = Declared(
    "communique_articles_consumed_total", Kind.COUNTER, "articles", "Raw articles taken up for work.", (_READ,)
)
PUBLISHED: Final = Declared(
    "communique_articles_published_total",
    Kind.COUNTER,
    "articles",
    "Articles, enriched or refused, whose record the broker has acknowledged.",
    (_WRITTEN,),
)
REFUSED: Final = Declared(
    "communique_articles_refused_total",
    Kind.COUNTER,
    "articles",
    "Articles that could not be processed, counted when they are refused.",
    (_REASON,),
)
DEAD_LETTERS: Final = Declared(
    "communique_dead_letters_total",
    Kind.COUNTER,
    "articles",
    "Refused articles whose dead letter the broker has acknowledged.",
    (_REASON,),
)
ABANDONED: Final = Declared(
    "communique_articles_abandoned_total",
    Kind.COUNTER,
    "articles",
    "Articles given up before their output was acknowledged; whoever has the partition now reads them again.",
)
IN_WORK: Final = Declared(
    "communique_articles_in_work",
    Kind.GAUGE,
    "articles",
    "Articles taken up whose output is not acknowledged yet.",
)
OFF_TOPIC: Final = Declared(
    "communique_articles_off_topic_total", Kind.COUNTER, "articles", "Enriched articles that were given no topic."
)
SECOND_OPINIONS: Final = Declared(
    "communique_second_opinions_total",
    Kind.COUNTER,
    "articles",
    "Articles that a model server was to be asked about, by what came of it; all but `decided` stay as they were.",
    (Label("outcome", values.OPINION_OUTCOMES),),
)
TOPICS: Final = Declared(
    "communique_topics_assigned_total",
    Kind.COUNTER,
    "topics",
    "Topics given to articles; one article may have several.",
    (Label("topic", Source.TOPICS),),
)
LANGUAGES: Final = Declared(
    "communique_articles_enriched_total",
    Kind.COUNTER,
    "articles",
    "Enriched articles by language; `other` when it is unsure or not among those configured.",
    (Label("language", Source.LANGUAGES),),
)
REMOVED: Final = Declared(
    "communique_pieces_removed_total",
    Kind.COUNTER,
    "pieces",
    "Pieces of text that cleaning took out.",
    (Label("kind", values.REMOVED_KINDS),),
)
REPAIRED: Final = Declared(
    "communique_repaired_total",
    Kind.COUNTER,
    "mends",
    "What cleaning mended in enriched articles: characters, or lines for `spacing`, `glued_words` and `mojibake`.",
    (Label("kind", REPAIRED_KINDS),),
)
WARNED: Final = Declared(
    "communique_article_warnings_total",
    Kind.COUNTER,
    "articles",
    "Enriched articles with a warning in `quality.warnings`.",
    (Label("warning", values.WARNINGS),),
)
STAGE_SECONDS: Final = Declared(
    "communique_stage_seconds",
    Kind.HISTOGRAM,
    "seconds",
    "Time one article spent in a stage.",
    (Label("stage", values.STAGES),),
    values.STAGE_BUCKETS,
)
END_TO_END: Final = Declared(
    "communique_end_to_end_seconds",
    Kind.HISTOGRAM,
    "seconds",
    "Acknowledged publication minus the Kafka timestamp of the article's first record; `late`: over an hour old when "
    "it was read, tried before, or fetched, which the objective for freshness leaves out.",
    (Label("path", values.PATHS),),
    values.END_TO_END_BUCKETS,
)
BATCH_RECORDS: Final = Declared(
    "communique_batch_records", Kind.HISTOGRAM, "records", "Records in one fetched batch.", (), values.BATCH_BUCKETS
)
BATCHES_IN_FLIGHT: Final = Declared(
    "communique_batches_in_flight", Kind.GAUGE, "batches", "Batches taken up but not yet acknowledged."
)
RECORDS_IN_FLIGHT: Final = Declared(
    "communique_in_flight_records", Kind.GAUGE, "records", "Records read but not yet committed."
)
BUDGET: Final = Declared("communique_budget_bytes", Kind.GAUGE, "bytes", "Most bytes of records that may be held.")
HELD: Final = Declared(
    "communique_held_bytes", Kind.GAUGE, "bytes", "Bytes held: fetched, waiting, and published but not acknowledged."
)
LAG_RECORDS: Final = Declared(
    "communique_consumer_lag_records",
    Kind.GAUGE,
    "records",
    "Last stable offset minus the next offset to commit; no series where it is not known.",
    _PARTITION,
)
LAG_SECONDS: Final = Declared(
    "communique_consumer_lag_seconds",
    Kind.GAUGE,
    "seconds",
    "Age of the oldest record that is not committed; 0 when all are.",
    _PARTITION,
)
COMMIT_AGE: Final = Declared(
    "communique_committed_offset_age_seconds",
    Kind.GAUGE,
    "seconds",
    "Time since the partition's offset was last committed, or since it was assigned; grows while nothing arrives.",
    _PARTITION,
)
PARTITIONS: Final = Declared(
    "communique_partitions_assigned", Kind.GAUGE, "partitions", "Partitions of raw channels that the worker has."
)
PRODUCE_SECONDS: Final = Declared(
    "communique_produce_seconds",
    Kind.HISTOGRAM,
    "seconds",
    "Time from handing a batch's records to the producer until the broker has acknowledged all of them.",
    (_WRITTEN,),
    values.PRODUCE_BUCKETS,
)
PRODUCE_ERROR: Final = Declared(
    "communique_produce_errors_total",
    Kind.COUNTER,
    "batches",
    "Batches whose output was not acknowledged.",
    (Label("kind", values.PRODUCE_ERRORS),),
)
RETRIES: Final = Declared(
    "communique_retries_total",
    Kind.COUNTER,
    "tries",
    "Requests to Kafka that were made again: a commit, the opening of a lane, a batch for a full queue.",
    (Label("operation", values.RETRIED),),
)
COMMITS: Final = Declared("communique_commits_total", Kind.COUNTER, "commits", "Offset commits.")
REBALANCES: Final = Declared(
    "communique_rebalances_total", Kind.COUNTER, "rebalances", "Rebalances of the consumer group."
)
STALLS: Final = Declared(
    "communique_stalls_total",
    Kind.COUNTER,
    "stalls",
    "Times that batches lay untaken and the worker went back for them.",
)
EXPIRED: Final = Declared(
    "communique_records_expired_total",
    Kind.COUNTER,
    "records",
    "Offsets deleted from a channel before they were read: lost.",
    (_READ,),
)
STORM_PAUSED: Final = Declared(
    "communique_storm_guard_paused", Kind.GAUGE, "", "1 while the storm guard has paused the work, else 0."
)
QUARANTINED: Final = Declared(
    "communique_quarantined_total",
    Kind.COUNTER,
    "articles",
    "Articles worked on in a process of their own.",
    (Label("outcome", values.QUARANTINE_OUTCOMES),),
)
QUARANTINE_DEATHS: Final = Declared(
    "communique_quarantine_deaths_total",
    Kind.COUNTER,
    "processes",
    "Processes that an article ended.",
    (Label("cause", values.QUARANTINE_CAUSES),),
)
FETCHES: Final = Declared(
    "communique_fetches_total",
    Kind.COUNTER,
    "pages",
    "Pages that were asked for, by what came of it: `fetched`, or why not, be it for good or until later.",
    (Label("outcome", values.FETCH_OUTCOMES),),
)
FETCH_BYTES: Final = Declared(
    "communique_fetch_bytes_total", Kind.COUNTER, "bytes", "Bytes of the pages that were fetched, unpacked."
)
FETCH_SECONDS: Final = Declared(
    "communique_fetch_seconds",
    Kind.HISTOGRAM,
    "seconds",
    "Time to fetch one page, waiting for its host's turn included.",
    (),
    values.FETCH_BUCKETS,
)
FETCH_CIRCUITS: Final = Declared(
    "communique_fetch_circuits_open", Kind.GAUGE, "hosts", "Hosts that are left alone because they failed too often."
)
FETCH_RETRIES: Final = Declared(
    "communique_fetch_retries_total",
    Kind.COUNTER,
    "articles",
    "Articles put aside, to have their page asked for again.",
    (_RETRY,),
)
RETRY_WAITING: Final = Declared(
    "communique_retry_waiting_records",
    Kind.GAUGE,
    "records",
    "Articles put aside that still wait, of the partitions that the worker has.",
    (_RETRY,),
)
RETRY_OLDEST: Final = Declared(
    "communique_retry_oldest_seconds",
    Kind.GAUGE,
    "seconds",
    "How long the first of them has waited; more than the channel's delay means that it is not let go on.",
    (_RETRY,),
)
HEALTH: Final = Declared(
    "communique_health",
    Kind.GAUGE,
    "",
    "What /health says at this moment: 1 for fine, 0 for not.",
    (Label("check", values.HEALTH_CHECKS),),
)
LOOP_DELAY: Final = Declared(
    "communique_event_loop_delay_seconds",
    Kind.HISTOGRAM,
    "seconds",
    "How much later than asked the event loop woke, looked at twice a second.",
    (),
    values.DELAY_BUCKETS,
)
LOG_LINES: Final = Declared(
    "communique_log_lines_total",
    Kind.COUNTER,
    "lines",
    "Log lines from warning up.",
    (Label("level", values.LOG_LEVELS),),
)
BUILD: Final = Declared(
    "communique_build_info",
    Kind.INFO,
    "",
    "Version of the service, taxonomy with its hash, delivery guarantee; always 1.",
    tuple(Label(name, Source.BUILD) for name in ("version", "taxonomy", "taxonomy_sha256", "delivery")),
)

TABLE: Final[tuple[Declared, ...]] = tuple(value for value in globals().copy().values() if isinstance(value, Declared))
"""All of them, in the order above."""
