"""Plots: lines over sizes as SVG, drawn without a library."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 360, 70, 50, 40, 150
STEPS: Final = 4
#: Colours of Okabe and Ito, told apart by the colour-blind.
COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")


def line_plot(title: str, across: str, up: str, lines: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """A plot of named lines; the horizontal axis is logarithmic, the vertical one begins at 0.

    >>> line_plot("t", "x", "y", {"a": [(1, 2), (10, 2)]}).startswith("<svg")
    True
    """
    points = [point for line in lines.values() for point in line]
    low, high = (f(math.log10(x) for x, _ in points) for f in (min, max))
    step = _step(max(y for _, y in points))
    top = step * STEPS

    def place(x: float, y: float) -> tuple[float, float]:
        share = (math.log10(x) - low) / ((high - low) or 1)
        right = LEFT + share * (WIDTH - LEFT - RIGHT)
        return round(right, 1), round(HEIGHT - BOTTOM - y / top * (HEIGHT - BOTTOM - TOP), 1)

    base = HEIGHT - BOTTOM
    middle = (LEFT + WIDTH - RIGHT) / 2
    head = 'xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif" font-size="13"'
    drawn = [
        f'<svg {head} viewBox="0 0 {WIDTH} {HEIGHT}"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(f"{title}, {up}")}</text>',
        f'<path d="M{LEFT} {TOP}V{base}H{WIDTH - RIGHT}" fill="none" stroke="#333"/>',
        f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(across)}</text>',
    ]
    for x in sorted({x for x, _ in points}):
        at = place(x, 0)[0]
        drawn.append(f'<text x="{at}" y="{base + 18}" text-anchor="middle">{x:,.0f}</text>'.replace(",", " "))
    for number in range(1, STEPS + 1):
        y = step * number
        at = place(points[0][0], y)[1]
        drawn.append(f'<path d="M{LEFT} {at}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 6}" y="{at + 4}" text-anchor="end">{y:.3g}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour, places = COLOURS[number % len(COLOURS)], [place(*point) for point in line]
        path = " ".join(f"{x},{y}" for x, y in places)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        x, y = WIDTH - RIGHT + 16, TOP + 16 + 20 * number
        drawn.append(f'<text x="{x}" y="{y}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*drawn, "</svg>"]) + "\n"


def _step(highest: float) -> float:
    """A round number of which four reach the highest value.

    >>> _step(16.1), _step(0.7), _step(0)
    (5, 0.2, 1)
    """
    if highest <= 0:
        return 1
    size = 10 ** math.floor(math.log10(highest / STEPS))
    return next(size * n for n in (1, 2, 2.5, 5, 10) if size * n * STEPS >= highest)
