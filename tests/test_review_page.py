"""The review page in a real Chromium: one key an item, corrections, two people at once, a full disk, everybody."""

from __future__ import annotations

import resource
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from graph.model import Role
from graph.pipeline import extract
from graph.proposals import proposals
from graph.review import Act, Decision, Log, now, replay
from tests.browsing import texts, violations
from tests.conftest import WORKSHOP
from tests.serving import Review, reviewing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from graph.gazetteer import Gazetteer

    Open = Callable[..., Page]

#: What the browser itself complains of when a request is refused; the page tells it in its own words.
REFUSED = "Failed to load resource"
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    source = tmp_path_factory.mktemp("review") / "verksted-2021" / "source.txt"
    source.parent.mkdir()
    shutil.copy(WORKSHOP, source)
    with reviewing(source) as found:
        yield found


@pytest.fixture
def sit(browser: Browser, desk: Review) -> Iterator[Open]:
    """Opens the page as somebody; in the end no other host was asked and nothing was complained of."""
    contexts, asked, complaints = [], list[str](), list[str]()

    def opened(who: str = "Kari", item: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: asked.append(r.url))
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.add_init_script(f"localStorage.setItem('innspill-who', {who!r})")
        page.goto(desk.invitation + (f"&item={item}" if item else ""))
        page.wait_for_selector("[data-ready=all]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert all(url.startswith((desk.address, "data:")) for url in asked)
    assert [line for line in complaints if not line.startswith(REFUSED)] == []


def decisions(desk: Review) -> tuple[Decision, ...]:
    with Log(desk.log, read_only=True) as log:
        return log.decisions()


def at(page: Page, item: str) -> None:
    page.select_option("#filter", "all")
    page.locator(".entry", has_text=item).first.click()
    expect(page.locator("#text")).to_contain_text(item)


def said(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_contain_text(text)


def test_the_most_doubtful_come_first_and_say_why(sit: Open) -> None:
    page = sit()
    assert "token" not in page.url
    expect(page.locator("#ask")).to_be_focused()
    expect(page.locator("#done")).to_contain_text("0 av 82 er sett over")
    expect(page.locator(".doubt")).to_have_text(
        "Svært usikker. Verdt å se på fordi forslaget ikke sier hvem som blir bedt, «LO» er tolket ut fra"
        " sammenhengen og FK, LO og NHO bare er nevnt, uten rolle."
    )
    assert texts(page, "#text mark") == ["samarbeidsforum", "NHO", "næringsutvikling", "Fylkene"]
    assert texts(page, ".links .what") == ["FK", "LO", "NHO", "Næringsutvikling", "Regionale partnerskap"]
    expect(page.locator(".links tbody tr").nth(1)).to_contain_text("«Spørsmål 2 B Samarbeid NHO og LO»")
    page.click("#lang-nn")
    expect(page.locator(".doubt")).to_contain_text("framlegget ikkje seier kven som blir bede")


def test_every_item_takes_one_key(sit: Open, desk: Review) -> None:
    """82 presses of one key, 82 confirmations in the log; undo takes them back, the last first."""
    page = sit("Ola")
    before = len(decisions(desk))
    for number in range(1, 83):
        page.keyboard.press("Enter")
        said(page, f"{number} av 82 er sett over")
    made = decisions(desk)[before:]
    assert [d.act for d in made] == [Act.CONFIRM] * 82
    assert len({d.anchor.item for d in made}) == 82
    assert {d.who for d in made} == {"Ola"}
    expect(page.locator("#ask")).to_have_text("Alle innspillene er sett over. Takk!")
    for number in (81, 80):
        page.keyboard.press("u")
        expect(page.locator("#done")).to_contain_text(f"{number} av 82")
    back = decisions(desk)[before + 82 :]
    assert [(d.act, d.target) for d in back] == [(Act.WITHDRAW, d.id) for d in made[:-3:-1]]
    with Log(desk.log) as log:  # the rest by another hand, so that the next test begins where this one did
        log.append([Decision(now(), "Per", Act.WITHDRAW, d.anchor, d.id) for d in made[:-2]])


def test_a_key_held_down_or_pressed_in_a_field_accepts_nothing(sit: Open, desk: Review) -> None:
    page = sit()
    before = len(decisions(desk))
    page.evaluate(
        "dispatchEvent(new KeyboardEvent('keydown', {key: 'a', repeat: true, bubbles: true, cancelable: true}))"
    )
    page.focus("#who")
    page.keyboard.type("aaa")
    page.uncheck("#keys-on")
    page.locator("#ask").focus()
    page.keyboard.type("au")
    assert page.locator("kbd").count() == 0
    page.keyboard.press("n")
    expect(page.locator("#ask")).to_have_text("Innspill 1 av 82 i køen")
    page.check("#keys-on")
    page.locator("#ask").focus()
    page.keyboard.press("n")
    expect(page.locator("#ask")).to_have_text("Innspill 2 av 82 i køen")
    page.keyboard.press("p")
    page.keyboard.press("p")
    said(page, "første innspillet")
    assert len(decisions(desk)) == before


@pytest.mark.integration
def test_an_item_is_corrected_by_keyboard_and_comments_are_text(sit: Open, desk: Review) -> None:
    page = sit()
    at(page, "Nokut-akkrediteringen")
    before = len(decisions(desk))
    page.keyboard.press("1")
    expect(page.locator(".links tr.gone")).to_have_count(1)
    page.keyboard.press("r")
    expect(page.locator("#f-kind")).to_be_focused()
    page.select_option("#f-force", "must")
    page.fill("#f-name", "finnes ikke")
    page.keyboard.press("Enter")
    expect(page.locator("#add-wrong")).to_contain_text("«finnes ikke» står ikke i listen")
    page.fill("#f-name", "kunnskapsdepartementet")
    page.keyboard.press("Enter")
    expect(page.locator(".links tr.new .what")).to_contain_text("KD")
    page.select_option("#f-status", "declined")
    page.fill("#f-link", "javascript:alert(1)")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#f-link-wrong")).to_be_visible()
    page.fill("#f-link", "https://example.org/svar")
    page.fill("#f-why", "<img src=x onerror=alert(1)>")
    page.keyboard.press("Control+Enter")
    said(page, "Lagret.")
    made = decisions(desk)[before:]
    assert [(d.act.value, d.target) for d in made] == [
        ("force", "must"), ("reject", made[1].target), ("add", "kd"), ("answer", "declined"), ("confirm", ""),
    ]  # fmt: skip
    assert {d.why for d in made} == {"<img src=x onerror=alert(1)>"}
    at(page, "Nokut-akkrediteringen")
    page.click("#history summary")
    assert page.locator("#history img").count() == 0
    expect(page.locator("#history .comment").first).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#history a")).to_have_attribute("href", "https://example.org/svar")
    page.keyboard.press("Escape")
    page.locator("#ask").focus()
    page.keyboard.press("u")
    said(page, "Angret")
    assert [d.target for d in decisions(desk)[before + 5 :]] == [d.id for d in reversed(made)]


@pytest.mark.integration
def test_an_item_is_shortened_split_and_merged(sit: Open, desk: Review) -> None:
    page = sit()
    at(page, "Variabel bevissthet")
    text = page.locator("#text").inner_text()
    first, _, rest = text.partition(". ")
    page.click("#correct")
    page.fill("#f-text", "noe helt annet")
    page.click("#accept")
    expect(page.locator("#f-text-wrong")).to_be_visible()
    page.fill("#f-text", f"{first}.\n{rest}")
    page.click("#accept")
    said(page, "Lagret.")
    made = decisions(desk)[-1]
    assert (made.act, [text[a:b] for a, b in made.spans]) == (Act.SPLIT, [f"{first}.", rest])
    expect(page.locator("#done")).to_contain_text("av 83")
    at(page, rest)
    page.click("#correct")
    page.select_option("#f-relation", "merge")
    page.fill("#f-other", page.locator("#others option").first.get_attribute("value") or "")
    page.click("#save-only")
    expect(page.locator("#done")).to_contain_text("av 82")
    assert decisions(desk)[-1].act is Act.MERGE
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("av 83")
    page.keyboard.press("u")
    expect(page.locator("#done")).to_contain_text("av 82")


@pytest.mark.integration
def test_two_people_never_overwrite_each_other(sit: Open, desk: Review) -> None:
    """Both open an item; the second to save sees what the first decided and keeps what they wrote themselves."""
    kari, ola = sit("Kari"), sit("Ola")
    for page in (kari, ola):
        at(page, "Bevisstgjøring")
        page.keyboard.press("r")
    kari.select_option("#f-kind", "observation")
    kari.fill("#f-why", "sier bare noe")
    kari.click("#accept")
    said(kari, "Lagret.")
    ola.select_option("#f-kind", "question")
    ola.fill("#f-why", "spør jo")
    ola.click("#accept")
    expect(ola.locator("#trouble")).to_be_focused()
    expect(ola.locator("#trouble")).to_contain_text("Kari rettet slag til Observasjon")
    expect(ola.locator("#trouble")).to_contain_text("rettet slag til Spørsmål")
    assert violations(ola) == []
    assert (ola.input_value("#f-kind"), ola.input_value("#f-why")) == ("question", "spør jo")
    assert [d.who for d in decisions(desk)[-2:]] == ["Kari", "Kari"]
    ola.keyboard.press("Enter")
    expect(ola.locator("#trouble")).to_be_focused()
    ola.click("#clash-save")
    said(ola, "Lagret.")
    assert [(d.who, d.act.value, d.target) for d in decisions(desk)[-2:]] == [
        ("Ola", "kind", "question"),
        ("Ola", "confirm", ""),
    ]
    at(kari, "Bevisstgjøring")
    kari.locator("#ask").focus()
    kari.keyboard.press("Enter")
    expect(kari.locator("#trouble")).to_contain_text("Ola rettet slag til Spørsmål")
    kari.click("#clash-drop")
    said(kari, "Deres gjelder")
    assert decisions(desk)[-1].who == "Ola"


def test_a_full_disk_keeps_the_words_in_the_page(sit: Open, desk: Review) -> None:
    page = sit()
    at(page, "Bedrifter må få assistanse")
    page.keyboard.press("r")
    page.fill("#f-why", "viktig å få med")
    before = decisions(desk)
    _, hard = resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        page.keyboard.press("Control+Enter")
        expect(page.locator("#trouble")).to_be_focused()
        expect(page.locator("#trouble h3")).to_have_text("Ikke lagret")
        assert page.input_value("#f-why") == "viktig å få med"
        assert decisions(desk) == before
    finally:
        resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    page.click("#again")
    said(page, "Lagret")
    assert [d.why for d in decisions(desk)[len(before) :]] == ["viktig å få med"]


def test_without_the_token_the_page_asks_and_goes_on(desk: Review, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{desk.address}/review")
    expect(page.locator("#login-token")).to_be_focused()
    assert violations(page) == []
    page.fill("#login-name", "Per")
    page.fill("#login-token", "wrong")
    page.click("#login button")
    page.wait_for_selector("[data-ready=all]")
    page.keyboard.press("Enter")
    expect(page.locator("#login .wrong")).to_have_text("Nøkkelen mangler eller er feil.")
    page.fill("#login-token", desk.token)
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk:not([hidden])")
    page.keyboard.press("a")
    said(page, "Lagret: godtatt.")
    assert decisions(desk)[-1].who == "Per"
    page.context.close()


@pytest.mark.integration
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_nothing_is_cut(width: int, sit: Open) -> None:
    page = sit(viewport={"width": width, "height": 768})
    at(page, "Mange flere enn LO og NHO")
    page.keyboard.press("1")
    page.keyboard.press("r")
    assert violations(page) == []
    for look in ("dark", "contrast") if width > 1000 else ():  # the looks differ in colour only
        page.select_option("#look", look)
        assert violations(page, "color-contrast") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def choose(page: Page, words: str) -> None:
    """Words are chosen in the item's text, as with the mouse."""
    page.evaluate(
        """(words) => {
            const range = document.createRange(), texts = document.createTreeWalker(document.querySelector("#text"), NodeFilter.SHOW_TEXT);
            for (let node = texts.nextNode(); node; node = texts.nextNode()) {
                const start = node.data.indexOf(words);
                if (start < 0) continue;
                range.setStart(node, start);
                range.setEnd(node, start + words.length);
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


def test_words_of_an_item_are_proposed_as_names_and_linked_at_once(
    sit: Open, desk: Review, gazetteer: Gazetteer
) -> None:
    """What ``innspill review vocabulary`` then shows is what was put forward here."""
    page = sit()
    at(page, "Bevisstgjøring av globale")
    before = len(decisions(desk))
    choose(page, " produksjon/aktivitet,")
    expect(page.locator("#name-it")).to_contain_text("Nytt navn: «produksjon/aktivitet»")
    page.keyboard.press("m")
    expect(page.locator("#f-new-is")).to_be_focused()
    assert page.input_value("#f-new") == "produksjon/aktivitet"
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator("#name-wrong")).to_have_text("Velg aktøren eller temaet i listen.")
    expect(page.locator("#f-new-of")).to_be_focused()
    page.select_option("#f-new-role", "subject")
    page.fill("#f-new-of", "Grønn omstilling")
    page.keyboard.press("Enter")
    said(page, "«produksjon/aktivitet» er satt opp.")
    page.fill("#f-new", "Det grønne rådet")
    page.select_option("#f-new-is", "actor")
    page.select_option("#f-new-role", "partner")
    page.click("#f-propose")
    expect(page.locator("#f-propose")).to_be_focused()
    page.fill("#f-new", "Kommunal- og moderniseringsdepartementet")
    page.click("#f-propose")
    expect(page.locator("#name-wrong")).to_contain_text("er alt et navn på KMD.")
    page.fill("#f-new", "")
    assert texts(page, ".proposed li") == [
        "«produksjon/aktivitet»: et annet navn på Grønn omstilling (tema) ny, ikke lagret Fjern",
        "«Det grønne rådet»: en ny aktør (partner) ny, ikke lagret Fjern",
    ]
    page.keyboard.press("Control+Enter")
    said(page, "Lagret.")
    made = decisions(desk)[before:]
    assert [(d.act.value, d.role, d.target, d.quote) for d in made[:-1]] == [
        ("spelling", None, "gronn-omstilling", "produksjon/aktivitet"),
        ("add", Role.SUBJECT, "gronn-omstilling", "produksjon/aktivitet"),
        ("name", None, "actor", "Det grønne rådet"),
        ("add", Role.PARTNER, "det-gronne-radet", ""),
    ]
    review = replay(extract(desk.log.parent / "source.txt"), decisions(desk), gazetteer)
    assert {p.label for p in proposals([review], gazetteer)} == {"produksjon/aktivitet", "Det grønne rådet"}
    at(page, "Bevisstgjøring av globale")
    expect(page.locator(".links .what", has_text="Det grønne rådet")).to_be_visible()
    page.click("#history summary")
    expect(page.locator("#history")).to_contain_text("foreslo «Det grønne rådet» som ny aktør")
    page.locator("#ask").focus()
    page.keyboard.press("u")
    said(page, "Angret")
    expect(page.locator(".links .what", has_text="Det grønne rådet")).to_have_count(0)


def test_words_that_mean_something_else_are_refused_and_stay_in_the_page(sit: Open, desk: Review) -> None:
    """Kari gives words a meaning; Ola, who gives them another on another item, is told and loses nothing."""
    kari, ola = sit("Kari"), sit("Ola")
    for page, item, actor in ((kari, "Variabel bevissthet", "KS"), (ola, "Nokut-akkrediteringen", "NHO")):
        at(page, item)
        page.keyboard.press("m")
        page.fill("#f-new", "de andre der")
        page.fill("#f-new-of", actor)
        page.keyboard.press("Enter")
    kari.click("#save-only")
    said(kari, "Lagret.")
    before = decisions(desk)
    ola.click("#save-only")
    expect(ola.locator("#trouble")).to_contain_text("«de andre der» betyr alt Kommunesektorens organisasjon")
    assert decisions(desk) == before
    expect(ola.locator(".proposed li")).to_contain_text("et annet navn på NHO")
    ola.focus("#proposed-0")
    ola.keyboard.press("Enter")
    said(ola, "er tatt bort igjen")
    expect(ola.locator("#ask")).to_be_focused()
    kari.keyboard.press("Escape")
    kari.keyboard.press("u")
    said(kari, "Angret")


def test_a_policy_officer_goes_through_ten_items_by_keyboard(sit: Open, desk: Review) -> None:
    """Never the mouse: what every key did is said, and the focus is never lost."""
    page = sit("Siri")
    before = len(decisions(desk))
    start = int(page.inner_text("#done").split()[0])
    page.keyboard.press("Tab")
    page.focus("#skip")
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_focused()
    assert page.locator("#ask").get_attribute("aria-describedby") == "text"
    for number in range(10):
        if number == 3:
            page.keyboard.press("1")
            said(page, "fjernes når du lagrer")
            page.keyboard.press("1")
            said(page, "beholdes")
        if number == 5:
            page.keyboard.press("r")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            expect(page.locator("#f-name")).to_be_focused()
            page.keyboard.type("KS")
            page.keyboard.press("Enter")
            said(page, "KS er lagt til.")
            expect(page.locator("#f-name")).to_be_focused()
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press("Enter")
        expect(page.locator("#done")).to_contain_text(f"{start + number + 1} av 82")
        expect(page.locator("#ask")).to_be_focused()
        said(page, "Lagret")
    assert len([d for d in decisions(desk)[before:] if d.act is Act.CONFIRM]) == 10
    page.focus(".entry[aria-current]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    second = page.locator(".entry").nth(1)
    expect(second).to_be_focused()
    assert page.locator(".entry[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_be_focused()
    expect(page.locator("#text")).to_have_text(second.locator(".words").inner_text())
    page.focus("#filter")
    page.select_option("#filter", "done")
    said(page, f"{start + 10} av 82 innspill vises.")
    for _ in range(10):
        page.locator("#ask").focus()
        page.keyboard.press("u")
        said(page, "Angret")
        page.evaluate("document.querySelector('#said').textContent = ''")
    expect(page.locator("#done")).to_contain_text(f"{start} av 82")
