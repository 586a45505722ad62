/* Threads: every ask through time, and what is new, still asked and gone between two steps of it. */

import { byKey, data, type Item, items, type Status, type Thread } from "./data";
import { isAsk, linked, selection } from "./select";
import { type SHOWS, state } from "./state";
import { compare } from "./words";

/* A year or a document, with the documents it stands for by place. */
export interface Step { id: string; label: string; documents: Set<number> }

export interface Line { thread: Thread; items: Item[]; core: Item; steps: boolean[]; run: number }

export const yearOf = (document: number): string => data.documents[document]?.date.slice(0, 4) ?? "";

/* The documents by date, those without one last. */
const dated = (): number[] => data.documents.map((_, place) => place)
  .sort((a, b) => Number(!yearOf(a)) - Number(!yearOf(b)) || compare(data.documents[a]?.date ?? "", data.documents[b]?.date ?? ""));

export function years(): Step[] {
  const found = new Map<string, Step>();
  for (const place of dated()) {
    const year = yearOf(place);
    if (!year) continue;
    const step = found.get(year) ?? { id: year, label: year, documents: new Set<number>() };
    step.documents.add(place);
    found.set(year, step);
  }
  return [...found.values()];
}

export const documents = (): Step[] => dated().map((place) => {
  const { slug = "", title = "" } = data.documents[place] ?? {};
  return { id: slug, label: [yearOf(place), title].filter(Boolean).join(": "), documents: new Set([place]) };
});

/* The steps the address speaks of: documents where it names one, else years. */
export const byDocument = (): boolean => data.documents.some((one) => one.slug === state.after || one.slug === state.before);
export const steps = (): Step[] => (byDocument() ? documents() : years());

/* The two steps compared: by default the first and the last. */
export function compared(all: Step[]): [number, number] {
  const place = (id: string, otherwise: number) => { const at = all.findIndex((step) => step.id === id); return at < 0 ? otherwise : at; };
  const after = Math.max(1, place(state.after, all.length - 1));
  return [Math.min(place(state.before, 0), after - 1), after];
}

const inStep = (line: Item[], step: Step | undefined): Item[] => line.filter((item) => step?.documents.has(item.document));
export const within = (line: Line, step: Step | undefined): Item[] => inStep(line.items, step);

/* Every ask through time that the search and the filters leave; an ask that does not recur is a thread of one. */
export function lines(all: Step[]): Line[] {
  const grouped = new Map<string, Thread>();
  for (const thread of data.time?.threads ?? []) for (const key of thread.items) grouped.set(key, thread);
  const alone = items.filter((item) => isAsk(item) && !grouped.has(item.key))
    .map((item): Thread => ({ items: [item.key], core: item.key, status: "unanswered", again: false, answers: [], alike: [] }));
  const left = new Set(selection().chosen.map((item) => item.key));
  return [...(data.time?.threads ?? []), ...alone].filter((thread) => thread.items.some((key) => left.has(key))).flatMap((thread) => {
    const found = thread.items.map((key) => byKey.get(key)).filter((item): item is Item => item !== undefined);
    const core = byKey.get(thread.core) ?? found[0];
    if (!core) return [];
    const asked = all.map((step) => inStep(found, step).length > 0);
    return [{ thread, items: found, core, steps: asked, run: asked.length - 1 - asked.lastIndexOf(false) }];
  });
}

const OPEN: readonly Status[] = ["unanswered", "underway"];
export const heirs = (some: Item[]): Set<string> =>
  new Set(some.flatMap((item) => linked(item, "addressee")).flatMap((key) => data.time?.heirs[key] ?? [key]));

/* Whether it still waits for an answer. */
export const isOpen = (line: Line): boolean => OPEN.includes(line.thread.status);

/* Whether what went to some actors now goes to none of them nor of those that took over. */
function moved(before: Item[], after: Item[]): boolean {
  const [old, now] = [heirs(before), heirs(after)];
  return old.size > 0 && now.size > 0 && ![...now].some((key) => old.has(key));
}

/* How many steps in a row up to one the ask was made. */
export const runTo = (line: Line, end: number): number => end - line.steps.slice(0, end + 1).lastIndexOf(false);

export function sorted(all: Line[], all_steps: Step[], [before, after]: [number, number]): Record<(typeof SHOWS)[number], Line[]> {
  const found: Record<(typeof SHOWS)[number], Line[]> = { waiting: [], still: [], new: [], gone: [], moved: [], answered: [] };
  for (const line of all) {
    const [old, now] = [within(line, all_steps[before]), within(line, all_steps[after])];
    const earlier = line.steps.slice(before, after).some(Boolean);
    if (now.length && earlier && isOpen(line)) found.waiting.push(line);
    if (old.length && now.length) found.still.push(line);
    if (now.length && !old.length) found.new.push(line);
    if (old.length && !now.length) found.gone.push(line);
    if (old.length && now.length && moved(old, now)) found.moved.push(line);
    if (line.thread.answers.length && line.steps.slice(before, after + 1).some(Boolean)) found.answered.push(line);
  }
  found.waiting.sort((a, b) => runTo(b, after) - runTo(a, after) || b.items.length - a.items.length);
  return found;
}
