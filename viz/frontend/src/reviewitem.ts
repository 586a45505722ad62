/* One item under review: its words marked, its place, its links with their reasons, what was decided. */

import { concepts, data } from "./data";
import { announce, button, type Child, el } from "./dom";
import type { Act, Decided, ReviewItem, ReviewLink } from "./reviewapi";
import { answered, desk, itemAt, linkKey, pendingOf, queue } from "./reviewstate";
import { pickedView, proposedList } from "./reviewname";
import { fullName, joined, name, say, spoken } from "./words";

export const nodeKey = (role: string, target: string): string => `${role === "subject" ? "theme" : "actor"}:${target}`;

export const candidateName = (key: string): string => desk.standing?.names.find((one) => one.key === key)?.label ?? key.split(":")[1] ?? key;
export const conceptName = (key: string): string => name(concepts.get(key)) || candidateName(key);
const conceptLabel = (key: string): string => fullName(concepts.get(key)) || candidateName(key);

interface Mark { start: number; end: number; key: string }

/* The text cut at every edge of a mark; a piece carries all that lies over it. */
export function marked(item: ReviewItem): Child[] {
  const points = [...item.text];
  const marks: Mark[] = item.links.filter((link) => 0 <= link.start && link.start < link.end && link.end - link.start < points.length)
    .map((link) => ({ start: link.start, end: link.end, key: nodeKey(link.role, link.target) }));
  const cuts = [...new Set([0, points.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    const end = cuts[place + 1] ?? points.length;
    const over = marks.filter((mark) => mark.start <= start && end <= mark.end);
    const text = points.slice(start, end).join("");
    if (!over.length) return text;
    const kind = over.some((mark) => mark.key.startsWith("actor")) ? "actor" : "theme";
    return el("mark", { class: kind, title: [...new Set(over.map((mark) => conceptLabel(mark.key)))].join(", ") }, text);
  });
}

export const level = (value: number): string => (value >= 0.5 ? "high" : value >= 0.3 ? "some" : value > 0 ? "low" : "none");

/* Why the item is worth a look, in one sentence. */
export function doubtText(item: ReviewItem): string {
  const said = item.doubt.reasons.map((reason) => {
    const text = reasonTexts[reason.name]?.[spoken()] ?? reason.name;
    const listed = reason.words.startsWith("«") ? reason.words : joined(reason.words.split(", "));
    return text.replace("{words}", () => listed);
  });
  return said.length ? say("unsure.because", { reasons: joined(said) }) : say("unsure.nothing");
}
const reasonTexts = (data as unknown as { reasons: Record<string, Record<string, string>> }).reasons;

export const day = (when: string): string => new Intl.DateTimeFormat(spoken() === "en" ? "en-GB" : "nb", { dateStyle: "medium" }).format(new Date(when));

function targetName(act: Act): string {
  const target = act.target ?? "";
  if (act.act === "kind") return say(`kind.${target}`);
  if (act.act === "force") return target === "none" ? say("form.noforce") : say(`force.${target}`);
  if (act.act === "answer") return say(`answer.${target}`);
  if (act.role) return target ? conceptName(nodeKey(act.role, target)) : act.quote ?? "";
  if (act.act === "spelling") return conceptName(concepts.has(`theme:${target}`) ? `theme:${target}` : `actor:${target}`);
  return target;
}

/* A decision in words, as what somebody did. */
export function actText(act: Act): string {
  const role = act.role ? say(`role.${act.role}`).toLowerCase() : "";
  return say(act.act === "name" ? `act.name.${act.target}` : `act.${act.act}`, { target: targetName(act), role, quote: act.quote ?? "", n: act.spans?.length ?? 0 });
}

export function decisionItem(decision: Decided, actions: Child[] = []): HTMLElement {
  const standing = decision.standing === "withdrawn" || decision.standing === "superseded" ? decision.standing : "";
  const link = address(decision.link);
  return el("li", { class: standing || null }, el("strong", {}, decision.who), ` ${actText(decision)} `,
    el("span", { class: "soft" }, day(decision.when), standing ? ` (${say(`history.${standing}`)})` : ""),
    decision.act === "answer" && decision.quote ? el("span", { class: "comment" }, decision.quote) : null,
    link ? el("span", { class: "comment" }, link) : null,
    decision.why ? el("span", { class: "comment" }, decision.why) : null, ...actions);
}

function history(item: ReviewItem, withdraw: (decision: Decided) => void): HTMLElement {
  const shown = item.decisions.filter((one) => one.act !== "withdraw");
  if (!shown.length) return el("p", { class: "help" }, say("history.none"));
  return el("details", { class: "history", id: "history" }, el("summary", {}, say("history", { n: shown.length })),
    el("ul", {}, [...shown].reverse().map((one) => decisionItem(one, one.standing === "withdrawn" ? [] : [
      button(say("history.withdraw"), () => withdraw(one), { class: "small", "aria-label": say("history.withdraws", { what: actText(one) }) })]))));
}

function why(link: ReviewLink, item: ReviewItem): Child[] {
  const rule = data.rules[link.rule];
  const by = item.decisions.findLast((one) => one.act === "add" && one.standing === "active" && one.role === link.role && one.target === link.target);
  const said = link.basis === "review" ? by ? say("link.addedby", { who: by.who, day: day(by.when) }) : say("link.added") : rule ? rule[spoken()] || rule.nb : link.rule;
  const whole = link.basis === "review" && link.start === 0 && link.where === "";
  return [`${said}. `, whole ? "" : el("span", { class: "soft" }, say("why.quote", { quote: link.quote }),
    link.where ? ` ${say("why.in", { text: link.where })} (${say(`basis.${link.basis}`)}).` : ` (${say(`basis.${link.basis}`)}).`)];
}

function linkRow(item: ReviewItem, link: ReviewLink, place: number, redraw: () => void): HTMLElement {
  const pending = pendingOf(item.key);
  const key = linkKey(link);
  const gone = pending.rejects.has(key);
  const what = conceptName(nodeKey(link.role, link.target));
  const toggle = () => {
    if (gone) pending.rejects.delete(key);
    else pending.rejects.add(key);
    redraw();
    announce(`${words.role}: ${what}: ${say(gone ? "link.kept" : "link.gone")}.`);
  };
  const words = { role: say(`role.${link.role}`), what };
  return el("tr", { class: gone ? "gone" : null },
    el("td", {}, say(`role.${link.role}`)), el("td", { class: "what", title: conceptLabel(nodeKey(link.role, link.target)) }, gone ? el("s", {}, what) : what,
      gone ? el("span", { class: "tag" }, say("link.gone")) : ""),
    el("td", { class: "why" }, why(link, item)),
    el("td", {}, numbered(button(say(gone ? "link.keep" : "link.remove"), toggle,
      { id: `link-${place}`, class: "small", "aria-label": say(gone ? "link.keeps" : "link.removes", words), "aria-keyshortcuts": desk.keysOn && place < 9 ? place + 1 : null }),
    place < 9 ? String(place + 1) : "")));
}

export function numbered(made: HTMLButtonElement, key: string): HTMLButtonElement {
  if (key && desk.keysOn) made.append(" ", el("kbd", { "aria-hidden": "true" }, key));
  return made;
}

function newRow(item: ReviewItem, place: number, redraw: () => void): HTMLElement {
  const pending = pendingOf(item.key);
  const add = pending.adds[place];
  if (!add) return el("tr");
  const what = conceptName(nodeKey(add.role, add.target));
  return el("tr", { class: "new" }, el("td", {}, say(`role.${add.role}`)),
    el("td", { class: "what" }, what, el("span", { class: "tag" }, say("link.new"))), el("td", { class: "why" }, add.quote ? say("why.quote", { quote: add.quote }) : ""),
    el("td", {}, button(say("link.remove"), () => { pending.adds.splice(place, 1); redraw(); announce(say("link.dropped", { what })); },
      { class: "small", id: `new-${place}`, "aria-label": say("link.removes", { role: say(`role.${add.role}`), what }) })));
}

function links(item: ReviewItem, redraw: () => void): HTMLElement {
  const adds = pendingOf(item.key).adds;
  if (!item.links.length && !adds.length) return el("p", { class: "help" }, say("item.nolinks"));
  return el("div", { class: "scroll" }, el("table", { class: "links" },
    el("caption", { class: "unseen" }, say("ask.links")),
    el("thead", {}, el("tr", {}, ["link.role", "link.what", "link.why"].map((key) => el("th", { scope: "col" }, say(key))), el("td", {}))),
    el("tbody", {}, item.links.map((link, place) => linkRow(item, link, place, redraw)), adds.map((_, place) => newRow(item, place, redraw)))));
}

function lineText(item: ReviewItem): string {
  const line = item.endLine > item.line ? say("item.lines", { a: item.line, b: item.endLine }) : say("item.line", { a: item.line });
  return item.page ? `${say("item.page", { n: item.page })}, ${line}` : line;
}

/* What came of the ask, as it was last decided. */
function followUp(item: ReviewItem): Child {
  const made = answered(item);
  if (!made) return null;
  return el("p", { class: "answer" }, el("strong", {}, `${say("form.answer")}: ${say(`answer.${made.target}`)}`), made.quote ? ` – ${made.quote}` : "",
    address(made.link) ? " " : "", address(made.link));
}

function address(link = ""): HTMLElement | null {
  return /^https?:\/\//.test(link) ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, link) : null;
}

function heading(item: ReviewItem): HTMLElement {
  const all = queue();
  const place = all.findIndex((one) => one.key === item.key) + 1;
  const text = place ? say("ask.place", { n: place, all: all.length }) : `${say("item.heading")} ${item.marker}`;
  return el("h2", { id: "ask", tabindex: -1, "aria-describedby": "text" }, text);
}

export interface Uses { redraw: () => void; naming: () => void; withdraw: (decision: Decided) => void; open: (key: string) => void }

export function itemView(item: ReviewItem, uses: Uses): Child[] {
  const document = desk.standing?.documents.find((one) => one.slug === item.document);
  const confirmed = item.decisions.findLast((one) => one.act === "confirm" && one.standing === "active");
  const several = (desk.standing?.documents.length ?? 0) > 1;
  const force = item.force && item.kind !== "question" ? say(`force.${item.force}`) : "";
  const parent = item.parent;
  return [
    heading(item),
    el("p", { class: "where" }, [...(several ? [document?.title ?? ""] : []), ...item.sections].join(" › ")),
    el("p", { class: "head" }, el("span", { class: "kind" }, say(`kind.${item.kind}`)), force ? el("span", { class: "force" }, force) : "",
      item.reviewed && confirmed ? el("span", { class: "ok" }, `✓ ${say("ask.reviewed", { who: confirmed.who, day: day(confirmed.when) })}`) : "",
      el("span", { class: "line" }, `${/[\p{L}\p{N}]/u.test(item.marker) ? `${item.marker} ` : ""}${lineText(item)}`)),
    parent ? el("p", { class: "parent" }, `${say("item.parent")}: `, itemAt(parent.key)
      ? button(parent.text, () => uses.open(parent.key), { class: "plain" }) : parent.text) : null,
    el("p", { class: "text", id: "text", lang: document?.language, dir: "auto" }, marked(item)),
    pickedView(uses.naming),
    el("p", { class: `doubt ${level(item.doubt.value)}` }, el("strong", {}, `${say(`unsure.${level(item.doubt.value)}`)}. `.replace(/^./, (letter) => letter.toUpperCase())), doubtText(item)),
    followUp(item), links(item, uses.redraw), proposedList(item, uses.redraw), history(item, uses.withdraw),
  ];
}
