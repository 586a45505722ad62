"""The page as a file: what stands in it, what it lets in, and that the same documents give the same bytes."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from graph.model import Role
from graph.queries import library
from tests.conftest import ROOT
from viz.compose import compose
from viz.pack import PLAIN_LIMIT, items_block, json_text
from viz.page import assemble, render_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

FRONTEND = ROOT / "viz" / "frontend"
MESSAGES = ROOT / "viz" / "messages"


def block(page: str, name: str) -> str:
    found = re.search(rf'<script type="[^"]*" id="{name}"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found, name
    return found[1]


def unpacked(page: str, name: str) -> str:
    text = block(page, name)
    return text if text.startswith("{") else gzip.decompress(base64.b64decode(text)).decode()


def test_the_page_is_one_file_with_a_policy_and_no_address_to_fetch(workshop_html: str) -> None:
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', workshop_html)[0])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert re.fullmatch(r"'sha256-[^']+' 'wasm-unsafe-eval'", rules["script-src"])
    assert re.fullmatch(r"'sha256-[^']+'", rules["style-src"])
    assert "unsafe-inline" not in policy
    assert not re.findall(r"<(?:link|script|img|iframe)[^>]+(?:src|href)=\"(?!data:)", workshop_html)
    assert "sourceMappingURL" not in workshop_html
    assert len(re.findall(r"<script>", workshop_html)) == 1


def test_the_file_is_small_enough_for_a_mail(workshop_html: str) -> None:
    assert len(workshop_html.encode()) <= 4_000_000


def test_the_same_documents_give_the_same_page(
    workshop: Extraction, gazetteer: Gazetteer, workshop_html: str
) -> None:
    assert render_page([workshop], gazetteer) == workshop_html


def test_the_items_block_carries_every_item_and_link(workshop: Extraction, workshop_html: str) -> None:
    found = json.loads(block(workshop_html, "items"))
    assert [row[0] for row in found["items"]] == [item.id for item in sorted(workshop.items)]
    assert [row[5] for row in found["items"]] == [item.text for item in sorted(workshop.items)]
    assert sum(len(row[11]) for row in found["items"]) == len(workshop.attributions)


def test_the_page_holds_the_graph_and_every_named_query(workshop_html: str) -> None:
    graph = unpacked(workshop_html, "graph")
    assert "inn:addressee" in graph
    queries = json.loads(block(workshop_html, "data"))["queries"]
    assert {q["name"]: q["text"] for q in queries} == {q.name: q.text for q in library().values()}


def test_the_overview_says_what_it_leaves_out(workshop_html: str) -> None:
    data = json.loads(block(workshop_html, "data"))
    drawn = {node["id"] for node in data["network"]["nodes"]}
    others = set(data["network"]["others"])
    involved = {node["key"] for node in data["nodes"] if node["items"]}
    assert drawn | others == involved
    assert not drawn & others
    assert len(drawn) <= 300
    assert len(data["network"]["edges"]) <= 400


def test_labels_do_not_lie_on_each_other(
    workshop: Extraction, gazetteer: Gazetteer, workshop_html: str
) -> None:
    from viz.picture import box_of

    nodes = {node.key: node for node in compose([workshop], gazetteer).nodes}
    drawn = json.loads(block(workshop_html, "data"))["network"]["nodes"]
    boxes = []
    for one in drawn:
        width, height, depth = box_of(nodes[one["id"]], "nb")
        boxes.append((one["x"], one["y"] + depth, width, height))
    overlapping = [
        (drawn[i]["id"], drawn[j]["id"])
        for i, a in enumerate(boxes)
        for j, b in enumerate(boxes[:i])
        if abs(a[0] - b[0]) < a[2] + b[2] and abs(a[1] - b[1]) < a[3] + b[3]
    ]
    assert overlapping == []


def test_many_items_travel_packed_and_the_overview_stays_small(
    workshop: Extraction, gazetteer: Gazetteer
) -> None:
    view = compose([workshop], gazetteer)
    copies = 120
    items = tuple(
        replace(
            item,
            key=f"{item.key}-{n}",
            parent="",
            links=tuple(
                replace(k, where=f"{item.key}-{n}") if k.where == item.key else k for k in item.links
            ),
        )
        for n in range(copies)
        for item in view.items
    )
    ties = tuple(replace(tie, items=tie.items * copies) for tie in view.ties)
    page = assemble(replace(view, items=items, ties=ties))
    assert len(items_block(view).text) < PLAIN_LIMIT
    assert 'id="items" data-encoding="gzip"' in page
    assert page.index('id="items"') > page.index("<script>")
    found = json.loads(unpacked(page, "items"))
    assert len(found["items"]) == len(items)
    assert len(block(page, "data")) < 400_000
    partly = items_block(replace(view, items=items), most=60_000)
    kept = json.loads(partly.text)["items"]
    assert 0 < len(kept) == partly.items < len(items)
    counts = json.loads(block(page, "data"))["counts"]
    assert (counts["items"], counts["here"]) == (len(items), len(items))
    assert page.count('<article class="item">') == 500


def test_the_page_says_the_same_in_three_languages() -> None:
    found = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(MESSAGES.glob("*.json"))}
    holes = {
        code: {k: sorted(re.findall(r"\{(\w+)\}", v)) for k, v in m.items()} for code, m in found.items()
    }
    assert list(found) == ["en", "nb", "nn"]
    assert holes["nb"] == holes["nn"] == holes["en"]


def test_every_message_is_used_and_every_used_one_exists() -> None:
    known = set(json.loads((MESSAGES / "nb.json").read_text(encoding="utf-8")))
    scripts = (p for p in sorted((FRONTEND / "src").glob("*.ts")) if not p.stem.startswith("review"))
    sources = "".join(p.read_text("utf-8") for p in scripts)
    sources += (ROOT / "viz" / "templates" / "page.html.j2").read_text("utf-8")
    sources += (ROOT / "viz" / "page.py").read_text("utf-8")
    families = (
        {"pair.partner", "pair.beneficiary"}
        | {prefix + "." for prefix in re.findall(r"[`\"]([a-z]+)\.(?:\$\{|\" ~)", sources)}
        | {"actor.kind", "theme.kind", "graph.edge.", "beside.title."}
    )
    named = set(re.findall(r"[\"`]([a-z]+(?:\.\w+)+)[\"`]", sources))
    used = {
        k for k in known if k in named or k.removesuffix(".one") in named or k.startswith(tuple(families))
    }
    assert known - used == {"language.name"} - used
    groups = {key.partition(".")[0] for key in known}
    wanted = {key for key in named if key.partition(".")[0] in groups and not key.endswith((".js", ".ts"))}
    assert wanted <= known


def test_the_bundle_is_made_of_these_sources() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import hook, sys; sys.exit(hook.stale())"], cwd=FRONTEND, check=False
    )
    assert done.returncode == 0, "the page's script is stale: run make demo"


def test_the_types_of_the_script_are_right() -> None:
    done = subprocess.run(
        [sys.executable, "hook.py", "check"], cwd=FRONTEND, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr + done.stdout


def test_front_end_modules_stay_small_and_make_no_markup() -> None:
    for path in sorted((FRONTEND / "src").glob("*.ts")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, path.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), (
            path.name
        )
    assert "://" not in re.sub(
        r'"(?:url|funding)": ?"[^"]*"|"https://github.com/sponsors/\w+"',
        "",
        (FRONTEND / "package-lock.json").read_text("utf-8"),
    )


def test_personal_data_is_covered_in_the_mailed_page(
    extracted: Callable[..., Extraction], gazetteer: Gazetteer
) -> None:
    found = extracted(
        "Forslag\n\n- KMD bør ringe Kari, kari.nordmann@eksempel.no, 01020312345, om fagskole\n"
    )
    page = render_page([found], gazetteer)
    everything = page + unpacked(page, "graph")
    assert "eksempel.no" not in everything
    assert "01020312345" not in everything
    assert "•••••••••••" in everything
    assert any(a.role is Role.ADDRESSEE for a in found.attributions)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_data_can_stand_in_a_script_element(text: str) -> None:
    made = json_text({"text": text})
    assert json.loads(made) == {"text": text}
    assert not re.search("[<>&\u2028\u2029]", made)


def test_a_missing_bundle_is_told_in_one_line(tmp_path: Path) -> None:
    code = (
        "import viz.page as page\n"
        "from graph.errors import InnspillError\n"
        "try:\n    page._bytes('borte.js')\n"
        "except InnspillError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "nettsidens skript er ikke bygd" in done.stdout
    assert "make demo" in done.stdout
    del tmp_path
