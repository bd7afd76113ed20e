"""The working sheet of line cleaning: a page's lines, what became of each, and what the page tells about itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from service.core import credit_words
from service.core.datelines import Dateline
from service.core.folded import Folded
from service.core.line_text import is_prose, key
from service.models import Removed

_ABOUT: Final = frozenset(("dateline", "byline"))
_COMPARED: Final = 20_000


class Page:
    """Lines in order, each kept or removed with a kind and a rule.

    Args:
        lines: non-empty lines, squeezed.
        title: the headline when the producer gave it, else None until `titles` finds one.
        harmless: lines that an earlier round found to be nothing but text; filled by this one.
        plain: lines that are running text beyond doubt.
        innocent: lines that an earlier round found to be no caption, post or foreign text in whatever place.
        folded: the article's lines casefolded.

    Attributes:
        lines: the lines; `cut` shortens them.
        title: the headline; "" once it is known that there is none, None while it is not.
        title_given: whether the producer gave it.
        published_at: RFC 3339, once it is known which of the dates found is the publication's.
        dates: numbers of the lines that tell a time, with what each tells.
        authors: people that bylines name, in order.
        source_name: the outlet that a source line or dateline names.
    """

    def __init__(
        self,
        lines: list[str],
        *,
        title: str | None = None,
        harmless: set[str] | None = None,
        plain: set[str] | None = None,
        innocent: set[str] | None = None,
        folded: Folded | None = None,
    ) -> None:
        self.lines = lines
        self.title = title
        self.harmless = set() if harmless is None else harmless
        self.plain = set() if plain is None else plain
        self.innocent = set() if innocent is None else innocent
        self.folded = Folded() if folded is None else folded
        self.title_given = title is not None
        self.published_at: str | None = None
        self.dates: list[tuple[int, Dateline]] = []
        self.authors: list[str] = []
        self.source_name: str | None = None
        self._fate: list[tuple[str, str] | None] = [None] * len(lines)
        self._cuts: list[tuple[int, Removed]] = []
        self._kept: list[int] | None = None
        self._prose: list[int] | None = None
        self._fewer = False  # some of `_prose` were removed since
        self._suspects: list[int] | None = None

    def drop(self, i: int, kind: str, rule: str) -> None:
        """Remove line `i` whole; what was removed stays removed for its first reason."""
        if self._fate[i] is None:
            self._fate[i] = (kind, rule)
            self._kept = self._suspects = None
            if self._prose is not None and is_prose(self.lines[i]):
                self._fewer = True

    def restore(self, i: int) -> None:
        """Keep line `i` after all."""
        if self._fate[i] is not None:
            self._fate[i] = None
            self._kept = self._prose = self._suspects = None

    def cut(self, i: int, rest: str, kind: str, rule: str) -> None:
        """Shorten line `i` to `rest`; an empty rest removes the line."""
        if not rest:
            self.drop(i, kind, rule)
            return
        gone = self.lines[i].replace(rest, "", 1) if rest in self.lines[i] else self.lines[i]
        self._cuts.append((i, Removed(kind, rule, gone.strip())))
        self.lines[i] = rest
        self._prose = self._suspects = None

    def is_removed(self, i: int) -> bool:
        """Whether line `i` was removed."""
        return self._fate[i] is not None

    def kind(self, i: int) -> str | None:
        """The kind under which line `i` was removed, None when it is kept."""
        fate = self._fate[i]
        return fate[0] if fate else None

    def kinds(self) -> list[str | None]:
        """What `kind` says of each line."""
        return [fate[0] if fate else None for fate in self._fate]

    def is_about(self, i: int) -> bool:
        """Whether there is a line `i` and it tells time or author of the article."""
        return i < len(self.lines) and self.kind(i) in _ABOUT

    def rule(self, i: int) -> str | None:
        """The rule by which line `i` was removed, None when it is kept."""
        fate = self._fate[i]
        return fate[1] if fate else None

    def furniture(self) -> int:
        """How many lines were removed that are not the headline."""
        return sum(fate is not None and fate[0] != "title" for fate in self._fate)

    def has_furniture(self) -> bool:
        """Whether there is any."""
        return self.furniture() > 0

    def removed_by(self, rule: str) -> list[int]:
        """Indexes of the lines that a rule removed, by its name."""
        return [i for i, fate in enumerate(self._fate) if fate is not None and fate[1] == rule]

    def kept(self) -> list[int]:
        """Indexes of the lines that are kept; do not change the list, it is remembered until the next removal."""
        if self._kept is None:
            self._kept = [i for i, fate in enumerate(self._fate) if fate is None]
        return self._kept

    def prose(self) -> list[int]:
        """Indexes of the kept lines that are paragraphs by their looks; remembered as `kept` is."""
        if self._prose is None:
            self._prose = [i for i in self.kept() if is_prose(self.lines[i])]
        elif self._fewer:  # not at each removal: of a page whose ten thousand lines all go that would be the square
            self._prose = [i for i in self._prose if self._fate[i] is None]
        self._fewer = False
        return self._prose

    def tail(self) -> list[int]:
        """Indexes of the kept lines behind the last paragraph; none where there is no paragraph."""
        prose, kept = self.prose(), self.kept()
        if not prose or prose[-1] == kept[-1]:
            return []
        return kept[bisect_right(kept, prose[-1]) :]

    def body(self, rows: Iterable[int]) -> str:
        """The text of some lines, casefolded, its first twenty thousand code points: what others are compared with."""
        return " ".join([self.folded[self.lines[i]] for i in rows])[:_COMPARED]

    def suspects(self) -> list[int]:
        """Indexes of the kept lines that are not innocent; remembered as `kept` is."""
        if self._suspects is None:
            self._suspects = [i for i in self.kept() if self.lines[i] not in self.innocent]
        return self._suspects

    def acquit(self, lines: Iterable[str]) -> None:
        """Take lines for innocent."""
        self.innocent.update(lines)
        self._suspects = None

    def note_source(self, line: str) -> None:
        """Remember the outlet that a source line names, unless it is only a label or an address."""
        name = line.replace("：", ":").rpartition(":")[2] if "//" not in line else ""
        name = name.strip(" |()[]")
        if name and key(name) not in credit_words.SOURCE_LABELS and "." not in name:
            for opening in credit_words.ACCORDING_TO:
                name = name[len(opening) :] if name.casefold().startswith(opening) else name
            self.source_name = self.source_name or name

    def note_date(self, i: int, when: Dateline) -> None:
        """Remember what line `i`, a dateline, tells."""
        self.dates.append((i, when))
        self.authors += when.authors
        self.source_name = self.source_name or when.outlet

    def removed(self) -> list[Removed]:
        """Everything taken out, in order of the page."""
        whole = [(i, Removed(*fate, self.lines[i])) for i, fate in enumerate(self._fate) if fate and fate[0] != "title"]
        return [r for _, r in sorted(self._cuts + whole, key=lambda pair: pair[0])]
