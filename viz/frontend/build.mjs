/* Bundles the explorer into viz/built: the page's script, the worker that answers SPARQL, and Oxigraph. */

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "built");

const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
const parts = Object.entries(lock.packages)
  .filter(([path, about]) => path && !about.dev && !path.includes("@types/"))
  .map(([path, about]) => `${path.replace(/^.*node_modules\//, "")} ${about.version} (${about.license})`)
  .sort();

const common = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: here,
  metafile: true,
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  ...common,
  entryPoints: ["src/app.ts"],
  outfile: join(out, "explorer.js"),
  banner: { js: `/* Innspillsgraf, MIT licence. With ${parts.join(", ")}: see the packages' own licences. */` },
});
await build({
  ...common,
  entryPoints: ["src/review.ts"],
  outfile: join(out, "review.js"),
});
await build({
  ...common,
  entryPoints: ["src/worker.ts"],
  outfile: join(out, "worker.js"),
  define: { "import.meta.url": '"blob:"' },
});
const wasm = readFileSync(join(here, "node_modules", "oxigraph", "web_bg.wasm"));
writeFileSync(join(out, "oxigraph.wasm.gz"), gzipSync(wasm, { level: 9 }));

/* The editor of the endpoint, as its package builds it, with its licence and those of its parts. */
const editor = join(here, "node_modules", "@triply", "yasgui");
mkdirSync(join(out, "yasgui"));
for (const name of ["LICENSE.txt", "build/yasgui.min.css", "build/yasgui.min.js", "build/yasgui.min.js.LICENSE.txt"]) {
  copyFileSync(join(editor, name), join(out, "yasgui", name.replace("build/", "")));
}

/* What this was built from, so that a stale bundle is found: see viz/frontend/hook.py. */
const hash = createHash("sha256");
for (const name of ["package-lock.json", "build.mjs", ...readdirSync(join(here, "src")).sort().map((n) => `src/${n}`)]) {
  hash.update(name + "\0").update(readFileSync(join(here, name))).update("\0");
}
writeFileSync(join(out, "built-from.txt"), hash.digest("hex") + "\n");
