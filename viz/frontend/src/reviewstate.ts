/* What the reviewer sees and has not yet saved; every write goes through here. */

import { type Act, type Decided, fetchStanding, type Outcome, type ReviewItem, send, type Standing } from "./reviewapi";
import { remembered } from "./look";

export interface Proposed { kind: "actor" | "theme"; target: string; words: string; role: string }

export interface Pending {
  kind: string | null;
  force: string | null;
  rejects: Set<string>;
  adds: { role: string; target: string; quote: string }[];
  /* Words put forward as another name of a target, or, without one, as a new actor or theme; with a role, linked too. */
  names: Proposed[];
  /* The form's words as they stand, kept through every redraw. */
  fields: Map<string, string>;
}

export interface Clash { others: Decided[]; confirm: boolean; item: ReviewItem | null }
export type Filter = "open" | "unsure" | "done" | "all";

const TOKEN = "innspill-token";
export const desk = {
  standing: null as Standing | null,
  at: "",
  filter: "open" as Filter,
  editing: false,
  busy: false,
  /* Words chosen in the item's text, to be named. */
  picked: "",
  who: "",
  token: "",
  keysOn: remembered("innspill-keys", "on") === "on",
  pending: new Map<string, Pending>(),
  clashes: new Map<string, Clash>(),
  failures: new Map<string, { text: string; confirm: boolean }>(),
  undo: [] as { key: string; document: string; item: string; ids: string[]; seen: number }[],
  /* The queue as it was laid out: an item does not jump away while somebody works. */
  order: [] as string[],
};

export const items = (): ReviewItem[] => desk.standing?.items ?? [];
let byKey = new Map<string, ReviewItem>();
export const itemAt = (key: string): ReviewItem | undefined => byKey.get(key);
export const current = (): ReviewItem | undefined => itemAt(desk.at);
export const linkKey = (link: { role: string; target: string }): string => `${link.role}|${link.target}`;

export function pendingOf(key: string): Pending {
  let found = desk.pending.get(key);
  if (!found) {
    found = { kind: null, force: null, rejects: new Set(), adds: [], names: [], fields: new Map() };
    desk.pending.set(key, found);
  }
  return found;
}

export function rememberToken(token: string): void {
  desk.token = token;
  try {
    sessionStorage.setItem(TOKEN, token);
  } catch {
    /* Then it is asked for again after a reload. */
  }
}

export function keptToken(): string {
  try {
    return sessionStorage.getItem(TOKEN) ?? "";
  } catch {
    return "";
  }
}

export async function load(): Promise<void> {
  const found = await fetchStanding(desk.token);
  /* What was filled in over an older reading is saved against that one, so that a change in between is told. */
  for (const item of found.items) {
    const old = byKey.get(item.key);
    if (old && unsaved(old)) item.seen = old.seen;
  }
  desk.standing = found;
  byKey = new Map(items().map((item) => [item.key, item]));
  const before = new Set(desk.order);
  desk.order = [...desk.order.filter((key) => byKey.has(key)), ...[...byKey.keys()].filter((key) => !before.has(key))];
}

export const passes = (item: ReviewItem): boolean =>
  desk.filter === "all" || (desk.filter === "done" ? item.reviewed : !item.reviewed && (desk.filter === "open" || item.doubt.value > 0));

export const queue = (): ReviewItem[] =>
  desk.order.map((key) => itemAt(key)).filter((item): item is ReviewItem => item !== undefined && passes(item));

/* The nearest item after (or before) the current one that the filter lets through; a plain step takes them all in turn. */
export function neighbour(step: 1 | -1, from = desk.at): string {
  const place = desk.order.indexOf(from);
  const after = step > 0 ? desk.order.slice(place + 1) : desk.order.slice(0, Math.max(place, 0)).reverse();
  return after.find((key) => { const item = itemAt(key); return item && passes(item); }) ?? "";
}

/* What to look at after an item is done: the next that is open, from the top where the end is reached. */
export function following(): string {
  const open = (key: string) => { const item = itemAt(key); return item && !item.reviewed; };
  const place = desk.order.indexOf(desk.at);
  return [...desk.order.slice(place + 1), ...desk.order.slice(0, Math.max(place, 0))].find(open) ?? "";
}

/* Where a piece of text stands in code points, the first at or after an offset; -1 where it does not. */
function placeIn(text: string, piece: string, from: number): [number, number] | null {
  const units = text.indexOf(piece, [...text].slice(0, from).join("").length);
  if (units < 0) return null;
  const start = [...text.slice(0, units)].length;
  return [start, start + [...piece].length];
}

/* The spans that the lines of an edited text are of the item's; null where a word was changed. */
export function spansOf(text: string, edited: string): [number, number][] | null {
  const spans: [number, number][] = [];
  for (const line of edited.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const span = placeIn(text, line, spans.at(-1)?.[1] ?? 0);
    if (!span) return null;
    spans.push(span);
  }
  return spans.length ? spans : null;
}

const field = (pending: Pending, name: string): string => (pending.fields.get(name) ?? "").trim();

/* The follow-up as it was last decided, and as it is filled in over that; nothing where it is the same. */
export const answered = (item: ReviewItem): Decided | undefined =>
  item.decisions.find((one) => one.act === "answer" && one.standing === "active");

export function answerFields(item: ReviewItem): { status: string; link: string; note: string } {
  const fields = desk.pending.get(item.key)?.fields;
  const before = answered(item);
  return {
    status: fields?.get("status") ?? before?.target ?? "",
    link: (fields?.get("link") ?? before?.link ?? "").trim(),
    note: (fields?.get("note") ?? before?.quote ?? "").trim(),
  };
}

function answerOf(item: ReviewItem): Act | null {
  const { status, link, note } = answerFields(item);
  const before = answered(item);
  const same = status === (before?.target ?? "") && link === (before?.link ?? "") && note === (before?.quote ?? "");
  return status && !same ? { act: "answer", target: status, link, quote: note } : null;
}

/* What is wrong with what was filled in: the field's name, or nothing. */
export function problemIn(item: ReviewItem): string {
  const pending = pendingOf(item.key);
  const edited = pending.fields.get("text");
  if (edited !== undefined && edited.trim() !== item.text.trim() && !spansOf(item.text, edited)) return "text";
  if (field(pending, "relation") && (!itemAt(field(pending, "other")) || field(pending, "other") === item.key)) return "other";
  if (field(pending, "relation") === "merge" && itemAt(field(pending, "other"))?.document !== item.document) return "other";
  if (!answerFields(item).status && (field(pending, "link") || field(pending, "note"))) return "status";
  if (field(pending, "link") && !/^https?:\/\//.test(field(pending, "link"))) return "link";
  if (field(pending, "name")) return "name";
  if (field(pending, "new")) return "new";
  return "";
}

const holds = (text: string, words: string): boolean =>
  text.toLowerCase().replace(/\s+/g, " ").includes(words.toLowerCase().replace(/\s+/g, " "));

/* A name or spelling, and the link it carries; the server knows the id that a new actor gets. */
function proposal({ kind, target, words, role }: Proposed, item: ReviewItem): Act[] {
  const made: Act = target ? { act: "spelling", target, quote: words } : { act: "name", target: kind, quote: words };
  const quote = holds(item.text, words) ? words : "";
  return role ? [made, { act: "add", role, ...(target ? { target } : {}), quote }] : [made];
}

/* What is filled in, as decisions; those that end the item come last. */
export function actsOf(item: ReviewItem): Act[] {
  const pending = pendingOf(item.key);
  const acts: Act[] = [];
  if (pending.kind && pending.kind !== item.kind) acts.push({ act: "kind", target: pending.kind });
  if (pending.force && pending.force !== (item.force || "none")) acts.push({ act: "force", target: pending.force });
  for (const link of item.links) if (pending.rejects.has(linkKey(link))) acts.push({ act: "reject", role: link.role, target: link.target });
  for (const add of pending.adds) acts.push({ act: "add", ...add });
  for (const one of pending.names) acts.push(...proposal(one, item));
  const answer = answerOf(item);
  if (answer) acts.push(answer);
  const relation = field(pending, "relation");
  const other = field(pending, "other");
  if (relation && relation !== "merge") acts.push({ act: relation, target: other });
  const edited = pending.fields.get("text");
  const spans = edited !== undefined && edited.trim() !== item.text.trim() ? spansOf(item.text, edited) : null;
  if (spans) acts.push({ act: spans.length > 1 ? "split" : "text", spans });
  if (relation === "merge") acts.push({ act: "merge", target: other.slice(item.document.length + 1) });
  const why = field(pending, "why");
  return why ? acts.map((act) => ({ ...act, why })) : acts;
}

/* Everything that would be lost if the page were closed now. */
export function unsaved(item: ReviewItem): boolean {
  const pending = desk.pending.get(item.key);
  return Boolean(pending && (actsOf(item).length || problemIn(item) || field(pending, "why")));
}

/* Code units of the longest text that is sent back as it was seen. */
const LONGEST = 10_000;
const ENDS = new Set(["merge", "split"]);
/* The acts that may change other items than their own. */
const WIDE = new Set(["merge", "split", "text", "name"]);

export async function saveItem(item: ReviewItem, confirm: boolean): Promise<Outcome> {
  const acts = actsOf(item);
  const why = field(pendingOf(item.key), "why");
  const sent = confirm && !acts.some((act) => ENDS.has(act.act)) ? [...acts, { act: "confirm", ...(why ? { why } : {}) }] : acts;
  return write(item.key, item.document, item.id, item.seen, sent, confirm);
}

export async function write(
  key: string, document: string, item: string, seen: number, acts: Act[], confirm: boolean,
): Promise<Outcome> {
  desk.busy = true;
  const text = acts.some((act) => act.act === "withdraw") ? undefined : itemAt(key)?.text;
  const seenText = text !== undefined && text.length < LONGEST ? { text } : {};
  const outcome = await send({ document, item, seen, who: desk.who, ...seenText, decisions: acts }, desk.token);
  desk.busy = false;
  if (outcome.sort === "failed") {
    desk.failures.set(key, { text: outcome.status ? outcome.detail : "", confirm });
    return outcome;
  }
  desk.failures.delete(key);
  if (outcome.item) put(outcome.item);
  if (outcome.sort === "clash") {
    desk.clashes.set(key, { others: outcome.others, confirm, item: itemAt(key) ?? null });
    if (!outcome.item) await load().catch(() => undefined);
    return outcome;
  }
  desk.clashes.delete(key);
  if (acts.some((act) => act.act === "withdraw")) await load().catch(() => undefined);
  else desk.pending.delete(key);
  if (!acts.some((act) => act.act === "withdraw")) desk.undo.push({ key, document, item, ids: outcome.ids, seen: outcome.version });
  if (!outcome.item || acts.some((act) => WIDE.has(act.act))) await load().catch(() => undefined);
  return outcome;
}

function put(item: ReviewItem): void {
  const all = desk.standing?.items ?? [];
  const place = all.findIndex((one) => one.key === item.key);
  if (place >= 0) all[place] = item;
  byKey.set(item.key, item);
}
