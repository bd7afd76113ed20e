"""Runtime: where the time goes in a worker, its memory, its event loop, its log."""

from __future__ import annotations

from observability.panels import Board, Chart, Query, Section

_I = 'instance=~"$instance"'
_JOB = f'job=~".*communique.*",{_I}'

BOARD = Board(
    uid="communique-runtime",
    title="Communique / Runtime",
    description="The workers as processes.",
    parts=(
        Section("Work"),
        Chart(
            "Time of an article by stage, mean",
            "a few milliseconds in all, most of it in clean.",
            (
                Query(
                    f"sum by (stage) (rate(communique_stage_seconds_sum{{{_I}}}[$__rate_interval])) "
                    f"/ sum by (stage) (rate(communique_stage_seconds_count{{{_I}}}[$__rate_interval]))",
                    "{{stage}}",
                ),
            ),
            unit="s",
            stacked=True,
        ),
        Chart(
            "Time of an article by stage, 99th percentile",
            "under 50 ms; a stage that reaches seconds has met an article that COMMUNIQUE_WORK_LIMIT_SECONDS is for.",
            (
                Query(
                    "histogram_quantile(0.99, sum by (stage, le) "
                    f"(rate(communique_stage_seconds_bucket{{{_I}}}[$__rate_interval])))",
                    "{{stage}}",
                ),
            ),
            unit="s",
        ),
        Chart(
            "CPU",
            "under 0.9 of a core for each worker.",
            (Query(f"rate(process_cpu_seconds_total{{{_JOB}}}[$__rate_interval])", "{{instance}}"),),
            limit=0.9,
        ),
        Chart(
            "Event loop's delay, 99th percentile",
            "under 50 ms; over 1 s CommuniqueLoopBlocked fires, over 30 s /health/live is red.",
            (
                Query(
                    "histogram_quantile(0.99, sum by (instance, le) "
                    f"(rate(communique_event_loop_delay_seconds_bucket{{{_I}}}[$__rate_interval])))",
                    "{{instance}}",
                ),
            ),
            unit="s",
            limit=1,
        ),
        Section("Memory"),
        Chart(
            "Resident memory",
            "250 MiB and what is held of the budget; flat at a steady load.",
            (Query(f"process_resident_memory_bytes{{{_JOB}}}", "{{instance}}"),),
            unit="bytes",
        ),
        Chart(
            "Held of records",
            "far below the budget but behind a backlog.",
            (
                Query(f"communique_held_bytes{{{_I}}}", "held {{instance}}"),
                Query(f"communique_budget_bytes{{{_I}}}", "budget {{instance}}"),
            ),
            unit="bytes",
        ),
        Chart(
            "Garbage collections",
            "a few a second of generation 0; generation 2 rarely, for the taxonomy is frozen.",
            (
                Query(
                    f"sum by (generation) (rate(python_gc_collections_total{{{_JOB}}}[$__rate_interval]))",
                    "generation {{generation}}",
                ),
            ),
            unit="ops",
        ),
        Chart(
            "Open files",
            "under 200: a few connections for each broker, with exactly-once a few for each partition.",
            (
                Query(f"process_open_fds{{{_JOB}}}", "{{instance}}"),
                Query(f"min(process_max_fds{{{_JOB}}})", "most allowed"),
            ),
        ),
        Section("Health and log"),
        Chart(
            "Health checks that are red",
            "0; ready while a worker starts, drains or waits for Kafka.",
            (Query(f"sum by (check) (1 - communique_health{{{_I}}})", "{{check}}"),),
        ),
        Chart(
            "Log lines from warning up",
            "0 an hour; a rebalance brings a few.",
            (Query(f"sum by (level) (increase(communique_log_lines_total{{{_I}}}[$__rate_interval]))", "{{level}}"),),
        ),
        Chart(
            "Uptime",
            "grows; back to 0 at each restart.",
            (Query(f"time() - process_start_time_seconds{{{_JOB}}}", "{{instance}}"),),
            unit="s",
        ),
        Chart(
            "Time of a scrape",
            "under 100 ms, also at full load.",
            (Query(f"scrape_duration_seconds{{{_JOB}}}", "{{instance}}"),),
            unit="s",
            limit=0.1,
        ),
    ),
)
