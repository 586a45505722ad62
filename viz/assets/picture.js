/* The picture: the network pyvis made, drawn by vis-network, and what a click in it chooses. */

let drawn = null;
const GROUPS = ["ministry", "agency", "county", "socialpartner", "collective", "other", "theme"];

function colour(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

function look(node, faint) {
  const fill = colour("--" + node.group);
  const ground = colour("--ground");
  const ink = faint ? colour("--faint") : colour("--ink");
  const box = nodes.get(node.id).kind === "actor";
  return {
    id: node.id,
    label: label(nodes.get(node.id)),
    color: { background: faint ? ground : fill, border: faint ? colour("--faint") : fill,
      highlight: { background: fill, border: colour("--ink") }, hover: { background: fill, border: colour("--ink") } },
    font: { size: node.font.size, color: box && !faint ? colour("--on-" + node.group) : ink, face: "system-ui, sans-serif",
      strokeWidth: box ? 0 : 4, strokeColor: ground },
  };
}

function label(node) {
  const parts = [""];
  for (const word of name(node).split(" ")) {
    const last = parts.length - 1;
    if (parts[last] && parts[last].length + 1 + word.length > 18) parts.push(word);
    else parts[last] = (parts[last] + " " + word).trim();
  }
  return parts.join("\n");
}

function near(key) {
  const close = new Set([key]);
  for (const edge of data.network.edges) {
    if (edge.from === key) close.add(edge.to);
    if (edge.to === key) close.add(edge.from);
  }
  return close;
}

function inFocus() {
  if (state.node && state.other) return new Set([state.node, state.other]);
  if (state.item) return new Set(items.get(state.item).links.map((link) => link.node));
  if (state.q) return new Set(search(state.q).concepts.map((node) => node.key));
  return nodes.has(state.node) ? near(state.node) : null;
}

function refresh() {
  const focus = inFocus();
  const bright = (key) => !focus || !focus.size || focus.has(key);
  drawn.nodes.update(data.network.nodes.map((node) => look(node, !bright(node.id))));
  drawn.edges.update(data.network.edges.map((edge) => {
    const shown = bright(edge.from) && bright(edge.to) && (!state.node || state.other || edge.from === state.node || edge.to === state.node);
    return { id: edge.id, dashes: edge.role === "ask" ? false : edge.role === "partner" ? [8, 6] : [2, 5],
      color: { color: colour(shown ? "--edge" : "--edge-faint"), highlight: colour("--ink"), hover: colour("--ink") } };
  }));
  const chosen = [state.node, state.other].filter((key) => drawn.nodes.get(key));
  drawn.network.selectNodes(chosen, false);
}

function picture() {
  if (!data.network.nodes.length) return el("p", { class: "help" }, say("graph.empty"));
  const canvas = el("div", { class: "canvas", id: "canvas", role: "img", "aria-label": say("graph.label") });
  const button = (key, text, act) => {
    const made = el("button", { type: "button", "aria-label": say(key), title: say(key) }, text);
    made.addEventListener("click", act);
    return made;
  };
  const zoom = (factor) => drawn.network.moveTo({ scale: drawn.network.getScale() * factor });
  return el("div", { class: "graph" }, el("h2", { class: "unseen" }, say("graph.heading")), canvas,
    el("div", { class: "zoom" }, button("graph.zoomin", "+", () => zoom(1.3)),
      button("graph.zoomout", "−", () => zoom(1 / 1.3)), button("graph.fit", "⤢", () => drawn.network.fit())),
    legend());
}

function legend() {
  const used = new Set(data.network.nodes.map((node) => node.group));
  const line = (kind) => el("span", { class: "stroke " + kind, "aria-hidden": "true" });
  const swatch = (group) => el("span", { class: "swatch " + group, "aria-hidden": "true" });
  return el("details", { class: "legend", open: window.innerWidth > 900 }, el("summary", {}, say("legend.heading")),
    el("ul", {}, GROUPS.filter((g) => used.has(g) && g !== "theme").map((g) => el("li", {}, swatch(g), say("group." + g))),
      used.has("theme") ? el("li", {}, swatch("theme"), say("legend.theme")) : "",
      el("li", {}, line("ask"), say("legend.ask")), el("li", {}, line("partner"), say("legend.partner")),
      el("li", {}, line("beneficiary"), say("legend.beneficiary")), el("li", {}, say("legend.size"))));
}

function startPicture() {
  const canvas = document.getElementById("canvas");
  if (!canvas) return;
  const made = { nodes: new vis.DataSet(data.network.nodes.map((n) => ({ ...n, group: undefined, ...look(n, false) }))),
    edges: new vis.DataSet(data.network.edges.map((edge) => ({ ...edge }))) };
  const options = { ...data.network.options, nodes: { ...data.network.options.nodes, scaling: { min: 8, max: 30, label: { enabled: false } },
    margin: 10, shapeProperties: { borderRadius: 4 } } };
  drawn = { ...made, network: new vis.Network(canvas, made, options) };
  for (const inner of canvas.querySelectorAll("[tabindex]")) inner.removeAttribute("tabindex");
  drawn.network.on("click", (event) => {
    if (event.nodes.length) return go(choice({ node: event.nodes[0] }));
    if (!event.edges.length) return undefined;
    const edge = data.network.edges.find((e) => e.id === event.edges[0]);
    return go(choice({ node: edge.from, other: edge.to }));
  });
  refresh();
  drawn.network.fit();
}
