/* SPARQL in the page: Oxigraph in a worker of its own, started when first asked and ended when it takes too long. */

import { block, data, parsed, unpacked } from "./data";
import { say } from "./words";

export interface Term { type: "uri" | "literal" | "bnode"; value: string; "xml:lang"?: string; datatype?: string }
export interface Answer { columns: string[]; rows: Record<string, Term>[]; more: boolean; text?: string }

export type Bound = Record<string, { iri: string } | { text: string }>;

const LIMIT = 5_000;
const START_LIMIT = 30_000;

let running: Promise<Worker> | null = null;
let turn: Promise<unknown> = Promise.resolve();

function started(): Promise<Worker> {
  running ??= (async () => {
    await parsed();
    const source = block("worker")?.textContent ?? "";
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(address);
    const [wasm, graph] = await Promise.all([unpacked("wasm"), unpacked("graph")]);
    await asked(worker, { load: { wasm, graph } }, START_LIMIT, [wasm, graph]);
    URL.revokeObjectURL(address);
    return worker;
  })();
  running.catch(() => { running = null; });
  return running;
}

function asked<T>(worker: Worker, message: unknown, limit: number, moved: Transferable[] = []): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      worker.terminate();
      running = null;
      reject(new Error(say("query.tooLong", { n: limit / 1000 })));
    }, limit);
    worker.onmessage = ({ data: answer }: MessageEvent<{ ok?: T; error?: string }>) => {
      clearTimeout(late);
      if (answer.error === undefined) resolve(answer.ok as T);
      else reject(new Error(answer.error));
    };
    worker.onerror = (event) => {
      clearTimeout(late);
      worker.terminate();
      running = null;
      reject(new Error(event.message || say("query.broken")));
    };
    worker.postMessage(message, moved);
  });
}

/* One at a time, in the order they were asked. */
function queued<T>(work: () => Promise<T>): Promise<T> {
  const next = turn.then(work, work);
  turn = next.catch(() => undefined);
  return next;
}

export const ask = (text: string, bound: Bound): Promise<Answer> =>
  queued(async () => asked<Answer>(await started(), { query: withPrefixes(bind(checked(text), bound)) }, LIMIT));

/* The triples of some items: their own, their links' and mentions', their documents' and concepts' names. */
export function turtle(keys: string[]): Promise<string> {
  const base = `${data.prefixes["inn"]?.replace(/ns#$/, "")}document/`;
  const these = `VALUES ?item { ${keys.map((key) => iri(base + key)).join(" ")} }`;
  const subjects = ["BIND (?item AS ?s)", "?s inn:item ?item", "?link inn:item ?item ; inn:mention ?s",
    "?item inn:section ?s", "?item inn:document ?s", "?item ?any ?s . ?s skos:prefLabel ?label"];
  const query = `CONSTRUCT { ?s ?p ?o } WHERE {
    { SELECT DISTINCT ?s WHERE { ${subjects.map((pattern) => `{ ${these} ${pattern} }`).join(" UNION ")} } }
    ?s ?p ?o }`;
  return queued(async () => (await asked<Answer>(await started(), { query: withPrefixes(query), turtle: data.prefixes }, LIMIT * 4)).text ?? "");
}

const withPrefixes = (text: string): string =>
  `${Object.entries(data.prefixes).map(([prefix, base]) => `PREFIX ${prefix}: <${base}>`).join(" ")}\n${text}`;

/* An IRI as SPARQL writes it; nothing that could end it may be in it. */
function iri(value: string): string {
  if (!/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i.test(value)) throw new Error(say("query.badValue", { value }));
  return `<${value}>`;
}

/* Values are bound by a VALUES block at the start of the pattern; they never become part of the query's own text. */
export function bind(text: string, bound: Bound): string {
  const names = Object.keys(bound).filter((name) => uses(text, name));
  const place = opening(text);
  if (!names.length || place < 0) return text;
  const terms = names.map((name) => bound[name] ?? { text: "" }).map((value) => ("iri" in value ? iri(value.iri) : JSON.stringify(value.text)));
  return `${text.slice(0, place + 1)} VALUES (${names.map((name) => `?${name}`).join(" ")}) { (${terms.join(" ")}) } ${text.slice(place + 1)}`;
}

/* Comments, IRIs, names with a prefix, strings and braces: what must not be read as a word of SPARQL. */
const PIECES = /#[^\n]*|<[^<>\s]*>|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\w-]*:[\w-]*|[?$]\w+|\{/g;

/* Where the first pattern opens. */
function opening(text: string): number {
  for (const found of text.matchAll(PIECES)) if (found[0] === "{") return found.index;
  return -1;
}

const uses = (text: string, variable: string): boolean =>
  [...text.matchAll(PIECES)].some((found) => found[0].slice(1) === variable && /^[?$]/.test(found[0]));

/* The page answers of its own graph only, and says so rather than finding nothing. */
function checked(text: string): string {
  const word = /\b(SERVICE|FROM)\b/i.exec(text.replace(PIECES, " "));
  if (word) throw new Error(say("query.forbidden", { what: word[0].toUpperCase() }));
  return text;
}
