/* The panel: the overview, one actor or theme, a pair, an item, or what a search or filter leaves. */

import { byKey, childrenOf, concepts, data, type Item, items, loaded, type Role } from "./data";
import { byId, type Child, el } from "./dom";
import { card, cards, conceptLink, countText, listed } from "./cards";
import { conceptsFor } from "./search";
import { counted, isAsk, linked, ROLES, selection } from "./select";
import { address, choice, cleared, filters, state } from "./state";
import { fullName, name, say } from "./words";

export interface Bar { text: string; count: number; group?: string; href: string }

export function bars(entries: Bar[]): HTMLElement {
  const most = Math.max(...entries.map((entry) => entry.count), 1);
  return el("ul", { class: "bars" }, entries.map((entry) => {
    const bar = el("span", { class: `bar ${entry.group ?? ""}`, "aria-hidden": "true" });
    bar.style.width = `${Math.round((100 * entry.count) / most)}%`;
    return el("li", {}, el("a", { href: entry.href }, el("span", { class: "label" }, entry.text),
      el("span", { class: "count" }, String(entry.count))), bar);
  }));
}

const bar = (key: string, count: number, href = choice({ node: key })): Bar =>
  ({ text: name(concepts.get(key)), count, group: concepts.get(key)?.group ?? "", href });

const MOST_BARS = 40;

/* Who is asked and about what: of everything by the counts Python made, else of what is left. */
function standings(): Child[] {
  const some = filters() && loaded ? selection().filtered : null;
  const count = (kind: "actor" | "theme") => some
    ? counted(kind === "actor" ? some.filter(isAsk) : some, kind === "actor" ? ["addressee"] : ["subject"], kind)
    : data.nodes.filter((node) => node.kind === kind).map((node) => ({ key: node.key, count: kind === "actor" ? node.asks : node.items })).filter((one) => one.count);
  const unowned = some ? some.filter((item) => isAsk(item) && !linked(item, "addressee").length).length : data.counts.unowned;
  const others = some ? [] : data.nodes.filter((node) => node.kind === "actor" && !node.asks && node.items);
  const show = (list: { key: string; count: number }[]) => [bars(list.slice(0, MOST_BARS).map((one) => bar(one.key, one.count))),
    list.length > MOST_BARS ? el("p", { class: "help" }, say("overview.rest", { n: list.length - MOST_BARS })) : null];
  return [
    el("h2", {}, say("overview.actors")), el("p", { class: "help" }, say("overview.actors.help")), ...show(count("actor")),
    ...(unowned ? [el("h3", {}, say("overview.unowned")),
      el("p", {}, el("a", { href: choice({ node: "none" }) }, say("overview.unowned.link", { n: unowned })))] : []),
    el("h2", {}, say("overview.themes")), el("p", { class: "help" }, say("overview.themes.help")), ...show(count("theme")),
    ...(others.length ? [el("h2", {}, say("overview.others")),
      el("p", { class: "others" }, listed(others.slice(0, MOST_BARS).map((node) => conceptLink(node.key))))] : []),
  ];
}

const back = (): HTMLElement => el("p", { class: "back" }, el("a", { href: choice({}) }, `← ${say(filters() ? "app.backToHits" : "app.back")}`));

function conceptPanel(key: string): Child[] {
  const node = concepts.get(key);
  if (!node) return [];
  const found = selection().chosen;
  const actor = node.kind === "actor";
  const asks = found.filter((item) => isAsk(item) && (!actor || linked(item, "addressee").includes(key)));
  const tied = actor ? counted(asks, ["subject"], "theme") : counted(asks, ["addressee"], "actor");
  const groups = ROLES.map((role) => ({ role, list: found.filter((item) => item.links.some((link) => link.node === key && link.role === role)) }));
  return [
    back(), el("p", { class: "eyebrow" }, el("span", { class: `swatch ${node.group}`, "aria-hidden": "true" }), say(`${node.kind}.kind`)),
    el("h2", { id: "chosen" }, fullName(node)),
    name(node) === fullName(node) ? null : el("p", { class: "short" }, name(node)),
    node.broader.length ? el("p", {}, `${say("theme.broader")}: `, listed(node.broader.map((above) => conceptLink(above)))) : null,
    el("p", { class: "actions" },
      state.view === "graf" ? el("a", { href: choice({ node: key, draw: "items" }) }, say("graph.items")) : el("a", { href: choice({ node: key, view: "graf" }) }, say("item.inGraph")),
      actor ? el("a", { href: choice({ node: key, view: "aktorer" }) }, say("actor.brief")) : null),
    ...(tied.length ? [el("h3", {}, say(actor ? "actor.themes" : "theme.actors")),
      bars(tied.slice(0, 10).map((one) => bar(one.key, one.count, choice({ node: key, other: one.key }))))] : []),
    ...groups.filter(({ list }) => list.length).flatMap(({ role, list }) =>
      [el("h3", {}, `${actor ? say(`role.${role}`) : say("search.items")} (${list.length})`), cards(list)]),
    found.length ? null : el("p", {}, say("app.nothing")),
  ];
}

export function pairTitle(one: string, other: string): string {
  const text = (key: string, none: string) => (key === "none" ? say(none) : name(concepts.get(key)));
  if (one.startsWith("actor:") && other.startsWith("actor:")) return say("pair.heading", { actor: text(one, ""), other: text(other, "") });
  const [a, b] = one.startsWith("theme:") ? [other, one] : [one, other];
  return say("cell.heading", { actor: text(a, "none.actor"), theme: text(b, "none.theme") });
}

/* How an item concerns two actors: both are asked, or one is, with or for the other. */
function relations(one: string, other: string): { title: string; list: Item[] }[] {
  const has = (item: Item, key: string, role: Role) => linked(item, role).includes(key);
  const with_ = (asked: string, role: "partner" | "beneficiary", second: string) => ({
    title: say(`pair.${role}`, { a: name(concepts.get(asked)), b: name(concepts.get(second)) }),
    meets: (item: Item) => has(item, asked, "addressee") && has(item, second, role),
  });
  const kinds = [
    { title: say("pair.joint"), meets: (item: Item) => has(item, one, "addressee") && has(item, other, "addressee") },
    with_(one, "partner", other), with_(other, "partner", one), with_(one, "beneficiary", other), with_(other, "beneficiary", one),
    { title: say("pair.other"), meets: () => true },
  ];
  const left = new Set(selection().chosen);
  return kinds.map(({ title, meets }) => {
    const list = [...left].filter(meets);
    for (const item of list) left.delete(item);
    return { title, list };
  }).filter(({ list }) => list.length);
}

function pairPanel(one: string, other: string): Child[] {
  const found = selection().chosen;
  const actors = one.startsWith("actor:") && other.startsWith("actor:");
  return [back(), el("h2", { id: "chosen" }, pairTitle(one, other)),
    el("p", { class: "actions" }, [one, other].filter((key) => concepts.has(key)).map((key) => conceptLink(key))),
    ...(actors ? relations(one, other).flatMap(({ title, list }) => [el("h3", {}, `${title} (${list.length})`), cards(list)])
      : [el("p", { class: "help" }, countText(found.length)), cards(found)])];
}

function itemPanel(key: string): Child[] {
  const item = byKey.get(key);
  if (!item) return [];
  const below = childrenOf(key);
  const parent = byKey.get(item.parent);
  return [back(), el("h2", { id: "chosen" }, say("item.heading")), card(item, { open: true }),
    ...(parent ? [el("h3", {}, say("item.parent")), card(parent, { plain: true })] : []),
    ...(below.length ? [el("h3", {}, say("item.children")), cards(below, { plain: true })] : [])];
}

function foundPanel(): Child[] {
  const { filtered } = selection();
  const named = state.q ? conceptsFor(state.q) : [];
  const title = state.q ? say("search.heading", { q: state.q }) : say("list.filtered", { n: filtered.length, all: items.length });
  return [
    el("p", { class: "back" }, el("a", { href: address(cleared()) }, `← ${say("app.back")}`)), el("h2", { id: "chosen" }, title),
    filtered.length || named.length ? null : el("p", {}, say(state.q ? "search.none" : "app.nothing")),
    ...(named.length ? [el("h3", {}, say("search.concepts")), bars(named.slice(0, 12).map((key) => ({ ...bar(key, concepts.get(key)?.items ?? 0), text: fullName(concepts.get(key)) })))] : []),
    ...(filtered.length ? [el("h3", {}, `${say("search.items")} (${filtered.length})`), cards(filtered)] : []),
    ...(filtered.length && state.view === "graf" ? standings() : []),
  ];
}

function content(): Child[] {
  if (!loaded && (state.item || state.node || filters())) return [el("p", { class: "help" }, say("app.loading"))];
  if (state.item) return itemPanel(state.item);
  if (state.node && state.other) return pairPanel(state.node, state.other);
  if (state.node === "none") return [back(), el("h2", { id: "chosen" }, say("overview.unowned")), cards(selection().chosen)];
  if (state.node) return conceptPanel(state.node);
  return filters() ? foundPanel() : standings();
}

/* Beside the table views the panel shows only what was chosen there. */
const needed = (): boolean => {
  if (state.view === "graf" || state.view === "matrise") return true;
  return Boolean(state.item || state.other || (state.node && state.view !== "aktorer"));
};

export function drawPanel(): void {
  const panel = byId("panel");
  panel.hidden = !needed();
  panel.replaceChildren(...(panel.hidden ? [] : content()).filter((child): child is Node | string => Boolean(child)));
  panel.setAttribute("aria-label", say("panel.label"));
  panel.scrollTop = 0;
}
