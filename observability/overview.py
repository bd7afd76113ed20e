"""Overview: the four golden signals, lag, freshness, and outcomes by reason."""

from __future__ import annotations

from observability.panels import Board, Chart, Number, Query, Section

_I = 'instance=~"$instance"'

BOARD = Board(
    uid="communique-overview",
    title="Communique / Overview",
    description="Are we keeping up, is anything refused or lost, what is to be done now.",
    parts=(
        Section("Objectives"),
        Number(
            "Freshness, 99th percentile",
            "under 60 s, the objective; a few hundred milliseconds when there is no backlog.",
            Query(
                "histogram_quantile(0.99, sum by (le) "
                f'(rate(communique_end_to_end_seconds_bucket{{path="live",{_I}}}[$__rate_interval])))',
                "p99",
            ),
            unit="s",
            warn=30,
            bad=60,
        ),
        Number(
            "Refused",
            "under 1%, the objective.",
            Query(
                f"sum(rate(communique_articles_refused_total{{{_I}}}[$__rate_interval])) "
                f"/ sum(rate(communique_articles_consumed_total{{{_I}}}[$__rate_interval]))",
                "refused",
            ),
            unit="percentunit",
            warn=0.005,
            bad=0.01,
        ),
        Number(
            "Articles without a trace",
            "0; a handful for one moment, when a scrape falls between two counters.",
            Query(f"sum(communique:articles_unaccounted{{{_I}}})", "unaccounted"),
            warn=1,
        ),
        Number(
            "Deleted before they were read",
            "0, always: such articles are lost.",
            Query(f"sum(increase(communique_records_expired_total{{{_I}}}[$__range]))", "expired"),
            bad=1,
        ),
        Section("Traffic"),
        Chart(
            "Articles",
            "what goes in comes out, enriched or as a dead letter, within a second.",
            (
                Query(
                    f"sum by (channel) (rate(communique_articles_consumed_total{{{_I}}}[$__rate_interval]))",
                    "read {{channel}}",
                ),
                Query(
                    f"sum by (channel) (rate(communique_articles_published_total{{{_I}}}[$__rate_interval]))",
                    "written {{channel}}",
                ),
            ),
            unit="ops",
        ),
        Chart(
            "Consumer lag",
            "near 0, and falling after a peak. Absent means unknown: the worker has no partitions or does not answer.",
            (Query(f"sum by (channel) (communique_consumer_lag_records{{{_I}}})", "{{channel}}"),),
        ),
        Section("Latency"),
        Chart(
            "Freshness of live articles",
            "the 99th percentile under 60 s, the median under 1 s.",
            tuple(
                Query(
                    f"histogram_quantile({quantile}, sum by (le) "
                    f'(rate(communique_end_to_end_seconds_bucket{{path="live",{_I}}}[$__rate_interval])))',
                    name,
                )
                for quantile, name in ((0.5, "median"), (0.9, "p90"), (0.99, "p99"))
            ),
            unit="s",
            limit=60,
        ),
        Chart(
            "Oldest article that is not committed",
            "a few seconds; over 5 minutes CommuniqueLag fires.",
            (Query(f"max by (channel) (communique_consumer_lag_seconds{{{_I}}})", "{{channel}}"),),
            unit="s",
            limit=300,
        ),
        Section("Errors"),
        Chart(
            "Refused by reason",
            "a thin layer of invalid_json, schema_violation and no_article; internal_error and crashed_worker never.",
            (
                Query(
                    f"sum by (reason) (rate(communique_articles_refused_total{{{_I}}}[$__rate_interval])) > 0 "
                    f"or topk(3, sum by (reason) (rate(communique_articles_refused_total{{{_I}}}[$__rate_interval])))",
                    "{{reason}}",
                ),
            ),
            unit="ops",
            stacked=True,
        ),
        Chart(
            "Budget burnt",
            "under 1: a budget of 1% lasts its 30 days. At 14.4 over an hour a page goes out.",
            (
                Query("communique:freshness_errors:ratio_rate1h / 0.01", "freshness, 1 h"),
                Query("communique:freshness_errors:ratio_rate6h / 0.01", "freshness, 6 h"),
                Query("communique:refused:ratio_rate1h / 0.01", "refused, 1 h"),
                Query("communique:refused:ratio_rate6h / 0.01", "refused, 6 h"),
            ),
            limit=1,
        ),
        Section("Saturation"),
        Chart(
            "CPU",
            "under 0.9 of a core for each worker; one worker uses one core at most.",
            (
                Query(
                    f'rate(process_cpu_seconds_total{{job=~".*communique.*",{_I}}}[$__rate_interval])', "{{instance}}"
                ),
            ),
            limit=0.9,
        ),
        Chart(
            "Budget in bytes used",
            "well under 1; near 1 the worker fetches no more until output is acknowledged.",
            (Query(f"communique_held_bytes{{{_I}}} / communique_budget_bytes{{{_I}}}", "{{instance}}"),),
            unit="percentunit",
            limit=1,
        ),
        Section("Workers"),
        Chart(
            "Ready",
            "as many as are deployed.",
            (
                Query(f'sum(communique_health{{check="ready",{_I}}})', "ready"),
                Query(f'count(communique_health{{check="ready",{_I}}})', "answering"),
            ),
        ),
        Chart(
            "Versions",
            "one line, two while an update rolls out.",
            (Query(f"count by (version, taxonomy) (communique_build_info{{{_I}}})", "{{version}} {{taxonomy}}"),),
        ),
    ),
)
