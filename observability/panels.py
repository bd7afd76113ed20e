"""What a dashboard is made of, as plain values, and how these become Grafana's JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grafana_foundation_sdk.builders import common as common_builders
from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import prometheus, stat, text, timeseries
from grafana_foundation_sdk.models import common, dashboard
from grafana_foundation_sdk.models import text as text_models

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE, HALF, THIRD, QUARTER = 24, 12, 8, 6
_TAG = "communique"
_SOURCE = dashboard.DataSourceRef(type_val="prometheus", uid="${datasource}")


@dataclass(frozen=True, slots=True)
class Query:
    """A PromQL expression and the name of its series: `{{label}}` stands for a label's value."""

    expr: str
    legend: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over time.

    Attributes:
        title: what is shown.
        normal: what a normal value is, in a sentence; stands first in the panel's description.
        queries: the lines.
        unit: one of Grafana's.
        stacked: whether the areas add up.
        width: of 24 columns.
        limit: a line at a bound that a normal value does not pass.
        signed: whether values may be below 0.
    """

    title: str
    normal: str
    queries: tuple[Query, ...]
    unit: str = "short"
    stacked: bool = False
    width: int = HALF
    limit: float | None = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """One figure: green below `warn`, orange from there on, red from `bad`; the other way round when `more` is better."""

    title: str
    normal: str
    query: Query
    unit: str = "short"
    warn: float | None = None
    bad: float | None = None
    more: bool = False
    width: int = QUARTER


@dataclass(frozen=True, slots=True)
class Note:
    """Text, Markdown."""

    title: str
    content: str
    width: int = HALF


@dataclass(frozen=True, slots=True)
class Section:
    """A heading."""

    title: str


Part = Chart | Number | Note | Section


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard."""

    uid: str
    title: str
    description: str
    parts: tuple[Part, ...]
    span: str = "now-6h"


def build(board: Board) -> dashboard.Dashboard:
    """Grafana's dashboard of ours."""
    built = (
        builders.Dashboard(board.title)
        .uid(board.uid)
        .description(board.description)
        .tags([_TAG])
        .readonly()
        .tooltip(dashboard.DashboardCursorSync.CROSSHAIR)
        .refresh("30s")
        .time(board.span, "now")
        .timezone("browser")
        .variables(_variables())
        .link(_other_boards())
    )
    for number, part in enumerate(board.parts, start=1):
        if isinstance(part, Section):
            built = built.with_row(builders.Row(part.title).id(number))
        else:
            built = built.with_panel(_PANELS[type(part)](part).id(number))
    return built.build()


def _variables() -> list[Any]:
    return [
        builders.DatasourceVariable("datasource").label("Prometheus").type("prometheus"),
        builders.QueryVariable("instance")
        .label("Worker")
        .datasource(_SOURCE)
        .query("label_values(communique_build_info, instance)")
        .refresh(dashboard.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(dashboard.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .all_value(".*")
        .current(dashboard.VariableOption(text="All", value="$__all", selected=True)),
    ]


def _other_boards() -> Any:
    return (
        builders.DashboardLink("Communique")
        .type(dashboard.DashboardLinkType.DASHBOARDS)
        .tags([_TAG])
        .as_dropdown(True)
        .include_vars(True)
        .keep_time(True)
    )


def _targets(queries: Sequence[Query]) -> list[Any]:
    return [
        prometheus.Dataquery().expr(query.expr).legend_format(query.legend).ref_id(chr(ord("A") + place)).range()
        for place, query in enumerate(queries)
    ]


def _chart(part: Chart) -> Any:
    panel = (
        timeseries.Panel()
        .title(part.title)
        .description(f"Normal: {part.normal}")
        .datasource(_SOURCE)
        .targets(_targets(part.queries))
        .unit(part.unit)
        .span(part.width)
        .height(8)
        .line_width(1)
        .fill_opacity(40 if part.stacked else 5)
        .show_points(common.VisibilityMode.NEVER)
        .legend(
            common_builders.VizLegendOptions()
            .display_mode(common.LegendDisplayMode.TABLE)
            .placement(common.LegendPlacement.BOTTOM)
            .show_legend(True)
            .calcs(["lastNotNull", "max"])
        )
        .tooltip(
            common_builders.VizTooltipOptions().mode(common.TooltipDisplayMode.MULTI).sort(common.SortOrder.DESCENDING)
        )
    )
    if not part.signed:
        panel = panel.min(0)
    if part.stacked:
        panel = panel.stacking(common_builders.StackingConfig().mode(common.StackingMode.NORMAL).group("A"))
    if part.limit is not None:
        panel = panel.thresholds(_thresholds(None, part.limit, more=False)).thresholds_style(
            common_builders.GraphThresholdsStyleConfig().mode(common.GraphThresholdsStyleMode.LINE)
        )
    return panel


def _number(part: Number) -> Any:
    return (
        stat.Panel()
        .title(part.title)
        .description(f"Normal: {part.normal}")
        .datasource(_SOURCE)
        .targets(_targets([part.query]))
        .unit(part.unit)
        .span(part.width)
        .height(4)
        .color_mode(common.BigValueColorMode.BACKGROUND)
        .graph_mode(common.BigValueGraphMode.AREA)
        .reduce_options(common_builders.ReduceDataOptions().calcs(["lastNotNull"]))
        .thresholds(_thresholds(part.warn, part.bad, more=part.more))
    )


def _note(part: Note) -> Any:
    return (
        text.Panel()
        .title(part.title)
        .mode(text_models.TextMode.MARKDOWN)
        .content(part.content)
        .span(part.width)
        .height(8)
    )


_PANELS: dict[type, Any] = {Chart: _chart, Number: _number, Note: _note}


def _thresholds(warn: float | None, bad: float | None, *, more: bool) -> Any:
    """Colours by value; Grafana wants the base first, then each bound upwards."""
    bounds = [(warn, "orange"), (bad, "red")]
    steps = [(None, "green"), *[(bound, colour) for bound, colour in bounds if bound is not None]]
    if more:
        known = sorted((bound, colour) for bound, colour in [(warn, "green"), (bad, "orange")] if bound is not None)
        steps = [(None, "red" if bad is not None else "orange"), *known]
    return (
        builders.ThresholdsConfig()
        .mode(dashboard.ThresholdsMode.ABSOLUTE)
        .steps([dashboard.Threshold(value=bound, color=colour) for bound, colour in steps])
    )
