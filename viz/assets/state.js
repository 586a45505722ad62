/* State: what is shown, kept in the address so that a colleague opens the same. */

const VIEWS = ["graf", "matrise", "liste"];
const state = { lang: data.language, view: "graf", node: "", other: "", item: "", q: "" };
const nodes = new Map(data.nodes.map((node) => [node.key, node]));
const sections = new Map(data.sections.map((section) => [section.key, section]));
const items = new Map(data.items.map((item) => [item.key, item]));

function readState() {
  const given = new URLSearchParams(location.hash.slice(1));
  const chosen = (key, allowed, otherwise) => (allowed(given.get(key) ?? "") ? given.get(key) : otherwise);
  state.lang = chosen("lang", (v) => LANGUAGES.includes(v), data.language);
  state.view = chosen("view", (v) => VIEWS.includes(v), "graf");
  state.node = chosen("node", (v) => nodes.has(v) || v === "none", "");
  state.other = chosen("other", (v) => nodes.has(v) || v === "none", "");
  state.item = chosen("item", (v) => items.has(v), "");
  state.q = given.get("q") ?? "";
}

/* The address of the present state with some of it changed. */
function address(changes) {
  const wanted = { ...state, ...changes };
  const parts = new URLSearchParams();
  if (wanted.lang !== data.language) parts.set("lang", wanted.lang);
  if (wanted.view !== "graf") parts.set("view", wanted.view);
  for (const key of ["node", "other", "item", "q"]) {
    if (wanted[key]) parts.set(key, wanted[key]);
  }
  return "#" + parts.toString();
}

/* What a link to a node, pair or item changes: the search and the rest of the choice go. */
function choice(changes) {
  return address({ node: "", other: "", item: "", q: "", ...changes });
}

function go(target) {
  if (target === location.hash || (target === "#" && !location.hash)) return;
  location.hash = target;
}

/* An observation asks too where it says whose fault something is. */
function isAsk(item) {
  return item.kind !== "observation" || item.links.some((link) => link.role === "addressee");
}

function linked(item, roles) {
  return item.links.filter((link) => roles.includes(link.role)).map((link) => link.node);
}

/* The items that ask an actor about a theme, or two actors together; "none" is nobody or no theme. */
function itemsBetween(one, other) {
  const has = (item, key, role) =>
    key === "none" ? linked(item, [role]).length === 0 : linked(item, [role]).includes(key);
  if (one.startsWith("theme:")) [one, other] = [other, one];
  if (other.startsWith("actor:")) {
    const both = (item, key) => linked(item, ["addressee", "partner", "beneficiary"]).includes(key);
    return data.items.filter((item) => isAsk(item) && both(item, one) && both(item, other));
  }
  return data.items.filter((item) => isAsk(item) && has(item, one, "addressee") && has(item, other, "subject"));
}

function itemsOf(key) {
  if (key === "none") return data.items.filter((i) => isAsk(i) && !linked(i, ["addressee"]).length);
  return data.items.filter((item) => item.links.some((link) => link.node === key));
}

const searchable = data.items.map((item) => fold(item.text + " " + item.marker));
const spellings = new Map(data.nodes.map((node) => [
  node.key, fold([...Object.values(node.name), ...Object.values(node.label), ...node.forms].join(" | ")),
]));

function search(query) {
  const words = fold(query).split(" ").filter(Boolean);
  const all = (text) => words.every((word) => text.includes(word));
  const concepts = data.nodes.filter((node) => node.items && all(spellings.get(node.key)));
  const named = new Set(concepts.filter((n) => spellings.get(n.key).split(" | ").includes(fold(query))).map((n) => n.key));
  const found = data.items.filter(
    (item, place) => all(searchable[place]) || item.links.some((link) => named.has(link.node)),
  );
  return { concepts, found };
}
