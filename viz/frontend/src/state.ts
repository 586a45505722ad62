/* State: what is shown, kept in the address so that a colleague opens the same and "back" undoes. */

import { byKey, concepts, data, type Lang, loaded, sections } from "./data";
import { LANGUAGES } from "./words";

const ALL_VIEWS = ["graf", "matrise", "liste", "aktorer", "tid", "analyse", "sporsmal"] as const;
export type View = (typeof ALL_VIEWS)[number];
/* Over time, or side by side, there is only something to see where there are several documents. */
export const VIEWS: readonly View[] = ALL_VIEWS.filter((view) => view !== "tid" || data.time);
export const SHOWS = ["waiting", "still", "new", "gone", "moved", "answered"] as const;
/* What is shown of documents side by side. */
export const BESIDE = ["shared", "own", "apart"] as const;
export const FACETS = ["actor", "role", "theme", "kind", "force", "basis", "section", "document"] as const;
export type Facet = (typeof FACETS)[number];

export interface State {
  lang: Lang;
  view: View;
  /* The chosen actor or theme, the other of a pair, or "none" for nobody and no theme. */
  node: string;
  other: string;
  item: string;
  q: string;
  /* How the picture shows the choice: as fits, in the overview, close up, or with the items as nodes. */
  draw: "" | "whole" | "near" | "items";
  sort: string;
  facets: Record<Facet, string[]>;
  query: string;
  args: Record<string, string>;
  sparql: string;
  /* Whether what the query found is lit up in the picture. */
  hits: boolean;
  /* What is compared over time: the earlier and later year or document, what of it, and counted by what. */
  before: string;
  after: string;
  show: (typeof SHOWS)[number] | (typeof BESIDE)[number];
  by: "addressee" | "proposer" | "subject";
}

const noFacets = (): Record<Facet, string[]> =>
  Object.fromEntries(FACETS.map((facet) => [facet, []])) as unknown as Record<Facet, string[]>;

const initial = (): State => ({
  lang: data.language, view: "graf", node: "", other: "", item: "", q: "", draw: "", sort: "",
  facets: noFacets(), query: "", args: {}, sparql: "", hits: false,
  before: "", after: "", show: "waiting", by: "addressee",
});

export let state: State = initial();

const known = (key: string): string => (concepts.has(key) || key === "none" ? key : "");
const oneOf = <T extends string>(all: readonly T[], given: string | null, otherwise: T): T =>
  all.includes(given as T) ? (given as T) : otherwise;

/* Whether a filter can have a value; an address that somebody made up filters nothing away. */
function isValue(facet: Facet, value: string): boolean {
  if (facet === "actor" || facet === "theme") return value.startsWith(`${facet}:`) && concepts.has(value);
  if (facet === "document") return data.documents.some((document) => document.slug === value);
  if (facet === "section") return !loaded || sections.has(value);
  return `${facet}.${value}` in data.messages.nb || (facet === "force" && value === "none");
}

export function read(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (key: string) => given.get(key) ?? "";
  const made: State = {
    ...initial(),
    lang: oneOf(LANGUAGES, given.get("lang"), data.language),
    view: oneOf(VIEWS, given.get("view"), "graf"),
    node: known(text("node")), other: known(text("other")),
    item: !loaded || byKey.has(text("item")) ? text("item") : "",
    q: text("q"), draw: oneOf(["", "whole", "near", "items"] as const, given.get("draw"), ""),
    sort: /^[\w:-]*$/.test(text("sort")) ? text("sort") : "",
    query: data.queries.some((query) => query.name === text("query")) ? text("query") : "",
    sparql: text("sparql"), hits: text("hits") === "1",
    before: text("before"), after: text("after"), show: oneOf([...SHOWS, ...BESIDE], given.get("show"), "waiting"),
    by: oneOf(["addressee", "proposer", "subject"] as const, given.get("by"), "addressee"),
  };
  for (const facet of FACETS) made.facets[facet] = given.getAll(`f.${facet}`).filter((value) => isValue(facet, value));
  for (const [key, value] of given) if (key.startsWith("a.")) made.args[key.slice(2)] = value;
  return made;
}

export function write(wanted: State): string {
  const parts = new URLSearchParams();
  if (wanted.lang !== data.language) parts.set("lang", wanted.lang);
  if (wanted.view !== "graf") parts.set("view", wanted.view);
  for (const key of ["node", "other", "item", "q", "draw", "sort", "query", "sparql", "before", "after"] as const) {
    if (wanted[key]) parts.set(key, wanted[key]);
  }
  if (wanted.hits) parts.set("hits", "1");
  if (wanted.show !== "waiting") parts.set("show", wanted.show);
  if (wanted.by !== "addressee") parts.set("by", wanted.by);
  for (const facet of FACETS) for (const value of wanted.facets[facet]) parts.append(`f.${facet}`, value);
  for (const [key, value] of Object.entries(wanted.args)) if (value) parts.set(`a.${key}`, value);
  return `#${parts}`;
}

export const refreshState = (): void => { state = read(location.hash); };

/* The address of the present state with some of it changed. */
export const address = (changes: Partial<State>): string => write({ ...state, ...changes });

/* What a link to an actor, theme, pair or item changes; search and filters stay. */
export const choice = (changes: Partial<State>): string =>
  address({ node: "", other: "", item: "", draw: "", hits: false, ...changes });

/* No search, no filter, no choice. */
export const cleared = (): Partial<State> =>
  ({ node: "", other: "", item: "", q: "", draw: "", hits: false, facets: noFacets() });

export function go(target: string): void {
  if (target !== location.hash && !(target === "#" && !location.hash)) location.hash = target;
}

export const filters = (): number =>
  FACETS.reduce((sum, facet) => sum + state.facets[facet].length, state.q ? 1 : 0);
