/* The scene as an SVG picture for export: whole, sharp, with its legend of line styles in the file's title. */

import { colour, svg } from "./dom";
import type { Scene, SceneNode } from "./scene";

export interface Size { width: number; height: number; depth: number }

/* Half width, half height and depth below its point of a node with its label, roughly. */
export function sizeOf(node: SceneNode): Size {
  const lines = node.label.split("\n");
  const width = Math.max(...lines.map((line) => line.length)) * node.font * 0.29 + 10;
  const height = lines.length * node.font * 0.6;
  return node.shape === "dot" ? { width, height, depth: node.size + height } : { width, height: height + 8, depth: 0 };
}

const DASHES: Record<string, string> = { partner: "8 6", beneficiary: "2 5", proposer: "12 4 2 4", mentioned: "1 6" };
export const dashes = (role: string): number[] | false => DASHES[role]?.split(" ").map(Number) ?? false;

export function drawing(scene: Scene, title: string): SVGElement {
  const at = new Map(scene.nodes.map((node) => [node.id, node]));
  const margin = 40;
  const edge = (pick: (node: SceneNode, size: Size) => number, best: (...n: number[]) => number) =>
    best(...scene.nodes.map((node) => pick(node, sizeOf(node))));
  const left = edge((n, s) => n.x - s.width, Math.min) - margin;
  const right = edge((n, s) => n.x + s.width, Math.max) + margin;
  const top = edge((n, s) => n.y - (n.shape === "dot" ? n.size : s.height), Math.min) - margin;
  const bottom = edge((n, s) => n.y + (n.shape === "dot" ? s.depth + s.height : s.height), Math.max) + margin;
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`,
    width: Math.round(box.width), height: Math.round(box.height), "font-family": "system-ui, 'Segoe UI', sans-serif", role: "img" },
  svg("title", {}, title), svg("rect", { ...box, fill: colour("--ground") }),
  svg("g", { fill: "none" }, scene.edges.map((line) => {
    const [from, to] = [at.get(line.from), at.get(line.to)];
    return from && to ? svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, "stroke-width": line.width,
      stroke: colour(line.faint ? "--edge-faint" : "--edge"), "stroke-dasharray": DASHES[line.role] }) : null;
  })),
  svg("g", {}, scene.nodes.map(nodeShape)));
}

function nodeShape(node: SceneNode): SVGElement {
  const size = sizeOf(node);
  const dot = node.shape === "dot";
  const fill = colour(node.faint || node.shape === "item" ? "--ground" : `--${node.group}`);
  const stroke = colour(node.faint ? "--faint" : node.shape === "item" ? "--soft" : `--${node.group}`);
  const ink = colour(node.faint ? "--faint" : dot || node.shape === "item" ? "--ink" : `--on-${node.group}`);
  const lines = node.label.split("\n");
  const first = dot ? node.y + node.size + node.font : node.y - (lines.length - 1) * node.font * 0.6 + node.font * 0.35;
  return svg("g", {}, dot
    ? svg("circle", { cx: node.x, cy: node.y, r: node.size, fill, stroke, "stroke-width": 2 })
    : svg("rect", { x: node.x - size.width, y: node.y - size.height, width: 2 * size.width, height: 2 * size.height, rx: 4, fill, stroke, "stroke-width": 2 }),
  svg("text", { "text-anchor": "middle", "font-size": node.font, fill: ink },
    lines.map((line, place) => svg("tspan", { x: node.x, y: first + place * node.font * 1.2 }, line))));
}
