/* Words: the page's languages, and folding and stemming for search. */

import { stemmer } from "@orama/stemmers/norwegian";
import { type Concept, data, type Lang } from "./data";

export const LANGUAGES: Lang[] = ["nb", "nn", "en"];
let language: Lang = data.language;

export const speak = (code: Lang): void => { language = code; };
export const spoken = (): Lang => language;

export function say(key: string, values: Record<string, string | number> = {}): string {
  const text = data.messages[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/* Singular or plural by number: a key beside the same with ".one". */
export function sayCount(key: string, n: number, values: Record<string, string | number> = {}): string {
  const singular = `${key}.one`;
  return say(n === 1 && singular in data.messages[language] ? singular : key, { ...values, n });
}

export const name = (node: Concept | undefined): string => node ? node.name[language] || node.name.nb : "";
export const fullName = (node: Concept | undefined): string => node ? node.label[language] || node.label.nb : "";
export const both = (node: Concept): string =>
  name(node) === fullName(node) ? name(node) : `${name(node)} – ${fullName(node)}`;

export function joined(names: string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} ${say("app.and")} ${last}` : last;
}

export const compare = (a: string, b: string): number => a.localeCompare(b, language);

const LETTERS: Record<string, string> = { æ: "ae", ø: "oe", å: "aa" };
const DROPPED = /[«»"'“”‘’\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/* Case and accents put aside; æ, ø and å as people without those keys write them. */
export function fold(text: string): string {
  return text.toLowerCase().replace(/[æøå]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD").replace(/\p{M}/gu, "").replace(DROPPED, "").replace(/\s+/g, " ").trim();
}

/* Where every word of a text stands, and the word folded. */
export function wordsOf(text: string): { start: number; end: number; folded: string }[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:[-.][\p{L}\p{N}]+)*/gu)]
    .map((found) => ({ start: found.index, end: found.index + found[0].length, folded: fold(found[0]) }));
}

const stems = new Map<string, string>();

/* Folded first, then stemmed, so that "kompetansebehovene" and "kompetansebehov" meet; the stemmer leaves the
   e that comes and goes ("eksempel", "eksempler") and the consonants that double with it ("nøkkel", "nøkler"). */
export function stem(word: string): string {
  let found = stems.get(word);
  if (found === undefined) {
    found = stemmer(word).replace(/([^aeiouy])e([lnr])$/, "$1$2").replace(/([^aeiouy])\1([lnr])$/, "$1$2");
    stems.set(word, found);
  }
  return found;
}
