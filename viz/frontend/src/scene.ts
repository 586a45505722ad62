/* Scenes: what the picture shows for a state, as plain values that the screen and the exports both draw. */

import { byKey, concepts, data, type DrawnEdge, type DrawnNode, type Item, items } from "./data";
import { conceptsFor } from "./search";
import { linked, selection, type Tie, tiesOf } from "./select";
import { filters, type State } from "./state";
import { name, say } from "./words";

export interface SceneNode {
  id: string;
  label: string;
  x: number;
  y: number;
  group: string;
  shape: "box" | "dot" | "item";
  font: number;
  size: number;
  faint: boolean;
}
export interface SceneEdge { id: string; from: string; to: string; role: Tie["role"]; count: number; width: number; faint: boolean }
export interface Scene { nodes: SceneNode[]; edges: SceneEdge[]; others: string[]; moreItems: number; id: string }

export const MOST_NODES = 300;
export const MOST_EDGES = 400;
const MOST_ITEM_NODES = 60;
const LINE = 18;
const ITEM_WORDS = 26;

export function wrapped(text: string, width = LINE): string {
  const parts = [""];
  for (const word of text.split(" ")) {
    const last = parts.at(-1) ?? "";
    if (last && last.length + 1 + word.length > width) parts.push(word);
    else parts[parts.length - 1] = `${last} ${word}`.trim();
  }
  return parts.join("\n");
}

const width = (count: number): number => 1 + 1.6 * Math.log2(Math.max(1, count));
const fontOf = (kind: string, count: number): number => (kind === "actor" ? 24 : 18) + Math.min(14, Math.round(3 * Math.log2(1 + count)));
const sizeOf = (count: number): number => 9 + 4 * Math.log2(1 + count);

function conceptNode(key: string, x: number, y: number, count: number, faint: boolean): SceneNode {
  const concept = concepts.get(key);
  const actor = key.startsWith("actor:");
  return {
    id: key, label: wrapped(name(concept)), x, y, group: concept?.group ?? "other", shape: actor ? "box" : "dot",
    font: fontOf(actor ? "actor" : "theme", count), size: sizeOf(count), faint,
  };
}

function itemNode(item: Item, x: number, y: number): SceneNode {
  const short = item.text.length > 60 ? `${item.text.slice(0, 58).trimEnd()} …` : item.text;
  return { id: item.key, label: wrapped(short.replace(/\s+/g, " "), ITEM_WORDS), x, y, group: "entry", shape: "item", font: 15, size: 8, faint: false };
}

/* Every actor and theme that a choice brings into focus; null when all are. */
function inFocus(state: State, hits: Set<string> | null): Set<string> | null {
  if (hits) return hits;
  if (state.node && state.other) return new Set([state.node, state.other]);
  if (state.item) return new Set(byKey.get(state.item)?.links.map((link) => link.node));
  if (state.node && state.node !== "none") {
    const ties = tiesNow().filter((tie) => tie.from === state.node || tie.to === state.node);
    return new Set([state.node, ...ties.flatMap((tie) => [tie.from, tie.to])]);
  }
  if (!filters()) return null;
  const named = state.q ? conceptsFor(state.q) : [];
  return new Set([...named, ...selection().filtered.flatMap((item) => item.links.map((link) => link.node))]);
}

const whole = (): Tie[] => data.network.edges.map(({ from, to, role, count }) => ({ from, to, role, count }));
const tiesNow = (): Tie[] => (filters() && items.length ? tiesOf(selection().filtered) : items.length ? tiesOf(items) : whole());

/* Whether a node and all it is tied to are in the overview, so that it can be shown there. */
function inOverview(key: string): boolean {
  const drawn = new Set(data.network.nodes.map((node) => node.id));
  return drawn.has(key) && tiesNow().every((tie) => (tie.from !== key && tie.to !== key) || (drawn.has(tie.from) && drawn.has(tie.to)));
}

export function scene(state: State, hits: Set<string> | null): Scene {
  const item = byKey.get(state.item);
  if (state.draw === "items" && item && !state.node) return itemScene(item);
  const key = concepts.has(state.node) ? state.node : "";
  if (key && !state.other && !hits && state.draw !== "whole" && (state.draw || (items.length > 0 && !inOverview(key)))) {
    return closeUp(key, state.draw === "items");
  }
  return overviewScene(state, hits);
}

function overviewScene(state: State, hits: Set<string> | null): Scene {
  const focus = inFocus(state, hits);
  const bright = (key: string) => !focus || focus.has(key);
  const counts = new Map(tiesNow().map((tie) => [`${tie.role}|${tie.from}|${tie.to}`, tie.count]));
  const single = state.node && !state.other && !hits ? state.node : "";
  const nodes = data.network.nodes.map((node: DrawnNode) =>
    conceptNode(node.id, node.x, node.y, concepts.get(node.id)?.asks ?? 0, !bright(node.id)));
  const edges = data.network.edges.map((edge: DrawnEdge) => {
    const count = counts.get(edge.id) ?? 0;
    const touches = !single || edge.from === single || edge.to === single;
    return { id: edge.id, from: edge.from, to: edge.to, role: edge.role, count, width: width(count || 1),
      faint: !count || !touches || !bright(edge.from) || !bright(edge.to) };
  });
  return { nodes, edges, others: data.network.others, moreItems: 0, id: "overview" };
}

const COLUMN = 280;
const TALLEST = 760;
const AIR = 18;

/* How much height a node takes with its label, and how far above its point that begins. */
function extent(node: SceneNode): { height: number; above: number } {
  const text = node.label.split("\n").length * node.font * 1.2;
  return node.shape === "dot" ? { height: 2 * node.size + text + 6, above: node.size } : { height: text + 24, above: (text + 24) / 2 };
}

/* Columns to one side of the middle, the first nodes nearest to it, each column no taller than the picture. */
function stacked(nodes: SceneNode[], side: -1 | 1, start: number): SceneNode[] {
  const total = nodes.reduce((sum, node) => sum + extent(node).height + AIR, 0);
  const tall = total / Math.max(1, Math.ceil(total / TALLEST));
  const columns: SceneNode[][] = [[]];
  let height = 0;
  for (const node of nodes) {
    if (height >= tall - AIR) { columns.push([]); height = 0; }
    columns.at(-1)?.push(node);
    height += extent(node).height + AIR;
  }
  return columns.flatMap((column, place) => {
    let y = -column.reduce((sum, node) => sum + extent(node).height + AIR, -AIR) / 2;
    return column.map((node) => {
      const { height: own, above } = extent(node);
      const made = { ...node, x: side * (start + place * COLUMN), y: Math.round(y + above) };
      y += own + AIR;
      return made;
    });
  });
}

const reach = (nodes: SceneNode[]): number => Math.max(0, ...nodes.map((node) => Math.abs(node.x)));

/* One node in the middle, actors to the left and themes to the right, its items between if asked for. */
function closeUp(key: string, withItems: boolean): Scene {
  const own = selection().filtered.filter((item) => item.links.some((link) => link.node === key));
  const shownItems = withItems ? own.slice(0, MOST_ITEM_NODES) : [];
  const near = neighbours(key, withItems ? shownItems : selection().filtered);
  const room = MOST_NODES - 1 - shownItems.length;
  const shown = near.slice(0, room);
  const edges = withItems ? itemEdges(shownItems, new Set([key, ...shown.map((one) => one.key)])) : tieEdges(key, shown.map((one) => one.key));
  const left = shown.filter((one) => one.key.startsWith("actor:"));
  const right = shown.filter((one) => one.key.startsWith("theme:"));
  const nodes = (list: typeof shown) => list.map((one) => conceptNode(one.key, 0, 0, one.count, false));
  const middle = stacked(shownItems.map((item) => itemNode(item, 0, 0)), 1, COLUMN + 40);
  return {
    nodes: [conceptNode(key, 0, 0, Math.max(8, own.length), false), ...middle,
      ...stacked(nodes(left), -1, COLUMN), ...stacked(nodes(right), 1, middle.length ? reach(middle) + COLUMN + 60 : COLUMN + 40)],
    edges: edges.slice(0, MOST_EDGES), others: near.slice(room).map((one) => one.key),
    moreItems: own.length - shownItems.length, id: `${withItems ? "items" : "near"}|${key}`,
  };
}

function neighbours(key: string, some: Item[]): { key: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const tie of tiesOf(some)) {
    const other = tie.from === key ? tie.to : tie.to === key ? tie.from : "";
    if (other) counts.set(other, (counts.get(other) ?? 0) + tie.count);
  }
  return [...counts].map(([other, count]) => ({ key: other, count })).sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
}

function tieEdges(key: string, shown: string[]): SceneEdge[] {
  const here = new Set(shown);
  return tiesOf(selection().filtered).filter((tie) => (tie.from === key && here.has(tie.to)) || (tie.to === key && here.has(tie.from)))
    .sort((a, b) => b.count - a.count)
    .map((tie) => ({ ...tie, id: `${tie.role}|${tie.from}|${tie.to}`, width: width(tie.count), faint: false }));
}

function itemEdges(some: Item[], here: Set<string>): SceneEdge[] {
  return some.flatMap((item) => item.links.filter((link) => here.has(link.node)).map((link) => ({
    id: `${link.role}|${item.key}|${link.node}`, from: item.key, to: link.node,
    role: link.role === "subject" || link.role === "addressee" ? "ask" as const : link.role, count: 1, width: 1.5, faint: false,
  })));
}

/* One item in the middle, who it involves to the left and what it is about to the right. */
function itemScene(item: Item): Scene {
  const actors = linked(item, "addressee", "proposer", "partner", "beneficiary", "mentioned");
  const themes = linked(item, "subject");
  const place = (keys: string[], side: -1 | 1) => stacked(keys.map((key) => conceptNode(key, 0, 0, 3, false)), side, COLUMN + 60);
  return {
    nodes: [itemNode(item, 0, 0), ...place(actors, -1), ...place(themes, 1)],
    edges: itemEdges([item], new Set([...actors, ...themes])), others: [], moreItems: 0, id: `item|${item.key}`,
  };
}

/* What an edge says, for the list beside the picture. */
export function edgeText(edge: SceneEdge): string {
  const of = (key: string) => name(concepts.get(key)) || byKey.get(key)?.marker || "";
  return say(`graph.edge.${edge.role === "partner" || edge.role === "beneficiary" ? edge.role : "ask"}`, { a: of(edge.from), b: of(edge.to), n: edge.count });
}
