/* Briefs: one sheet an actor, to be printed on A4: what it is asked, by theme and force, and with whom. */

import { concepts, data, type Item } from "./data";
import { button, el } from "./dom";
import { conceptLink, force, lineOf, listed, marked, placeOf } from "./cards";
import { counted, isAsk, linked, selection } from "./select";
import { choice, go, state } from "./state";
import { both, compare, fullName, name, say, sayCount } from "./words";

const FORCES = ["must", "should", "may", "wish", "question", ""];

const asksOf = (key: string, some: Item[]): Item[] => some.filter((item) => isAsk(item) && linked(item, "addressee").includes(key));

export function briefs(): HTMLElement {
  const key = state.node.startsWith("actor:") ? state.node : "";
  return el("div", { class: "briefs" }, chooser(key), key ? brief(key) : index());
}

function chooser(key: string): HTMLElement {
  const actors = data.nodes.filter((node) => node.kind === "actor" && node.items).sort((a, b) => compare(both(a), both(b)));
  const pick = el("select", { id: "brief-actor" }, el("option", { value: "" }, say("brief.all")),
    actors.map((node) => el("option", { value: node.key, selected: node.key === key }, both(node))));
  pick.addEventListener("change", () => go(choice({ node: pick.value })));
  return el("div", { class: "fields noprint" }, el("div", { class: "field" }, el("label", { for: "brief-actor" }, say("facet.actor")), pick),
    button(say("share.print"), () => print()));
}

/* Every actor with its numbers; each name opens its brief. */
function index(): HTMLElement {
  const { filtered } = selection();
  const of = (key: string, ...roles: Parameters<typeof linked>[1][]) => filtered.filter((item) => linked(item, ...roles).includes(key)).length;
  const actors = data.nodes.filter((node) => node.kind === "actor" && node.items);
  const rows = actors.map((node) => ({ node, asked: asksOf(node.key, filtered).length, counts: [of(node.key, "partner"), of(node.key, "beneficiary"), of(node.key, "proposer"), of(node.key, "mentioned")] }))
    .filter((row) => row.asked || row.counts.some(Boolean)).sort((a, b) => b.asked - a.asked);
  return el("div", {}, el("h2", {}, say("brief.index")), el("p", { class: "help" }, say("brief.help")),
    rows.length ? el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("brief.index") }, el("table", { class: "plain" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("facet.actor")), ["addressee", "partner", "beneficiary", "proposer", "mentioned"].map((role) => el("th", { scope: "col", class: "number" }, say(`role.${role}`))))),
      el("tbody", {}, rows.slice(0, 200).map((row) => el("tr", {}, el("th", { scope: "row" }, el("a", { href: choice({ node: row.node.key }) }, both(row.node))),
        [row.asked, ...row.counts].map((n) => el("td", { class: "number" }, n ? String(n) : "")))))))
      : el("p", {}, say("app.nothing")));
}

function brief(key: string): HTMLElement {
  const node = concepts.get(key);
  const { filtered } = selection();
  const asks = asksOf(key, filtered);
  const joint = counted(asks, ["addressee"], "actor").filter((one) => one.key !== key);
  const partners = counted(asks, ["partner"], "actor").filter((one) => one.key !== key);
  const forWhom = counted(asks, ["beneficiary"], "actor").filter((one) => one.key !== key);
  const elsewhere = filtered.filter((item) => !asks.includes(item) && item.links.some((link) => link.node === key));
  const people = (title: string, list: { key: string; count: number }[]) => (list.length
    ? el("p", {}, el("strong", {}, `${say(title)}: `), listed(list.map((one) => el("span", {}, conceptLink(one.key), ` (${one.count})`)))) : "");
  return el("article", { class: "brief" },
    el("p", { class: "eyebrow" }, data.documents.map((document) => document.title).join(", ")),
    el("h2", { id: "chosen" }, fullName(node)), name(node) === fullName(node) ? "" : el("p", { class: "short" }, name(node)),
    el("p", { class: "lead" }, sayCount("brief.asked", asks.length, { name: name(node) })),
    people("brief.joint", joint), people("brief.partners", partners), people("brief.for", forWhom),
    asks.length ? el("h3", {}, say("brief.byTheme")) : "", asks.length ? crossTable(asks) : "",
    ...themeGroups(asks).flatMap(({ theme, some }) => [
      el("h3", {}, `${theme === "none" ? say("none.theme") : name(concepts.get(theme))} (${some.length})`), el("ol", { class: "asks" }, some.map(ask))]),
    ...(elsewhere.length ? [el("h3", {}, say("brief.elsewhere", { n: elsewhere.length })), el("ol", { class: "asks" }, elsewhere.map(ask))] : []));
}

/* Each ask once, under the theme the actor is asked about most. */
function themeGroups(asks: Item[]): { theme: string; some: Item[] }[] {
  const order = [...counted(asks, ["subject"], "theme").map((one) => one.key), "none"];
  const groups = new Map<string, Item[]>();
  for (const item of asks) {
    const theme = order.find((key) => linked(item, "subject").includes(key)) ?? "none";
    groups.set(theme, [...(groups.get(theme) ?? []), item]);
  }
  return order.filter((theme) => groups.has(theme)).map((theme) => ({ theme, some: groups.get(theme) ?? [] }));
}

function crossTable(asks: Item[]): HTMLElement {
  const used = FORCES.filter((one) => asks.some((item) => item.force === one));
  const themes = counted(asks, ["subject"], "theme");
  const head = (one: string) => (one ? say(`force.${one}`) : say("none.force"));
  return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("brief.byTheme") }, el("table", { class: "plain" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("facet.theme")), used.map((one) => el("th", { scope: "col", class: "number" }, head(one))), el("th", { scope: "col", class: "number" }, say("matrix.sum")))),
    el("tbody", {}, themes.map(({ key, count }) => el("tr", {}, el("th", { scope: "row" }, conceptLink(key)),
      used.map((one) => { const n = asks.filter((item) => item.force === one && linked(item, "subject").includes(key)).length; return el("td", { class: "number" }, n ? String(n) : ""); }),
      el("td", { class: "number" }, String(count)))))));
}

function ask(item: Item): HTMLElement {
  const basis = item.links.find((link) => link.node === state.node && link.role === "addressee")?.basis;
  const details = [force(item), item.kind === "proposal" ? "" : say(`kind.${item.kind}`).toLowerCase(), basis && basis !== "explicit" ? say(`basis.${basis}`) : ""].filter(Boolean);
  return el("li", {}, el("span", { lang: data.documents[item.document]?.language, dir: "auto" }, marked(item)),
    el("span", { class: "where" }, [placeOf(item), item.marker, ...details].filter(Boolean).join(" · "), " · ", el("a", { href: choice({ node: state.node, item: item.key }) }, lineOf(item))));
}
