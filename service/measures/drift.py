"""Whether two samples of enriched events differ: unlabelled, but topics, scores and languages can be counted.

Shares are compared by a two-sided test of two proportions, all of them together held to one error rate (Holm 1979);
scores by the Kolmogorov-Smirnov distance. Of ten thousand articles nearly every difference is significant, and articles
of one story are no independent witnesses: a change counts only when it is large enough to matter as well.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SCORE_BINS = 50
"""Bins of the scores, .02 wide."""

SIGNIFICANT = 0.01
"""Chance of any false alarm among all shares of a comparison."""

LEAST_POINTS = 0.02
LEAST_RATIO = 1.25
"""A share changed when it moved by two points and by a quarter of itself."""

LEAST_DISTANCE = 0.1
"""Scores changed when their distributions are this far apart."""

STABLE, SHIFTED = 0.1, 0.25
"""Population stability index: below .1 stable, from .25 shifted, as scorecards of banks are watched."""

LEAST_ARTICLES = 30
"""Of a sample; with fewer one article more or less moves a share by over three points, and any index by as much."""

_TINY = 1e-4


@dataclass(frozen=True, slots=True)
class Profile:
    """What a sample of enriched events looks like; all that a comparison needs.

    Attributes:
        articles: how many.
        without: how many have no topic.
        topics, languages: articles by topic and by language.
        scores: how many scores lie in each of SCORE_BINS.
        taxonomies: articles by the taxonomy that classified them, `id version`.
    """

    articles: int
    without: int
    topics: dict[str, int]
    languages: dict[str, int]
    scores: list[int]
    taxonomies: dict[str, int]


@dataclass(frozen=True, slots=True)
class Shift:
    """A share in both samples.

    Attributes:
        kind: `topic`, `language` or `abstention`.
        name: which.
        before, after: the shares, 0 to 1.
        p: of no change, after Holm's correction.
        changed: significant and large enough to matter.
    """

    kind: str
    name: str
    before: float
    after: float
    p: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """Two samples compared.

    Attributes:
        before, after: the samples.
        verdict: `steady`, `watch` (something changed) or `drifted` (a whole distribution did).
        reasons: why, a sentence each.
        shifts: every share, those that changed first.
        topic_psi, language_psi, score_psi: population stability index of each distribution.
        score_distance, score_p: Kolmogorov-Smirnov distance of the scores, and its p-value.
    """

    before: Profile
    after: Profile
    verdict: str
    reasons: list[str]
    shifts: list[Shift]
    topic_psi: float
    language_psi: float
    score_psi: float
    score_distance: float
    score_p: float


def profile(events: Iterable[Mapping[str, Any]]) -> Profile:
    """Count a sample."""
    topics: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    taxonomies: Counter[str] = Counter()
    scores = [0] * SCORE_BINS
    articles = without = 0
    for event in events:
        articles += 1
        given = event.get("topics") or []
        without += not given
        topics.update({topic["id"] for topic in given})
        for topic in given:
            score = topic.get("score")
            if isinstance(score, (int, float)):
                scores[min(SCORE_BINS - 1, max(0, int(score * SCORE_BINS)))] += 1
        languages[str(event.get("language") or "und").split("-")[0]] += 1
        ref = (event.get("provenance") or {}).get("taxonomy") or {}
        taxonomies[f"{ref.get('id', 'unknown')} {ref.get('version', '')}".strip()] += 1
    return Profile(articles, without, _ordered(topics), _ordered(languages), scores, _ordered(taxonomies))


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def compare(before: Profile, after: Profile) -> Drift:
    """Compare two samples, neither empty."""
    shifts = _shifts(before, after)
    topics, languages = (_psi(getattr(before, name), getattr(after, name)) for name in ("topics", "languages"))
    scores = _psi(dict(enumerate(_coarse(before.scores))), dict(enumerate(_coarse(after.scores))))
    distance, p = _kolmogorov(before.scores, after.scores)
    reasons = [*_moved(shifts), *_whole("topics", topics), *_whole("languages", languages)]
    scores_moved = p < SIGNIFICANT and distance >= LEAST_DISTANCE
    if scores_moved:
        reasons.append(f"scores are distributed differently: distance {distance:.2f}, p {p:.2g}")
    shifted = scores_moved or max(topics, languages) >= SHIFTED
    if set(before.taxonomies) != set(after.taxonomies):
        reasons.append("the samples were classified by different taxonomies; the change may be theirs")
    verdict = "drifted" if shifted else "watch" if any(shift.changed for shift in shifts) else "steady"
    return Drift(before, after, verdict, reasons, shifts, topics, languages, scores, distance, p)


def _shifts(before: Profile, after: Profile) -> list[Shift]:
    counts = [("abstention", "no topic", before.without, after.without)]
    for kind, one, other in (
        ("topic", before.topics, after.topics),
        ("language", before.languages, after.languages),
    ):
        counts += [(kind, name, one.get(name, 0), other.get(name, 0)) for name in dict.fromkeys([*one, *other])]
    raw = [_p_of_two(a, before.articles, b, after.articles) for *_, a, b in counts]
    found = [
        _shift(kind, name, a / before.articles, b / after.articles, p)
        for (kind, name, a, b), p in zip(counts, _holm(raw), strict=True)
    ]
    return sorted(found, key=lambda shift: (not shift.changed, -abs(shift.after - shift.before)))


def _shift(kind: str, name: str, before: float, after: float, p: float) -> Shift:
    low, high = sorted((before, after))
    matters = high - low >= LEAST_POINTS and high >= LEAST_RATIO * low
    return Shift(kind, name, before, after, p, p < SIGNIFICANT and matters)


def _moved(shifts: Sequence[Shift]) -> list[str]:
    return [
        f"{'articles without a topic' if s.kind == 'abstention' else f'{s.kind} {s.name}'}: "
        f"{s.before:.1%} before, {s.after:.1%} now"
        for s in shifts
        if s.changed
    ]


def _whole(name: str, psi: float) -> list[str]:
    """What to say of a whole distribution."""
    if psi < STABLE:
        return []
    return [f"the mix of {name} {'has shifted' if psi >= SHIFTED else 'is moving'}: stability index {psi:.2f}"]


def _p_of_two(a: int, of_a: int, b: int, of_b: int) -> float:
    """Two-sided p-value that two proportions are one, by the normal approximation with pooled variance."""
    pooled = (a + b) / (of_a + of_b)
    variance = pooled * (1 - pooled) * (1 / of_a + 1 / of_b)
    if variance <= 0:
        return 1.0
    return math.erfc(abs(a / of_a - b / of_b) / math.sqrt(2 * variance))


def _holm(values: Sequence[float]) -> list[float]:
    """p-values raised so that any false alarm among them all has the chance that each then shows."""
    order = sorted(range(len(values)), key=lambda place: values[place])
    raised = [0.0] * len(values)
    highest = 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(values) - rank) * values[place]))
        raised[place] = highest
    return raised


def _psi(before: Mapping[Any, int], after: Mapping[Any, int]) -> float:
    """Population stability index of two distributions; what one lacks counts as a ten-thousandth."""
    one, other = sum(before.values()), sum(after.values())
    if not one or not other:
        return 0.0
    total = 0.0
    for name in dict.fromkeys([*before, *after]):
        a, b = max(_TINY, before.get(name, 0) / one), max(_TINY, after.get(name, 0) / other)
        total += (b - a) * math.log(b / a)
    return total


def _coarse(scores: Sequence[int]) -> list[int]:
    """Ten bins: the index wants many in each."""
    width = SCORE_BINS // 10
    return [sum(scores[i : i + width]) for i in range(0, SCORE_BINS, width)]


def _kolmogorov(before: Sequence[int], after: Sequence[int]) -> tuple[float, float]:
    """Largest distance of two cumulative distributions, and its asymptotic p-value (Kolmogorov's series)."""
    one, other = sum(before), sum(after)
    if not one or not other:
        return 0.0, 1.0
    distance = a = b = 0.0
    for i, j in zip(before, after, strict=True):
        a, b = a + i / one, b + j / other
        distance = max(distance, abs(a - b))
    size = math.sqrt(one * other / (one + other))
    x = (size + 0.12 + 0.11 / size) * distance
    if x < 0.3:  # the series converges slowly there, and the p-value is 1 to five digits
        return distance, 1.0
    series = 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * x) ** 2) for k in range(1, 101))
    return distance, min(1.0, max(0.0, series))
