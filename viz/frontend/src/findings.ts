/* Findings: what stands out in the selection, in words with small pictures. */

import { concepts, data, type Item } from "./data";
import { type Child, el, svg } from "./dom";
import { cards, conceptLink, listed } from "./cards";
import { counted, isAsk, linked, selection, type Tie, tiesOf } from "./select";
import { choice, filters } from "./state";
import { compare, joined, name, say, sayCount } from "./words";

const of = (key: string): string => name(concepts.get(key));

export function findings(): HTMLElement {
  const some = selection().filtered;
  const asks = some.filter(isAsk);
  const parts = [standing(asks), headings(asks), together(asks), partners(some), themes(some), linking(), groups(), unowned(asks), waiting(some)];
  return el("div", { class: "findings" }, el("h2", {}, say("analysis.heading")),
    el("p", { class: "help" }, say(filters() ? "analysis.selection" : "analysis.help")),
    asks.length ? el("div", { class: "finding-grid" }, parts.filter((part): part is HTMLElement => part !== null)) : el("p", {}, say("app.nothing")));
}

function finding(title: string, sentence: string, ...children: Child[]): HTMLElement {
  return el("section", { class: "finding" }, el("h3", {}, title), el("p", { class: "lead" }, sentence), ...children);
}

interface Part { n: number; variable: string }

/* Bars of parts with their numbers; the table of words beside them says the same. */
function chart(rows: { label: string; href: string; parts: Part[]; text: string }[]): HTMLElement {
  const most = Math.max(1, ...rows.map((row) => row.parts.reduce((sum, part) => sum + part.n, 0)));
  return el("ul", { class: "chart" }, rows.map((row) => {
    let x = 0;
    const drawn = row.parts.filter((part) => part.n).map((part) => {
      const made = svg("rect", { x, y: 0, width: (200 * part.n) / most, height: 12, class: part.variable });
      x += (200 * part.n) / most;
      return made;
    });
    return el("li", {}, el("a", { href: row.href }, row.label), svg("svg", { viewBox: "0 0 200 12", preserveAspectRatio: "none", "aria-hidden": "true" }, drawn), el("span", { class: "count" }, row.text));
  }));
}

const explicit = (item: Item, key: string): boolean =>
  item.links.some((link) => link.node === key && link.role === "addressee" && link.basis !== "heading");

function standing(asks: Item[]): HTMLElement | null {
  const top = counted(asks, ["addressee"], "actor").slice(0, 8);
  const [first] = top;
  if (!first) return null;
  const owned = asks.filter((item) => linked(item, "addressee").length).length;
  const rows = top.map(({ key, count }) => {
    const own = asks.filter((item) => explicit(item, key)).length;
    return { label: of(key), href: choice({ node: key }), text: String(count), parts: [{ n: own, variable: "by-text" }, { n: count - own, variable: "by-heading" }] };
  });
  return finding(say("analysis.standing"), say("analysis.standing.text", { actor: of(first.key), n: first.count, all: owned }), chart(rows),
    el("p", { class: "key" }, el("span", { class: "swatch by-text", "aria-hidden": "true" }), say("analysis.byText"), " ", el("span", { class: "swatch by-heading", "aria-hidden": "true" }), say("analysis.byHeading")));
}

function headings(asks: Item[]): HTMLElement | null {
  const owned = asks.filter((item) => linked(item, "addressee").length);
  const only = owned.filter((item) => item.links.every((link) => link.role !== "addressee" || link.basis === "heading"));
  if (!only.length) return null;
  return finding(say("analysis.headings"), say("analysis.headings.text", { n: only.length, all: owned.length }), ring(only.length, owned.length));
}

/* A share as a ring. */
function ring(n: number, all: number): SVGElement {
  const around = 2 * Math.PI * 40;
  return svg("svg", { viewBox: "0 0 100 100", class: "ring", "aria-hidden": "true" },
    svg("circle", { cx: 50, cy: 50, r: 40, class: "ring-all" }),
    svg("circle", { cx: 50, cy: 50, r: 40, class: "ring-part", "stroke-dasharray": `${(around * n) / all} ${around}`, transform: "rotate(-90 50 50)" }),
    svg("text", { x: 50, y: 56, "text-anchor": "middle" }, `${Math.round((100 * n) / all)} %`));
}

function pairs(list: { one: string; other: string; count: number }[]): HTMLElement {
  return chart(list.slice(0, 8).map(({ one, other, count }) =>
    ({ label: `${of(one)} – ${of(other)}`, href: choice({ node: one, other }), text: String(count), parts: [{ n: count, variable: "by-text" }] })));
}

function together(asks: Item[]): HTMLElement | null {
  const found = new Map<string, { one: string; other: string; count: number }>();
  for (const item of asks) {
    const who = linked(item, "addressee").sort();
    who.forEach((one, place) => who.slice(place + 1).forEach((other) => {
      const pair = found.get(`${one}|${other}`) ?? { one, other, count: 0 };
      pair.count += 1;
      found.set(`${one}|${other}`, pair);
    }));
  }
  const list = [...found.values()].sort((a, b) => b.count - a.count || compare(of(a.one), of(b.one)));
  const [first] = list;
  return first ? finding(say("analysis.together"), sayCount("analysis.together.text", first.count, { one: of(first.one), other: of(first.other) }), pairs(list)) : null;
}

function partners(some: Item[]): HTMLElement | null {
  const list = tiesOf(some).filter((tie: Tie) => tie.role === "partner").sort((a, b) => b.count - a.count || compare(of(a.from), of(b.from)));
  const [first] = list;
  return first ? finding(say("analysis.partners"), say("analysis.partners.text", { one: of(first.from), other: of(first.to) }),
    pairs(list.map((tie) => ({ one: tie.from, other: tie.to, count: tie.count })))) : null;
}

function themes(some: Item[]): HTMLElement | null {
  const top = counted(some, ["subject"], "theme").slice(0, 8);
  const [first] = top;
  return first ? finding(say("analysis.themes"), say("analysis.themes.text", { theme: of(first.key), n: first.count, all: some.length }),
    chart(top.map(({ key, count }) => ({ label: of(key), href: choice({ node: key }), text: String(count), parts: [{ n: count, variable: "theme" }] })))) : null;
}

/* Of all the documents, not the selection: the networks are computed where the page is made. */
function linking(): HTMLElement | null {
  const list = [...(data.analysis?.standings ?? [])].filter((one) => one.between > 0).sort((a, b) => b.between - a.between).slice(0, 6);
  const [first] = list;
  if (!first) return null;
  return finding(say("analysis.linking"), say("analysis.linking.text", { actor: of(first.actor), n: first.ties }),
    chart(list.map((one) => ({ label: of(one.actor), href: choice({ node: one.actor }), text: `${Math.round(one.between * 100)} %`, parts: [{ n: one.between, variable: "by-text" }] }))),
    el("p", { class: "help" }, say("analysis.linking.help")));
}

function groups(): HTMLElement | null {
  const list = (data.analysis?.communities ?? []).map((group) => ({
    actors: group.filter((key) => key.startsWith("actor:") && concepts.has(key)), themes: group.filter((key) => key.startsWith("theme:") && concepts.has(key)) }))
    .filter((group) => group.actors.length && group.themes.length);
  if (list.length < 2) return null;
  return finding(say("analysis.groups"), say("analysis.groups.text", { n: list.length }), el("ul", { class: "groups" }, list.map((group) =>
    el("li", {}, el("strong", {}, joined(group.actors.map(of))), ": ", listed(group.themes.map((key) => conceptLink(key)))))));
}

function unowned(asks: Item[]): HTMLElement | null {
  const found = asks.filter((item) => !linked(item, "addressee").length);
  return found.length ? finding(say("overview.unowned"), sayCount("analysis.unowned.text", found.length), ring(found.length, asks.length),
    el("p", {}, el("a", { href: choice({ node: "none", view: "liste" }) }, say("overview.unowned.link", { n: found.length })))) : null;
}

function waiting(some: Item[]): HTMLElement | null {
  const found = some.filter((item) => item.kind === "question");
  return found.length ? finding(say("analysis.questions"), sayCount("analysis.questions.text", found.length), cards(found.slice(0, 3), { plain: true })) : null;
}
