"""Review over HTTP: who may write, what is refused and how, and that what is served follows the log."""

from __future__ import annotations

import json
import re
import resource
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from graph.model import Role
from graph.review import Log
from tests.conftest import ROOT, WORKSHOP
from tests.serving import Review, reviewing
from tests.test_schema import CHECKED
from viz.page import page_messages
from viz.review_page import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model import Extraction

ITEM = "dag-2/hva-bor-kmd-jobbe-videre/6d"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    source = tmp_path_factory.mktemp("review") / "verksted-2021" / "source.txt"
    source.parent.mkdir()
    shutil.copy(WORKSHOP, source)
    with reviewing(source) as found:
        yield found


def wish(item: str = ITEM, seen: int = 2**40, **act: Any) -> dict[str, Any]:
    made = {"act": "confirm", **act}
    return {"document": "verksted-2021", "item": item, "seen": seen, "who": "Kari", "decisions": [made]}


def post(desk: Review, body: Any, token: str | None = None, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: dict[str, str] = {
        "authorization": f"Bearer {desk.token if token is None else token}",
        "content-type": "application/json",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    raw = {name: value.encode("latin-1") for name, value in sent.items()}
    return httpx.post(f"{desk.address}/api/review/decisions", content=content, headers=raw, timeout=20)


def item_of(desk: Review, item: str = ITEM) -> dict[str, Any]:
    items = httpx.get(f"{desk.address}/api/review").json()["items"]
    return next(one for one in items if one["id"] == item)


def held(desk: Review) -> int:
    with Log(desk.log, read_only=True) as log:
        return log.version()


DEEP = b'{"document":' + b"[" * 20_000 + b"]" * 20_000 + b"}"
HOSTILE: list[tuple[str, Any, dict[str, str], int]] = [
    ("foreign origin", wish(), {"origin": "https://evil.example"}, 403),
    ("null origin", wish(), {"origin": "null"}, 403),
    ("other port", wish(), {"origin": "http://127.0.0.1:1"}, 403),
    ("foreign host", wish(), {"host": "evil.example"}, 403),
    ("cross site", wish(), {"sec_fetch_site": "cross-site"}, 403),
    ("text", wish(), {"content_type": "text/plain"}, 415),
    ("form", wish(), {"content_type": "application/x-www-form-urlencoded"}, 415),
    ("no type", wish(), {"content_type": ""}, 415),
    ("no token", wish(), {"authorization": ""}, 401),
    ("wrong token", wish(), {"authorization": "Bearer x"}, 401),
    ("token as Basic", wish(), {"authorization": "Basic YTpi"}, 401),
    ("odd token", wish(), {"authorization": "Bearer \u00e6"}, 401),
    ("too large", b'"' + b"x" * 70_000 + b'"', {}, 413),
    ("no JSON", b"{", {}, 400),
    ("no UTF-8", b'{"who": "\xff"}', {}, 400),
    ("NaN", b'{"seen": NaN}', {}, 400),
    ("deep", DEEP, {}, 400),
    ("empty", b"", {}, 400),
    ("list", [], {}, 400),
    ("prototype key", {**wish(), "__proto__": {"admin": True}}, {}, 400),
    ("prototype key in a decision", wish(__proto__="x"), {}, 400),
    ("constructor", wish(act="constructor"), {}, 400),
    ("no decisions", {**wish(), "decisions": []}, {}, 400),
    ("many decisions", {**wish(), "decisions": [{"act": "confirm"}] * 51}, {}, 400),
    ("negative", wish(seen=-1), {}, 400),
    ("huge", wish(seen=10**30), {}, 400),
    ("truth for a number", {**wish(), "seen": True}, {}, 400),
    ("long comment", wish(why="x" * 4001), {}, 400),
    ("lone surrogate", wish(why="\ud800"), {}, 400),
    ("null character", wish(why="a\0b"), {}, 400),
    ("nobody", {**wish(), "who": "  "}, {}, 422),
    ("unknown item", wish("no/such"), {}, 404),
    ("unknown document", {**wish(), "document": "../../etc/passwd"}, {}, 404),
    ("unknown decision", wish(act="withdraw", target="0123456789abcdef"), {}, 404),
    ("unknown actor", wish(act="add", role="addressee", target="no-such"), {}, 422),
    ("unknown role", wish(act="add", role="__proto__", target="kmd"), {}, 422),
    ("no such kind", wish(act="kind", target="order"), {}, 422),
    ("spans outside", wish(act="text", spans=[[0, 100_000]]), {}, 422),
    ("spans that are none", wish(act="text", spans=[["0", "9"]]), {}, 400),
    ("merge with itself", wish(act="merge", target=ITEM), {}, 422),
    ("merge with nothing", wish(act="merge", target="no/such"), {}, 422),
    ("script as link", wish(act="answer", target="done", link="javascript:alert(1)"), {}, 422),
]  # fmt: skip


@pytest.mark.parametrize(("body", "headers", "status"), [c[1:] for c in HOSTILE], ids=[c[0] for c in HOSTILE])
def test_what_should_not_be_written_is_refused_with_its_status(
    desk: Review, body: Any, headers: dict[str, str], status: int
) -> None:
    before = held(desk)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = post(desk, content, **headers)
    assert answer.status_code == status, answer.text
    assert "Traceback" not in answer.text
    assert held(desk) == before


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_no_other_method_writes(desk: Review, method: str) -> None:
    headers = {"authorization": f"Bearer {desk.token}"}
    answer = httpx.request(method, f"{desk.address}/api/review/decisions", headers=headers)
    assert answer.status_code == 405
    assert httpx.request("POST", f"{desk.address}/api/review", headers=headers).status_code == 405


@pytest.mark.integration
def test_what_is_served_follows_the_log(desk: Review, workshop: Extraction) -> None:
    """Kari says that KD is asked too; SPARQL, the explorer and the item say so at once, and no longer after."""
    query = "SELECT ?i ?who { ?i inn:addressee <https://w3id.org/innspill/actor/kd> OPTIONAL { ?i inn:confirmedBy/prov:wasAssociatedWith/rdfs:label ?who } }"

    def asked() -> dict[str, str]:
        sent = {"query": query, "format": "csv"}
        answer = httpx.get(f"{desk.address}/sparql", params=sent, timeout=60)
        rows = [line.split(",") for line in answer.text.split()[1:]]
        return {item.partition("verksted-2021/")[2]: who for item, who in rows}

    before = {a.item: "" for a in workshop.attributions if (a.role, a.target) == (Role.ADDRESSEE, "kd")}
    add = {"act": "add", "role": "addressee", "target": "kd", "why": "<img src=x onerror=alert(1)>"}
    acts = [{"act": "force", "target": "must"}, add, {"act": "confirm"}]
    answer = post(desk, {**wish(seen=item_of(desk)["seen"]), "decisions": acts})
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert len(said["ids"]) == 3
    assert (said["item"]["reviewed"], said["item"]["force"]) == (True, "must")
    assert ("kd", "review") in {(a["target"], a["basis"]) for a in said["item"]["links"]}
    assert asked() == {**before, ITEM: "Kari"}
    page = httpx.get(f"{desk.address}/", timeout=60)
    assert page.status_code == 200
    assert "<img src=x" not in page.text
    back = [{"act": "withdraw", "target": one} for one in said["ids"]]
    assert post(desk, {**wish(seen=said["version"]), "decisions": back}).status_code == 200
    assert (item_of(desk)["reviewed"], item_of(desk)["force"]) == (False, "wish")
    assert asked() == before


def test_who_comes_second_gets_the_others_decisions_and_may_save_again(desk: Review) -> None:
    seen = item_of(desk)["seen"]
    assert post(desk, wish(seen=seen, act="kind", target="question")).status_code == 200
    late = post(desk, {**wish(seen=seen, act="kind", target="observation"), "who": "Ola"})
    assert late.status_code == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert [(d["who"], d["act"], d["target"]) for d in late.json()["others"]] == [
        ("Kari", "kind", "question")
    ]
    assert late.json()["item"]["kind"] == "question"
    again = {**wish(seen=late.json()["version"], act="kind", target="observation"), "who": "Ola"}
    assert post(desk, again).json()["item"]["kind"] == "observation"


def test_an_item_split_meanwhile_is_a_conflict_and_not_unknown(desk: Review) -> None:
    item = "dag-1/sporsmal-2/2"
    seen = item_of(desk, item)["seen"]
    split = post(desk, wish(item, seen, act="split", spans=[[0, 10], [11, 30]]))
    assert split.json()["item"] is None
    late = post(desk, wish(item, seen))
    assert late.status_code == 409
    assert late.json()["others"][0]["act"] == "split"
    assert late.json()["item"] is None
    assert post(desk, wish(item, late.json()["version"])).status_code == 404


def test_a_full_disk_is_told_nothing_is_half_written_and_the_server_goes_on(desk: Review) -> None:
    """No file of the server's may grow, which is what a full disk does to it."""
    before, seen = held(desk), item_of(desk)["seen"]
    _, hard = resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        answer = post(desk, wish(seen=seen, why="a comment"))
        assert answer.status_code == 507
        assert "ikke lagret" in answer.text
        assert httpx.get(f"{desk.address}/api/review").status_code == 200
        assert held(desk) == before
    finally:
        resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert post(desk, wish(seen=seen, why="a comment")).status_code == 200
    assert held(desk) == before + 1


def test_the_review_is_as_described(desk: Review) -> None:
    schema = schemathesis.openapi.from_dict(httpx.get(f"{desk.address}/openapi.json").json())
    found = [op.ok() for op in schema.get_all_operations()]
    operations = [op for op in found if op.path.startswith("/api/review")]
    assert len(operations) == 2
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
        def check(case: Any) -> None:
            headers = {"authorization": f"Bearer {desk.token}"}
            case.call_and_validate(base_url=desk.address, headers=headers, checks=CHECKED)

        check()


def test_review_takes_documents_and_says_so(tmp_path: Path) -> None:
    from graph.cli.serving import serve
    from graph.errors import InnspillError

    for sources, review in (([], True), ([tmp_path / "graph.trig"], True), ([tmp_path, tmp_path], False)):
        with pytest.raises(InnspillError, match="--review"):
            serve(sources, review=review)


def test_every_text_of_the_page_is_used_and_said_in_three_languages() -> None:
    texts = {code: page_messages(f"review/{code}") for code in ("nb", "nn", "en")}
    holes = {
        code: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in said.items()}
        for code, said in texts.items()
    }
    assert holes["nb"] == holes["nn"] == holes["en"]
    scripts = "".join(p.read_text("utf-8") for p in sorted((ROOT / "viz/frontend/src").glob("review*.ts")))
    named = set(
        re.findall(r"\"([a-z]+(?:\.\w+)*)\"", scripts + (ROOT / "viz/templates/review.html.j2").read_text())
    )
    families = tuple(f"{name}." for name in re.findall(r"`([a-z]+(?:\.[a-z]+)?)\.\$\{", scripts))
    assert [key for key in texts["nb"] if key not in named and not key.startswith(families)] == []
    shared = {key for key in page_messages("nb") if key.startswith(SHARED)}
    groups = {key.partition(".")[0] for key in (*texts["nb"], *shared)} - {"text"}
    said = {key for key in named if "." in key and key.partition(".")[0] in groups}
    assert said - shared <= texts["nb"].keys()
