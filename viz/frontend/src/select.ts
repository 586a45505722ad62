/* Selection: which items the search, the filters and the choice leave, and how many each filter would. */

import { concepts, data, type Item, items, type Link, type Role, sections } from "./data";
import { itemsFor } from "./search";
import { type Facet, FACETS, state } from "./state";

export const ROLES: Role[] = ["addressee", "proposer", "partner", "beneficiary", "mentioned", "subject"];

/* An observation asks too where it says whose fault something is. */
export const isAsk = (item: Item): boolean =>
  item.kind !== "observation" || item.links.some((link) => link.role === "addressee");

export const linked = (item: Item, ...roles: Role[]): string[] =>
  [...new Set(item.links.filter((link) => roles.includes(link.role)).map((link) => link.node))];

/* A theme and all themes above it. */
const lines = new Map<string, string[]>();
export function upwards(key: string): string[] {
  let found = lines.get(key);
  if (!found) {
    found = [key];
    for (const one of found) for (const above of concepts.get(one)?.broader ?? []) if (!found.includes(above)) found.push(above);
    lines.set(key, found);
  }
  return found;
}

const isWho = (link: Link): boolean => link.role !== "subject";

function whoPasses(item: Item, without: Facet | ""): Link[] {
  const { actor, role, basis } = state.facets;
  return item.links.filter((link) => isWho(link)
    && (without === "actor" || !actor.length || actor.includes(link.node))
    && (without === "role" || !role.length || role.includes(link.role))
    && (without === "basis" || !basis.length || basis.includes(link.basis)));
}

/* The values of an item in a facet; who-facets hold of one link together: asked AND by heading. */
export function valuesOf(item: Item, facet: Facet): string[] {
  if (facet === "actor") return [...new Set(whoPasses(item, "actor").map((link) => link.node))];
  if (facet === "role") return [...new Set(whoPasses(item, "role").map((link) => link.role))];
  if (facet === "basis") return [...new Set(whoPasses(item, "basis").map((link) => link.basis))];
  if (facet === "theme") return [...new Set(linked(item, "subject").flatMap(upwards))];
  if (facet === "section") return sectionLine(item.section);
  if (facet === "document") return [data.documents[item.document]?.slug ?? ""];
  return [facet === "kind" ? item.kind : item.force || "none"];
}

const sectionLines = new Map<string, string[]>();
function sectionLine(key: string): string[] {
  let found = sectionLines.get(key);
  if (!found) {
    found = [];
    for (let at = key; at && !found.includes(at); at = sections.get(at)?.parent ?? "") found.push(at);
    sectionLines.set(key, found);
  }
  return found;
}

const WHO: Facet[] = ["actor", "role", "basis"];

const active = (facet: Facet): boolean => state.facets[facet].length > 0;

const passes = (item: Item, facet: Facet): boolean =>
  valuesOf(item, facet).some((value) => state.facets[facet].includes(value));

export interface Selection {
  /* What the search and the filters leave. */
  filtered: Item[];
  /* What the choice of an actor, theme or pair leaves of that. */
  chosen: Item[];
  counts: Record<Facet, Map<string, number>>;
}

let cached: { key: string; value: Selection } | null = null;

export function selection(): Selection {
  const key = JSON.stringify([items.length, state.q, state.facets, state.node, state.other]);
  if (cached?.key !== key) cached = { key, value: made() };
  return cached.value;
}

/* A facet's counts are of the items that all the other facets leave. */
function made(): Selection {
  const own = FACETS.filter((facet) => !WHO.includes(facet));
  const wanted = own.filter(active);
  const found = state.q ? itemsFor(state.q) : null;
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map<string, number>()])) as Selection["counts"];
  const filtered: Item[] = [];
  for (const item of items) {
    if (found && !found.has(item.place)) continue;
    const fails = wanted.filter((facet) => !passes(item, facet));
    const who = !WHO.some(active) || whoPasses(item, "").length > 0;
    if (who && !fails.length) filtered.push(item);
    if (who) for (const facet of own) if (fails.every((one) => one === facet)) tally(counts[facet], valuesOf(item, facet));
    if (!fails.length) for (const facet of WHO) tally(counts[facet], valuesOf(item, facet));
  }
  return { filtered, chosen: filtered.filter(chosenBy(state.node, state.other)), counts };
}

function tally(counts: Map<string, number>, values: string[]): void {
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
}

const asks = (item: Item, key: string, role: Role): boolean =>
  key === "none" ? !linked(item, role).length : linked(item, role).includes(key);

/* Whether an item asks an actor about a theme, or concerns two actors together; "none" is nobody or no theme. */
export function chosenBy(one: string, other: string): (item: Item) => boolean {
  if (!one) return () => true;
  if (!other) {
    return one === "none" ? (item) => isAsk(item) && !linked(item, "addressee").length
      : (item) => item.links.some((link) => link.node === one);
  }
  const [who, what] = one.startsWith("theme:") ? [other, one] : [one, other];
  if (what.startsWith("actor:")) {
    const involves = (item: Item, key: string) => linked(item, "addressee", "partner", "beneficiary").includes(key);
    return (item) => isAsk(item) && involves(item, who) && involves(item, what);
  }
  return (item) => isAsk(item) && asks(item, who, "addressee") && asks(item, what, "subject");
}

export interface Tie { from: string; to: string; role: Role | "ask"; count: number }

/* What some items tie together: who is asked about what, and actors with each other by role. */
export function tiesOf(some: Item[]): Tie[] {
  const found = new Map<string, Tie>();
  const add = (from: string, to: string, role: Tie["role"]) => {
    const id = `${role}|${from}|${to}`;
    const tie = found.get(id) ?? { from, to, role, count: 0 };
    tie.count += 1;
    found.set(id, tie);
  };
  for (const item of some.filter(isAsk)) {
    for (const actor of linked(item, "addressee")) {
      for (const theme of linked(item, "subject")) add(actor, theme, "ask");
      for (const role of ["partner", "beneficiary"] as const) {
        for (const other of linked(item, role)) if (other !== actor) add(actor, other, role);
      }
    }
  }
  return [...found.values()];
}

/* How many of some items each actor or theme has in the given roles, most first. */
export function counted(some: Item[], roles: Role[], kind: "actor" | "theme"): { key: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const item of some) tally(counts, linked(item, ...roles).filter((key) => key.startsWith(kind)));
  const order = (key: string) => data.nodes.findIndex((node) => node.key === key);
  return [...counts].map(([key, count]) => ({ key, count })).sort((a, b) => b.count - a.count || order(a.key) - order(b.key));
}
