/* Over time: two years or documents side by side, and first of all what still waits for an answer. */

import { concepts, data, type Item } from "./data";
import { type Child, el } from "./dom";
import { conceptLink, listed, paged } from "./cards";
import { counted, linked } from "./select";
import { address, choice, go, SHOWS, state } from "./state";
import { byDocument, compared, documents, type Line, lines, runTo, type Step, sorted, steps, within, years } from "./threads";
import { joined, name, say, sayCount } from "./words";

const PAGE = 60;

export function time(): HTMLElement {
  const all = steps();
  const pair = compared(all);
  const found = sorted(lines(all), all, pair);
  const shown = found[state.show];
  return el("div", { class: "time" }, el("h2", {}, say("time.heading")), el("p", { class: "lead", id: "time-answer" }, answer(found.waiting, all, pair)),
    controls(all, pair), tabs(found), table(shown, all, pair), tally(found), el("p", { class: "help" }, say("time.help")));
}

/* The answer in a sentence: how much waits, and how much of it was asked at every step. */
function answer(waiting: Line[], all: Step[], [before, after]: [number, number]): string {
  const long = waiting.filter((line) => runTo(line, after) > after - before).length;
  const values = { from: all[before]?.label ?? "", to: all[after]?.label ?? "", years: after - before + 1, long };
  return !waiting.length ? say("time.answer.none", values) : after - before > 1 && !byDocument()
    ? `${sayCount("time.answer", waiting.length, values)} ${sayCount("time.answer.long", long, values)}` : sayCount("time.answer", waiting.length, values);
}

function controls(all: Step[], [before, after]: [number, number]): HTMLElement {
  const units = documents().length > years().length;
  return el("form", { class: "steps", "aria-label": say("time.controls") },
    units ? el("div", { class: "field" }, el("label", { for: "time-unit" }, say("time.unit")), unit()) : "",
    slider("before", all, before, 0, after - 1), slider("after", all, after, before + 1, all.length - 1));
}

function unit(): HTMLSelectElement {
  const made = el("select", { id: "time-unit" }, el("option", { value: "year" }, say("time.unit.year")), el("option", { value: "document" }, say("time.unit.document")));
  made.value = byDocument() ? "document" : "year";
  made.addEventListener("change", () => {
    const own = documents();
    go(address(made.value === "year" ? { before: "", after: "" } : { before: own[0]?.id ?? "", after: own.at(-1)?.id ?? "" }));
  });
  return made;
}

/* A native slider; the later may not pass the earlier. */
function slider(which: "before" | "after", all: Step[], at: number, least: number, most: number): HTMLElement {
  const id = `time-${which}`;
  const made = el("input", { type: "range", id, min: 0, max: all.length - 1, step: 1, value: at, "aria-valuetext": all[at]?.label });
  const out = el("output", { for: id }, all[at]?.label ?? "");
  const kept = (): number => Math.min(most, Math.max(least, Number(made.value)));
  made.addEventListener("input", () => {
    made.value = String(kept());
    out.textContent = all[kept()]?.label ?? "";
    made.setAttribute("aria-valuetext", all[kept()]?.label ?? "");
  });
  made.addEventListener("change", () => go(address({ [which]: all[kept()]?.id ?? "", ...(byDocument() && !state.before && which === "after" ? { before: all[0]?.id ?? "" } : {}) })));
  return el("div", { class: "field step" }, el("label", { for: id }, say(`time.${which}`)), made, out);
}

function tabs(found: Record<string, Line[]>): HTMLElement {
  return el("nav", { class: "tabs", "aria-label": say("time.tabs") }, el("ul", {}, SHOWS.map((show) =>
    el("li", {}, el("a", { id: `show-${show}`, href: address({ show, item: "" }), "aria-current": state.show === show ? "true" : null },
      el("span", { class: "count" }, String(found[show]?.length ?? 0)), " ", say(`time.show.${show}`))))));
}

/* One row a thread: for what waits, the steps it was asked at; else its words at both, side by side. */
function table(shown: Line[], all: Step[], pair: [number, number]): HTMLElement {
  const title = say(`time.title.${state.show}`, { from: all[pair[0]]?.label ?? "", to: all[pair[1]]?.label ?? "" });
  if (!shown.length) return el("div", {}, el("h3", {}, title), el("p", {}, say("time.nothing")));
  const columns = state.show === "waiting" || state.show === "answered" ? waitingColumns(all, pair) : besideColumns(all, pair);
  const body = el("tbody", { role: "rowgroup" });
  const foot = el("div", { class: "more" });
  paged(body, shown, (line) => el("tr", { role: "row" }, columns.map((column) =>
    el("td", { role: "cell", class: `c-${column.key}`, "data-label": column.title }, column.cell(line)))), foot, PAGE);
  return el("div", {}, el("h3", { id: "time-title" }, title),
    el("table", { class: `items ${state.show}`, role: "table", "aria-labelledby": "time-title" },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((column) => el("th", { scope: "col", role: "columnheader", class: `c-${column.key}` }, column.title)))), body), foot);
}

interface Column { key: string; title: string; cell: (line: Line) => Child[] }

const waitingColumns = (all: Step[], [, after]: [number, number]): Column[] => [
  { key: "text", title: say("time.column.what"), cell: (line) => [quoted(line.core), why(line)] },
  { key: "when", title: say("time.column.when"), cell: (line) => [strip(line, all, after)] },
  { key: "who", title: say("column.addressee"), cell: (line) => who(line.items) },
  { key: "status", title: say("time.column.status"), cell: status },
];

const besideColumns = (all: Step[], [before, after]: [number, number]): Column[] => [
  ...[before, after].map((at): Column => ({ key: "text", title: all[at]?.label ?? "", cell: (line) => side(within(line, all[at])) })),
  { key: "status", title: say("time.column.status"), cell: (line) => [...status(line), why(line)] },
];

/* What was asked at one step, and of whom. */
function side(some: Item[]): Child[] {
  if (!some.length) return [el("span", { class: "help" }, say("time.notAsked"))];
  return some.map((item) => el("div", { class: "said" }, quoted(item), el("span", { class: "where" }, `${say("role.addressee")}: `, who([item]))));
}

const quoted = (item: Item): HTMLElement =>
  el("a", { class: "ask", href: choice({ item: item.key }), lang: data.documents[item.document]?.language, dir: "auto" }, item.text);

function who(some: Item[]): Child[] {
  const keys = counted(some, ["addressee"], "actor").map((one) => one.key);
  return keys.length ? listed(keys.map((key) => conceptLink(key))) : [say("none.actor")];
}

/* The steps as boxes, filled where it was asked, and the same in words. */
function strip(line: Line, all: Step[], after: number): HTMLElement {
  const run = runTo(line, after);
  const asked = all.filter((_, place) => line.steps[place]).map((step) => step.id);
  return el("span", { class: "strip" },
    byDocument() ? "" : el("span", { class: "boxes", "aria-hidden": "true" }, all.map((step, place) => el("span", { class: line.steps[place] ? "on" : "off" }, step.label))),
    el("span", { class: byDocument() ? "" : "unseen" }, `${say("time.asked", { when: joined(asked) })} `),
    run > 1 && !byDocument() ? el("span", { class: "run" }, say("time.run", { n: run })) : "");
}

function status(line: Line): Child[] {
  const last = line.thread.answers.at(-1);
  const text = say(`status.${line.thread.status}`);
  return [el("span", { class: `status-mark ${line.thread.status}` }, text),
    ...(line.thread.again ? [" ", el("span", { class: "again" }, say("time.again"))] : []),
    last ? el("span", { class: "where" }, [last.who, last.when].filter(Boolean).join(", "), last.source ? el("span", { class: "source" }, ` ${last.source}`) : "") : ""];
}

/* Why these are taken to be the same ask: every item, and what it shares with one before it. */
function why(line: Line): HTMLElement | string {
  if (line.items.length < 2) return "";
  return el("details", { class: "why" }, el("summary", {}, say("time.why", { n: line.items.length })), el("ol", {}, line.items.map((item, place) => {
    const best = line.thread.alike.find((pair) => pair.other === line.thread.items.indexOf(item.key));
    return el("li", {}, `${data.documents[item.document]?.date.slice(0, 4) ?? ""}: `, quoted(item),
      place && best ? el("span", { class: "where" }, reason(best)) : "");
  })));
}

function reason(pair: Line["thread"]["alike"][number]): string {
  if (pair.reviewed) return say("time.why.reviewed");
  const labels = (keys: string[]) => joined(keys.map((key) => name(concepts.get(key))).filter(Boolean));
  const parts = [["actors", labels(pair.actors)], ["themes", labels(pair.themes)], ["words", joined(pair.words.map((word) => `«${word}»`))]];
  const made = parts.filter(([, names]) => names).map(([kind, names]) => say(`time.why.${kind}`, { names: names ?? "" }));
  return say("time.why.reason", { parts: made.join("; ") || say("time.why.letters") });
}

/* The same in numbers, by who is asked, who asks or what about. */
function tally(found: Record<string, Line[]>): HTMLElement {
  const changes = ["new", "still", "gone"] as const;
  const totals = new Map<string, number[]>();
  changes.forEach((change, place) => {
    for (const line of found[change] ?? []) for (const key of new Set(line.items.flatMap((item) => linked(item, state.by)))) {
      const row = totals.get(key) ?? [0, 0, 0];
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
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say(`time.by.${state.by}`)), changes.map((change) => el("th", { scope: "col", class: "number" }, say(`time.show.${change}`))))),
      el("tbody", {}, rows.map(([key, row]) => el("tr", {}, el("th", { scope: "row" }, conceptLink(key)), row.map((n) => el("td", { class: "number" }, String(n)))))))) : el("p", {}, say("time.nothing")));
}
