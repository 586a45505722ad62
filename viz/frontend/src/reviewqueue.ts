/* The queue: the items in the order people should look at them, and what no longer fits. */

import { announce, type Child, el } from "./dom";
import type { ReviewItem } from "./reviewapi";
import { desk, type Filter, items, queue, unsaved } from "./reviewstate";
import { actText, level } from "./reviewitem";
import { say } from "./words";

const FILTERS: Filter[] = ["open", "unsure", "done", "all"];
/* More than this many would only be scrolled past; the filter and the keys reach the rest. */
const SHOWN = 300;

/* The list is one stop on the way of the Tab key; arrows, Home and End walk it. */
function walk(event: KeyboardEvent): void {
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".entry")];
  const at = all.indexOf(event.target as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  const next = to === undefined || at < 0 ? undefined : all[to];
  if (!next) return;
  event.preventDefault();
  for (const one of all) one.tabIndex = one === next ? 0 : -1;
  next.focus();
}

function entry(item: ReviewItem, tabbed: boolean, open: (key: string) => void): HTMLElement {
  const here = item.key === desk.at;
  const state = unsaved(item) ? "unsaved" : item.reviewed ? "done" : level(item.doubt.value);
  const words = state === "unsaved" ? say("unsaved") : item.reviewed ? say("queue.done") : say(`unsure.${state}`);
  const made = el("button", { type: "button", id: `entry-${item.key}`, class: `entry ${state}`, tabindex: tabbed ? 0 : -1, "aria-current": here ? "true" : null },
    el("span", { class: "sign" }, el("span", { "aria-hidden": "true" }, item.reviewed ? "✓" : state === "unsaved" ? "✎" : ""), el("span", { class: "unseen" }, `${words}: `)),
    el("span", { class: "words" }, item.text));
  made.addEventListener("click", () => open(item.key));
  return el("li", {}, made);
}

function conflicts(): Child {
  const found = desk.standing?.conflicts ?? [];
  if (!found.length) return null;
  return el("details", { class: "conflicts" }, el("summary", {}, say("conflicts", { n: found.length })),
    el("p", { class: "help" }, say("conflicts.help")),
    el("ul", {}, found.map((one) => el("li", {}, el("strong", {}, one.who), ` ${actText(one)}`,
      el("span", { class: "comment" }, say("conflicts.then", { text: one.text })),
      one.now ? el("span", { class: "comment" }, say("conflicts.now", { text: one.now })) : null))));
}

export function queueView(open: (key: string) => void, redraw: () => void): Child[] {
  const found = queue();
  const start = Math.max(0, Math.min(found.findIndex((item) => item.key === desk.at) - SHOWN / 2, found.length - SHOWN));
  const shown = found.slice(start, start + SHOWN);
  const pick = el("select", { id: "filter" }, FILTERS.map((one) => el("option", { value: one, selected: one === desk.filter }, say(`queue.${one}`))));
  pick.addEventListener("change", () => {
    desk.filter = pick.value as Filter;
    redraw();
    announce(say("queue.found", { n: queue().length, all: items().length }));
  });
  const at = Math.max(shown.findIndex((item) => item.key === desk.at), 0);
  const list = el("ol", { class: "entries", start: start + 1, "aria-label": say("queue.keys") }, shown.map((item, place) => entry(item, place === at, open)));
  list.addEventListener("keydown", walk);
  return [
    el("h2", { id: "queue-title" }, say("queue")),
    el("div", { class: "field" }, el("label", { for: "filter" }, say("queue.show")), pick, el("span", { class: "soft" }, `${found.length} / ${items().length}`)),
    found.length ? list : el("p", { class: "help" }, say("queue.empty")),
    found.length > start + SHOWN ? el("p", { class: "help" }, say("queue.more", { n: found.length - start - SHOWN })) : null,
    conflicts(),
  ];
}
