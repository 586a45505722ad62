/* Sharing: a link to this view, a copy of the file that opens here, the picture, the selection, the printer. */

import { data } from "./data";
import { button, byId, el } from "./dom";
import { copy, csv, itemSheet, save, tabbed, xlsx } from "./exports";
import { inOrder } from "./list";
import { scene } from "./scene";
import { selection } from "./select";
import { turtle } from "./sparql";
import { state } from "./state";
import { drawing } from "./svg";
import { say } from "./words";
import { hitKeys } from "./hits";

const base = (): string => (data.documents.length === 1 ? data.documents[0]?.slug ?? "innspill" : "innspill");
const said = (key: string): void => { byId("status").textContent = say(key); };
const chosen = () => inOrder(selection().chosen);

const saveCsv = (): void => save(`${base()}.csv`, csv(itemSheet(chosen())), "text/csv;charset=utf-8");
const saveXlsx = async (): Promise<void> => save(`${base()}.xlsx`, await xlsx(itemSheet(chosen())));
const copyTable = async (): Promise<void> => { await copy(tabbed(itemSheet(chosen()))); said("share.copied"); };

async function saveTurtle(): Promise<void> {
  said("query.starting");
  save(`${base()}.ttl`, await turtle(chosen().map((item) => item.key)), "text/turtle;charset=utf-8");
  said("share.saved");
}

export function svgText(): string {
  const title = data.documents.map((document) => document.title).join(", ");
  return new XMLSerializer().serializeToString(drawing(scene(state, hitKeys()), title));
}

const saveSvg = (): void => save(`${base()}.svg`, svgText(), "image/svg+xml;charset=utf-8");

/* The same drawing, twice as large in dots, on the ground colour. */
async function savePng(): Promise<void> {
  const text = svgText();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, 8000 / Math.max(image.width, image.height));
  const canvas = el("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (blob) save(`${base()}.png`, blob);
}

/* The parts that the script fills and switches, as they stand in the file before it runs. */
const FILLED = ["view", "panel", "side", "chips", "status", "views", "settings"];
const HIDDEN = ["stage", "tools", "settings", "views", "chips"];

/* This file anew, with the present view as the one it opens with; a colleague gets just that by mail. */
export function copyOfPage(): string {
  const root = document.documentElement.cloneNode(true) as HTMLElement;
  for (const id of FILLED) root.querySelector(`#${id}`)?.replaceChildren();
  for (const id of HIDDEN) root.querySelector(`#${id}`)?.setAttribute("hidden", "");
  for (const name of ["data-ready", "data-view", "data-look"]) root.removeAttribute(name);
  root.dataset["start"] = location.hash;
  return `<!doctype html>\n${root.outerHTML}\n`;
}

const savePage = (): void => save(`${base()}.html`, copyOfPage(), "text/html;charset=utf-8");
const copyLink = async (): Promise<void> => { await copy(location.href); said("share.copied"); };

export function exportTools(): HTMLElement {
  return el("div", { class: "exports" }, button(say("share.copy"), () => void copyTable()), button("CSV", saveCsv, { title: say("share.csv") }),
    button("Excel", () => void saveXlsx(), { title: say("share.xlsx") }));
}

/* Closes the menu if it is open and puts the focus where it was opened from. */
export function closeMenu(): boolean {
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary")?.focus();
  return true;
}

export function shareMenu(): HTMLElement {
  const act = (key: string, run: () => unknown) => el("li", {}, button(say(key), () => {
    closeMenu();
    void Promise.resolve(run()).catch((error: unknown) => { byId("status").textContent = String(error); });
  }));
  const picture = data.network.nodes.length > 0;
  return el("details", { class: "menu" }, el("summary", {}, say("share.heading")),
    el("ul", {}, act("share.link", copyLink), act("share.page", savePage), act("share.print", () => print()),
      ...(picture ? [act("share.png", savePng), act("share.svg", saveSvg)] : []),
      act("share.csv", saveCsv), act("share.xlsx", saveXlsx), ...(data.hasGraph ? [act("share.turtle", saveTurtle)] : [])));
}
