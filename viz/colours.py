"""The colours of the page's picture, read out of its style, so that every form of it has the same."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def colours() -> dict[str, str]:
    """The light look's colours by name, as ``#rrggbb``.

    >>> colours()["theme"]
    '#d9a400'
    """
    style = files("viz").joinpath("assets", "page.css").read_text("utf-8")
    light = style[: style.index("}")]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
