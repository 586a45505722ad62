/* Over time: two years or documents side by side, and first of all what still waits for an answer. */

import { beside, isBeside } from "./beside";
import { type Child, el } from "./dom";
import { paged } from "./cards";
import { address, go, SHOWS, state } from "./state";
import { byDocument, compared, documents, type Line, lines, runTo, type Step, sorted, steps, within, years } from "./threads";
import { quoted, side, status, tabs, tally, who, why } from "./threadcells";
import { joined, say, sayCount } from "./words";

type Show = (typeof SHOWS)[number];

/* What is shown of the threads over time; the address may still speak of documents side by side. */
const shows = (): Show => SHOWS.find((show) => show === state.show) ?? "waiting";

const PAGE = 60;

export function time(): HTMLElement {
  if (isBeside()) return el("div", { class: "time" }, ...beside(years().length > 1 ? unit() : ""));
  const all = steps();
  const pair = compared(all);
  const found = sorted(lines(all), all, pair);
  const shown = found[shows()];
  return el("div", { class: "time" }, el("h2", {}, say("time.heading")), el("p", { class: "lead", id: "time-answer" }, answer(found.waiting, all, pair)),
    controls(all, pair), tabs(SHOWS, found, shows()), table(shown, all, pair),
    tally((["new", "still", "gone"] as const).map((show) => ({ title: say(`time.show.${show}`), threads: found[show].map((line) => line.items) }))), el("p", { class: "help" }, say("time.help")));
}

/* The answer in a sentence: how much waits, and how much of it was asked at every step. */
function answer(waiting: Line[], all: Step[], [before, after]: [number, number]): string {
  const long = waiting.filter((line) => runTo(line, after) > after - before).length;
  const values = { from: all[before]?.label ?? "", to: all[after]?.label ?? "", years: after - before + 1, long };
  return !waiting.length ? say("time.answer.none", values) : after - before > 1 && !byDocument()
    ? `${sayCount("time.answer", waiting.length, values)} ${sayCount("time.answer.long", long, values)}` : sayCount("time.answer", waiting.length, values);
}

function controls(all: Step[], [before, after]: [number, number]): HTMLElement {
  return el("form", { class: "steps", "aria-label": say("time.controls") },
    unit(),
    slider("before", all, before, 0, after - 1), slider("after", all, after, before + 1, all.length - 1));
}

/* The choice of years, or two documents, or all documents side by side. */
function unit(): HTMLElement {
  const units = (["year", "document", "beside"] as const).filter((one) => one !== "document" || documents().length > years().length);
  const made = el("select", { id: "time-unit" }, units.map((one) => el("option", { value: one }, say(`time.unit.${one}`))));
  made.value = isBeside() ? "beside" : byDocument() ? "document" : "year";
  made.addEventListener("change", () => {
    const own = documents();
    const ends = made.value === "document" ? { before: own[0]?.id ?? "", after: own.at(-1)?.id ?? "" } : { before: "", after: "" };
    go(address({ ...ends, show: made.value === "beside" ? "shared" : "waiting" }));
  });
  return el("div", { class: "field" }, el("label", { for: "time-unit" }, say("time.unit")), made);
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

/* One row a thread: for what waits, the steps it was asked at; else its words at both, side by side. */
function table(shown: Line[], all: Step[], pair: [number, number]): HTMLElement {
  const title = say(`time.title.${shows()}`, { from: all[pair[0]]?.label ?? "", to: all[pair[1]]?.label ?? "" });
  if (!shown.length) return el("div", {}, el("h3", {}, title), el("p", {}, say("time.nothing")));
  const columns = ["waiting", "answered"].includes(shows()) ? waitingColumns(all, pair) : besideColumns(all, pair);
  const body = el("tbody", { role: "rowgroup" });
  const foot = el("div", { class: "more" });
  paged(body, shown, (line) => el("tr", { role: "row" }, columns.map((column) =>
    el("td", { role: "cell", class: `c-${column.key}`, "data-label": column.title }, column.cell(line)))), foot, PAGE);
  return el("div", {}, el("h3", { id: "time-title" }, title),
    el("table", { class: `items ${shows()}`, role: "table", "aria-labelledby": "time-title" },
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

/* The steps as boxes, filled where it was asked, and the same in words. */
function strip(line: Line, all: Step[], after: number): HTMLElement {
  const run = runTo(line, after);
  const asked = all.filter((_, place) => line.steps[place]).map((step) => step.id);
  return el("span", { class: "strip" },
    byDocument() ? "" : el("span", { class: "boxes", "aria-hidden": "true" }, all.map((step, place) => el("span", { class: line.steps[place] ? "on" : "off" }, step.label))),
    el("span", { class: byDocument() ? "" : "unseen" }, `${say("time.asked", { when: joined(asked) })} `),
    run > 1 && !byDocument() ? el("span", { class: "run" }, say("time.run", { n: run })) : "");
}
