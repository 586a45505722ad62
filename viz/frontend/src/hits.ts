/* What the last query found, as a highlighted selection in the picture. */

import { byKey, concepts, data } from "./data";
import type { Answer } from "./sparql";
import { state } from "./state";

let last: Answer | null = null;
let of = "";

export const remember = (answer: Answer | null, key: string): void => { last = answer; of = key; };
export const answerFor = (key: string): Answer | null => (of === key ? last : null);

const base = (kind: string): string => `${data.prefixes["inn"]?.replace(/ns#$/, "")}${kind}/`;

/* The key of the item, actor or theme that an IRI names, or empty. */
export function keyOf(value: string): string {
  for (const [kind, prefix] of [["actor", "actor:"], ["theme", "theme:"], ["document", ""]] as const) {
    if (value.startsWith(base(kind))) {
      const key = prefix + value.slice(base(kind).length);
      return concepts.has(key) || byKey.has(key) ? key : "";
    }
  }
  return "";
}

/* The items that an answer names, and the actors and themes of those or named by themselves. */
export function named(answer: Answer): { items: string[]; concepts: Set<string> } {
  const keys = new Set(answer.rows.flatMap((row) => Object.values(row)).filter((term) => term.type === "uri").map((term) => keyOf(term.value)));
  const found = [...keys].filter((key) => byKey.has(key));
  return { items: found, concepts: new Set([...[...keys].filter((key) => concepts.has(key)), ...found.flatMap((key) => byKey.get(key)?.links.map((link) => link.node) ?? [])]) };
}

export const hitKeys = (): Set<string> | null => (state.hits && last ? named(last).concepts : null);
