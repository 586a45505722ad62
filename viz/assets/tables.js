/* The matrix and the list: the same as the picture, for those who cannot or would not use it. */

function matrix() {
  const asks = data.items.filter(isAsk);
  const actors = counted(asks, ["addressee"], "actor:").map((entry) => entry.key);
  const themes = counted(asks, ["subject"], "theme:").map((entry) => entry.key);
  const columns = [...actors, "none"];
  const rows = [...themes, "none"];
  const label = (key, none) => (key === "none" ? say(none) : name(nodes.get(key)));
  const count = (actor, theme) => itemsBetween(actor, theme).length;
  const most = Math.max(1, ...themes.flatMap((t) => actors.map((a) => count(a, t))));
  const cell = (actor, theme) => {
    const n = count(actor, theme);
    if (!n) return el("td", {});
    const text = say("matrix.cell", { actor: label(actor, "none.actor"), theme: label(theme, "none.theme"), n });
    const made = el("td", { class: "heat" },
      el("a", { href: address({ node: actor, other: theme, item: "", q: "" }), "aria-label": text }, String(n)));
    made.dataset.heat = String(Math.ceil((4 * n) / most));
    return made;
  };
  const total = (list) => el("td", { class: "sum" }, String(list.length));
  const withAddressee = (a) => asks.filter((i) => (a === "none" ? !linked(i, ["addressee"]).length : linked(i, ["addressee"]).includes(a)));
  const withTheme = (t) => asks.filter((i) => (t === "none" ? !linked(i, ["subject"]).length : linked(i, ["subject"]).includes(t)));
  return el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": say("matrix.region") },
    el("table", { class: "matrix" }, el("caption", {}, say("matrix.caption") + " " + say("matrix.sum.help")),
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("matrix.theme")),
        columns.map((a) => el("th", { scope: "col" }, el("span", {}, label(a, "none.actor")))),
        el("th", { scope: "col" }, say("matrix.sum")))),
      el("tbody", {}, rows.map((t) => el("tr", {}, el("th", { scope: "row" }, label(t, "none.theme")),
        columns.map((a) => cell(a, t)), total(withTheme(t))))),
      el("tfoot", {}, el("tr", {}, el("th", { scope: "row" }, say("matrix.sum")),
        columns.map((a) => total(withAddressee(a))), total(asks)))));
}

function list() {
  const shown = state.q ? search(state.q).found : state.node && state.other ? itemsBetween(state.node, state.other)
    : state.node ? itemsOf(state.node) : data.items;
  const title = shown.length === data.items.length ? say("list.all", { n: shown.length })
    : say("list.filtered", { n: shown.length, all: data.items.length });
  return el("div", { class: "list" }, el("h2", {}, say("list.heading")), el("p", { class: "help" }, title), cards(shown));
}
