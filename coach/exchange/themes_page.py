"""Themes as one HTML page that needs nothing else: no script, font or image from anywhere (promise P48)."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from coach.clean import clean, one_line
from coach.dates import say_day
from coach.engine.themes.saying import about, facts

if TYPE_CHECKING:
    from coach.engine.themes import Receipt, Theme, ThemesView

_STYLE = """
:root { color-scheme: light dark;
  --ink: #1d2125; --paper: #fdfdfb; --quiet: #59616a; --bar: #2f6f8f; --rest: #c9ced3; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e6e1; --paper: #17191c; --quiet: #a7adb4; --bar: #7ab8d6; --rest: #4a5058; }
}
body { color: var(--ink); background: var(--paper); font: 1rem/1.55 Georgia, serif;
  margin: 2rem auto; max-width: 42rem; padding: 0 1rem; }
h1, h2, figcaption, .facts, .about { font-family: system-ui, sans-serif; }
.facts, .about, figcaption, time { color: var(--quiet); font-size: .9rem; }
section { border-top: 1px solid var(--rest); margin-top: 2rem; }
blockquote { border-left: 3px solid var(--bar); margin: .4rem 0; padding-left: .8rem; }
figure { margin: 1rem 0; }
svg { display: block; height: auto; width: 100%; }
svg .bar { fill: var(--bar); } svg .rest { fill: var(--rest); }
svg text { fill: var(--quiet); font: 10px system-ui, sans-serif; }
.ask { font-style: italic; }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_WIDTH = 640
_HEIGHT = 90
_FOOT = 16
"""Pixels under the bars for the days."""


def page(view: "ThemesView", today: date) -> str:
    """The whole view as one HTML document, its drawings inside it."""
    body = [f"<h1>{_safe(view.heading)}</h1>", f'<p class="about">{_safe(about(view, today))}</p>']
    body += [f"<p>{_safe(note)}</p>" for note in view.notes]
    if view.themes and view.coverage:
        body.append(_coverage(view, today))
    body += [_section(theme, view.weeks, today) for theme in view.themes]
    if view.recurring:
        items = "".join(f"<li>{_safe(found.words)}, {found.count} times</li>" for found in view.recurring)
        body.append(f"<ul>{items}</ul>")
    if view.promises:
        items = "".join(
            f"<li>{'done' if promise.status == 'closed' else 'open'}: {_safe(promise.text)}</li>"
            for promise in view.promises
        )
        body.append(f"<section><h2>Intentions and commitments</h2><ul>{items}</ul></section>")
    title = f"{view.heading}, {say_day(view.since, today)} to {say_day(view.until, today)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_safe(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _section(theme: "Theme", weeks: Sequence[date], today: date) -> str:
    lines = [
        "<section>",
        f"<h2>{_safe(one_line(theme.label))}</h2>",
        f'<p class="facts">{_safe(facts(theme))}</p>',
    ]
    if any(theme.weeks):
        name = f"Entries of “{one_line(theme.label)}” week by week"
        lines.append(_chart(name, weeks, [(count, 0) for count in theme.weeks], today, "theme"))
    lines += [f"<p>{_safe(claim.text)}</p>" for claim in theme.summary]
    lines += ["<h3>Evidence</h3>", *_quotes(theme.evidence, today), "<h3>Against</h3>"]
    lines += _quotes(theme.against, today) or ["<p>none found</p>"]
    if theme.question:
        lines.append(f'<p class="ask">{_safe(theme.question)}</p>')
    return "\n".join([*lines, "</section>"])


def _coverage(view: "ThemesView", today: date) -> str:
    """How many entries of each week are in a theme, and how many in none."""
    counts = [(sorted_, max(read - sorted_, 0)) for sorted_, read in view.coverage]
    return _chart("Entries in a theme, and in none, week by week", view.weeks, counts, today, "coverage")


def _chart(
    name: str, weeks: Sequence[date], counts: Sequence[tuple[int, int]], today: date, kind: str
) -> str:
    """Bars over weeks: the first number of a pair filled, the second stacked on it in a quiet colour."""
    most = max((first + second for first, second in counts), default=0) or 1
    step = _WIDTH / max(len(counts), 1)
    unit = (_HEIGHT - _FOOT - 10) / most
    base = _HEIGHT - _FOOT
    drawn = []
    for place, (week, (first, second)) in enumerate(zip(weeks, counts, strict=True)):
        left = place * step + step * 0.1
        says = f"week of {say_day(week, today)}: {first}" + (f" and {second}" if kind == "coverage" else "")
        drawn.append(f"<g><title>{_safe(says)}</title>")
        drawn.append(_bar("bar", left, base - first * unit, step * 0.8, first * unit))
        if second:
            drawn.append(_bar("rest", left, base - (first + second) * unit, step * 0.8, second * unit))
        drawn.append("</g>")
    ends = (
        ((0, 0.0, "start"), (len(weeks) - 1, float(_WIDTH), "end"))
        if len(weeks) > 1
        else ((0, 0.0, "start"),)
    )
    for place, x, anchor in ends:
        day = _safe(say_day(weeks[place], today))
        drawn.append(f'<text x="{x:.0f}" y="{_HEIGHT - 3}" text-anchor="{anchor}">{day}</text>')
    return (
        f'<figure><svg class="{kind}" role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-label="{_safe(name)}">'
        + "".join(drawn)
        + f"</svg><figcaption>{_safe(name)}; at most {most} in a week.</figcaption></figure>"
    )


def _bar(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _quotes(receipts: "Sequence[Receipt]", today: date) -> list[str]:
    return [_quote(receipt, say_day(date.fromisoformat(receipt.date[:10]), today)) for receipt in receipts]


def _quote(receipt: "Receipt", day: str) -> str:
    when = f'<time datetime="{_safe(receipt.date)}">{_safe(day)}</time>'
    return f"<blockquote>{when} “{_safe(receipt.quote)}”</blockquote>"


def _safe(text: str) -> str:
    return escape(clean(text), quote=True)
