/* What people decided about an item: who, when and why, of each link and of the rest. */

import { byKey, concepts, data, type Decided, type Item, type Link } from "./data";
import { type Child, el } from "./dom";
import { choice } from "./state";
import { name, say, spoken } from "./words";

const dayText = (day: string): string =>
  new Intl.DateTimeFormat(spoken() === "en" ? "en-GB" : "nb", { dateStyle: "long", timeZone: "UTC" }).format(new Date(day));

/* Who and when, and the reason as a piece of its own; a name that is covered is not in the page at all. */
export function made(one: Decided): Child[] {
  const day = dayText(one.day);
  return [one.who ? say("decided.by", { who: one.who, day }) : say("decided.person", { day }),
    one.why ? el("span", { class: "because", dir: "auto" }, say("decided.why", { why: one.why })) : null];
}

const same = (one: Decided, link: Link): boolean => one.role === link.role && one.node === link.node;

/* The decision that made a link. */
export const madeBy = (item: Item, link: Link): Decided | undefined =>
  link.basis === "review" ? item.decided.find((one) => same(one, link)) : undefined;

/* What is told beside the links: what was taken out, and what was decided about the item itself. */
export const aside = (item: Item): Decided[] =>
  item.decided.filter((one) => !one.role || !item.links.some((link) => link.basis === "review" && same(one, link)));

function valueText(act: string, value: string): string {
  if (act === "kind") return say(`kind.${value}`).toLowerCase();
  if (act === "force") return value === "none" ? say("none.force").toLowerCase() : say(`force.${value}`);
  return act === "answer" ? say(`status.${value}`) : value;
}

function what(one: Decided): string {
  if (one.role) return say("decided.out", { role: say(`role.${one.role}`).toLowerCase(), what: name(concepts.get(one.node)) });
  const [before, target] = [valueText(one.act, one.before), valueText(one.act, one.target)];
  const words = one.words;
  if (one.act === "kind" || one.act === "force") return say(one.before && one.before !== one.target ? `decided.${one.act}` : `decided.${one.act}.set`, { before, target });
  if (one.act === "note" && !words) return say("decided.wrong");
  return say(`decided.${one.act}`, { before, target, words, what: name(concepts.get(one.node)) });
}

/* The other item that is named, where it is in this page; without a slash it is in the same document. */
function other(one: Decided, item: Item): Child {
  const slug = data.documents[item.document]?.slug ?? "";
  const found = one.act === "same" || one.act === "different" ? byKey.get(one.target) ?? byKey.get(`${slug}/${one.target}`) : undefined;
  return found ? el("a", { href: choice({ item: found.key }) }, say("decided.show")) : null;
}

export function decidedList(item: Item, open = false): Child {
  const told = aside(item);
  if (!told.length) return null;
  return el("details", { class: "why decided", open }, el("summary", {}, say("decided.heading", { n: told.length })),
    el("ul", {}, told.map((one) => el("li", {}, el("strong", {}, what(one)), " ",
      one.act === "answer" ? [one.words, one.link].filter(Boolean).map((text) => `${text} `) : "", other(one, item), " ", made(one)))));
}
