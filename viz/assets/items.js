/* Items: the text with its words marked, who and what it is linked to, and why. */

function nodeLink(key, text) {
  const node = nodes.get(key);
  return el("a", { href: choice({ node: key }), class: "node " + node.group, title: fullName(node) }, text ?? name(node));
}

/* Marks may overlap: the text is cut at every edge, and a piece carries all the marks over it. */
function marked(item) {
  const edges = new Set([0, item.text.length]);
  for (const mark of item.marks) { edges.add(mark.start); edges.add(mark.end); }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, place) => {
    const piece = item.text.slice(start, cuts[place + 1]);
    const over = item.marks.filter((mark) => mark.start <= start && cuts[place + 1] <= mark.end);
    if (!over.length) return piece;
    const names = over.map((mark) => fullName(nodes.get(mark.node))).join(", ");
    return el("mark", { class: over.some((m) => m.node.startsWith("actor:")) ? "actor" : "theme", title: names }, piece);
  });
}

function lines(item) {
  const where = item.end_line > item.line
    ? say("item.lines", { a: item.line, b: item.end_line }) : say("item.line", { a: item.line });
  return item.page ? say("item.page", { n: item.page }) + ", " + where : where;
}

function placeOf(item) {
  const titles = [];
  for (let key = item.section; key && sections.has(key); key = sections.get(key).parent) {
    titles.unshift(sections.get(key).title || say("item.untitled"));
  }
  const source = data.documents.length > 1 ? [data.documents[item.document].title] : [];
  return [...source, ...titles].join(" › ");
}

function chips(item) {
  const shown = new Map();
  for (const link of item.links) {
    if (!shown.has(link.role)) shown.set(link.role, []);
    shown.get(link.role).push(link);
  }
  return el("ul", { class: "links" }, [...shown].map(([role, links]) =>
    el("li", {}, el("span", { class: "role" }, say("role." + role) + ": "),
      links.flatMap((link, place) => [place ? ", " : "", nodeLink(link.node),
        role === "addressee" && link.basis !== "explicit"
          ? el("span", { class: "basis" }, " (" + say("basis." + link.basis) + ")") : ""]))));
}

function reasons(item) {
  return el("details", { class: "why" }, el("summary", {}, say("item.why")),
    el("ul", {}, item.links.map((link) => {
      const rule = data.rules[link.rule];
      const place = link.where && link.where !== item.key
        ? " " + say("why.in", { text: (items.get(link.where) ?? sections.get(link.where)).text }) : "";
      return el("li", {}, el("strong", {}, say("role." + link.role) + ": " + name(nodes.get(link.node))), " – ",
        rule ? rule[state.lang] + ". " : "", say("why.quote", { quote: link.quote }) + place
        + " (" + say("basis." + link.basis) + ").");
    })));
}

function card(item, options) {
  const force = item.force && item.kind !== "question" ? el("span", { class: "force" }, say("force." + item.force)) : "";
  const parent = items.get(item.parent);
  return el("article", { class: "item " + item.kind, id: options?.whole ? null : "i-" + item.key },
    el("p", { class: "where" }, options?.plain ? "" : placeOf(item)),
    el("p", { class: "head" },
      item.marker ? el("span", { class: "marker" }, item.marker + " ") : "",
      el("span", { class: "kind" }, say("kind." + item.kind)), force,
      el("a", { class: "line", href: choice({ item: item.key }) }, lines(item))),
    parent && !options?.plain
      ? el("p", { class: "parent" }, say("item.parent") + ": ", el("a", { href: choice({ item: parent.key }) }, parent.text)) : "",
    el("p", { class: "text", lang: data.documents[item.document].language }, marked(item)),
    item.links.length ? [chips(item), reasons(item)] : el("p", { class: "basis" }, say("item.nolinks")));
}

/* Many cards are made a page at a time. */
const PAGE = 100;
function cards(found, options) {
  const box = el("div", { class: "cards" });
  const more = (from) => {
    box.append(...found.slice(from, from + PAGE).map((item) => card(item, options)));
    const left = found.length - from - PAGE;
    if (left <= 0) return;
    const button = el("button", { type: "button" }, say("app.more", { n: left }));
    button.addEventListener("click", () => {
      button.remove();
      more(from + PAGE);
      box.children[from + PAGE].querySelector("a").focus();
    });
    box.append(button);
  };
  more(0);
  return box;
}
