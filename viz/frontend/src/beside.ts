/* Documents side by side: what several of them ask for, what only one does, and of whom. */

import { data } from "./data";
import { type Child, el } from "./dom";
import { paged } from "./cards";
import { BESIDE, state } from "./state";
import { documents, heirs, isOpen, type Line, lines, type Step, within, years } from "./threads";
import { quoted, side, status, tabs, tally, why } from "./threadcells";
import { say, sayCount } from "./words";

const PAGE = 60;
/* So many documents stand beside each other in their words; more in marks, and no more than that. */
const WORDS = 4;
const MARKS = 12;

type Show = (typeof BESIDE)[number];

/* Whether documents are side by side: chosen, or all there is where they are of one year. */
export const isBeside = (): boolean => years().length < 2 || BESIDE.some((show) => show === state.show);

export function beside(unit: Child): Child[] {
  const all = columns();
  const threads = lines(all).filter((line) => line.steps.some(Boolean));
  const found = sorted(threads, all);
  const show = BESIDE.find((one) => one === state.show) ?? "shared";
  const left = documents().length - all.length;
  return [el("h2", {}, say("beside.heading")), el("p", { class: "lead", id: "time-answer" }, answer(found.shared, all)),
    unit ? el("form", { class: "steps", "aria-label": say("time.controls") }, unit) : "",
    tabs(BESIDE, found, show), table(found[show], all, show),
    left && all.length === MARKS ? el("p", { class: "help" }, say("beside.left", { n: MARKS, left })) : "",
    tally(all.map((step) => ({ title: step.label, threads: threads.map((line) => within(line, step)) }))), el("p", { class: "help" }, say("beside.help"))];
}

/* The documents compared: those of the filter where it names several, else all; of many those that share most. */
function columns(): Step[] {
  const every = documents().map((step): Step => ({ ...step, label: label(step) }));
  const named = every.filter((step) => state.facets.document.includes(step.id));
  const chosen = named.length > 1 ? named : every;
  if (chosen.length <= MARKS) return chosen;
  const shared = lines(chosen).filter((line) => asked(line) > 1);
  const weight = new Map(chosen.map((step, place) => [step.id, shared.filter((line) => line.steps[place]).length]));
  const kept = new Set([...chosen].sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0)).slice(0, MARKS).map((step) => step.id));
  return chosen.filter((step) => kept.has(step.id));
}

/* A document's title; its year or name too where others have the same. */
function label(step: Step): string {
  const place = [...step.documents][0] ?? 0;
  const { title = "", slug = "" } = data.documents[place] ?? {};
  if (years().length > 1) return step.label;
  return data.documents.some((other, at) => at !== place && other.title === title) ? `${title} (${slug})` : title;
}

const asked = (line: Line): number => line.steps.filter(Boolean).length;

function sorted(threads: Line[], all: Step[]): Record<Show, Line[]> {
  const shared = threads.filter((line) => asked(line) > 1)
    .sort((a, b) => asked(b) - asked(a) || Number(isOpen(b)) - Number(isOpen(a)) || b.items.length - a.items.length);
  const own = threads.filter((line) => asked(line) === 1).sort((a, b) => a.steps.indexOf(true) - b.steps.indexOf(true));
  return { shared, own, apart: shared.filter((line) => isApart(line, all)) };
}

/* Whether two documents ask the same of nobody in common. */
function isApart(line: Line, all: Step[]): boolean {
  const sets = all.map((step) => heirs(within(line, step))).filter((some) => some.size);
  return sets.some((one, place) => sets.slice(place + 1).some((other) => ![...other].some((key) => one.has(key))));
}

function answer(shared: Line[], all: Step[]): string {
  if (!shared.length) return say("beside.answer.none");
  if (all.length === 2) return sayCount("beside.answer.two", shared.length);
  const whole = shared.filter((line) => asked(line) === all.length).length;
  const some = sayCount("beside.answer", shared.length, { documents: all.length });
  return whole ? `${some} ${sayCount("beside.answer.all", whole)}` : some;
}

function table(shown: Line[], all: Step[], show: Show): HTMLElement {
  const title = say(`beside.title.${show}`);
  if (!shown.length) return el("div", {}, el("h3", {}, title), el("p", {}, say("time.nothing")));
  const made = all.length > WORDS ? marks(all) : words(all);
  const body = el("tbody", { role: "rowgroup" });
  const foot = el("div", { class: "more" });
  paged(body, shown, (line) => el("tr", { role: "row" }, made.map((column) =>
    el("td", { role: "cell", class: `c-${column.key}`, "data-label": column.title }, column.cell(line)))), foot, PAGE);
  return el("div", {}, el("h3", { id: "time-title" }, title),
    el("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": "time-title" },
      el("table", { class: `items beside${all.length > WORDS ? " marks" : ""}`, role: "table", "aria-labelledby": "time-title" },
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, made.map((column) => el("th", { scope: "col", role: "columnheader", class: `c-${column.key}` }, column.title)))), body)), foot);
}

interface Column { key: string; title: string; cell: (line: Line) => Child[] }

/* What each document says, in its own words. */
const words = (all: Step[]): Column[] => [
  ...all.map((step): Column => ({ key: "text", title: step.label, cell: (line) => side(within(line, step)) })),
  { key: "status", title: say("time.column.status"), cell: (line) => [...status(line), why(line)] },
];

/* The ask once, and a mark for each document that has it. */
const marks = (all: Step[]): Column[] => [
  { key: "text", title: say("time.column.what"), cell: (line) => [quoted(line.core), why(line)] },
  ...all.map((step): Column => ({ key: "mark", title: step.label, cell: (line) => mark(line, step) })),
  { key: "status", title: say("time.column.status"), cell: status },
];

function mark(line: Line, step: Step): Child[] {
  const some = within(line, step);
  if (!some.length) return [el("span", { "aria-hidden": "true", class: "off" }, "–"), el("span", { class: "unseen" }, say("time.notAsked"))];
  return [el("span", { "aria-hidden": "true", class: "on" }, some.length > 1 ? String(some.length) : "●"), el("span", { class: "unseen" }, sayCount("node.items", some.length))];
}
