/* The picture: the scene drawn by vis-network with pyvis' options, and what a click in it chooses. */

import { DataSet } from "vis-data/esnext";
import { Network, type Options } from "vis-network/esnext";
import { byKey, concepts, data } from "./data";
import { button, byId, colour, el } from "./dom";
import { type Scene, type SceneEdge, type SceneNode, scene } from "./scene";
import { choice, go, state } from "./state";
import { dashes } from "./svg";
import { name, say, sayCount } from "./words";

interface Drawn { network: Network; nodes: DataSet<{ id: string }>; edges: DataSet<{ id: string }>; scene: Scene }
let drawn: Drawn | null = null;

export const GROUPS = ["ministry", "agency", "county", "socialpartner", "collective", "other"];
const pyvis = new Map(data.network.nodes.map((node) => [node.id, node]));

export const shownScene = (): Scene | null => drawn?.scene ?? null;

function look(node: SceneNode): { id: string } {
  const ground = colour("--ground");
  const own = node.shape === "item" ? colour("--soft") : colour(`--${node.group}`);
  const fill = node.shape === "item" ? ground : own;
  const border = node.faint ? colour("--faint") : own;
  const lit = { background: node.faint ? ground : fill, border: colour("--ink") };
  const ink = node.faint ? colour("--faint") : node.shape === "box" ? colour(`--on-${node.group}`) : colour("--ink");
  return {
    ...pyvis.get(node.id), id: node.id, group: undefined, value: undefined, label: node.label, x: node.x, y: node.y,
    shape: node.shape === "dot" ? "dot" : "box", size: node.size, margin: 10, shapeProperties: { borderRadius: 4 },
    color: { background: node.faint ? ground : fill, border, highlight: lit, hover: lit },
    font: { size: node.font, color: ink, face: "system-ui, sans-serif", strokeWidth: node.shape === "dot" ? 4 : 0, strokeColor: ground },
  } as { id: string };
}

function line(edge: SceneEdge): { id: string } {
  return {
    id: edge.id, from: edge.from, to: edge.to, width: edge.width, dashes: dashes(edge.role), arrows: "",
    color: { color: colour(edge.faint ? "--edge-faint" : "--edge"), highlight: colour("--ink"), hover: colour("--ink") },
  } as { id: string };
}

/* Only where the picture is of other things than before is it laid and fitted anew. */
export function refresh(hits: Set<string> | null): void {
  if (!drawn) return;
  const next = scene(state, hits);
  const moved = next.id !== drawn.scene.id;
  const fresh = (set: DataSet<{ id: string }>, made: { id: string }[]) => {
    if (moved) set.clear();
    set.update(made);
  };
  drawn.scene = next;
  fresh(drawn.edges, []);
  fresh(drawn.nodes, next.nodes.map(look));
  fresh(drawn.edges, next.edges.map(line));
  drawn.network.selectNodes([state.node, state.other, state.item].filter((key) => drawn?.nodes.get(key)), false);
  if (moved) fit();
  described();
}

/* The whole picture, but never larger than it was made, save on a large screen. */
export function fit(): void {
  if (!drawn) return;
  drawn.network.redraw();
  drawn.network.fit({ animation: false, maxZoomLevel: Math.max(1, byId("canvas").clientWidth / 1200) });
}

export function forget(): void {
  drawn?.network.destroy();
  drawn = null;
}

/* The node under the keyboard, ringed as the mouse would. */
export function point(key: string): void {
  if (!drawn?.nodes.get(key)) return;
  drawn.network.selectNodes([key], true);
}

const zoom = (factor: number): void =>
  drawn?.network.moveTo({ scale: (drawn.network.getScale() ?? 1) * factor, animation: false });

export function picture(): HTMLElement {
  if (!data.network.nodes.length) return el("p", { class: "help" }, say("graph.empty"));
  const tool = (key: string, text: string, act: () => void) => button(text, act, { "aria-label": say(key), title: say(key) });
  return el("div", { class: "graph" }, el("h2", { class: "unseen" }, say("graph.heading")),
    el("div", { class: "canvas", id: "canvas", role: "img", "aria-label": say("graph.label") }),
    el("div", { class: "zoom" }, tool("graph.zoomin", "+", () => zoom(1.3)), tool("graph.zoomout", "−", () => zoom(1 / 1.3)), tool("graph.fit", "⤢", fit)),
    el("div", { class: "shown", id: "shown" }), el("div", { id: "legend" }));
}

/* What the picture shows and what it leaves out, in words under it. */
function described(): void {
  const now = drawn?.scene;
  if (!now) return;
  const links = (text: string, href: string) => el("a", { href }, text);
  const key = concepts.has(state.node) && !state.other ? state.node : "";
  const close = now.id !== "overview";
  byId("legend").replaceChildren(legend());
  byId("shown").replaceChildren(
    close ? links(`← ${say("graph.toOverview")}`, key ? choice({ node: key, draw: "whole" }) : choice({ item: state.item })) : "",
    key && !now.id.startsWith("near|") ? links(say("graph.near", { name: name(concepts.get(key)) }), choice({ node: key, draw: "near" })) : "",
    key && !now.id.startsWith("items|") ? links(say("graph.items"), choice({ node: key, draw: "items" })) : "",
    now.id.startsWith("items|") && now.moreItems ? el("span", {}, sayCount("graph.moreItems", now.moreItems)) : "",
    now.others.length ? others(now.others) : "",
  );
}

function others(keys: string[]): HTMLElement {
  const shown = keys.slice(0, 60);
  return el("details", { class: "others" }, el("summary", {}, say("graph.others", { n: keys.length })),
    el("span", {}, say("graph.others.help"), " ",
      shown.flatMap((key, place) => [place ? ", " : "", el("a", { href: choice({ node: key }) }, name(concepts.get(key)))]),
      keys.length > shown.length ? " …" : ""));
}

let legendOpen: boolean | null = null;

function legend(): HTMLElement {
  const used = new Set(drawn?.scene.nodes.map((node) => node.group) ?? data.network.nodes.map((node) => String(node["group"])));
  const stroke = (role: string) => el("span", { class: `stroke ${role}`, "aria-hidden": "true" });
  const swatch = (group: string) => el("span", { class: `swatch ${group}`, "aria-hidden": "true" });
  const roles = ["ask", "partner", "beneficiary", "proposer", "mentioned"].filter((role) => drawn?.scene.edges.some((edge) => edge.role === role));
  const made = el("details", { class: "legend", open: legendOpen ?? (innerWidth > 900 && innerHeight > 850) }, el("summary", {}, say("legend.heading")),
    el("ul", {}, GROUPS.filter((group) => used.has(group)).map((group) => el("li", {}, swatch(group), say(`group.${group}`))),
      used.has("theme") ? el("li", {}, swatch("theme"), say("legend.theme")) : "",
      used.has("entry") ? el("li", {}, swatch("entry"), say("legend.item")) : "",
      roles.map((role) => el("li", {}, stroke(role), say(`legend.${role}`))), el("li", {}, say("legend.size"))));
  made.addEventListener("toggle", () => { legendOpen = made.open; });
  return made;
}

export function startPicture(hits: Set<string> | null): void {
  const canvas = document.getElementById("canvas");
  if (!canvas) return;
  const first = scene(state, hits);
  const nodes = new DataSet(first.nodes.map(look));
  const edges = new DataSet(first.edges.map(line));
  const options = { ...data.network.options, interaction: { ...(data.network.options["interaction"] as object), keyboard: { enabled: false, bindToWindow: false } } };
  const network = new Network(canvas, { nodes, edges } as never, options as Options);
  drawn = { network, nodes, edges, scene: first };
  for (const inner of canvas.querySelectorAll("[tabindex]")) inner.removeAttribute("tabindex");
  network.on("click", (event: { nodes: string[]; edges: string[] }) => clicked(event.nodes[0], event.edges[0]));
  network.on("hoverNode", () => canvas.classList.add("over"));
  network.on("blurNode", () => canvas.classList.remove("over"));
  refresh(hits);
  fit();
}

function clicked(node: string | undefined, edgeId: string | undefined): void {
  if (node && byKey.has(node)) return go(choice({ node: state.node, item: node, draw: state.draw }));
  if (node) return go(choice({ node, draw: state.draw === "near" ? "near" : "" }));
  const edge = drawn?.scene.edges.find((one) => one.id === edgeId);
  if (!edge) return undefined;
  if (byKey.has(edge.from)) return go(choice({ node: state.node, item: edge.from, draw: state.draw }));
  return go(choice({ node: edge.from, other: edge.to }));
}
