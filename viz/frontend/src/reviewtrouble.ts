/* What could not be saved: somebody was first, the document has changed, or the server did not take it. */

import { button, type Child, el } from "./dom";
import { actText, decisionItem } from "./reviewitem";
import { actsOf, current, desk } from "./reviewstate";
import { say } from "./words";

/* What was not saved and why, with the person's own words beside those of the others. */
export function troubleView(save: (confirm: boolean, over?: boolean) => void, drop: () => void): Child {
  const clash = desk.clashes.get(desk.at);
  const failure = desk.failures.get(desk.at);
  const item = current();
  if (clash) {
    const mine = item ? actsOf(item) : clash.item ? actsOf(clash.item) : [];
    const own = clash.confirm || !mine.length ? [...mine, { act: "confirm" }] : mine;
    return el("div", { class: "trouble", role: "alert", id: "trouble", tabindex: -1 }, el("h3", {}, say(clash.others.length ? "clash" : "changed")), el("p", {}, say(clash.others.length ? "clash.others" : "changed.help")),
      clash.others.length ? el("ul", { class: "decided" }, clash.others.map((one) => decisionItem(one))) : null, el("p", {}, say("clash.mine")),
      el("ul", { class: "decided" }, own.map((act) => el("li", {}, actText(act), "why" in act && act.why ? el("span", { class: "comment" }, act.why) : ""))),
      item ? null : el("p", {}, say(clash.others.length ? "clash.gone" : "changed.gone")),
      el("p", { class: "buttons" }, item ? button(say("clash.save"), () => save(clash.confirm, true), { id: "clash-save" }) : null, button(say(clash.others.length ? "clash.drop" : "changed.drop"), drop, { id: "clash-drop" })));
  }
  if (!failure) return null;
  return el("div", { class: "trouble", role: "alert", id: "trouble", tabindex: -1 }, el("h3", {}, say("failed")),
    el("p", {}, failure.text || say("failed.network")), el("p", {}, say("failed.kept")),
    el("p", { class: "buttons" }, button(say("failed.again"), () => save(failure.confirm), { id: "again" })));
}
