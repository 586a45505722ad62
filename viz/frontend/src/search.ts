/* Search: every word of the query must be in the item, whole, as the start or middle of a word, or by stem. */

import { concepts, data, type Item, items } from "./data";
import { fold, stem, wordsOf } from "./words";

const foldedTexts: string[] = [];
const LEAST_INSIDE = 4;
const LEAST_STEM = 3;

/* The names an actor or theme goes by, folded. */
const spellings = new Map(data.nodes.map((node) => [
  node.key, [...Object.values(node.name), ...Object.values(node.label), ...node.forms].map(fold),
]));

const queryWords = (query: string): string[] => fold(query).split(" ").filter(Boolean);

function meets(word: string, wanted: string): boolean {
  if (word.startsWith(wanted)) return true;
  if (wanted.length >= LEAST_INSIDE && word.includes(wanted)) return true;
  const root = stem(wanted);
  return root.length >= LEAST_STEM && stem(word) === root;
}

function textOf(item: Item): string {
  return (foldedTexts[item.place] ??= fold(`${item.marker} ${item.text}`));
}

function holds(text: string, wanted: string): boolean {
  const place = text.indexOf(wanted);
  if (place >= 0 && (wanted.length >= LEAST_INSIDE || place === 0 || text[place - 1] === " ")) return true;
  const root = stem(wanted);
  const start = root.slice(0, Math.max(LEAST_STEM, root.length - 2));
  if (root.length < LEAST_STEM || !text.includes(start)) return false;
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(start) && stem(word) === root);
}

/* The actors and themes with a name in which every word of the query is found. */
export function conceptsFor(query: string): string[] {
  const wanted = queryWords(query);
  return data.nodes.filter((node) => node.items
    && spellings.get(node.key)?.some((form) => wanted.every((word) => form.includes(word)))).map((node) => node.key);
}

/* The actors and themes whose whole name the query is: their items are found too. */
const named = (query: string): Set<string> => {
  const whole = fold(query);
  return new Set([...concepts.keys()].filter((key) => spellings.get(key)?.includes(whole)));
};

export function itemsFor(query: string): Set<number> {
  const wanted = queryWords(query);
  const meant = named(query);
  const found = items.filter((item) => wanted.every((word) => holds(textOf(item), word))
    || (meant.size > 0 && item.links.some((link) => meant.has(link.node))));
  return new Set(found.map((item) => item.place));
}

/* Where in a text the words of a query stand. */
export function hitsIn(text: string, query: string): { start: number; end: number }[] {
  const wanted = queryWords(query);
  return wanted.length ? wordsOf(text).filter((word) => wanted.some((one) => meets(word.folded, one))) : [];
}
