/* Correcting: fields for what a person knows better. Nothing is sent before it is saved. */

import { concepts, type Concept } from "./data";
import { announce, button, type Child, el } from "./dom";
import type { ReviewItem } from "./reviewapi";
import { conceptName } from "./reviewitem";
import { naming } from "./reviewname";
import { answerFields, desk, items, pendingOf, problemIn } from "./reviewstate";
import { both, fold, fullName, name, say } from "./words";

const KINDS = ["proposal", "question", "observation"];
const FORCES = ["must", "should", "may", "wish", "question", "none"];
const ROLES = ["addressee", "proposer", "partner", "beneficiary", "mentioned", "subject"];
const ANSWERS = ["", "unanswered", "underway", "answered", "done", "declined"];
const RELATIONS = ["", "merge", "same", "different"];
const OFFERED = 60;

type Options = [value: string, text: string][];

export function labelled(id: string, key: string, control: HTMLElement, more: Child[] = []): HTMLElement {
  control.id = id;
  return el("div", { class: "field" }, el("label", { for: id }, say(key)), control, ...more);
}

/* Tells a field that it is wrong, and those who cannot see it why. */
export function wrong(id: string, text: string): HTMLElement {
  return el("p", { class: "wrong", id: `${id}-wrong` }, text);
}

function select(options: Options, chosen: string, changed: (value: string) => void): HTMLSelectElement {
  const made = el("select", {}, options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)));
  made.addEventListener("change", () => changed(made.value));
  return made;
}

/* A field whose words are kept while the page is drawn anew. */
export function kept(item: ReviewItem, field: string, otherwise = "", attributes: Record<string, string> = {}): HTMLInputElement {
  const fields = pendingOf(item.key).fields;
  const made = el("input", { type: "text", autocomplete: "off", ...attributes });
  made.value = fields.get(field) ?? otherwise;
  made.addEventListener("input", () => fields.set(field, made.value));
  return made;
}

export function chosenSelect(item: ReviewItem, field: string, options: Options, otherwise: string, redraw: () => void): HTMLSelectElement {
  const fields = pendingOf(item.key).fields;
  return select(options, fields.get(field) ?? otherwise, (value) => { fields.set(field, value); redraw(); });
}

export function offered(kind: string): Concept[] {
  return [...concepts.values()].filter((one) => one.kind === kind)
    .sort((a, b) => fullName(a).localeCompare(fullName(b), "nb"));
}

export function conceptNamed(kind: string, text: string): string {
  const wanted = fold(text);
  const all = offered(kind);
  const found = all.find((one) => [both(one), name(one), fullName(one), one.id].some((form) => fold(form) === wanted))
    ?? all.find((one) => one.forms.some((form) => fold(form) === wanted));
  if (found) return found.id;
  const candidate = kind === "actor" ? desk.standing?.names.find((one) => fold(one.label) === wanted) : undefined;
  return candidate ? candidate.key.slice("actor:".length) : "";
}

function adding(item: ReviewItem, redraw: () => void): HTMLElement {
  const pending = pendingOf(item.key);
  const role = pending.fields.get("role") ?? "addressee";
  const kind = role === "subject" ? "theme" : "actor";
  const list = el("datalist", { id: "concepts" }, offered(kind).map((one) => el("option", { value: both(one) })),
    kind === "actor" ? (desk.standing?.names ?? []).map((one) => el("option", { value: one.label })) : []);
  const named = kept(item, "name", "", { list: "concepts", spellcheck: "false" });
  const words = kept(item, "words", "", { lang: "nb" });
  const problems = el("div", { "aria-live": "polite" });
  const tell = (control: HTMLElement, text: string) => {
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", "add-wrong");
    problems.replaceChildren(wrong("add", text));
    control.focus();
  };
  const add = () => {
    const target = conceptNamed(kind, named.value.trim());
    const quote = words.value.trim();
    if (!target) return tell(named, say("form.unknown", { name: named.value }));
    if (quote && !item.text.toLowerCase().includes(quote.toLowerCase())) return tell(words, say("form.notwords", { words: quote }));
    pending.adds = [...pending.adds.filter((one) => one.role !== role || one.target !== target), { role, target, quote }];
    pending.rejects.delete(`${role}|${target}`);
    for (const field of ["name", "words"]) pending.fields.delete(field);
    redraw();
    announce(say("link.put", { what: conceptName(`${kind}:${target}`) }));
  };
  const onEnter = (event: KeyboardEvent) => { if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); add(); } };
  named.addEventListener("keydown", onEnter);
  words.addEventListener("keydown", onEnter);
  return el("fieldset", {}, el("legend", {}, say("form.add")), el("div", { class: "fields" },
    labelled("f-role", "form.role", chosenSelect(item, "role", ROLES.map((one) => [one, say(`role.${one}`)]), role, redraw)),
    labelled("f-name", "form.name", named, [list]), labelled("f-words", "form.words", words),
    button(say("form.addone"), add, { id: "f-add" })), problems);
}

function text(item: ReviewItem, problem: string): HTMLElement {
  const fields = pendingOf(item.key).fields;
  const made = el("textarea", { rows: Math.min(6, 2 + Math.floor(item.text.length / 90)), spellcheck: "false", "aria-describedby": "f-text-help", "aria-invalid": problem === "text" ? "true" : null });
  made.value = fields.get("text") ?? item.text;
  made.addEventListener("input", () => fields.set("text", made.value));
  made.id = "f-text";
  return el("fieldset", {}, el("legend", {}, el("label", { for: "f-text" }, say("form.text"))), made,
    el("p", { class: "help", id: "f-text-help" }, say("form.text.help")), problem === "text" ? wrong("f-text", say("form.text.wrong")) : null);
}

/* The list follows what is written, so that it stays short however many items there are. */
function other(item: ReviewItem, problem: string, redraw: () => void): HTMLElement {
  const list = el("datalist", { id: "others" });
  const fill = (written: string) => {
    const wanted = fold(written);
    const found = items().filter((one) => one.key !== item.key && (!wanted || fold(`${one.key} ${one.text}`).includes(wanted))).slice(0, OFFERED);
    list.replaceChildren(...found.map((one) => el("option", { value: one.key, label: one.text.slice(0, 110) }, one.text.slice(0, 110))));
  };
  const field = kept(item, "other", "", { list: "others", spellcheck: "false", ...(problem === "other" ? { "aria-invalid": "true", "aria-describedby": "f-other-wrong" } : {}) });
  const chosen = el("p", { class: "help" });
  const follow = () => {
    const found = items().find((one) => one.key === field.value.trim());
    chosen.textContent = found ? `«${found.text}»` : "";
    fill(field.value);
  };
  field.addEventListener("input", follow);
  follow();
  return el("fieldset", {}, el("legend", {}, say("form.other")), el("div", { class: "fields" },
    labelled("f-relation", "form.relation", chosenSelect(item, "relation", RELATIONS.map((one) => [one, say(`form.relation.${one || "none"}`)]), "", redraw)),
    labelled("f-other", "form.otheritem", field, [list])), chosen,
    problem === "other" ? wrong("f-other", say("form.other.wrong")) : null);
}

function answer(item: ReviewItem, problem: string, redraw: () => void): HTMLElement {
  const now = answerFields(item);
  const link = kept(item, "link", now.link, { inputmode: "url", spellcheck: "false", ...(problem === "link" ? { "aria-invalid": "true", "aria-describedby": "f-link-wrong" } : {}) });
  const status = chosenSelect(item, "status", ANSWERS.map((one) => [one, one ? say(`answer.${one}`) : say("form.status.none")]), now.status, redraw);
  if (problem === "status") {
    status.setAttribute("aria-invalid", "true");
    status.setAttribute("aria-describedby", "f-status-wrong");
  }
  return el("fieldset", {}, el("legend", {}, say("form.answer")), el("div", { class: "fields" },
    labelled("f-status", "form.status", status), labelled("f-link", "form.link", link), labelled("f-note", "form.note", kept(item, "note", now.note))),
    problem === "link" ? wrong("f-link", say("form.link.wrong")) : null,
    problem === "status" ? wrong("f-status", say("form.status.wrong")) : null);
}

export function formView(item: ReviewItem, redraw: () => void, save: (confirm: boolean) => void, close: () => void): HTMLElement {
  const pending = pendingOf(item.key);
  const problem = problemIn(item);
  const kinds = select(KINDS.map((one) => [one, say(`kind.${one}`)]), pending.kind ?? item.kind, (value) => { pending.kind = value; redraw(); });
  const forces = select(FORCES.map((one) => [one, one === "none" ? say("form.noforce") : say(`force.${one}`)]), pending.force ?? (item.force || "none"), (value) => { pending.force = value; redraw(); });
  const why = el("textarea", { rows: 2 });
  why.value = pending.fields.get("why") ?? "";
  why.addEventListener("input", () => pending.fields.set("why", why.value));
  const made = el("form", { class: "form", id: "form", "aria-label": say("form") }, el("h3", {}, say("form")),
    el("div", { class: "fields" }, labelled("f-kind", "form.kind", kinds), labelled("f-force", "form.force", forces)),
    adding(item, redraw), naming(item, redraw), text(item, problem), other(item, problem, redraw), answer(item, problem, redraw),
    labelled("f-why", "form.why", why),
    el("p", { class: "buttons" }, button(say("save.only"), () => save(false), { id: "save-only" }), button(say("correct.close"), close)));
  made.addEventListener("submit", (event) => event.preventDefault());
  return made;
}
