/* The side: the nodes of the picture as a list for the keyboard, and the filters with their counts. */

import { concepts, data, loaded, sections } from "./data";
import { button, byId, el } from "./dom";
import { fit, point, shownScene } from "./picture";
import { edgeText } from "./scene";
import { selection } from "./select";
import { address, choice, cleared, FACETS, type Facet, filters, go, state } from "./state";
import { compare, fullName, name, say } from "./words";

const MOST_VALUES = 12;
const wide = new Set<string>();
const opened = new Map<string, boolean>();

/* A fold that stays as the reader left it while the page is drawn anew. */
function fold(key: string, open: boolean, title: string, ...children: (Node | string)[]): HTMLDetailsElement {
  const made = el("details", { open: opened.get(key) ?? open, class: key }, el("summary", {}, title), ...children);
  made.addEventListener("toggle", () => {
    if (opened.get(key) !== made.open) fit();
    opened.set(key, made.open);
  });
  return made;
}

export function drawSide(): void {
  const roomy = innerWidth > 1500;
  const n = filters();
  byId("side").setAttribute("aria-label", say("side.label"));
  byId("side").replaceChildren(
    ...(state.view === "graf" && shownScene() ? [fold("nodes", roomy, say("nodes.heading", { n: shownScene()?.nodes.length ?? 0 }), nodeList())] : []),
    fold("facets", roomy, n ? say("facets.headingActive", { n }) : say("facets.heading"),
      loaded ? el("div", { class: "facetgrid" }, FACETS.map(facet)) : el("p", { class: "help" }, say("app.loading"))));
}

/* Up and down walk the list, right and left the neighbours of the node, Enter chooses it. */
function nodeList(): HTMLElement {
  const rank = new Map(data.nodes.map((node, place) => [node.key, place]));
  const nodes = [...(shownScene()?.nodes ?? [])].sort((a, b) => (rank.get(a.id) ?? -1) - (rank.get(b.id) ?? -1));
  const list = el("ul", { class: "nodelist", "aria-label": say("nodes.label"), "aria-describedby": "nodes-help" });
  const links = new Map<string, HTMLAnchorElement>();
  const current = nodes.find((node) => node.id === state.item || node.id === state.node) ?? nodes[0];
  for (const node of nodes) {
    const concept = concepts.get(node.id);
    const href = concept ? choice({ node: node.id, draw: state.draw }) : choice({ node: state.node, item: node.id, draw: state.draw });
    const link = el("a", { href, tabindex: node === current ? 0 : -1, "aria-current": node.id === state.node || node.id === state.item ? "true" : null },
      el("span", { class: `swatch ${node.group}`, "aria-hidden": "true" }), concept ? name(concept) : node.label.replace(/\n/g, " "));
    link.addEventListener("focus", () => focused(node.id, links));
    links.set(node.id, link);
    list.append(el("li", {}, link));
  }
  list.addEventListener("keydown", (event) => walk(event, links));
  return el("div", {}, el("p", { class: "help", id: "nodes-help" }, say("nodes.help")), list);
}

function focused(id: string, links: Map<string, HTMLAnchorElement>): void {
  for (const [other, link] of links) link.tabIndex = other === id ? 0 : -1;
  point(id);
}

let walked = { from: "", place: -1 };

function walk(event: KeyboardEvent, links: Map<string, HTMLAnchorElement>): void {
  const ids = [...links.keys()];
  const at = ids.find((id) => links.get(id) === document.activeElement) ?? "";
  const step: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -ids.length, End: ids.length };
  const move = step[event.key];
  let next = "";
  if (move !== undefined) next = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(at) + move))] ?? "";
  else if (event.key === "ArrowRight" || event.key === "ArrowLeft") next = neighbour(at, event.key === "ArrowRight" ? 1 : -1);
  if (!next) return;
  event.preventDefault();
  links.get(next)?.focus();
}

/* Right goes round the neighbours of the node where the walk began; left goes back to it. */
function neighbour(at: string, step: number): string {
  const edges = shownScene()?.edges ?? [];
  if (step < 0) {
    const home = walked.from || at;
    walked = { from: "", place: -1 };
    byId("status").textContent = name(concepts.get(home));
    return home;
  }
  const around = (id: string) => edges.filter((edge) => edge.from === id || edge.to === id).sort((a, b) => b.count - a.count);
  const home = walked.from && around(walked.from).some((edge) => edge.from === at || edge.to === at) ? walked.from : at;
  const own = around(home);
  walked = { from: home, place: home === at && walked.from !== home ? 0 : (walked.place + 1) % Math.max(1, own.length) };
  const edge = own[walked.place];
  if (!edge) return "";
  byId("status").textContent = edgeText(edge);
  return edge.from === home ? edge.to : edge.from;
}

/* The values of a facet, those with most items first; themes and sections under what they are part of. */
function entries(facet: Facet, counts: Map<string, number>): { value: string; depth: number }[] {
  const chosen = state.facets[facet].filter((value) => !counts.has(value));
  const all = [...counts.keys(), ...chosen];
  if (facet === "section") {
    const depth = (key: string): number => (sections.get(key)?.parent ? 1 + depth(sections.get(key)?.parent ?? "") : 0);
    return [...sections.keys()].filter((key) => all.includes(key)).map((value) => ({ value, depth: depth(value) }));
  }
  const most = (a: string, b: string) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || compare(labelOf(facet, a), labelOf(facet, b));
  if (facet !== "theme") return all.sort(most).map((value) => ({ value, depth: 0 }));
  const under = (parent: string, depth: number): { value: string; depth: number }[] => all
    .filter((key) => { const above = (concepts.get(key)?.broader ?? []).filter((one) => all.includes(one)); return parent ? above[0] === parent : !above.length; })
    .sort(most).flatMap((value) => [{ value, depth }, ...(depth < 4 ? under(value, depth + 1) : [])]);
  return under("", 0);
}

export function labelOf(facet: Facet, value: string): string {
  if (facet === "actor" || facet === "theme") { const node = concepts.get(value); return node ? name(node) : value; }
  if (facet === "section") return sections.get(value)?.title || say("item.untitled");
  if (facet === "document") return data.documents.find((one) => one.slug === value)?.title || value;
  if (facet === "force" && value === "none") return say("none.force");
  return say(`${facet}.${value}`);
}

export function toggled(facet: Facet, value: string): string {
  const now = state.facets[facet];
  const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value];
  return address({ facets: { ...state.facets, [facet]: next }, item: "", hits: false });
}

function facet(which: Facet): HTMLDetailsElement | null {
  const counts = selection().counts[which];
  const list = entries(which, counts);
  if (list.length < 2 && !state.facets[which].length) return null;
  const shown = wide.has(which) ? list : list.filter((one, place) => place < MOST_VALUES || state.facets[which].includes(one.value));
  const rows = el("ul", { class: "values" }, shown.map(({ value, depth }) => {
    const id = `f-${which}-${value}`;
    const box = el("input", { type: "checkbox", id });
    box.checked = state.facets[which].includes(value);
    box.addEventListener("change", () => go(toggled(which, value)));
    return el("li", { class: `depth-${Math.min(depth, 3)}` }, box, el("label", { for: id, title: fullName(concepts.get(value)) || null }, el("span", {}, labelOf(which, value)), " ",
      el("span", { class: "count" }, String(counts.get(value) ?? 0))));
  }));
  const more = list.length > shown.length ? [button(say("app.more", { n: list.length - shown.length }), () => { wide.add(which); drawSide(); }, { class: "plain" })] : [];
  return fold(`facet-${which}`, state.facets[which].length > 0 || (which === "actor" && innerHeight > 700), say(`facet.${which}`), rows, ...more);
}

/* What is filtered by, each with a button that takes it away. */
export function drawChips(): void {
  const chip = (text: string, href: string) => {
    const made = button(`${text} ×`, () => go(href));
    made.setAttribute("aria-label", say("app.remove", { what: text }));
    return made;
  };
  const made = [
    ...(state.q ? [chip(`«${state.q}»`, address({ q: "" }))] : []),
    ...FACETS.flatMap((which) => state.facets[which].map((value) => chip(`${say(`facet.${which}`)}: ${labelOf(which, value)}`, toggled(which, value)))),
  ];
  const bar = byId("chips");
  bar.hidden = !made.length;
  bar.replaceChildren(...(made.length ? [el("span", {}, loaded ? say("list.filtered", { n: selection().filtered.length, all: data.counts.items }) : ""),
    ...made, button(say("app.reset"), () => go(address(cleared())), { class: "reset" })] : []));
}
