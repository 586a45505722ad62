/* Cards: an item's text with its words marked, who and what it is linked to, and why. */

import { byKey, concepts, data, type Item, type Link, sections } from "./data";
import { decidedList, made, madeBy } from "./decided";
import { button, type Child, el } from "./dom";
import { hitsIn } from "./search";
import { choice, state } from "./state";
import { fullName, name, say, sayCount, spoken } from "./words";

export function conceptLink(key: string, text?: string): HTMLElement {
  const concept = concepts.get(key);
  return el("a", { href: choice({ node: key }), class: `concept ${concept?.group ?? "other"}`, title: fullName(concept) }, text ?? name(concept));
}

export function listed(children: HTMLElement[], separator = ", "): Child[] {
  return children.flatMap((child, place) => (place ? [separator, child] : [child]));
}

interface Span { start: number; end: number; node?: string }

/* Marks and hits may overlap: the text is cut at every edge, and a piece carries all that lies over it. */
export function marked(item: Item): Child[] {
  const marks: Span[] = item.links.filter((link) => link.where === item.key && link.start < link.end);
  const hits: Span[] = state.q ? hitsIn(item.text, state.q) : [];
  const edges = new Set([0, item.text.length, ...[...marks, ...hits].flatMap((span) => [span.start, span.end])]);
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    const end = cuts[place + 1] ?? item.text.length;
    const over = (spans: Span[]) => spans.filter((span) => span.start <= start && end <= span.end);
    return piece(item.text.slice(start, end), over(marks), over(hits).length > 0);
  });
}

function piece(text: string, over: Span[], hit: boolean): Child {
  if (!over.length && !hit) return text;
  const kinds = new Set(over.map((span) => span.node?.split(":")[0]));
  const names = [...new Set(over.map((span) => fullName(concepts.get(span.node ?? ""))))].join(", ");
  const kind = kinds.has("actor") ? "actor" : kinds.has("theme") ? "theme" : "";
  return el("mark", { class: `${kind} ${hit ? "hit" : ""}`.trim(), title: names || null }, text);
}

export function lineOf(item: Item): string {
  const where = item.endLine > item.line ? say("item.lines", { a: item.line, b: item.endLine }) : say("item.line", { a: item.line });
  return item.page ? `${say("item.page", { n: item.page })}, ${where}` : where;
}

export function placeOf(item: Item): string {
  const titles: string[] = [];
  for (let at = sections.get(item.section); at; at = sections.get(at.parent)) titles.unshift(at.title || say("item.untitled"));
  return [...(data.documents.length > 1 ? [data.documents[item.document]?.title ?? ""] : []), ...titles].join(" › ");
}

function byRole(item: Item): Map<string, Link[]> {
  const shown = new Map<string, Link[]>();
  for (const link of item.links) shown.set(link.role, [...(shown.get(link.role) ?? []), link]);
  return shown;
}

function chips(item: Item): HTMLElement {
  return el("ul", { class: "links" }, [...byRole(item)].map(([role, links]) =>
    el("li", {}, el("span", { class: "role" }, `${say(`role.${role}`)}: `),
      listed(links.map((link) => el("span", {}, conceptLink(link.node),
        role === "addressee" && link.basis !== "explicit" ? el("span", { class: "basis" }, ` (${say(`basis.${link.basis}`)})`) : ""))))));
}

/* Every link with its basis, its rule and the words that carry it. */
export function reasons(item: Item, open = false): HTMLElement {
  return el("details", { class: "why", open }, el("summary", {}, say("item.why")),
    el("ul", {}, item.links.map((link) => {
      const rule = data.rules[link.rule];
      const text = byKey.get(link.where)?.text ?? sections.get(link.where)?.text ?? "";
      const place = link.where !== item.key && text ? ` ${say("why.in", { text })}` : "";
      const decided = madeBy(item, link);
      const words = link.quote === item.text ? "" : ` ${say("why.quote", { quote: link.quote })}.`;
      return el("li", {}, el("strong", {}, `${say(`role.${link.role}`)}: ${name(concepts.get(link.node))}`), " – ", decided ? [...made(decided), words]
        : rule ? `${rule[spoken()] || rule.nb}. ` : "", decided ? "" : `${say("why.quote", { quote: link.quote })}${place} (${say(`basis.${link.basis}`)}).`);
    })));
}

export const force = (item: Item): string => (item.force && item.kind !== "question" ? say(`force.${item.force}`) : "");

export function card(item: Item, options: { plain?: boolean; open?: boolean } = {}): HTMLElement {
  const parent = byKey.get(item.parent);
  const strength = force(item);
  return el("article", { class: `item ${item.kind}${state.item === item.key ? " chosen" : ""}` },
    options.plain ? "" : el("p", { class: "where" }, placeOf(item)),
    el("p", { class: "head" },
      item.marker ? el("span", { class: "marker" }, `${item.marker} `) : "",
      el("span", { class: "kind" }, say(`kind.${item.kind}`)), strength ? el("span", { class: "force" }, strength) : "",
      el("a", { class: "line", href: choice({ item: item.key }) }, lineOf(item))),
    parent && !options.plain
      ? el("p", { class: "parent" }, `${say("item.parent")}: `, el("a", { href: choice({ item: parent.key }) }, parent.text)) : "",
    el("p", { class: "text", lang: data.documents[item.document]?.language, dir: "auto" }, marked(item)),
    ...(item.links.length ? [chips(item), reasons(item, options.open)] : [el("p", { class: "basis" }, say("item.nolinks"))]),
    decidedList(item, options.open),
    el("p", { class: "actions" }, el("a", { href: choice({ item: item.key, draw: "items", view: "graf" }) }, say("item.inGraph"))));
}

export const PAGE = 25;

/* Many things are made a page at a time. */
export function paged<T>(box: HTMLElement, all: T[], make: (one: T) => HTMLElement, foot: HTMLElement, size = PAGE): void {
  const more = (from: number) => {
    const made = all.slice(from, from + size).map(make);
    box.append(...made);
    const left = all.length - from - size;
    foot.replaceChildren();
    if (from) made[0]?.querySelector("a")?.focus();
    if (left > 0) foot.append(button(say("app.more", { n: left }), () => more(from + size)));
  };
  more(0);
}

export function cards(found: Item[], options: { plain?: boolean } = {}): HTMLElement {
  const box = el("div", { class: "cards" });
  const foot = el("div", { class: "more" });
  paged(box, found, (item) => card(item, options), foot);
  return el("div", {}, box, foot);
}

export const countText = (n: number): string => sayCount("node.items", n);
