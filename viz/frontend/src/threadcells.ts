/* The parts of a table of threads: what was asked in which words, its status, why it is one ask, and numbers. */

import { concepts, data, type Item } from "./data";
import { type Child, el } from "./dom";
import { conceptLink, listed } from "./cards";
import { counted, linked } from "./select";
import { address, choice, go, type State, state } from "./state";
import { type Line, yearOf, years } from "./threads";
import { joined, name, say } from "./words";

export function tabs<T extends State["show"]>(shows: readonly T[], found: Record<T, Line[]>, current: T): HTMLElement {
  return el("nav", { class: "tabs", "aria-label": say("time.tabs") }, el("ul", {}, shows.map((show) =>
    el("li", {}, el("a", { id: `show-${show}`, href: address({ show, item: "" }), "aria-current": current === show ? "true" : null },
      el("span", { class: "count" }, String(found[show].length)), " ", say(`time.show.${show}`))))));
}

/* What was asked at one step, and of whom. */
export function side(some: Item[]): Child[] {
  if (!some.length) return [el("span", { class: "help" }, say("time.notAsked"))];
  return some.map((item) => el("div", { class: "said" }, quoted(item), el("span", { class: "where" }, `${say("role.addressee")}: `, who([item]))));
}

export const quoted = (item: Item): HTMLElement =>
  el("a", { class: "ask", href: choice({ item: item.key }), lang: data.documents[item.document]?.language, dir: "auto" }, item.text);

export function who(some: Item[]): Child[] {
  const keys = counted(some, ["addressee"], "actor").map((one) => one.key);
  return keys.length ? listed(keys.map((key) => conceptLink(key))) : [say("none.actor")];
}

export function status(line: Line): Child[] {
  const last = line.thread.answers.at(-1);
  const text = say(`status.${line.thread.status}`);
  return [el("span", { class: `status-mark ${line.thread.status}` }, text),
    ...(line.thread.again ? [" ", el("span", { class: "again" }, say("time.again"))] : []),
    last ? el("span", { class: "where" }, [last.who, last.when].filter(Boolean).join(", "), last.source ? el("span", { class: "source" }, ` ${last.source}`) : "") : ""];
}

/* Why these are taken to be the same ask: the core, then each item with the one before that it is most like. */
export function why(line: Line): HTMLElement | string {
  if (line.items.length < 2) return "";
  const { items, core, alike } = line.thread;
  const order = [core], because = new Map<string, string>();
  for (const pair of alike) {
    const [from, to] = [items[pair.one] ?? "", items[pair.other] ?? ""];
    if (because.has(to) || to === core) continue;
    order.push(to);
    because.set(to, reason(pair, order.indexOf(from) + 1));
  }
  const known = [...new Set([...order, ...items])].map((key) => line.items.find((item) => item.key === key)).filter((item) => item !== undefined);
  return el("details", { class: "why" }, el("summary", {}, say("time.why", { n: line.items.length })), el("ol", {}, known.map((item) =>
    el("li", {}, when(item), quoted(item), because.has(item.key) ? el("span", { class: "where" }, because.get(item.key)) : ""))));
}

/* The year of an item's document, or its title where all are of one year. */
function when(item: Item): string {
  const { title = "" } = data.documents[item.document] ?? {};
  return `${years().length > 1 ? yearOf(item.document) || title : title}: `;
}

function reason(pair: Line["thread"]["alike"][number], like: number): string {
  if (pair.reviewed) return say("time.why.reviewed", { like });
  const labels = (keys: string[]) => joined(keys.map((key) => name(concepts.get(key))).filter(Boolean));
  const parts = [["actors", labels(pair.actors)], ["themes", labels(pair.themes)], ["words", joined(pair.words.map((word) => `«${word}»`))]];
  const made = parts.filter(([, names]) => names).map(([kind, names]) => say(`time.why.${kind}`, { names: names ?? "" }));
  return say("time.why.reason", { like, parts: made.join("; ") || say("time.why.letters") });
}

/* Threads in numbers, by who is asked, who asks or what about: a column for each set of them. */
export function tally(columns: { title: string; threads: Item[][] }[]): HTMLElement {
  const totals = new Map<string, number[]>();
  columns.forEach(({ threads }, place) => {
    for (const some of threads) for (const key of new Set(some.flatMap((item) => linked(item, state.by)))) {
      const row = totals.get(key) ?? columns.map(() => 0);
      row[place] = (row[place] ?? 0) + 1;
      totals.set(key, row);
    }
  });
  const sum = (row: number[]) => row.reduce((a, b) => a + b, 0);
  const rows = [...totals].sort((a, b) => sum(b[1]) - sum(a[1])).slice(0, 40);
  const by = el("select", { id: "time-by" }, (["addressee", "proposer", "subject"] as const).map((role) => el("option", { value: role }, say(`time.by.${role}`))));
  by.value = state.by;
  by.addEventListener("change", () => go(address({ by: by.value as typeof state.by })));
  return el("div", {}, el("h3", { id: "time-tally" }, say("time.tally")),
    el("div", { class: "field" }, el("label", { for: "time-by" }, say("time.by")), " ", by),
    rows.length ? el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("time.tally") }, el("table", { class: "plain" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say(`time.by.${state.by}`)), columns.map(({ title }) => el("th", { scope: "col", class: "number" }, title)))),
      el("tbody", {}, rows.map(([key, row]) => el("tr", {}, el("th", { scope: "row" }, conceptLink(key)), row.map((n) => el("td", { class: "number" }, String(n)))))))) : el("p", {}, say("time.nothing")));
}
