/* The page's data: what Python wrote into its data blocks, as typed values. */

export type Lang = "nb" | "nn" | "en";
export type Names = Record<Lang, string>;
export type Role = "addressee" | "proposer" | "partner" | "beneficiary" | "mentioned" | "subject";

export interface Concept {
  key: string;
  kind: "actor" | "theme";
  id: string;
  group: string;
  name: Names;
  label: Names;
  items: number;
  asks: number;
  broader: string[];
  forms: string[];
}

export interface Link {
  role: Role;
  node: string;
  basis: string;
  rule: string;
  quote: string;
  where: string;
  start: number;
  end: number;
}

/* A decision of a person; with a role it made the link to the node, or took it out where there is none such. */
export interface Decided {
  act: string;
  day: string;
  role: Role | "";
  node: string;
  who: string;
  why: string;
  target: string;
  words: string;
  before: string;
  link: string;
}

export interface Section { key: string; title: string; text: string; parent: string; line: number }

export interface Item {
  place: number;
  key: string;
  document: number;
  section: string;
  parent: string;
  marker: string;
  text: string;
  kind: string;
  force: string;
  line: number;
  endLine: number;
  page: number;
  links: Link[];
  decided: Decided[];
}

export interface DrawnNode { id: string; x: number; y: number; [option: string]: unknown }
export interface DrawnEdge { id: string; from: string; to: string; role: Role | "ask"; count: number; [option: string]: unknown }

export interface NamedQuery {
  name: string;
  text: string;
  title: Names;
  description: Names;
  parameters: { name: string; required: boolean }[];
}

export interface Analysis {
  asking: number;
  standings: { actor: string; asked: number; heading: number; ties: number; between: number; rank: number }[];
  pairs: [string, string, number][];
  communities: string[][];
}

export type Status = "unanswered" | "underway" | "answered" | "done" | "declined";

/* One ask through time; "alike" leads from the core to each other item, by place, and says why they ask for the same. */
export interface Thread {
  items: string[];
  core: string;
  status: Status;
  again: boolean;
  answers: { status: Status; who: string; when: string; source: string }[];
  alike: { one: number; other: number; words: string[]; themes: string[]; actors: string[]; reviewed: boolean }[];
}

export interface Overview {
  language: Lang;
  documents: { slug: string; title: string; source: string; language: string; date: string }[];
  nodes: Concept[];
  rules: Record<string, Names>;
  messages: Record<Lang, Record<string, string>>;
  columns: Record<Lang, Record<string, string>>;
  network: { nodes: DrawnNode[]; edges: DrawnEdge[]; others: string[]; options: Record<string, unknown> };
  counts: { items: number; here: number; proposals: number; unowned: number };
  analysis: Analysis | null;
  time: { threads: Thread[]; heirs: Record<string, string[]> } | null;
  queries: NamedQuery[];
  prefixes: Record<string, string>;
  forces: Record<string, string>;
  bases: Record<string, string>;
  hasGraph: boolean;
}

/* Items stand as rows of numbers and texts; names that come again are places in these lists. */
interface Packed {
  roles: Role[];
  bases: string[];
  rules: string[];
  kinds: string[];
  forces: string[];
  sections: [document: number, id: string, title: string, text: string, parent: number, line: number][];
  items: PackedItem[];
}
type PackedItem = [
  id: string, document: number, section: number, parent: number, marker: string, text: string,
  kind: number, force: number, line: number, endLine: number, page: number, links: PackedLink[], decided?: PackedDecided[],
];
type PackedDecided = [act: string, day: string, role: number, node: number, ...texts: string[]];
type PackedLink = [role: number, node: number, basis: number, rule: number, where: number | string, start: number, end: number, quote?: string];

export const block = (id: string): HTMLElement | null => document.getElementById(id);

export const data = JSON.parse(block("data")?.textContent ?? "{}") as Overview;
export const concepts = new Map(data.nodes.map((node) => [node.key, node]));
export let items: Item[] = [];
export let loaded = false;
export const sections = new Map<string, Section>();
export const byKey = new Map<string, Item>();
const below = new Map<string, Item[]>();

export const childrenOf = (key: string): Item[] => below.get(key) ?? [];

/* The large data blocks stand last in the file, so that the overview need not wait for them. */
export const parsed = (): Promise<void> => new Promise((done) => {
  if (document.readyState !== "loading") done();
  else document.addEventListener("DOMContentLoaded", () => done(), { once: true });
});

/* The bytes of a data block, unpacked by the browser itself. */
export async function unpacked(id: string): Promise<ArrayBuffer> {
  await parsed();
  const text = block(id)?.textContent ?? "";
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/* Whether the items stand packed, so that they must be waited for. */
export const packed = (): boolean => block("items")?.dataset["encoding"] === "gzip";

export function loadPlain(): void {
  fill(JSON.parse(block("items")?.textContent ?? "{}") as Packed);
}

export async function loadPacked(): Promise<void> {
  fill(JSON.parse(new TextDecoder().decode(await unpacked("items"))) as Packed);
}

function fill(from: Packed): void {
  const slug = (document: number) => data.documents[document]?.slug ?? "";
  const sectionKeys = from.sections.map(([document, id]) => `${slug(document)}/${id}`);
  from.sections.forEach(([, , title, text, parent, line], place) => {
    const key = sectionKeys[place] ?? "";
    sections.set(key, { key, title, text, parent: sectionKeys[parent] ?? "", line });
  });
  const keys = from.items.map(([id, document]) => `${slug(document)}/${id}`);
  items = from.items.map((row, place) => {
    const [, document, section, parent, marker, text, kind, force, line, endLine, page] = row;
    return {
      place, key: keys[place] ?? "", document, section: sectionKeys[section] ?? "", parent: keys[parent] ?? "",
      marker, text, kind: from.kinds[kind] ?? "", force: from.forces[force] ?? "", line, endLine, page, links: [],
      decided: (row[12] ?? []).map((one) => undecide(one, from)),
    };
  });
  for (const item of items) {
    byKey.set(item.key, item);
    if (item.parent) below.set(item.parent, [...childrenOf(item.parent), item]);
  }
  for (const item of items) item.links = from.items[item.place]?.[11].map((link) => unlink(link, item, from)) ?? [];
  loaded = true;
}

function undecide([act, day, role, node, who = "", why = "", target = "", words = "", before = "", link = ""]: PackedDecided, from: Packed): Decided {
  return { act, day, role: from.roles[role] ?? "", node: data.nodes[node]?.key ?? "", who, why, target, words, before, link };
}

/* "where" is 0 for the item itself, 1 its section, 2 the item above, 3 and up a section above; else a key. */
function unlink([role, node, basis, rule, where, start, end, quote]: PackedLink, item: Item, from: Packed): Link {
  let place = where === 0 ? item.key : where === 2 ? item.parent : typeof where === "string" ? where : item.section;
  for (let up = Number(where); up >= 3; up -= 1) place = sections.get(place)?.parent ?? "";
  return {
    role: from.roles[role] ?? "mentioned", node: data.nodes[node]?.key ?? "", basis: from.bases[basis] ?? "",
    rule: from.rules[rule] ?? "", where: place, start, end,
    quote: quote ?? (byKey.get(place)?.text ?? sections.get(place)?.text ?? "").slice(start, end),
  };
}
