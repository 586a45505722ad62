/* The review's server: what it says of items, and decisions sent to it. */

import type { Role } from "./data";
import { spoken } from "./words";

export interface ReviewLink {
  role: Role;
  target: string;
  basis: string;
  rule: string;
  quote: string;
  /* Offsets in code points of the item's own text; -1 where the words stand elsewhere, in "where". */
  start: number;
  end: number;
  where: string;
  line: number;
}

export interface Act {
  act: string;
  role?: string;
  target?: string;
  quote?: string;
  spans?: [number, number][];
  link?: string;
  why?: string;
}

export interface Decided extends Act {
  id: string;
  document: string;
  item: string;
  text: string;
  who: string;
  when: string;
  standing?: string;
}

export interface ReviewItem {
  key: string;
  document: string;
  id: string;
  marker: string;
  text: string;
  kind: string;
  force: string;
  line: number;
  endLine: number;
  page: number;
  sections: string[];
  parent: { key: string; text: string } | null;
  links: ReviewLink[];
  seen: number;
  doubt: { value: number; reasons: { name: string; words: string }[] };
  reviewed: boolean;
  decisions: Decided[];
}

export interface Standing {
  who: string;
  documents: { slug: string; title: string; language: string }[];
  names: { key: string; label: string }[];
  items: ReviewItem[];
  conflicts: (Decided & { reason: string; nearest: string; now: string })[];
}

export interface Wish {
  document: string;
  item: string;
  seen: number;
  who: string;
  /* The item's text as it was seen; what is very long is not sent back. */
  text?: string;
  decisions: Act[];
}

export type Outcome =
  | { sort: "saved"; ids: string[]; version: number; item: ReviewItem | null }
  | { sort: "clash"; others: Decided[]; version: number; item: ReviewItem | null }
  | { sort: "failed"; status: number; detail: string };

const headers = (token: string): Record<string, string> => (token ? { authorization: `Bearer ${token}` } : {});

export async function fetchStanding(token: string): Promise<Standing> {
  const answer = await fetch("/api/review", { headers: { accept: "application/json", ...headers(token) }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Standing;
}

/* A status of 0 says that no answer came. */
export async function send(wish: Wish, token: string): Promise<Outcome> {
  let answer: Response;
  try {
    answer = await fetch("/api/review/decisions", {
      method: "POST", body: JSON.stringify(wish),
      headers: { "content-type": "application/json", accept: "application/json", "accept-language": spoken(), ...headers(token) },
    });
    const said = (await answer.json()) as { ids?: string[]; others?: Decided[]; version: number; item: ReviewItem | null; detail?: string };
    if (answer.ok) return { sort: "saved", ids: said.ids ?? [], version: said.version, item: said.item };
    if (answer.status === 409) return { sort: "clash", others: said.others ?? [], version: said.version, item: said.item };
    return { sort: "failed", status: answer.status, detail: said.detail ?? "" };
  } catch {
    return { sort: "failed", status: 0, detail: "" };
  }
}
