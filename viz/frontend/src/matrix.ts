/* The matrix: who is asked about what, and the ties between actors, as tables. */

import { concepts, type Item } from "./data";
import { button, el } from "./dom";
import { counted, isAsk, linked, selection, tiesOf } from "./select";
import { address, go, state } from "./state";
import { compare, name, say } from "./words";

const MOST_COLUMNS = 40;
const MOST_ROWS = 80;

interface Cells { rows: string[]; columns: string[]; at: Map<string, number>; row: Map<string, number>; column: Map<string, number>; most: number; asks: number }

const orNone = (keys: string[]): string[] => (keys.length ? keys : ["none"]);

function cells(some: Item[]): Cells {
  const asks = some.filter(isAsk);
  const tables = { at: new Map<string, number>(), row: new Map<string, number>(), column: new Map<string, number>() };
  const add = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const item of asks) {
    const [actors, themes] = [orNone(linked(item, "addressee")), orNone(linked(item, "subject"))];
    for (const actor of actors) { add(tables.column, actor); for (const theme of themes) add(tables.at, `${actor}|${theme}`); }
    for (const theme of themes) add(tables.row, theme);
  }
  const order = (kind: "actor" | "theme") => counted(asks, [kind === "actor" ? "addressee" : "subject"], kind).map((one) => one.key);
  const most = Math.max(1, ...[...tables.at].filter(([key]) => !key.includes("none")).map(([, n]) => n));
  return { rows: sorted([...order("theme")], tables, "none"), columns: [...order("actor")], ...tables, most, asks: asks.length };
}

/* Rows by sum, by name, or by the column that was chosen. */
function sorted(rows: string[], { at }: { at: Map<string, number> }, _none: string): string[] {
  const [by, column] = [state.sort.split("-")[0], state.sort.replace(/^col-/, "")];
  if (state.sort === "name") return rows.sort((a, b) => compare(name(concepts.get(a)), name(concepts.get(b))));
  if (by === "col") return rows.sort((a, b) => (at.get(`${column}|${b}`) ?? 0) - (at.get(`${column}|${a}`) ?? 0));
  return rows;
}

export function matrix(): HTMLElement {
  const { filtered } = selection();
  const table = cells(filtered);
  return el("div", { class: "matrices" }, el("h2", {}, say("matrix.heading")),
    el("p", { class: "help", id: "matrix-help" }, `${say("matrix.caption")} ${say("matrix.sum.help")}`),
    table.asks ? el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("matrix.region") }, asksTable(table)) : el("p", {}, say("app.nothing")),
    between(filtered));
}

const label = (key: string, none: string): string => (key === "none" ? say(none) : name(concepts.get(key)));

function asksTable(table: Cells): HTMLTableElement {
  const columns = [...table.columns.slice(0, MOST_COLUMNS), ...(table.column.has("none") ? ["none"] : [])];
  const rows = [...table.rows.slice(0, MOST_ROWS), ...(table.row.has("none") ? ["none"] : [])];
  const hidden = Math.max(0, table.columns.length - MOST_COLUMNS) + Math.max(0, table.rows.length - MOST_ROWS);
  const sorter = (text: string, sort: string) => button(text, () => go(address({ sort: state.sort === sort ? "" : sort })), { class: "plain", title: say("list.sort", { column: text }) });
  const head = (key: string) => el("th", { scope: "col", "aria-sort": state.sort === `col-${key}` ? "descending" : null, class: state.node === key ? "picked" : null },
    key === "none" ? label(key, "none.actor") : sorter(label(key, "none.actor"), `col-${key}`));
  return el("table", { class: "matrix", "aria-describedby": "matrix-help" },
    el("caption", { class: hidden ? "" : "unseen" }, hidden ? say("matrix.hidden", { n: hidden }) : say("matrix.heading")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col", "aria-sort": state.sort === "name" ? "ascending" : null }, sorter(say("matrix.theme"), "name")),
      columns.map(head), el("th", { scope: "col", "aria-sort": state.sort ? null : "descending" }, sorter(say("matrix.sum"), "")))),
    el("tbody", {}, rows.map((theme) => el("tr", {}, el("th", { scope: "row" }, label(theme, "none.theme")),
      columns.map((actor) => cell(actor, theme, table)), el("td", { class: "sum" }, String(table.row.get(theme) ?? 0))))),
    el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, say("matrix.sum")),
      columns.map((actor) => el("td", { class: "sum" }, String(table.column.get(actor) ?? 0))), el("td", { class: "sum" }, String(table.asks)))));
}

function cell(actor: string, theme: string, table: Cells): HTMLTableCellElement {
  const n = table.at.get(`${actor}|${theme}`) ?? 0;
  if (!n) return el("td", {});
  const text = say("matrix.cell", { actor: label(actor, "none.actor"), theme: label(theme, "none.theme"), n });
  const chosen = state.node === actor && state.other === theme;
  const made = el("td", { class: chosen ? "heat chosen" : "heat" },
    el("a", { href: address({ node: actor, other: theme, item: "" }), "aria-label": text, "aria-current": chosen ? "true" : null }, String(n)));
  made.dataset["heat"] = String(Math.min(4, Math.ceil((4 * n) / table.most)));
  return made;
}

/* The picture's other lines: who is to do it with whom, and for whom. */
function between(some: Item[]): HTMLElement | string {
  const ties = tiesOf(some).filter((tie) => tie.role !== "ask").sort((a, b) => b.count - a.count || compare(a.from + a.to, b.from + b.to));
  if (!ties.length) return "";
  const shown = ties.slice(0, 100);
  const [headings, numbers] = [["matrix.asked", "matrix.relation", "matrix.other"], "matrix.items"];
  return el("div", {}, el("h2", {}, say("matrix.between")), el("div", { class: "scroll between", role: "region", tabindex: "0", "aria-label": say("matrix.between") }, el("table", { class: "plain" },
    el("thead", {}, el("tr", {}, headings.map((key) => el("th", { scope: "col" }, say(key))), el("th", { scope: "col", class: "number" }, say(numbers)))),
    el("tbody", {}, shown.map((tie) => el("tr", {}, el("th", { scope: "row" }, name(concepts.get(tie.from))), el("td", {}, say(`relation.${tie.role}`)),
      el("td", {}, name(concepts.get(tie.to))), el("td", { class: "number" },
        el("a", { href: address({ node: tie.from, other: tie.to, item: "" }), "aria-label": say("matrix.cell", { actor: name(concepts.get(tie.from)), theme: name(concepts.get(tie.to)), n: tie.count }) }, String(tie.count)))))))));
}
