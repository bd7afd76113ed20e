"""Delivery: batches, commits, rebalances, publishing, dead letters, and what was lost to retention."""

from __future__ import annotations

from observability.panels import HALF, Board, Chart, Query, Section

_I = 'instance=~"$instance"'


def _quantiles(metric: str, by: str, legend: str) -> tuple[Query, ...]:
    return tuple(
        Query(
            f"histogram_quantile({quantile}, sum by ({by}le) (rate({metric}_bucket{{{_I}}}[$__rate_interval])))",
            f"{name}{legend}",
        )
        for quantile, name in ((0.5, "median"), (0.99, "p99"))
    )


BOARD = Board(
    uid="communique-delivery",
    title="Communique / Delivery",
    description="What happens between Kafka and the worker: everything behind the promise that nothing is lost.",
    parts=(
        Section("Reading"),
        Chart(
            "Lag by partition",
            "near 0, and alike; one partition that grows alone has a stuck article or a lost leader.",
            (
                Query(
                    f"sum by (channel, partition) (communique_consumer_lag_records{{{_I}}})",
                    "{{channel}}[{{partition}}]",
                ),
            ),
        ),
        Chart(
            "Records in a batch",
            "small when there is no backlog, hundreds behind one.",
            _quantiles("communique_batch_records", "", ""),
        ),
        Chart(
            "In flight",
            "batches under COMMUNIQUE_BATCHES_IN_FLIGHT (16), records under COMMUNIQUE_IN_FLIGHT_RECORDS (1,500; exactly once 5,000).",
            (
                Query(f"communique_batches_in_flight{{{_I}}}", "batches {{instance}}"),
                Query(f"communique_articles_in_work{{{_I}}}", "articles in work {{instance}}"),
                Query(f"communique_in_flight_records{{{_I}}}", "records {{instance}}"),
            ),
        ),
        Chart(
            "Partitions",
            "all of the channel together, and about as many for each worker.",
            (Query(f"communique_partitions_assigned{{{_I}}}", "{{instance}}"),),
            stacked=True,
        ),
        Section("Publishing"),
        Chart(
            "Acknowledgement by the broker",
            "milliseconds; the 99th percentile under 1 s, over 5 s CommuniqueProduceSlow fires.",
            _quantiles("communique_produce_seconds", "channel, ", " {{channel}}"),
            unit="s",
            limit=5,
        ),
        Chart(
            "Output that was not acknowledged",
            "0; partition_lost in a rebalance, when another worker reads those articles again.",
            (
                Query(
                    f"sum by (kind) (increase(communique_produce_errors_total{{{_I}}}[$__rate_interval]))", "{{kind}}"
                ),
            ),
        ),
        Chart(
            "Tries made again",
            "0; commits in a rebalance, more while a broker is away.",
            (
                Query(
                    f"sum by (operation) (increase(communique_retries_total{{{_I}}}[$__rate_interval]))",
                    "{{operation}}",
                ),
            ),
        ),
        Chart(
            "Given up and read again elsewhere",
            "0 but in a rebalance that the drain did not wait for.",
            (Query(f"sum(increase(communique_articles_abandoned_total{{{_I}}}[$__rate_interval]))", "articles"),),
        ),
        Section("Committing"),
        Chart(
            "Commits",
            "a few a second under load, none when nothing arrives.",
            (Query(f"sum by (instance) (rate(communique_commits_total{{{_I}}}[$__rate_interval]))", "{{instance}}"),),
            unit="ops",
        ),
        Chart(
            "Age of the last commit",
            "seconds under load; grows without harm while a partition gets nothing. With lag and over 10 minutes "
            "CommuniqueCommitsStuck fires.",
            (
                Query(
                    f"max by (channel, partition) (communique_committed_offset_age_seconds{{{_I}}})",
                    "{{channel}}[{{partition}}]",
                ),
            ),
            unit="s",
        ),
        Chart(
            "Rebalances",
            "0 but when workers come and go; each costs seconds.",
            (
                Query(
                    f"sum by (instance) (increase(communique_rebalances_total{{{_I}}}[$__rate_interval]))",
                    "{{instance}}",
                ),
            ),
        ),
        Chart(
            "Stalls",
            "0; each is a fault in Faust or aiokafka that the worker got over by going back.",
            (
                Query(
                    f"sum by (instance) (increase(communique_stalls_total{{{_I}}}[$__rate_interval]))", "{{instance}}"
                ),
            ),
        ),
        Section("Refused, lost and dangerous"),
        Chart(
            "Dead letters",
            "under 1% of what is read.",
            (Query(f"sum(rate(communique_dead_letters_total{{{_I}}}[$__rate_interval]))", "dead letters"),),
            unit="ops",
        ),
        Chart(
            "Deleted before they were read",
            "0, always. Raise the channel's retention, or add workers.",
            (
                Query(
                    f"sum by (channel) (increase(communique_records_expired_total{{{_I}}}[$__rate_interval]))",
                    "{{channel}}",
                ),
            ),
            limit=1,
        ),
        Chart(
            "Quarantine",
            "0; `crashed` is an article that ends its process and was put away.",
            (
                Query(
                    f"sum by (outcome) (increase(communique_quarantined_total{{{_I}}}[$__rate_interval]))",
                    "{{outcome}}",
                ),
                Query(
                    f"sum by (cause) (increase(communique_quarantine_deaths_total{{{_I}}}[$__rate_interval]))",
                    "ended by {{cause}}",
                ),
            ),
        ),
        Chart(
            "Storm guard",
            "0; 1 while a worker has paused because over half of its recent articles were refused.",
            (Query(f"communique_storm_guard_paused{{{_I}}}", "{{instance}}"),),
            width=HALF,
            limit=1,
        ),
        Section("Fetching"),
        Chart(
            "Pages asked for",
            "mostly `fetched`; what else there is says why a page was not had.",
            (Query(f"sum by (outcome) (rate(communique_fetches_total{{{_I}}}[$__rate_interval]))", "{{outcome}}"),),
            unit="ops",
            stacked=True,
        ),
        Chart(
            "Time to fetch a page",
            "its host's turn included; COMMUNIQUE_FETCH_DEADLINE_SECONDS (30) and COMMUNIQUE_FETCH_HOST_PATIENCE_SECONDS "
            "(20) bound it.",
            _quantiles("communique_fetch_seconds", "", ""),
        ),
        Chart(
            "Waiting to be asked for again",
            "goes up and down; what only goes up is a site, or a network, that stays away.",
            (
                Query(f"sum by (channel) (communique_retry_waiting_records{{{_I}}})", "{{channel}}"),
                Query(
                    f"sum by (channel) (increase(communique_fetch_retries_total{{{_I}}}[$__rate_interval]))",
                    "put aside, {{channel}}",
                ),
            ),
        ),
        Chart(
            "Longest wait",
            "at most the channel's own delay; more means that nobody lets its records go on.",
            (Query(f"max by (channel) (communique_retry_oldest_seconds{{{_I}}})", "{{channel}}"),),
            unit="s",
        ),
        Chart(
            "Hosts left alone",
            "few; each failed five times in a row, and is tried again after 30 s, a minute, and so on up to an hour.",
            (Query(f"sum by (instance) (communique_fetch_circuits_open{{{_I}}})", "{{instance}}"),),
        ),
        Chart(
            "Bytes fetched",
            "what is normal for your sources.",
            (Query(f"sum(rate(communique_fetch_bytes_total{{{_I}}}[$__rate_interval]))", "bytes"),),
            unit="Bps",
        ),
    ),
)
