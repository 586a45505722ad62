"""Roles, kinds and bases: by grammar, heading and parent, on sentences that are not in the workshop."""

from __future__ import annotations

import pytest

from graph.evaluation import rows

ROLES = ("addressee", "partner", "beneficiary", "mentioned")


def roles_of(row) -> dict[str, list[str]]:
    found = {role: row[role] for role in ROLES}
    found["addressee"] = sorted(link["actor"] for link in row["addressee"])
    return {role: actors for role, actors in found.items() if actors}


@pytest.mark.parametrize(
    ("sentence", "roles"),
    [
        # subject of a modal, on either side of it
        ("NFD bør forenkle søknadsprosessen.", {"addressee": ["nfd"]}),
        ("Her må NFD og KD lede an.", {"addressee": ["kd", "nfd"]}),
        ("Kan Siva bidra med lokaler?", {"addressee": ["siva"]}),
        ("Det er viktig at Forskningsrådet prioriterer dette.", {"addressee": ["forskningsradet"]}),
        ("Det er viktig at Forskningsrådet kan prioritere dette.", {"addressee": ["forskningsradet"]}),
        ("Vi ønsker at Siva stiller opp på møtene.", {"addressee": ["siva"]}),
        ("Det er bra at det står i planen at Siva stiller opp.", {"mentioned": ["siva"]}),
        ("Viktig at kommunene blir hørt.", {"partner": ["kommunene"]}),
        ("Staten bør betale, fylkeskommunene gjennomføre.", {"addressee": ["fk", "staten"]}),
        ("Det trengs en satsing der KD tar ansvar.", {"addressee": ["kd"]}),
        # a passive's subject is not the one asked
        ("KS må involveres tidligere i arbeidet.", {"partner": ["ks"]}),
        ("Kommunene bør få mer veiledning.", {"beneficiary": ["kommunene"]}),
        ("UH-sektoren må styrkes.", {"beneficiary": ["uh"]}),
        ("NAV oppfordres til å dele data.", {"addressee": ["nav"]}),
        ("NHO og LO inviteres til å delta i styringsgruppa.", {"addressee": ["lo", "nho"]}),
        ("Dette må følges opp av KD.", {"addressee": ["kd"]}),
        # the preposition and what governs it
        ("KD må ha tettere dialog med KS og NHO.", {"addressee": ["kd"], "partner": ["ks", "nho"]}),
        ("KD bør i samarbeid med LO lage en plan.", {"addressee": ["kd"], "partner": ["lo"]}),
        ("Vi trenger mer støtte fra NFD.", {"addressee": ["nfd"]}),
        ("NFD må gi tydelige signaler til kommunene.", {"addressee": ["nfd"], "beneficiary": ["kommunene"]}),
        ("Mer midler til fylkeskommunene.", {"beneficiary": ["fk"]}),
        ("Økt samarbeid mellom NAV og KS.", {"addressee": ["ks", "nav"]}),
        # enabling is not asking; a condition asks nobody
        ("Sørge for at kommunene kan planlegge bedre.", {"beneficiary": ["kommunene"]}),
        ("Lage en plan når KD skal endre loven.", {"mentioned": ["kd"]}),
        # who is let, singled out, wished for or put down as responsible
        ("La Siva ta ansvaret for dette.", {"addressee": ["siva"]}),
        ("Det er KD som må gjøre noe med dette.", {"addressee": ["kd"]}),
        ("Det hadde vært fint om NAV og KS samarbeidet mer.", {"addressee": ["ks", "nav"]}),
        ("Behov for at NOKUT lytter mer.", {"addressee": ["nokut"]}),
        ("Lage en nettside. Ansvarlig: Siva", {"addressee": ["siva"]}),
        ("Subsidiært ber vi NFD vurdere saken på nytt.", {"addressee": ["nfd"]}),
        ("Tiltak som KD må følge opp.", {"addressee": ["kd"]}),
        ("KD mener NOKUT bør svare raskere.", {"addressee": ["nokut"], "mentioned": ["kd"]}),
        ("Savner en kontaktperson i Siva.", {"addressee": ["siva"]}),
        ("Oppgaven bør legges til NAV.", {"addressee": ["nav"]}),
        (
            "Kommunene kjenner bedriftene best, og kan ta en større rolle.",
            {"addressee": ["kommunene"], "mentioned": ["naeringslivet"]},
        ),
        ("NOKUT er viktig. De må svare raskere.", {"addressee": ["nokut"]}),
        ("Hvordan tenker KD å følge opp dette?", {"addressee": ["kd"]}),
        # the speaker, a plan of one's own, an area and praise ask nobody
        ("NHO vil understreke at dette må prioriteres.", {"mentioned": ["nho"]}),
        ("NHO mener at KD må rydde.", {"addressee": ["kd"], "mentioned": ["nho"]}),
        ("Det er uholdbart at NAV skal betale for dette.", {"mentioned": ["nav"]}),
        ("Et bedre tilbud i hele fylket.", {}),
        ("Bra at Siva spør. Vi må møtes oftere.", {"mentioned": ["siva"]}),
        # with whom and for whom
        ("Statsforvalteren må inn i arbeidet.", {"partner": ["statsforvalteren"]}),
        ("KS må være pådriver overfor KD.", {"addressee": ["ks"], "partner": ["kd"]}),
        ("KS bør forhandle på vegne av kommunene.", {"addressee": ["ks"], "beneficiary": ["kommunene"]}),
        ("Forutsigbar finansiering av fagskolene.", {"beneficiary": ["fagskolene"]}),
        ("NAV må få ned ventetida.", {"addressee": ["nav"]}),
        ("Egne midler til omstillingskommuner trengs.", {"beneficiary": ["kommunene"]}),
        # a slip of the pen in a long name
        ("Kunnskapsdepartmentet må svare.", {"addressee": ["kd"]}),
        # labels
        ("NFD: Lage en ny strategi", {"addressee": ["nfd"]}),
        ("Siva i Trondheim -> flere lokaler", {"addressee": ["siva"]}),
        ("NHO + LO: felles kurs", {"addressee": ["lo", "nho"]}),
        # the shorthand of notes: brackets, arrows, names alone
        ("Kurs for ufaglærte (NAV)", {"addressee": ["nav"]}),
        ("Kurs for ufaglærte (NAV? KS?)", {"addressee": ["ks", "nav"]}),
        ("Kurs for ufaglærte (ansv. KS i dialog m/ NHO)", {"addressee": ["ks"], "partner": ["nho"]}),
        ("Samle departementene (KD, NFD)", {"partner": ["departementene", "kd", "nfd"]}),
        ("Kortere kø på søknadene -> Siva", {"addressee": ["siva"]}),
        ("Enklere søknadsskjema! Siva, NFD", {"addressee": ["nfd", "siva"]}),
        ("NAV med i styringsgruppa", {"partner": ["nav"]}),
        ("NAV Innlandet må svare raskere.", {"addressee": ["nav"]}),
        # duties without a modal, subjects left out, offers
        ("KD er nødt til å rydde i dette.", {"addressee": ["kd"]}),
        ("KS og NHO sier hver sitt. Bør snakke sammen.", {"addressee": ["ks", "nho"]}),
        ("LO vil gjerne bidra, men da må NFD betale.", {"addressee": ["nfd"], "mentioned": ["lo"]}),
        ("Hvorfor svarer ikke NFD på dette?", {"addressee": ["nfd"]}),
        ("Alle var enige om at NFD bør rydde.", {"addressee": ["nfd"]}),
        ("Svar fra NFD må komme raskere.", {"addressee": ["nfd"]}),
        ("KS som eier bør rydde.", {"addressee": ["ks"]}),
        # tools, relief and company for somebody
        (
            "NFD må lage en plan som kommunene kan bruke.",
            {"addressee": ["nfd"], "beneficiary": ["kommunene"]},
        ),
        ("Mer reisestøtte til kommunene", {"beneficiary": ["kommunene"]}),
        ("Enklere skjema, takk! Kommunene har ikke folk til dette.", {"beneficiary": ["kommunene"]}),
        ("NFD må følge opp fagskolene.", {"addressee": ["nfd"], "beneficiary": ["fagskolene"]}),
        ("NFD bør lytte mer til kommunene.", {"addressee": ["nfd"], "partner": ["kommunene"]}),
        ("Tettere kobling til Siva.", {"partner": ["siva"]}),
        ("KS bør ta ansvar for at NAV og NHO møtes.", {"addressee": ["ks"], "partner": ["nav", "nho"]}),
        # who only states asks nobody
        ("KD har mange oppgaver.", {"mentioned": ["kd"]}),
    ],
)
def test_role_of_each_actor_in_a_sentence(extracted, sentence, roles) -> None:
    (row,) = rows(extracted(f"Tittel\n\n- {sentence}\n"))
    assert roles_of(row) == roles


@pytest.mark.parametrize(
    ("sentence", "kind", "force"),
    [
        ("Staten må betale.", "proposal", "must"),
        ("Dette bør gjøres nå.", "proposal", "should"),
        ("Det er behov for flere møteplasser.", "proposal", "wish"),
        ("Det er ikke behov for flere møteplasser.", "observation", None),
        ("Utvikle en felles veileder", "proposal", "wish"),
        ("Mer penger til vei", "proposal", "wish"),
        ("Hvordan får vi til dette?", "question", "question"),
        ("Hvordan får vi til dette? Vi må møtes oftere.", "proposal", "must"),
        ("Bedriftene mangler folk.", "observation", None),
        ("Når prosjektet må avsluttes, er pengene brukt.", "observation", None),
        ("Utvikle ein felles rettleiar", "proposal", "wish"),
        ("Verksemdene manglar folk.", "observation", None),
        ("Hjelp til kommuner som vil starte studiesenter, takk", "proposal", "wish"),
        ("Flere lærlingplasser!!", "proposal", "wish"),
        ("Ikke flere strategier.", "proposal", "wish"),
        ("Ikkje legg ned skulen.", "proposal", "wish"),
        ("Oppdater nettsidene.", "proposal", "wish"),
        ("Veit ikkje", "observation", None),
        ("Møtet i Sogndal var topp.", "observation", None),
        ("Bra at fylket spør oss.", "observation", None),
        ("Fylkeskommunene trenger handlingsrom.", "proposal", "wish"),
        ("Skal Equinor satse på havvind her eller ikke", "question", "question"),
        ("Hvordan dette skal telle, framgår ikke av notatet.", "observation", None),
        ("Vi støtter forslaget om en ny lov.", "proposal", "wish"),
        ("Kommunene må dele mer – hva kan gjøres felles?", "proposal", "must"),
        ("Cruise – hvem tjener på det?", "question", "question"),
        ("Kurs for ufaglærte (NAV?)", "proposal", "wish"),
        ("Studieforbundene inviteres inn.", "proposal", "wish"),
    ],
)
def test_kind_and_force_of_a_sentence(extracted, sentence, kind, force) -> None:
    (item,) = extracted(f"Tittel\n\n- {sentence}\n").items
    assert (item.kind, item.force) == (kind, force)


@pytest.mark.parametrize(
    ("heading", "addressees"),
    [
        ("Hva bør NFD gjøre?", ["nfd"]),
        ("Hva kan kommunene og KS gjøre:", ["kommunene", "ks"]),
        ("Forventninger til Siva:", ["siva"]),
        ("Til NFD:", ["nfd"]),
        ("NFD", ["nfd"]),
        ("Hvilke forventninger har kommunene til NAV?", ["nav"]),
        ("Hva trenger vi fra staten?", ["staten"]),
        ("Innspill fra NHO:", []),
        ("Samarbeid mellom NAV og KS:", []),
        ("Kva forventar vi av staten?", ["staten"]),
        ("Følgende må KD ta med seg:", ["kd"]),
        ("TIL NHO OG LO", ["lo", "nho"]),
    ],
)
def test_the_heading_says_who_is_asked(extracted, heading, addressees) -> None:
    (row,) = rows(extracted(f"Tittel\n\n{heading}\n\n- Lage en plan\n"))
    assert row["addressee"] == [{"actor": actor, "basis": "heading"} for actor in addressees]


@pytest.mark.parametrize(
    ("heading", "item", "roles"),
    [
        ("Veien videre", "Siva sender ut en oppsummering", {"addressee": ["siva"]}),
        ("Vi foreslår at:", "Siva får egne midler", {"beneficiary": ["siva"]}),
        ("Vi foreslår at:", "NFD gir Siva et nytt oppdrag", {"addressee": ["nfd"], "beneficiary": ["siva"]}),
    ],
)
def test_the_present_asks_where_the_heading_wants_or_has_agreed_it(extracted, heading, item, roles) -> None:
    (row,) = rows(extracted(f"Tittel\n\n{heading}\n\n- {item}\n"))
    assert (row["kind"], roles_of(row)) == ("proposal", roles)


HEARD = """{title}

- KS: Støtter forslaget.
- NHO: Siva må svare raskere. Vi venter for lenge.
- LO: Flere lærlinger.
- NITO: Bedre utstyr.
"""


def test_labels_name_who_speaks_where_they_go_on_as_speakers_and_who_is_asked_elsewhere(extracted) -> None:
    def links(text: str) -> list[tuple[str, str]]:
        found = extracted(text).attributions
        return [(link.role.value, link.target) for link in found if link.role.value != "subject"]

    heard = [
        ("proposer", "ks"),
        ("addressee", "siva"),
        ("proposer", "nho"),
        ("proposer", "lo"),
        ("proposer", "nito"),
    ]
    assert sorted(links(HEARD.format(title="Høringsrunden"))) == sorted(heard)
    asked = links("Tittel\n\n- KS: Rydde opp.\n- LO: Flere lærlinger.\n- NITO: Bedre utstyr.\n")
    assert sorted(asked) == [("addressee", "ks"), ("addressee", "lo"), ("addressee", "nito")]


def test_a_wish_for_how_things_are_is_no_ask_of_an_area(extracted) -> None:
    (row,) = rows(extracted("Tittel\n\nStatus\n\n- Nordland: forum hvert halvår\n"))
    assert (row["kind"], row["addressee"]) == ("observation", [])


def test_the_one_named_in_the_item_stands_instead_of_the_headings(extracted) -> None:
    (row,) = rows(extracted("Tittel\n\nHva bør KMD gjøre?\n\n- NFD må lage en plan\n"))
    assert row["addressee"] == [{"actor": "nfd", "basis": "explicit"}]


def test_a_sub_item_inherits_the_addressee_its_parent_names(extracted) -> None:
    found = rows(
        extracted("Tittel\n\nHva bør KMD gjøre?\n\n1. NFD må lage en plan\na. kort\nb. tydelig\n2. Møtes\n")
    )
    assert [[(a["actor"], a["basis"]) for a in row["addressee"]] for row in found] == [
        [("nfd", "explicit")], [("nfd", "parent")], [("nfd", "parent")], [("kmd", "heading")],
    ]  # fmt: skip


def test_a_list_goes_on_with_the_sentence_that_leads_into_it(extracted) -> None:
    text = "Tittel\n\nPå denne bakgrunn foreslår vi at NOKUT:\n\n- behandler søknader raskere\n- har dialog med KS\n"
    first, second = rows(extracted(text))
    assert [first["kind"], second["kind"]] == ["proposal", "proposal"]
    assert first["addressee"] == second["addressee"] == [{"actor": "nokut", "basis": "heading"}]
    assert second["partner"] == ["ks"]


def test_organisations_nobody_has_listed_become_candidates(extracted) -> None:
    text = "Tittel\n\n- Siva og Bremnes Seashore bør dele erfaringer\n- Karriere Agder må svare\n- GCE Blue må med\n"
    found = extracted(text)
    assert [c.label for c in found.candidates] == ["Bremnes Seashore", "GCE Blue", "Karriere Agder"]
    first, second, _ = rows(found)
    assert sorted(a["actor"] for a in first["addressee"]) == ["bremnes-seashore", "siva"]
    assert [a["actor"] for a in second["addressee"]] == ["karriere-agder"]


def test_words_in_capitals_are_no_organisations_in_a_heading_of_capitals(extracted) -> None:
    found = extracted("Tittel\n\nKVA KAN BLI BETRE\n\n- fleire lærlingplassar\n")
    assert found.candidates == ()
    assert [row["addressee"] for row in rows(found)] == [[]]


def test_a_heading_names_who_speaks(extracted) -> None:
    links = extracted("Tittel\n\nInnspill fra NHO:\n\n- KD må lage en plan\n").attributions
    assert [(a.role, a.target, a.basis) for a in links if a.role in {"proposer", "addressee"}] == [
        ("addressee", "kd", "explicit"), ("proposer", "nho", "heading"),
    ]  # fmt: skip


def test_every_link_quotes_the_words_that_carry_it(workshop) -> None:
    texts = {i.id: i.text for i in workshop.items} | {s.id: s.text for s in workshop.sections}
    for link in workshop.attributions:
        m = link.mention
        assert texts[m.where][m.start : m.end] == m.quote
        assert m.where == link.item or link.basis in {"heading", "parent"}


def test_every_rule_used_is_explained(workshop, gazetteer) -> None:
    assert {link.rule for link in workshop.attributions} <= set(gazetteer.rules)


def test_capitals_decide(extracted) -> None:
    first, second = rows(extracted("Tittel\n\n- IN bør gi råd om dette\n- Alle bør gå inn i dette\n"))
    assert [a["actor"] for a in first["addressee"]] == ["innovasjonnorge"]
    assert roles_of(second) == {}


def test_a_web_address_names_nobody(extracted) -> None:
    (row,) = rows(extracted("Tittel\n\n- Oppdatere siden på regjeringen.no og nav.no\n"))
    assert roles_of(row) == {}


def test_the_directorate_is_the_one_its_section_is_about(extracted) -> None:
    text = (
        "Tittel\n\nHva forventer vi av HK-dir?\n\n- Direktoratet må svare raskere\n\n"
        "Annet:\n\n- Direktoratet må svare\n"
    )
    first, second = rows(extracted(text))
    assert [a["actor"] for a in first["addressee"]] == ["hkdir"]
    assert [a["actor"] for a in second["addressee"]] == ["hkdir"], "the only one the document speaks of"
    *_, last = rows(
        extracted(text + "- Udir og HK-dir er gode\n\nTil slutt:\n\n- Direktoratet må svare\n", "b.txt")
    )
    assert last["addressee"] == [], "two it could be"
