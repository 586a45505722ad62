/* Questions: the named queries with what may be chosen, the SPARQL behind each, and the answer. */

import { byKey, concepts, data, type NamedQuery } from "./data";
import { button, byId, type Child, el } from "./dom";
import { paged } from "./cards";
import { csv, save, type Sheet, xlsx } from "./exports";
import { answerFor, keyOf, named, remember } from "./hits";
import { type Answer, ask, type Bound, type Term } from "./sparql";
import { address, choice, go, state } from "./state";
import { both, compare, name, say, sayCount, spoken } from "./words";

const chosenQuery = (): NamedQuery | undefined => data.queries.find((query) => query.name === state.query);

/* The text without its header, which the page shows in words. */
const bare = (query: NamedQuery): string => query.text.replace(/^(#[^\n]*\n|\s*\n)+/, "").trimEnd();
const textNow = (query: NamedQuery | undefined): string => state.sparql || (query ? bare(query) : "");
const title = (query: NamedQuery): string => query.title[spoken()] || query.title.nb;

/* The key of what is asked, so that an answer is never shown for another question. */
export const questionKey = (): string => JSON.stringify([spoken(), state.query, state.args, state.sparql]);

const start = (): string => data.prefixes["inn"]?.replace(/ns#$/, "") ?? "";
const individuals = (parameter: string): Record<string, string> | undefined => ({ force: data.forces, basis: data.bases })[parameter];
const isConcept = (parameter: string): boolean => ["actor", "theme", "document"].includes(parameter);

/* The value chosen for a parameter; of one document there is nothing to choose. */
const valueOf = (parameter: string): string =>
  state.args[parameter] || (parameter === "document" && data.documents.length === 1 ? data.documents[0]?.slug ?? "" : "");

/* What a parameter's value is bound to: an IRI of an actor, theme, document, force or basis, else a text. */
function bound(query: NamedQuery | undefined): Bound {
  const made: Bound = { language: { text: spoken() } };
  for (const { name: parameter, required } of query?.parameters ?? []) {
    const value = required ? valueOf(parameter) : state.args[parameter];
    if (!value) continue;
    const iris = individuals(parameter);
    made[parameter] = iris ? { iri: iris[value] ?? "" } : isConcept(parameter) ? { iri: `${start()}${parameter}/${value}` } : { text: value };
  }
  return made;
}

const missing = (query: NamedQuery | undefined): string =>
  query?.parameters.find((one) => one.required && !valueOf(one.name))?.name ?? "";

export const askable = (): boolean => data.hasGraph && Boolean(state.query || state.sparql) && !missing(chosenQuery());

export async function runQuestion(): Promise<Answer> {
  const key = questionKey();
  const query = chosenQuery();
  const known = answerFor(key);
  if (known) return known;
  const answer = await ask(textNow(query), bound(query));
  remember(answer, key);
  return answer;
}

function values(parameter: string): { value: string; text: string }[] {
  const iris = individuals(parameter);
  if (iris) return Object.keys(iris).map((value) => ({ value, text: say(`${parameter}.${value}`) }));
  if (parameter === "document") return data.documents.map((one) => ({ value: one.slug, text: one.title }));
  return data.nodes.filter((node) => node.kind === parameter && (node.items || node.kind === "theme")).map((node) => ({ value: node.id, text: both(node) }))
    .sort((a, b) => compare(a.text, b.text));
}

function select(id: string, label: string, options: { value: string; text: string }[], chosen: string, act: (value: string) => void): HTMLElement {
  const made = el("select", { id }, options.map(({ value, text }) => el("option", { value, selected: value === chosen }, text)));
  made.addEventListener("change", () => act(made.value));
  return el("div", { class: "field" }, el("label", { for: id }, label), made);
}

const setArgument = (parameter: string, value: string): void => go(address({ args: { ...state.args, [parameter]: value }, hits: false }));

function textField(parameter: string): HTMLElement {
  const id = `a-${parameter}`;
  const made = el("input", { id, type: "text", value: state.args[parameter] ?? "", autocomplete: "off", placeholder: parameter === "since" ? "2021-12" : "" });
  made.addEventListener("change", () => setArgument(parameter, made.value.trim()));
  return el("div", { class: "field" }, el("label", { for: id }, say(`facet.${parameter}`)), made);
}

function parameters(query: NamedQuery | undefined): HTMLElement[] {
  const shown = (query?.parameters ?? []).filter((one) => one.name !== "document" || data.documents.length > 1);
  return shown.map(({ name: parameter, required }) => !individuals(parameter) && !isConcept(parameter) ? textField(parameter) : select(
      `a-${parameter}`, say(`facet.${parameter}`), [{ value: "", text: required ? say("query.choose") : say("query.any") }, ...values(parameter)],
      state.args[parameter] ?? "", (value) => setArgument(parameter, value)));
}

export function questions(): HTMLElement {
  if (!data.hasGraph) return el("div", { class: "questions" }, el("h2", {}, say("query.heading")), el("p", {}, say("query.noGraph")));
  const query = chosenQuery();
  const queries = [{ value: "", text: say("query.pick") }, ...data.queries.map((one) => ({ value: one.name, text: title(one) }))];
  const box = el("div", { class: "answer", id: "answer", "aria-live": "polite" });
  if (askable()) void answered(box);
  else if (query) box.append(el("p", { class: "help" }, say("query.needs", { what: say(`facet.${missing(query)}`).toLowerCase() })));
  return el("div", { class: "questions" }, el("h2", {}, say("query.heading")), el("p", { class: "help" }, say("query.help")),
    el("div", { class: "fields" }, select("query", say("query.question"), queries, state.query, (value) => go(address({ query: value, sparql: "", args: kept(value), hits: false }))),
      ...parameters(query)),
    query ? el("p", { class: "help" }, query.description[spoken()] || query.description.nb) : questionList(), editor(query), box);
}

/* What was chosen for one question goes along to the next that takes it. */
function kept(next: string): Record<string, string> {
  const takes = data.queries.find((query) => query.name === next)?.parameters.map((one) => one.name) ?? [];
  return Object.fromEntries(Object.entries(state.args).filter(([key]) => takes.includes(key)));
}

function questionList(): HTMLElement {
  return el("ul", { class: "questionlist" }, data.queries.map((query) =>
    el("li", {}, el("a", { href: address({ query: query.name, sparql: "", args: kept(query.name), hits: false }) }, title(query)),
      el("span", { class: "help" }, ` ${query.description[spoken()] || query.description.nb}`))));
}

function editor(query: NamedQuery | undefined): HTMLElement {
  const area = el("textarea", { id: "sparql", rows: 12, spellcheck: "false", autocomplete: "off", "aria-describedby": "sparql-help" });
  area.value = textNow(query) || "SELECT ?asked (COUNT(?item) AS ?items) WHERE {\n    ?item inn:addressee/inn:shortLabel ?asked .\n}\nGROUP BY ?asked\nORDER BY DESC(?items) ?asked";
  const run = () => {
    const own = query && area.value.trim() === bare(query).trim() ? "" : area.value;
    if (write(own) === location.hash) void answered(byId("answer"));
    else go(write(own));
  };
  const write = (sparql: string) => address({ sparql, hits: false });
  area.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.ctrlKey) run(); });
  return el("details", { class: "editor", open: Boolean(state.sparql) }, el("summary", {}, say("query.sparql")),
    el("p", { class: "help", id: "sparql-help" }, say("query.sparqlHelp")), el("label", { for: "sparql", class: "unseen" }, "SPARQL"), area,
    el("p", {}, button(say("query.run"), run), state.sparql ? button(say("query.original"), () => go(write("")), { class: "plain" }) : ""));
}

async function answered(box: HTMLElement): Promise<void> {
  box.replaceChildren(el("p", { class: "help" }, say("query.starting")));
  try {
    const answer = await runQuestion();
    box.replaceChildren(...shown(answer).filter((child): child is Node | string => Boolean(child)));
  } catch (error) {
    box.replaceChildren(el("p", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
  }
}

const heading = (column: string): string => data.columns[spoken()][column] ?? column;

function shown(answer: Answer): Child[] {
  const lit = named(answer);
  const sheet = (): Sheet => ({ title: chosenQuery() ? title(chosenQuery() as NamedQuery) : "SPARQL", head: answer.columns.map(heading),
    rows: answer.rows.map((row) => answer.columns.map((column) => plain(row[column]))) });
  const file = state.query || "sparql";
  return [
    el("div", { class: "bar-tools" }, el("p", { class: "help" }, answer.more ? say("query.more", { n: answer.rows.length }) : sayCount("query.rows", answer.rows.length)),
      el("div", { class: "exports" }, button("CSV", () => save(`${file}.csv`, csv(sheet()), "text/csv;charset=utf-8"), { title: say("share.csv") }),
        button("Excel", () => void xlsx(sheet()).then((made) => save(`${file}.xlsx`, made)), { title: say("share.xlsx") }),
        lit.concepts.size ? button(say("query.inGraph"), () => go(choice({ view: "graf", hits: true }))) : "")),
    answer.rows.length ? el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("query.answer") }, table(answer)) : el("p", {}, say("query.none")),
  ];
}

const ROWS = 200;

function table(answer: Answer): HTMLElement {
  const number = new Set(answer.columns.filter((column) => answer.rows.every((row) => !row[column] || typeof plain(row[column]) === "number")));
  const body = el("tbody");
  const foot = el("div", { class: "more" });
  paged(body, answer.rows, (row) => el("tr", {}, answer.columns.map((column) =>
    el("td", { class: number.has(column) ? "number" : null, dir: "auto" }, cell(row[column])))), foot, ROWS);
  return el("div", {}, el("table", { class: "plain results" },
    el("thead", {}, el("tr", {}, answer.columns.map((column) => el("th", { scope: "col" }, heading(column))))), body), foot);
}

function cell(term: Term | undefined): Child {
  if (!term) return "";
  const key = term.type === "uri" ? keyOf(term.value) : "";
  if (byKey.has(key)) return el("a", { href: address({ item: key, node: "", other: "" }) }, key);
  if (concepts.has(key)) return el("a", { href: choice({ node: key, view: "graf" }) }, name(concepts.get(key)));
  return String(plain(term));
}

/* A term as people read it: a number, plain text, or a short name. */
function plain(term: Term | undefined): string | number {
  if (!term) return "";
  if (term.type === "literal") return /(integer|decimal|double)$/.test(term.datatype ?? "") && term.value !== "" ? Number(term.value) : term.value;
  const own = `${data.prefixes["inn"]?.replace(/ns#$/, "")}document/`;
  if (term.value.startsWith(own)) return term.value.slice(own.length);
  for (const [prefix, base] of Object.entries(data.prefixes)) if (term.value.startsWith(base)) return `${prefix}:${term.value.slice(base.length)}`;
  return term.value;
}
