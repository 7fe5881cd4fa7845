"""Presents a result as text for a person, with colour where the terminal has it."""

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment, SegmentLines
from rich.table import Table
from rich.text import Text

from service.language.catalogue import Speaker
from service.language.values import label, source_text, unknown_text, value_text
from service.ruleset.model import Ruleset

PLAIN_WIDTH = 110
"""Width of the text, in cells, where the output is no terminal."""

_RATING_STYLES = {5: "green", 4: "green", 3: "yellow", 2: "red", 1: "bold red"}
_SEVERITY_STYLES = {
    "S1": "green",
    "S2": "bold green",
    "W1": "yellow",
    "W2": "dark_orange",
    "W3": "red",
    "KO": "bold red",
}
_COMPOSITE_FULL = 500

_NARROW = 60
"""Width, in cells, under which a dimension is shown on two lines."""

Found = Mapping[str, Any]
"""A part of the result, as its contract has it."""


def paint(ruleset: Ruleset, result: Found, lang: str, file: TextIO) -> None:
    """Write ``result`` to ``file`` in ``lang``, ``en`` or ``zh``."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    painter = _Painter(ruleset, lang, console.width, _bar_cells(file))
    lines = console.render_lines(Group(*painter.parts(result)), pad=False)
    # Written once and in whole, so that a failed write is seen here and not by the console.
    with console.capture() as captured:
        console.print(SegmentLines(map(_without_trailing_blanks, lines), new_lines=True), end="")
    file.write(captured.get())
    file.flush()


def _bar_cells(file: TextIO) -> tuple[str, str]:
    """A full and an empty cell of a bar, in characters that ``file`` can show."""
    try:
        "█░".encode(file.encoding or "utf-8")
    except UnicodeEncodeError:
        return "#", "."
    return "█", "░"


def _without_trailing_blanks(line: list[Segment]) -> list[Segment]:
    """Return ``line`` without the blanks that fill it up to the width."""
    kept = list(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[-1] = Segment(kept[-1].text.rstrip(), kept[-1].style)
    return kept


class _Painter:
    def __init__(self, ruleset: Ruleset, lang: str, width: int, cells: tuple[str, str]) -> None:
        self._ruleset = ruleset
        self._lang = lang
        self._speaker = Speaker(lang, "rating")
        self._width = width
        self._cells = cells

    def parts(self, result: Found) -> Iterable[RenderableType]:
        adverse = [f for f in result["findings"] if f["points"] < 0]
        strengths = [f for f in result["findings"] if f["points"] >= 0]
        yield self._head(result)
        yield self._section("dimensions", [self._dimensions(result["dimensions"])])
        unknown = result["unknown_facts"]
        yield self._section("mandatory", map(self._unknown, (u for u in unknown if u["mandatory"])))
        yield self._section("binding", map(self._cap, (c for c in result["caps"] if c["binding"])))
        yield self._section("patterns", map(self._pattern, result["patterns"]))
        yield self._section("found", map(self._finding, (f for f in adverse if not f["assumed"])))
        yield self._section("assumed", map(self._finding, (f for f in adverse if f["assumed"])))
        yield self._section(
            "strengths", map(self._finding, (f for f in strengths if not f["claimed"]))
        )
        yield self._section("claimed", map(self._finding, (f for f in strengths if f["claimed"])))
        yield self._section(
            "unknown", map(self._unknown, (u for u in unknown if not u["mandatory"]))
        )
        yield self._section("warnings", map(_warning, result["warnings"]))

    def _word(self, name: str) -> str:
        return self._speaker.say(name)

    def _section(self, name: str, lines: Iterable[RenderableType]) -> RenderableType:
        """A heading over ``lines``, or nothing where there are none."""
        listed = list(lines)
        if not listed:
            return Group()
        heading = Text(self._word(name), style="bold")
        return Group(heading, *(Padding(line, (0, 0, 0, 2)) for line in listed), "")

    def _head(self, result: Found) -> RenderableType:
        word, meaning = self._ruleset.policy.grades[result["grade"]]
        grade = Text()
        grade.append(f" {result['grade']} ", style="bold reverse")
        grade.append(f"  {word.in_language(self._lang)}", style="bold")
        grade.append(f" ({meaning.in_language(self._lang)})")
        lines: list[RenderableType] = [grade, Text(label(self._lang), style="italic"), ""]
        if result["grade"] == "NR":
            indicative = result["indicative_grade"]
            lines.append(Text(f"{indicative}  {self._word('indicative')}", style="yellow"))
        lines.append(
            Text(
                f"{self._word('composite')} {result['composite']}"
                f" ({self._word('of')} {_COMPOSITE_FULL})"
                f" · {self._word('base_grade')} {result['base_grade']}"
                f" · {self._word('best_case')} {result['best_case_grade']}"
            )
        )
        if result["borrower_statements_void"]:
            codes = ", ".join(result["borrower_statements_void"])
            lines.append(Text(f"{self._word('void')} {codes}", style="red"))
        if "decision_id" in result:
            lines.append(Text(f"{self._word('decision')} {result['decision_id']}"))
        reference = result["ruleset"]
        about = [
            f"{self._word('dossier')} {result['dossier_id']}",
            f"{self._word('application')} {result['application_ref']}",
            f"{self._word('rated_at')} {result['rating_date']}",
            f"{self._word('ruleset')} {reference['id']} {reference['version']}",
        ]
        lines.append(Text(" · ".join(about), style="dim"))
        return Group(*lines, "")

    def _dimensions(self, dimensions: Mapping[str, Found]) -> RenderableType:
        """A line for each dimension, or two where there is no room beside the bar for its name."""
        table = Table.grid(padding=(0, 2, 0, 0))
        narrow: list[RenderableType] = []
        table.add_column(no_wrap=True)
        table.add_column()
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
        for code, found in dimensions.items():
            rating = found["rating"]
            style = _RATING_STYLES[rating]
            title = self._ruleset.dimensions[code].in_language(self._lang)
            word = self._ruleset.policy.rating_titles[rating].in_language(self._lang)
            full, empty = self._cells
            bar = Text(full * 2 * rating + empty * 2 * (5 - rating), style=style)
            rated = Text(f"{rating} {word}", style=style)
            weight = Text(f"{self._word('weight')} {found['weight']}", style="dim")
            table.add_row(code, title, bar, rated, weight)
            narrow.append(Text.assemble(f"{code}  {title}  ", weight))
            narrow.append(Padding(Text.assemble(bar, "  ", rated), (0, 0, 0, 5)))
        return Group(*narrow) if self._width < _NARROW else table

    def _cap(self, cap: Found) -> RenderableType:
        text = Text()
        text.append(f"{self._word('cap')} {cap['grade']}", style="bold red")
        text.append(f"  {self._reason(cap['reason'])} ({cap['reason']})")
        return text

    def _reason(self, reason: str) -> str:
        """The title of what caps the grade: a finding, a pattern or the dimensions' ratings."""
        for name in reason.split():
            if name in self._ruleset.outcomes:
                return self._ruleset.outcomes[name][1].title.in_language(self._lang)
            if name in self._ruleset.patterns:
                return self._ruleset.patterns[name].title.in_language(self._lang)
        titles = {c.reason: c.title for c in self._ruleset.policy.dimension_caps}
        return titles[reason].in_language(self._lang)

    def _pattern(self, pattern: Found) -> RenderableType:
        title = self._ruleset.patterns[pattern["id"]].title.in_language(self._lang)
        text = Text(f"{title} ({pattern['id']} {pattern['code']})", style="red")
        because = ", ".join(pattern["because"])
        lines = f"{self._word('cap')} {pattern['cap']} · {self._word('because')} {because}"
        return Group(text, Padding(Text(lines, style="dim"), (0, 0, 0, 4)))

    def _finding(self, finding: Found) -> RenderableType:
        severity = finding["severity"]
        outcome = self._ruleset.outcomes[finding["code"]][1]
        meaning = self._ruleset.policy.severity_titles[severity].in_language(self._lang)
        text = Text()
        text.append(f"{severity} {meaning}: ", style=_SEVERITY_STYLES[severity])
        text.append(outcome.title.in_language(self._lang))
        text.append(f"  {finding['code']} · {finding['test']}", style="dim")
        text.append(f" · {', '.join(finding['clauses'])}", style="dim")
        facts = [Padding(self._fact(fact), (0, 0, 0, 4)) for fact in finding["facts"]]
        return Group(text, *facts)

    def _fact(self, found: Found) -> RenderableType:
        fact = self._ruleset.facts[found["fact"]]
        title = fact.title.in_language(self._lang)
        if found["value"] is None:
            return Text(f"{title}: {unknown_text(found['unknown'], self._lang)}")
        value = value_text(fact, found["value"], self._lang)
        source = source_text(found["source"], self._lang)
        return Text(f"{title}: {value} ({source}, {found['as_of']})")

    def _unknown(self, found: Found) -> RenderableType:
        title = self._ruleset.facts[found["fact"]].title.in_language(self._lang)
        text = Text(f"{title}: {unknown_text(found['unknown'], self._lang)}")
        text.append(f"  {found['fact']} · {', '.join(found['tests'])}", style="dim")
        return text


def _warning(warning: Found) -> RenderableType:
    return Text(f"{warning['pointer']}: {warning['message']}", style="yellow")
