/* The review page as a whole: draw what stands on the desk, follow keys, save, and say what happened. */

import { announce, button, byId, type Child, el } from "./dom";
import { data, type Lang } from "./data";
import { keep, LOOKS, remembered, wear, worn } from "./look";
import type { Decided, ReviewItem } from "./reviewapi";
import { formView } from "./reviewform";
import { itemView, numbered } from "./reviewitem";
import { picked } from "./reviewname";
import { queueView } from "./reviewqueue";
import { troubleView } from "./reviewtrouble";
import {
  actsOf, current, desk, following, itemAt, items, keptToken, load, neighbour, pendingOf, problemIn, rememberToken, saveItem, unsaved, write,
} from "./reviewstate";
import { LANGUAGES, say, speak, spoken } from "./words";

const filled = (parts: Child[]): (Node | string)[] => parts.filter((part): part is Node | string => Boolean(part));
const goes = (item: ReviewItem | undefined): string => (item ? `#item=${encodeURIComponent(item.key)}` : "");

function progress(): void {
  const done = items().filter((item) => item.reviewed).length;
  const all = items().length;
  byId("done").replaceChildren(el("p", {}, el("strong", {}, say("progress", { done, all })), done < all ? ` · ${say("progress.left", { n: all - done })}` : ""),
    el("progress", { max: Math.max(all, 1), value: done, "aria-label": say("progress", { done, all }) }));
}

function settings(): void {
  const who = el("input", { type: "text", id: "who", autocomplete: "name", maxlength: 100 });
  who.value = desk.who;
  who.addEventListener("change", () => { if (who.value.trim()) { desk.who = who.value.trim(); keep("innspill-who", desk.who); } else who.value = desk.who; });
  const look = el("select", { id: "look" }, LOOKS.map((one) => el("option", { value: one, selected: one === worn() }, say(`look.${one}`))));
  look.addEventListener("change", () => { wear(look.value); keep("innspill-look", look.value); });
  const keys = el("input", { type: "checkbox", id: "keys-on" });
  keys.checked = desk.keysOn;
  keys.addEventListener("change", () => {
    desk.keysOn = keys.checked;
    keep("innspill-keys", desk.keysOn ? "on" : "off");
    draw();
    announce(say(desk.keysOn ? "keys.on" : "keys.off"));
  });
  byId("settings").replaceChildren(
    el("a", { class: "explore", href: "/" }, say("explore")),
    el("div", { class: "field" }, el("label", { for: "who" }, say("you")), who),
    el("div", { class: "field check" }, keys, el("label", { for: "keys-on" }, say("keys"))),
    el("div", { class: "languages", role: "group", "aria-label": say("app.language") }, LANGUAGES.map((code) =>
      button(data.messages[code]["language.name"] ?? code, () => { speak(code); keep("innspill-lang", code); draw(); }, { id: `lang-${code}`, lang: code, "aria-pressed": String(code === spoken()) }))),
    el("div", { class: "field" }, el("label", { for: "look" }, say("app.look")), look));
}

function drop(): void {
  const others = desk.clashes.get(desk.at)?.others.length;
  desk.pending.delete(desk.at);
  desk.clashes.delete(desk.at);
  if (!current()) desk.at = following();
  draw();
  byId("ask").focus();
  announce(say(others ? "clash.dropped" : "changed.dropped"));
}

function work(): void {
  const item = current();
  const uses = { redraw: draw, naming: () => name(), withdraw: (decision: Decided) => void withdraw(decision), open };
  const body = item ? itemView(item, uses) : [el("h2", { id: "ask", tabindex: -1 }, items().length ? say("all") : say("queue.empty"))];
  byId("work").replaceChildren(el("div", { class: "sheet" }, filled([troubleView((confirm, over) => void save(confirm, over), drop), ...body,
    item && desk.editing ? formView(item, draw, (confirm) => void save(confirm), close) : null])));
}

function bar(): void {
  const item = current();
  const dirty = Boolean(item && unsaved(item));
  const key = (made: HTMLButtonElement, letter: string) => {
    if (desk.keysOn) made.setAttribute("aria-keyshortcuts", letter.toLowerCase());
    return numbered(made, letter);
  };
  byId("keys").setAttribute("aria-label", say("item.heading"));
  byId("keys").replaceChildren(...filled([
    item ? key(numbered(button(say(dirty ? "save" : "accept"), () => void save(true), { id: "accept", class: "first" }), "Enter"), "A") : null,
    item ? key(button(say(desk.editing ? "correct.close" : "correct"), desk.editing ? close : edit, { id: "correct", "aria-expanded": String(desk.editing) }), "R") : null,
    key(button(say("previous"), () => step(-1), { id: "previous" }), "P"), key(button(say("next"), () => step(1), { id: "next" }), "N"),
    key(button(say("undo"), () => void undo(), { id: "undo" }), "U")]));
}

/* Focus stays in the control it was in, if that was drawn anew, and the words being written stay where they were. */
function draw(): void {
  const before = document.activeElement as HTMLInputElement | null;
  const id = before?.id ?? "";
  const caret = before instanceof HTMLInputElement && before.type === "text" || before instanceof HTMLTextAreaElement ? before.selectionStart : null;
  const open = document.querySelector<HTMLDetailsElement>("#history")?.open;
  const scroll = byId("work").scrollTop;
  document.documentElement.lang = spoken();
  document.title = `${say("title")} – ${say("app.name")}`;
  byId("skip").textContent = say("app.skip");
  const documents = desk.standing?.documents ?? [];
  byId("title").textContent = `${say("title")}: ${documents.map((one) => one.title).join(", ")}`;
  progress();
  settings();
  byId("queue").replaceChildren(...filled(queueView(open_, draw)));
  work();
  bar();
  const history = document.querySelector<HTMLDetailsElement>("#history");
  if (history && open) history.open = true;
  byId("work").scrollTop = scroll;
  const lost = before !== null && !before.isConnected && before !== document.body;
  const again = id && document.getElementById(id) || (lost ? document.getElementById("ask") : null);
  if (again && again !== document.activeElement) {
    again.focus({ preventScroll: true });
    if (caret !== null && (again instanceof HTMLInputElement || again instanceof HTMLTextAreaElement)) again.setSelectionRange(caret, caret);
  }
}

const open_ = (key: string): void => open(key);

function open(key: string, focus = true): void {
  if (key !== desk.at) desk.picked = "";
  desk.at = key;
  desk.editing = Boolean(itemAt(key) && unsaved(itemAt(key) as ReviewItem) && desk.editing);
  history.replaceState(null, "", goes(itemAt(key)) || location.pathname);
  draw();
  byId("work").scrollTop = 0;
  if (matchMedia("(min-width: 62.01rem)").matches) document.querySelector(".entry[aria-current]")?.scrollIntoView({ block: "nearest" });
  else if (document.documentElement.dataset["ready"]) byId("work").scrollIntoView();
  if (focus) byId(document.getElementById("trouble") ? "trouble" : "ask").focus({ preventScroll: true });
}

function step(by: 1 | -1): void {
  const key = neighbour(by);
  if (key) open(key);
  else announce(say(by > 0 ? "moved.last" : "moved.first"));
}

function edit(): void {
  desk.editing = true;
  draw();
  byId("f-kind").focus();
  byId("form").scrollIntoView({ block: "nearest" });
}

/* Words for a new name: those chosen in the text, else to be written. */
function name(): void {
  const item = current();
  if (!item) return;
  if (desk.picked) pendingOf(item.key).fields.set("new", desk.picked);
  desk.editing = true;
  draw();
  byId(desk.picked ? "f-new-is" : "f-new").focus();
  byId("naming").scrollIntoView({ block: "nearest" });
}

function close(): void {
  desk.editing = false;
  draw();
  byId("ask").focus();
}

/* Over what somebody else decided, only the button that says so saves. */
async function save(confirm: boolean, over = false): Promise<void> {
  const item = current();
  if (!item || desk.busy) return;
  if (desk.clashes.has(item.key) && !over) return byId("trouble").focus();
  if (!desk.token || !desk.who) return login();
  const problem = problemIn(item);
  if (problem) {
    desk.editing = true;
    draw();
    const adds: Record<string, string> = { name: "f-add", new: "f-propose" };
    byId(adds[problem] ?? `f-${problem}`).focus();
    if (problem in adds) byId(adds[problem] ?? "").click();
    return;
  }
  const corrected = actsOf(item).length > 0;
  if (!confirm && !corrected) return;
  const outcome = await saveItem(item, confirm);
  if (outcome.sort === "failed" && outcome.status === 401) return login(say("failed.token"));
  if (outcome.sort !== "saved") {
    draw();
    byId("trouble").focus();
    return;
  }
  desk.editing = false;
  const next = confirm ? following() : itemAt(item.key) ? item.key : following();
  const done = items().filter((one) => one.reviewed).length;
  open(next);
  announce(`${say(corrected ? "saved.corrected" : "saved.accepted")} ${say("progress", { done, all: items().length })}.`);
}

async function undo(): Promise<void> {
  const last = desk.undo.at(-1);
  if (!last) return announce(say("saved.nothing"));
  if (desk.busy) return;
  const seen = itemAt(last.key)?.seen ?? last.seen;
  const outcome = await write(last.key, last.document, last.item, seen, [...last.ids].reverse().map((target) => ({ act: "withdraw", target })), false);
  if (outcome.sort === "saved") desk.undo.pop();
  open(last.key);
  if (outcome.sort === "saved") announce(say("saved.undone"));
}

async function withdraw(decision: Decided): Promise<void> {
  const item = current();
  if (!item || desk.busy) return;
  if (!desk.token || !desk.who) return login();
  const outcome = await write(item.key, decision.document, decision.item, item.seen, [{ act: "withdraw", target: decision.id }], false);
  draw();
  if (outcome.sort === "saved") announce(say("saved.undone"));
}

/* Keys: letters only where they are shown, and never while somebody writes. */
function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat || event.altKey || byId("desk").hidden) return;
  const target = event.target as HTMLElement;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return void save(true);
  }
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && desk.editing) return close();
  if (target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "Enter") {
    if (target.closest("button, a, summary")) return;
    event.preventDefault();
    return void save(true);
  }
  if (!desk.keysOn) return;
  const acts: Record<string, () => void> = {
    a: () => void save(true), r: desk.editing ? close : edit, m: name, n: () => step(1), p: () => step(-1), u: () => void undo(),
  };
  const letter = event.key.toLowerCase();
  const act = Object.hasOwn(acts, letter) ? acts[letter] : /^[1-9]$/.test(letter) ? () => document.getElementById(`link-${Number(letter) - 1}`)?.click() : undefined;
  if (!act) return;
  event.preventDefault();
  act();
}

function login(problem = ""): void {
  const name = el("input", { type: "text", id: "login-name", autocomplete: "name", required: true, maxlength: 100 });
  const token = el("input", { type: "password", id: "login-token", autocomplete: "off", required: true });
  name.value = desk.who;
  token.value = problem ? "" : desk.token;
  const form = el("form", {}, el("h2", { id: "login-title" }, say("login")), el("p", { class: "help" }, say("login.help")),
    problem ? el("p", { class: "wrong", role: "alert" }, problem) : null,
    el("div", { class: "field" }, el("label", { for: "login-name" }, say("login.name")), name),
    el("div", { class: "field" }, el("label", { for: "login-token" }, say("login.token")), token),
    el("p", { class: "buttons" }, el("button", { type: "submit", class: "first" }, say("login.go"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.who = name.value.trim();
    keep("innspill-who", desk.who);
    rememberToken(token.value.trim());
    if (desk.who && desk.token) void begin();
  });
  byId("login").replaceChildren(form);
  for (const id of ["desk", "bar", "loading"]) byId(id).hidden = true;
  byId("login").hidden = false;
  (desk.who ? token : name).focus();
}

async function begin(): Promise<void> {
  try {
    await load();
  } catch (error) {
    byId("loading").hidden = false;
    byId("loading").textContent = say("failed.network");
    if ((error as Error).message === "401") login(say("failed.token"));
    return;
  }
  desk.who ||= remembered("innspill-who") || desk.standing?.who || "";
  if (!desk.token || !desk.who) return login();
  for (const id of ["login", "loading"]) byId(id).hidden = true;
  for (const id of ["desk", "bar"]) byId(id).hidden = false;
  const given = new URLSearchParams(location.hash.slice(1)).get("item") ?? desk.at;
  open(itemAt(given) ? given : items().find((item) => !item.reviewed)?.key ?? "");
  document.documentElement.dataset["ready"] = "all";
}

/* Others' decisions come in when the reader comes back to the page, unless something here is not saved. */
async function refreshed(): Promise<void> {
  if (document.visibilityState !== "visible" || !desk.standing || desk.busy || byId("desk").hidden) return;
  if (items().some(unsaved) || desk.clashes.size || desk.failures.size || desk.editing) return;
  await load().catch(() => undefined);
  draw();
}

function start(): void {
  const given = new URLSearchParams(location.hash.slice(1));
  rememberToken(given.get("token") ?? keptToken());
  if (given.has("token")) history.replaceState(null, "", location.pathname);
  const lang = remembered("innspill-lang", data.language) as Lang;
  if (LANGUAGES.includes(lang)) speak(lang);
  wear();
  addEventListener("keydown", pressed);
  document.addEventListener("selectionchange", () => picked(() => name()));
  addEventListener("visibilitychange", () => void refreshed());
  addEventListener("beforeunload", (event) => { if (items().some((item) => desk.pending.has(item.key) && unsaved(item))) event.preventDefault(); });
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId(byId("desk").hidden ? "main" : "ask").focus(); });
  void begin();
}

start();
