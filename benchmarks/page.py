"""The explorer beside the pages of stock pyvis and kglab of the same items: time to ready, frames a second.

Ready is when a person can read and click: for ours when the overview is drawn (and, beside it, when the
items are in), for theirs when vis-network's stabilisation is over. Frames are counted while the wheel
zooms. kglab is installed into an environment of its own, which takes a minute the first time.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error, sync_playwright

from graph.gazetteer import load
from graph.pipeline import extract
from viz.compose import compose
from viz.page import assemble, render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from viz.view import LinkView, View

ROOT: Final = Path(__file__).resolve().parent.parent
KGLAB: Final = Path(tempfile.gettempdir()) / "innspill-benchmark-kglab"
#: The largest page asked of the peers.
PEERS: Final = 10_000
#: Seconds a peer may take to write its page, and a page to be ready.
PATIENCE: Final = 180
WATCH: Final = """
window.__ready = {};
const note = (what) => { window.__ready[what] ??= performance.now(); };
const timer = setInterval(() => {
  const own = document.documentElement?.dataset.ready;
  if (own) { note('overview'); if (own === 'all') note('all'); }
  const network = window.network;
  if (network?.once && !network.__seen) {
    network.__seen = true;
    network.once('stabilizationIterationsDone', () => note('overview'));
  }
  if (network?.physics && (network.physics.stabilized || !network.physics.physicsEnabled)) note('overview');
}, 4);
"""
FRAMES: Final = """() => new Promise((done) => {
  const canvas = document.querySelector('canvas');
  const box = canvas.getBoundingClientRect();
  let frames = 0;
  const begun = performance.now();
  const step = () => {
    frames += 1;
    canvas.dispatchEvent(new WheelEvent('wheel', {
      deltaY: frames % 2 ? 60 : -60, bubbles: true, cancelable: true,
      clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }));
    const passed = performance.now() - begun;
    if (passed < 3000) requestAnimationFrame(step); else done(1000 * frames / passed);
  };
  requestAnimationFrame(step);
})"""
#: What kglab writes of the triples in a Turtle file.
BY_KGLAB: Final = """
import sys, kglab
graph = kglab.KnowledgeGraph()
graph.load_rdf(sys.argv[1])
kglab.SubgraphTensor(graph).build_pyvis_graph(notebook=False).write_html(sys.argv[2])
"""


def made_view(view: View, count: int) -> View:
    """A view of ``count`` items of 40 words, tied as those of the workshop are, each different."""
    chance = random.Random(2021)  # noqa: S311 - not for secrets
    words = [word for item in view.items for word in item.text.split()]
    items = []
    for number in range(count):
        like = view.items[number % len(view.items)]
        key, text = f"{like.key}-{number}", " ".join(chance.choices(words, k=40))
        links = tuple(_moved(link, key, text) if link.where == like.key else link for link in like.links)
        items.append(replace(like, key=key, parent="", text=text, links=links))
    copies = max(1, count // len(view.items))
    ties = tuple(replace(tie, items=tie.items * copies) for tie in view.ties)
    nodes = tuple(replace(n, items=n.items * copies, asks=n.asks * copies) for n in view.nodes)
    return replace(view, items=tuple(items), ties=ties, nodes=nodes)


def _moved(link: LinkView, key: str, text: str) -> LinkView:
    """A link carried by the words at the same place of another text."""
    return replace(link, where=key, quote=text[link.start : link.end], end=min(link.end, len(text)))


def by_ours(view: View, path: Path) -> None:
    """Our page."""
    path.write_text(assemble(view), encoding="utf-8")


def by_pyvis(view: View, path: Path) -> None:
    """What stock pyvis writes: every item, actor and theme a node, every link an edge."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    for node in view.nodes:
        net.add_node(node.key, label=node.name.nb, value=node.items)
    for item in view.items:
        net.add_node(item.key, label=item.marker, title=item.text)
        for link in item.links:
            net.add_edge(item.key, link.node, title=link.role)
    path.write_text(net.generate_html(), encoding="utf-8")


def by_kglab(view: View, path: Path) -> None:
    """What kglab writes of the same links as triples.

    Raises:
        TimeoutError: it was not done in time.
    """
    turtle = path.with_suffix(".ttl")
    lines = [
        f"<urn:i:{place}> <urn:r:{link.role}> <urn:{link.node}> ."
        for place, item in enumerate(view.items)
        for link in item.links
    ]
    turtle.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        subprocess.run(
            [KGLAB / "bin/python", "-c", BY_KGLAB, turtle, path],
            check=True,
            timeout=PATIENCE,
            capture_output=True,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError(f"not written in {PATIENCE} s") from None


def with_kglab() -> None:
    """Kglab in an environment of its own."""
    if not (KGLAB / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", KGLAB], check=True)
        subprocess.run([KGLAB / "bin/python", "-m", "pip", "install", "-q", "kglab==1.0.1"], check=True)


def measured(browser: Browser, path: Path) -> dict[str, float]:
    """Milliseconds to ready, and frames a second, of a page."""
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(WATCH)
    try:
        page.goto(path.as_uri(), wait_until="commit", timeout=1000 * PATIENCE)
        _wait(page, "overview")
        if page.evaluate("Boolean(document.documentElement.dataset.ready)"):
            _wait(page, "all")
        found: dict[str, float] = page.evaluate("window.__ready")
        context.set_default_timeout(1000 * PATIENCE)
        found["frames"] = page.evaluate(FRAMES)
    except Error:
        return {}
    finally:
        context.close()
    return found


def _wait(page: Page, what: str) -> None:
    """Until the page has noted something; asked from outside, as its policy lets no text be run in it.

    Raises:
        Error: it took too long.
    """
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(f"window.__ready?.{what} ?? 0"):
        if time.monotonic() > deadline:
            raise Error(f"no {what} in {PATIENCE} s")
        time.sleep(0.1)


def runs(folder: Path, sizes: list[int]) -> Iterator[tuple[int, str, Callable[[View, Path], None], Path]]:
    """Every page to be written: its size, maker and place."""
    for size in sizes:
        for name, make in (("ours", by_ours), ("pyvis", by_pyvis), ("kglab", by_kglab)):
            if name == "ours" or size <= PEERS:
                yield size, name, make, folder / f"{name}-{size}.html"


def main() -> None:
    """Print a line a page, and how many times sooner ours is ready."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("sizes", nargs="*", type=int, default=[100, 1_000, 10_000, 100_000])
    arguments.add_argument("--ours", action="store_true", help="leave the peers out")
    chosen = arguments.parse_args()
    sizes = chosen.sizes
    if not chosen.ours:
        with_kglab()
    workshop = extract(ROOT / "data/verksted-2021/source.txt", load())
    view = compose([workshop], load())
    ours: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        path = Path(folder) / "workshop.html"
        path.write_text(render_page([workshop], load()), encoding="utf-8")
        took = [measured(browser, path)["all"] for _ in range(5)]
        mega, ready = path.stat().st_size / 1e6, sorted(took)[2]
        print(f"workshop, whole: {mega:.2f} MB, ready after {ready:.0f} ms (median of 5)", flush=True)
        for size, name, make, path in runs(Path(folder), sizes):
            if chosen.ours and name != "ours":
                continue
            try:
                make(made_view(view, size), path)
            except TimeoutError as error:
                print(f"{size:>7} items  {name:<6} {error}", flush=True)
                continue
            found = measured(browser, path)
            mega = path.stat().st_size / 1e6
            if not found:
                print(f"{size:>7} items  {name:<6} {mega:5.1f} MB  not ready in {PATIENCE} s", flush=True)
                continue
            if name == "ours":
                ours[size] = found["overview"]
                more = f"items in after {found['all'] / 1000:.2f} s"
            else:
                more = f"ours {found['overview'] / ours[size]:.0f} times sooner"
            ready, frames = found["overview"] / 1000, found["frames"]
            line = f"{size:>7} items  {name:<6} {mega:5.1f} MB  ready after {ready:7.2f} s"
            print(f"{line}, {frames:4.1f} frames/s, {more}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
