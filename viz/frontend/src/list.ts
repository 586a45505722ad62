/* The list: every item of the selection as a table that sorts, and as rows for the exports. */

import { concepts, type Item, type Role } from "./data";
import { button, type Child, el } from "./dom";
import { conceptLink, force, lineOf, listed, marked, paged, placeOf } from "./cards";
import { linked, selection } from "./select";
import { address, choice, go, state } from "./state";
import { compare, name, say } from "./words";
import { data } from "./data";
import { exportTools } from "./share";

const names = (item: Item, ...roles: Role[]): string => linked(item, ...roles).map((key) => name(concepts.get(key))).join(", ");

export interface Column { key: string; text: (item: Item) => string; cell?: (item: Item) => Child[] ; order?: (item: Item) => number }

const linksTo = (...roles: Role[]) => (item: Item): Child[] => listed(linked(item, ...roles).map((key) => conceptLink(key)));

export const COLUMNS: Column[] = [
  { key: "marker", text: (item) => item.marker, order: (item) => item.place },
  { key: "text", text: (item) => item.text, cell: (item) => [el("span", { lang: data.documents[item.document]?.language, dir: "auto" }, marked(item)),
    el("span", { class: "where" }, placeOf(item))] },
  { key: "addressee", text: (item) => names(item, "addressee"), cell: linksTo("addressee") },
  { key: "others", text: (item) => names(item, "partner", "beneficiary", "proposer"), cell: linksTo("partner", "beneficiary", "proposer") },
  { key: "theme", text: (item) => names(item, "subject"), cell: linksTo("subject") },
  { key: "kind", text: (item) => say(`kind.${item.kind}`) },
  { key: "force", text: force, order: (item) => ["must", "should", "may", "wish", "question", ""].indexOf(item.force) },
  { key: "line", text: lineOf, cell: (item) => [el("a", { href: choice({ node: state.node, other: state.other, item: item.key }) }, lineOf(item))],
    order: (item) => item.place },
];

export function inOrder(some: Item[]): Item[] {
  const down = state.sort.startsWith("-");
  const column = COLUMNS.find((one) => one.key === state.sort.replace(/^-/, ""));
  if (!column) return some;
  const { order, text } = column;
  const made = [...some].sort(order ? (a, b) => order(a) - order(b) : (a, b) => compare(text(a) || "\uffff", text(b) || "\uffff") || a.place - b.place);
  return down ? made.reverse() : made;
}

export function list(): HTMLElement {
  const shown = inOrder(selection().chosen);
  const title = shown.length === data.counts.items ? say("list.all", { n: shown.length }) : say("list.filtered", { n: shown.length, all: data.counts.items });
  const body = el("tbody", { role: "rowgroup" });
  const foot = el("div", { class: "more" });
  paged(body, shown, row, foot, 50);
  return el("div", { class: "list" }, el("h2", {}, say("list.heading")),
    el("div", { class: "bar-tools" }, el("p", { class: "help" }, title), exportTools()),
    shown.length ? el("table", { class: "items", role: "table", "aria-label": say("list.heading") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, COLUMNS.map(heading))), body) : el("p", {}, say("app.nothing")), foot);
}

function heading(column: Column): HTMLElement {
  const now = state.sort.replace(/^-/, "") === column.key;
  const sort = now && !state.sort.startsWith("-") ? `-${column.key}` : column.key;
  const text = say(`column.${column.key}`);
  return el("th", { scope: "col", role: "columnheader", class: `c-${column.key}`, "aria-sort": now ? (state.sort.startsWith("-") ? "descending" : "ascending") : null },
    button(text, () => go(address({ sort })), { class: "plain", title: say("list.sort", { column: text }) }));
}

function row(item: Item): HTMLElement {
  return el("tr", { role: "row", class: state.item === item.key ? "chosen" : null }, COLUMNS.map((column) =>
    el("td", { role: "cell", class: `c-${column.key}`, "data-label": say(`column.${column.key}`) }, column.cell ? column.cell(item) : column.text(item))));
}
