/* The page as a whole: draw what the address says, and follow it when it changes. */

import { concepts, data, loadPacked, loadPlain, loaded, packed, parsed } from "./data";
import { byId, el } from "./dom";
import { briefs } from "./briefs";
import { findings } from "./findings";
import { hitKeys } from "./hits";
import { list } from "./list";
import { matrix } from "./matrix";
import { drawPanel } from "./panel";
import { fit, forget, picture, refresh, startPicture } from "./picture";
import { askable, questions, runQuestion } from "./questions";
import { selection } from "./select";
import { closeMenu } from "./share";
import { wear } from "./look";
import { drawSettings } from "./settings";
import { drawChips, drawSide } from "./side";
import { time } from "./time";
import { address, choice, filters, go, refreshState, type State, state, VIEWS } from "./state";
import { years } from "./threads";
import { fullName, joined, name, say, sayCount, speak, spoken } from "./words";

let shown = { view: "", lang: "" };

/* What a view is called: documents of one year are not compared over time. */
const label = (view: State["view"]): string => say(view === "tid" && years().length < 2 ? "view.beside" : `view.${view}`);

const draws: Record<string, () => HTMLElement> =
  { matrise: matrix, liste: list, aktorer: briefs, tid: time, analyse: findings, sporsmal: questions };

function drawView(): void {
  const box = byId("view");
  box.className = `view ${state.view}`;
  byId("stage").className = `stage ${state.view}`;
  document.documentElement.dataset["view"] = state.view;
  if (state.view !== "graf") {
    forget();
    box.replaceChildren(loaded ? (draws[state.view] ?? list)() : el("p", { class: "help" }, say("app.loading")));
  } else if (shown.view !== "graf" || shown.lang !== state.lang) {
    forget();
    box.replaceChildren(picture());
    startPicture(hitKeys());
  } else refresh(hitKeys());
}

function summaryText(): string {
  const top = data.nodes.filter((node) => node.kind === "actor" && node.asks).slice(0, 3).map((node) => `${name(node)} (${node.asks})`);
  return [sayCount("summary.counts", data.counts.items, { items: data.counts.items, proposals: data.counts.proposals }),
    top.length ? say("summary.most", { who: joined(top) }) : "",
    data.counts.here < data.counts.items ? say("summary.partly", { n: data.counts.here }) : ""].filter(Boolean).join(" ");
}

/* As the page said it when it was made: one or two titles, else how many documents and from which years. */
function headingText(): string {
  const titles = data.documents.map((document) => document.title);
  if (titles.length <= 2) return titles.join(", ") || say("app.name");
  const years = data.documents.map((document) => document.date.slice(0, 4)).filter(Boolean).sort();
  const span = [...new Set([years[0], years[years.length - 1]])].filter(Boolean).join("–");
  return say("app.documents", { n: titles.length, years: span }).replace(/[ ,]+$/, "");
}

function drawChrome(): void {
  document.documentElement.lang = spoken();
  byId("skip").textContent = say("app.skip");
  byId("heading").textContent = headingText();
  byId("summary").textContent = summaryText();
  byId("search-label").textContent = say("search.label");
  const field = byId("search") as HTMLInputElement;
  field.placeholder = say("search.placeholder");
  if (document.activeElement !== field) field.value = state.q;
  const views = byId("views");
  views.setAttribute("aria-label", say("app.views"));
  views.replaceChildren(...VIEWS.map((view) => el("a", { href: address({ view, sort: "" }), "aria-current": view === state.view ? "page" : null }, label(view))));
}

function announce(): void {
  const concept = concepts.get(state.node);
  byId("status").textContent = !loaded ? say("app.loading")
    : concept && !state.other && !state.item ? say("status.selected", { name: fullName(concept), n: selection().chosen.length })
    : filters() ? say("list.filtered", { n: selection().filtered.length, all: data.counts.items }) : label(state.view);
}

/* Focus stays where it was: in the same control if it was drawn anew, else on the panel. */
function keepFocus(redraw: () => void): void {
  const before = document.activeElement as HTMLElement | null;
  const mark = before?.id ? `#${CSS.escape(before.id)}` : before?.getAttribute("href") ? `a[href="${CSS.escape(before.getAttribute("href") ?? "")}"]` : "";
  const area = before?.closest("#side, #settings, #views, #view, #panel, #chips")?.id;
  const pressed = before?.getAttribute("lang");
  redraw();
  if (!before || before === document.body || document.contains(before)) return;
  const again = area === "panel" ? null : pressed ? document.querySelector<HTMLElement>(`#settings [lang="${pressed}"]`) : mark ? document.querySelector<HTMLElement>(`#${area} ${mark}`) : null;
  const panel = byId("panel");
  (again ?? (panel.hidden ? byId("main") : panel)).focus({ preventScroll: true });
}

function draw(): void {
  speak(state.lang);
  keepFocus(() => {
    drawChrome();
    drawSettings(() => { shown.view = ""; draw(); });
    drawView();
    drawSide();
    drawChips();
    drawPanel();
    announce();
    shown = { view: state.view, lang: state.lang };
  });
  if (state.hits && !hitKeys() && loaded && askable()) void runQuestion().then(() => { if (state.hits) draw(); });
}

function listen(): void {
  const field = byId("search") as HTMLInputElement;
  let waiting = 0;
  const search = () => go(address({ q: field.value.trim(), item: "" }));
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(search, 200);
  });
  byId("tools").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("main").focus();
  });
  addEventListener("keydown", escape);
  addEventListener("click", (event) => { if (!(event.target as Element).closest(".menu")) document.querySelector("details.menu[open]")?.removeAttribute("open"); });
  addEventListener("resize", fit);
  addEventListener("hashchange", () => { refreshState(); draw(); });
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => { if (state.view === "graf") refresh(hitKeys()); });
  }
}

/* Escape closes an open menu, else takes back the choice; it never throws away search and filters. */
function escape(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  if (!closeMenu() && (state.node || state.item || state.hits)) go(choice({}));
}

async function start(): Promise<void> {
  wear();
  const given = document.documentElement.dataset["start"];
  if (given && !location.hash) history.replaceState(null, "", given);
  for (const id of ["stage", "tools", "settings", "views"]) byId(id).hidden = false;
  if (document.getElementById("items") && !packed()) loadPlain();
  refreshState();
  draw();
  listen();
  document.documentElement.dataset["ready"] = loaded ? "all" : "overview";
  if (loaded) return;
  await parsed();
  await (packed() ? loadPacked() : Promise.resolve(loadPlain()));
  refreshState();
  draw();
  document.documentElement.dataset["ready"] = "all";
}

void start();
