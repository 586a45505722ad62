/* The worker: holds the graph and answers one query at a time; the page ends it when it takes too long. */

import init, { Store } from "oxigraph/web.js";

const MOST_ROWS = 5_000;
let store: Store | null = null;

interface Asked { load?: { wasm: ArrayBuffer; graph: ArrayBuffer }; query?: string; turtle?: Record<string, string> }

/* What a query gives: rows, or triples for CONSTRUCT and DESCRIBE. */
function form(query: string): string {
  const bare = query.replace(/#[^\n]*|<[^<>\s]*>|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, " ");
  return /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare)?.[1]?.toUpperCase() ?? "SELECT";
}

async function answer({ load, query, turtle }: Asked): Promise<unknown> {
  if (load) {
    await init({ module_or_path: load.wasm });
    store = new Store();
    store.load(new Uint8Array(load.graph), { format: "application/trig", no_transaction: true });
    /* Oxigraph's own union of graphs counts a triple once a graph; one graph with all of them counts it once. */
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }");
    return store.size;
  }
  if (!store || query === undefined) throw new Error("nothing to ask");
  return turtle ? { columns: [], rows: [], more: false, text: written(store, query, turtle) } : rows(store, query);
}

interface Results { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, unknown>[] } }

function rows(from: Store, query: string): unknown {
  const kind = form(query);
  if (kind === "CONSTRUCT" || kind === "DESCRIBE") {
    const quads = from.query(query) as { subject: Found; predicate: Found; object: Found }[];
    return { columns: ["subject", "predicate", "object"], more: quads.length > MOST_ROWS,
      rows: quads.slice(0, MOST_ROWS).map((quad) => ({ subject: term(quad.subject), predicate: term(quad.predicate), object: term(quad.object) })) };
  }
  const found = JSON.parse(from.query(query, { results_format: "json" }) as string) as Results;
  if (found.boolean !== undefined) return { columns: ["answer"], more: false, rows: [{ answer: { type: "literal", value: String(found.boolean) } }] };
  const all = found.results?.bindings ?? [];
  return { columns: found.head.vars ?? [], rows: all.slice(0, MOST_ROWS), more: all.length > MOST_ROWS };
}

interface Found { termType: string; value: string; language?: string }
const term = (one: Found): unknown => ({ type: one.termType === "Literal" ? "literal" : "uri", value: one.value });

/* Turtle with prefixes, the triples sorted so that the same selection gives the same file. */
function written(from: Store, query: string, prefixes: Record<string, string>): string {
  const quads = from.query(query) as { subject: object; predicate: object; object: object }[];
  const short = (one: object): string => {
    const text = String(one);
    for (const [prefix, base] of Object.entries(prefixes)) {
      const local = text.slice(base.length + 1, -1);
      if (text.startsWith(`<${base}`) && /^[A-Za-z][\w-]*$/.test(local)) return `${prefix}:${local}`;
    }
    return text;
  };
  const lines = [...new Set(quads.map((quad) => `${short(quad.subject)} ${short(quad.predicate)} ${short(quad.object)} .`))].sort();
  const head = Object.entries(prefixes).map(([prefix, base]) => `@prefix ${prefix}: <${base}> .`);
  return [...head, "", ...lines, ""].join("\n");
}

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  answer(data).then((ok) => postMessage({ ok }), (error: unknown) => postMessage({ error: error instanceof Error ? error.message : String(error) }));
});
