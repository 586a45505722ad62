/* The panel: the overview, one actor or theme, a pair, an item, or what a search found. */

function bars(entries, href) {
  const most = Math.max(...entries.map((entry) => entry.count), 1);
  return el("ul", { class: "bars" }, entries.map((entry) => {
    const row = el("li", {}, el("a", { href: href(entry) },
      el("span", { class: "label " + (entry.group ?? "") }, entry.text),
      el("span", { class: "count" }, String(entry.count))),
    el("span", { class: "bar", "aria-hidden": "true" }));
    row.lastChild.style.width = Math.round((100 * entry.count) / most) + "%";
    return row;
  }));
}

function counted(found, roles, kind) {
  const counts = new Map();
  for (const item of found) {
    for (const key of new Set(linked(item, roles))) {
      if (key.startsWith(kind)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => ({ key, count, text: name(nodes.get(key)), group: nodes.get(key).group }))
    .sort((a, b) => b.count - a.count || a.text.localeCompare(b.text, state.lang));
}

function overview() {
  const entry = (node, count) => ({ key: node.key, count, text: name(node), group: node.group });
  const asked = data.nodes.filter((n) => n.kind === "actor" && n.asks).map((n) => entry(n, n.asks));
  const others = data.nodes.filter((n) => n.kind === "actor" && !n.asks && n.items);
  const themes = data.nodes.filter((n) => n.kind === "theme" && n.items).map((n) => entry(n, n.items));
  const toNode = (e) => choice({ node: e.key });
  const unowned = itemsOf("none").length;
  return [
    el("h2", {}, say("overview.actors")), el("p", { class: "help" }, say("overview.actors.help")), bars(asked, toNode),
    unowned ? [el("h3", {}, say("overview.unowned")),
      el("p", {}, el("a", { href: choice({ node: "none" }) }, say("overview.unowned.link", { n: unowned })))] : [],
    el("h2", {}, say("overview.themes")), el("p", { class: "help" }, say("overview.themes.help")), bars(themes, toNode),
    others.length ? [el("h2", {}, say("overview.others")),
      el("p", { class: "others" }, others.flatMap((n, i) => [i ? ", " : "", nodeLink(n.key)]))] : [],
  ].flat();
}

const ROLES = ["addressee", "proposer", "partner", "beneficiary", "mentioned", "subject"];

function back() {
  return el("p", { class: "back" }, el("a", { href: choice({}) }, "← " + say("app.back")));
}

function nodePanel(key) {
  const node = nodes.get(key);
  const found = itemsOf(key);
  const isActor = node.kind === "actor";
  const asks = found.filter((item) => isAsk(item) && (!isActor || linked(item, ["addressee"]).includes(key)));
  const tied = isActor ? counted(asks, ["subject"], "theme:") : counted(asks, ["addressee"], "actor:");
  const groups = ROLES.map((role) => [role, found.filter((i) => i.links.some((l) => l.node === key && l.role === role))]);
  return [
    back(), el("p", { class: "eyebrow " + node.group }, say(node.kind + ".kind")),
    el("h2", { id: "chosen" }, fullName(node)),
    name(node) !== fullName(node) ? el("p", { class: "short" }, name(node)) : "",
    node.broader.length ? el("p", {}, say("theme.broader") + ": ",
      node.broader.flatMap((above, i) => [i ? ", " : "", nodeLink(above)])) : "",
    tied.length ? [el("h3", {}, say(isActor ? "actor.themes" : "theme.actors")),
      bars(tied.slice(0, 10), (e) => choice({ node: key, other: e.key }))] : [],
    groups.filter(([, list]) => list.length).map(([role, list]) =>
      [el("h3", {}, (isActor ? say("role." + role) : say("search.items")) + " (" + list.length + ")"), cards(list)]),
  ].flat(3);
}

function pairPanel(one, other) {
  const found = itemsBetween(one, other);
  const text = (key, none) => (key === "none" ? say(none) : name(nodes.get(key)));
  const actors = one.startsWith("actor:") && other.startsWith("actor:");
  const [a, b] = one.startsWith("theme:") ? [other, one] : [one, other];
  const title = actors ? say("pair.heading", { actor: text(a), other: text(b) })
    : say("cell.heading", { actor: text(a, "none.actor"), theme: text(b, "none.theme") });
  return [back(), el("h2", { id: "chosen" }, title), el("p", { class: "help" }, say("node.items", { n: found.length })), cards(found)];
}

function itemPanel(item) {
  const below = data.items.filter((other) => other.parent === item.key);
  return [back(), el("h2", { id: "chosen" }, say("item.heading")), card(item, { whole: true }),
    below.length ? [el("h3", {}, say("item.children")), cards(below, { plain: true })] : []].flat();
}

function searchPanel(query) {
  const { concepts, found } = search(query);
  const nothing = !concepts.length && !found.length;
  return [back(), el("h2", { id: "chosen" }, say("search.heading", { q: query })),
    nothing ? el("p", {}, say("search.none")) : "",
    concepts.length ? [el("h3", {}, say("search.concepts")),
      bars(concepts.slice(0, 12).map((n) => ({ key: n.key, count: n.items, text: fullName(n), group: n.group })),
        (e) => choice({ node: e.key }))] : [],
    found.length ? [el("h3", {}, say("search.items") + " (" + found.length + ")"), cards(found)] : []].flat();
}

function drawPanel() {
  const panel = document.getElementById("panel");
  let parts;
  if (state.q) parts = searchPanel(state.q);
  else if (state.item) parts = itemPanel(items.get(state.item));
  else if (state.node && state.other) parts = pairPanel(state.node, state.other);
  else if (state.node === "none") {
    parts = [back(), el("h2", { id: "chosen" }, say("overview.unowned")), cards(itemsOf("none"))];
  } else if (state.node) parts = nodePanel(state.node);
  else parts = overview();
  panel.replaceChildren(...parts.filter(Boolean));
  panel.setAttribute("aria-label", say("panel.label"));
  panel.scrollTop = 0;
}
