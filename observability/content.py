"""Content: topics, languages, what is refused, what is given no topic, and how that moves against last week."""

from __future__ import annotations

from observability.panels import HALF, WIDE, Board, Chart, Note, Number, Query, Section

_I = 'instance=~"$instance"'
_ENRICHED = f"sum(rate(communique_articles_enriched_total{{{_I}}}[$__rate_interval]))"

BOARD = Board(
    uid="communique-content",
    title="Communique / Content",
    description="What the articles are about, in which languages, and what is wrong with those that are refused.",
    span="now-24h",
    parts=(
        Section("Topics"),
        Chart(
            "Topics assigned",
            "the mix that your sources have; a layer that vanishes is a taxonomy or a source that broke.",
            (Query(f"sum by (topic) (rate(communique_topics_assigned_total{{{_I}}}[$__rate_interval]))", "{{topic}}"),),
            unit="ops",
            stacked=True,
            width=WIDE,
        ),
        Chart(
            "Share of each topic, less last week's",
            "within 0.05 of 0; one topic that moves alone follows the news, many at once follow a change of ours.",
            (
                Query(
                    "communique:topic:share_rate6h - (communique:topic:share_rate6h offset 1w "
                    "or communique:topic:share_rate6h)",
                    "{{topic}}",
                ),
            ),
            unit="percentunit",
            signed=True,
        ),
        Chart(
            "Without a topic",
            "as last week; foreign affairs are mostly on topic. Moved by 0.25 in a day, CommuniqueOffTopicShift fires.",
            (
                Query(f"sum(rate(communique_articles_off_topic_total{{{_I}}}[$__rate_interval])) / {_ENRICHED}", "now"),
                Query("avg(communique:off_topic:ratio_rate6h)", "6 h"),
                Query(
                    "avg(communique:off_topic:ratio_rate6h offset 1w) or avg(communique:off_topic:ratio_rate6h)",
                    "6 h, last week",
                ),
            ),
            unit="percentunit",
        ),
        Chart(
            "Second opinions",
            "nothing unless a model server is asked; then mostly decided and doubt. Others: docs/classifier.md has the words.",
            (
                Query(
                    f"sum by (outcome) (rate(communique_second_opinions_total{{{_I}}}[$__rate_interval]))",
                    "{{outcome}}",
                ),
            ),
            unit="ops",
            stacked=True,
        ),
        Section("Languages and text"),
        Chart(
            "Languages",
            "the mix that your sources have; `other` under a few percent.",
            (
                Query(
                    f"sum by (language) (rate(communique_articles_enriched_total{{{_I}}}[$__rate_interval]))",
                    "{{language}}",
                ),
            ),
            unit="ops",
            stacked=True,
        ),
        Chart(
            "Pieces removed from an article",
            "a few of each kind; a jump says that a source has a new page, a fall to 0 that a rule no longer finds it.",
            (
                Query(
                    f"sum by (kind) (rate(communique_pieces_removed_total{{{_I}}}[$__rate_interval])) "
                    f"/ on () group_left () {_ENRICHED}",
                    "{{kind}}",
                ),
            ),
        ),
        Chart(
            "Mended in an article",
            "far below 1 of each kind; a jump is a source, or what passes its articles on, that breaks characters.",
            (
                Query(
                    f"sum by (kind) (rate(communique_repaired_total{{{_I}}}[$__rate_interval])) "
                    f"/ on () group_left () {_ENRICHED}",
                    "{{kind}}",
                ),
            ),
        ),
        Chart(
            "Warnings",
            "few; kill_notice and embargo must be acted on by whoever reads the events.",
            (
                Query(
                    f"sum by (warning) (rate(communique_article_warnings_total{{{_I}}}[$__rate_interval]))",
                    "{{warning}}",
                ),
            ),
            unit="ops",
        ),
        Number(
            "Languages that nobody configured",
            "under 5%; more means that a source sends a language which COMMUNIQUE_LANGUAGES lacks.",
            Query(
                f'sum(rate(communique_articles_enriched_total{{language="other",{_I}}}[$__rate_interval])) / {_ENRICHED}',
                "other",
            ),
            unit="percentunit",
            warn=0.05,
            bad=0.2,
            width=HALF,
        ),
        Section("Refused"),
        Chart(
            "Dead letters by reason",
            "under 1% of what is read; `communique dead-letter list` shows them.",
            (
                Query(
                    f"sum by (reason) (increase(communique_dead_letters_total{{{_I}}}[$__rate_interval])) > 0 "
                    f"or topk(3, sum by (reason) (increase(communique_dead_letters_total{{{_I}}}[$__rate_interval])))",
                    "{{reason}}",
                ),
            ),
            stacked=True,
        ),
        Note(
            "Which sources are refused",
            "Sources are no labels: there may be any number of them. Each worker's page `/status` (same port as "
            "`/metrics`) lists the sources with the most refused articles, with reasons; `communique dead-letter list "
            "--source NAME` shows the articles themselves.",
        ),
        Section("Feeds"),
        Chart(
            "Looks at feeds",
            "`read` and `unchanged`; what else there is says why feeds were not read. Empty without `communique feeds`.",
            (Query("sum by (outcome) (rate(communique_feed_polls_total[$__rate_interval])) > 0", "{{outcome}}"),),
            unit="ops",
            stacked=True,
        ),
        Chart(
            "New articles from feeds",
            "what is usual for each; of what feeds list most was seen before.",
            (
                Query(
                    "topk(12, sum by (feed) (increase(communique_feed_articles_published_total[$__rate_interval])))",
                    "{{feed}}",
                ),
            ),
            stacked=True,
        ),
        Chart(
            "Feeds not read for longest",
            "up to the feed's own rhythm; over 6 hours, after three failures, CommuniqueFeedFailing fires.",
            (Query("topk(12, max by (feed) (communique_feed_age_seconds))", "{{feed}}"),),
            unit="s",
            limit=21_600,
        ),
        Chart(
            "How feeds are",
            "all `ok`; a `gone` one (410) is not looked at again: take it off the list.",
            (Query("sum by (state) (communique_feeds)", "{{state}}"),),
            stacked=True,
        ),
        Chart(
            "Failures and pauses of feeds",
            "0 failures, and a pause that is the feed's rhythm; each failure in a row doubles it, up to a day.",
            (
                Query("topk(6, max by (feed) (communique_feed_failures)) > 0", "failures, {{feed}}"),
                Query("topk(6, max by (feed) (communique_feed_pause_seconds)) / 3600", "pause in hours, {{feed}}"),
            ),
        ),
        Chart(
            "Items listed, addresses known",
            "known addresses grow for 90 days, then stay.",
            (
                Query("sum(rate(communique_feed_items_total[$__rate_interval]))", "items listed a second"),
                Query("sum(communique_feeds_seen_articles)", "addresses known"),
            ),
        ),
    ),
)
