/* New names: words of an item put forward as another name of an actor or theme, or as a new one. */

import { concepts } from "./data";
import { announce, button, type Child, el } from "./dom";
import type { ReviewItem } from "./reviewapi";
import { chosenSelect, conceptNamed, kept, labelled, offered, wrong } from "./reviewform";
import { candidateName, conceptName, numbered } from "./reviewitem";
import { current, desk, pendingOf, type Proposed } from "./reviewstate";
import { both, fold, say } from "./words";

/* What words may be: another name, a new actor, a new theme. */
const WHAT = ["spelling", "actor", "theme"];
const ROLES = ["", "addressee", "proposer", "partner", "beneficiary", "mentioned", "subject"];
/* Longer choices are passages somebody reads or copies, not names. */
const LONGEST = 80;

/* The words chosen in the item's text, or in the field it is cut in, by mouse or by keyboard. */
function chosen(): string {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.id === "f-text") return field.value.slice(field.selectionStart, field.selectionEnd);
  const selection = document.getSelection();
  const text = document.getElementById("text");
  const within = (node: Node | null | undefined) => Boolean(node && text?.contains(node));
  return selection && within(selection.anchorNode) && within(selection.focusNode) ? selection.toString() : "";
}

/* What is chosen now is offered as a name; what was chosen before stays offered until something else is. */
export function picked(use: () => void): void {
  const words = chosen().replace(/\s+/g, " ").trim().replace(/^[\s.,;:!?()«»"“”]+|[\s.,;:!?()«»"“”]+$/g, "");
  const box = document.getElementById("picked");
  if (!current() || !box || !words || words.length > LONGEST || words === desk.picked) return;
  desk.picked = words;
  box.replaceWith(pickedView(use));
}

export function pickedView(use: () => void): HTMLElement {
  const make = button(desk.picked ? say("name.picked", { words: desk.picked }) : say("name.open"), use, { id: "name-it", class: "small" });
  if (desk.keysOn) make.setAttribute("aria-keyshortcuts", "m");
  return el("p", { class: "picked", id: "picked" }, numbered(make, "M"), desk.picked ? null : el("span", { class: "soft" }, say("name.hint")));
}

/* What the words stand for already, so that nobody proposes what is there. */
function known(words: string): string {
  const id = conceptNamed("actor", words);
  return id ? `actor:${id}` : conceptNamed("theme", words) ? `theme:${conceptNamed("theme", words)}` : "";
}

function meant(text: string, role: string): string {
  const kinds = role === "subject" ? ["theme"] : role ? ["actor"] : ["actor", "theme"];
  return kinds.map((kind) => { const id = conceptNamed(kind, text); return id && `${kind}:${id}`; }).find(Boolean) ?? "";
}

/* An organisation that only the document names goes into the vocabulary first. */
function proposed(node: string, words: string, role: string): Proposed[] {
  const [kind, target = ""] = node.split(":") as ["actor" | "theme", string];
  const made: Proposed = { kind, target, words, role };
  return concepts.has(node) ? [made] : [{ kind, target: "", words: candidateName(node), role: "" }, made];
}

export function naming(item: ReviewItem, redraw: () => void): HTMLElement {
  const pending = pendingOf(item.key);
  const what = pending.fields.get("new-is") ?? "spelling";
  const words = kept(item, "new", "", { spellcheck: "false", lang: "nb", maxlength: "200", "aria-describedby": "f-new-help" });
  const of = kept(item, "new-of", "", { list: "named", spellcheck: "false" });
  const problems = el("div", { "aria-live": "polite" });
  const tell = (control: HTMLElement, text: string) => {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", "name-wrong");
    problems.replaceChildren(wrong("name", text));
    control.focus();
  };
  const propose = () => {
    const said = words.value.replace(/\s+/g, " ").trim();
    const role = what === "theme" ? "" : pending.fields.get("new-role") ?? "";
    const node = what === "spelling" ? meant(of.value.trim(), role) : "";
    const held = known(said);
    if (!/[\p{L}\p{N}]/u.test(said)) return tell(words, say("name.empty"));
    if (held && concepts.has(held)) return tell(words, say("name.known", { words: said, what: conceptName(held) }));
    if (what === "spelling" && !of.value.trim()) return tell(of, say("name.which"));
    if (what === "spelling" && !node) return tell(of, say("form.unknown", { name: of.value }));
    if (what === "actor" && role === "subject") return tell(document.getElementById("f-new-role") ?? words, say("name.role"));
    const made = node ? proposed(node, said, role) : [{ kind: what as "actor" | "theme", target: "", words: said, role }];
    const same = (one: Proposed) => made.some((other) => fold(other.words) === fold(one.words));
    pending.names = [...pending.names.filter((one) => !same(one)), ...made];
    for (const field of ["new", "new-of", "new-is", "new-role"]) pending.fields.delete(field);
    desk.picked = "";
    redraw();
    announce(say("name.added", { words: said }));
  };
  const onEnter = (event: KeyboardEvent) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); propose(); } };
  for (const field of [words, of]) field.addEventListener("keydown", onEnter);
  const list = el("datalist", { id: "named" }, ["actor", "theme"].flatMap((kind) => offered(kind)).map((one) => el("option", { value: both(one) })),
    (desk.standing?.names ?? []).map((one) => el("option", { value: one.label })));
  const select = (field: string, options: [string, string][], otherwise: string) => chosenSelect(item, field, options, otherwise, redraw);
  return el("fieldset", { id: "naming" }, el("legend", {}, say("name.title")), el("p", { class: "help", id: "f-new-help" }, say("name.help")),
    el("div", { class: "fields" }, labelled("f-new", "name.words", words),
      labelled("f-new-is", "name.is", select("new-is", WHAT.map((one) => [one, say(`name.is.${one}`)]), "spelling")),
      what === "spelling" ? labelled("f-new-of", "name.of", of, [list]) : null,
      what === "theme" ? null : labelled("f-new-role", "name.link", select("new-role", ROLES.map((one) => [one, one ? say(`role.${one}`) : say("name.nolink")]), "")),
      button(say("name.propose"), propose, { id: "f-propose" })), problems);
}

function proposedText({ kind, target, words, role }: Proposed): string {
  const what = `«${words}»: ${target ? `${say("name.is.spelling")} ${conceptName(`${kind}:${target}`)}` : say(`name.is.${kind}`)}`;
  return role ? `${what} (${say(`role.${role}`).toLowerCase()})` : what;
}

/* What is put forward and not yet saved. */
export function proposedList(item: ReviewItem, redraw: () => void): Child {
  const names = pendingOf(item.key).names;
  if (!names.length) return null;
  return el("ul", { class: "proposed", "aria-label": say("name.title") }, names.map((one, place) => el("li", {}, proposedText(one), " ", el("span", { class: "tag" }, say("link.new")), " ",
    button(say("link.remove"), () => { names.splice(place, 1); redraw(); announce(say("link.dropped", { what: one.words })); },
      { class: "small", id: `proposed-${place}`, "aria-label": say("name.removes", { words: one.words }) }))));
}
