// The editor: YASGUI over this endpoint alone, with the library of queries as examples.
"use strict";

async function start() {
  const queries = await (await fetch(`/api/queries?lang=${document.documentElement.lang}`)).json();
  const prefixes = await (await fetch("/api/prefixes")).json();
  const choice = document.getElementById("question");
  const explained = document.getElementById("explained");
  const csv = document.getElementById("csv");
  // No look-ups at other hosts: no completion by prefix.cc or LOV, no proxy.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  // The tabulator leads on, as everywhere else on a page (WCAG 2.1, 2.1.2: no keyboard trap).
  Object.assign(Yasgui.Yasqe.defaults.extraKeys, { Tab: false, "Shift-Tab": false });
  const editor = document.getElementById("editor");
  speak(document.body);
  const yasgui = new Yasgui(editor, {
    tabName: editor.dataset.tab,
    requestConfig: { endpoint: new URL("/sparql", location).href, method: "POST" },
    copyEndpointOnNewTab: true,
    persistenceId: null,
    endpointCatalogueOptions: { getData: () => [] },
  });

  function written(query) {
    const declared = Object.entries(prefixes)
      .filter(([prefix]) => new RegExp(`\\b${prefix}:`).test(query.sparql))
      .map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`);
    const values = query.bindings.map(([name, term]) => `\n    VALUES ?${name} { ${term} }`).join("");
    const body = query.sparql
      .replace(/^#.*\n/gm, "")
      .replace("WHERE {", `WHERE {${values}`)
      .replaceAll("?language", `"${document.documentElement.lang}"`);
    return `${declared.join("\n")}\n${body}`;
  }

  function show() {
    const query = queries.find((one) => one.name === choice.value);
    yasgui.getTab().setQuery(written(query));
    explained.textContent = query.description;
    const parameters = new URLSearchParams({ ...query.arguments, format: "csv", lang: document.documentElement.lang });
    csv.href = `/api/queries/${query.name}?${parameters}`;
  }

  document.getElementById("examples").addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  choice.addEventListener("change", show);
  choice.value = "who-is-asked-what";
  show();
}

document.addEventListener("DOMContentLoaded", start);
