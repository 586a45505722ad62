/* The queue: the items in the order people should look at them, and what no longer fits. */

import { type Child, el } from "./dom";
import type { ReviewItem } from "./reviewapi";
import { desk, type Filter, items, queue, unsaved } from "./reviewstate";
import { actText, level } from "./reviewitem";
import { say } from "./words";

const FILTERS: Filter[] = ["open", "unsure", "done", "all"];
/* More than this many would only be scrolled past; the filter and the keys reach the rest. */
const SHOWN = 300;

function entry(item: ReviewItem, open: (key: string) => void): HTMLElement {
  const here = item.key === desk.at;
  const state = unsaved(item) ? "unsaved" : item.reviewed ? "done" : level(item.doubt.value);
  const words = state === "unsaved" ? say("unsaved") : item.reviewed ? say("queue.done") : say(`unsure.${state}`);
  const made = el("button", { type: "button", class: `entry ${state}`, "aria-current": here ? "true" : null },
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
  pick.addEventListener("change", () => { desk.filter = pick.value as Filter; redraw(); });
  return [
    el("h2", { id: "queue-title" }, say("queue")),
    el("div", { class: "field" }, el("label", { for: "filter" }, say("queue.show")), pick, el("span", { class: "soft" }, `${found.length} / ${items().length}`)),
    found.length ? el("ol", { class: "entries", start: start + 1 }, shown.map((item) => entry(item, open))) : el("p", { class: "help" }, say("queue.empty")),
    found.length > start + SHOWN ? el("p", { class: "help" }, say("queue.more", { n: found.length - start - SHOWN })) : null,
    conflicts(),
  ];
}
