/* The page as a whole: draw what the address says, and follow it when it changes. */

let shownView = "";
let shownLanguage = "";

function drawView() {
  const box = document.getElementById("view");
  box.className = "view " + state.view;
  if (state.view === "graf") {
    if (shownView !== "graf" || shownLanguage !== state.lang) {
      box.replaceChildren(picture());
      startPicture();
    } else if (drawn) refresh();
  } else {
    drawn = null;
    box.replaceChildren(state.view === "matrise" ? matrix() : list());
  }
  document.getElementById("stage").className = "stage " + state.view;
  shownView = state.view;
}

function summaryText() {
  const proposals = data.items.filter((item) => item.kind === "proposal").length;
  const top = data.nodes.filter((n) => n.kind === "actor" && n.asks).slice(0, 3).map((n) => name(n) + " (" + n.asks + ")");
  const who = top.length > 1 ? top.slice(0, -1).join(", ") + " " + say("app.and") + " " + top.at(-1) : top.join("");
  return [say("summary.counts", { items: data.items.length, proposals }), who && say("summary.most", { who })].filter(Boolean).join(" ");
}

function drawChrome() {
  document.documentElement.lang = state.lang;
  document.getElementById("skip").textContent = say("app.skip");
  document.getElementById("summary").textContent = summaryText();
  document.getElementById("search-label").textContent = say("search.label");
  const field = document.getElementById("search");
  field.placeholder = say("search.placeholder");
  if (document.activeElement !== field) field.value = state.q;
  document.getElementById("language-label").textContent = say("app.language");
  document.getElementById("languages").replaceChildren(...LANGUAGES.map((code) => {
    const button = el("button", { type: "button", lang: code, "aria-pressed": String(code === state.lang) },
      data.messages[code]["language.name"]);
    button.addEventListener("click", () => go(address({ lang: code })));
    return button;
  }));
  const views = document.getElementById("views");
  views.setAttribute("aria-label", say("app.views"));
  views.replaceChildren(...VIEWS.map((view) =>
    el("a", { href: address({ view }), "aria-current": view === state.view ? "page" : null }, say("view." + view))));
}

function announce() {
  const status = document.getElementById("status");
  if (state.q) status.textContent = say("search.status", { n: search(state.q).found.length, q: state.q });
  else if (nodes.has(state.node) && !state.other) {
    status.textContent = say("status.selected", { name: fullName(nodes.get(state.node)), n: itemsOf(state.node).length });
  } else if (!state.node && !state.item) status.textContent = say("status.overview");
}

function draw() {
  const before = document.activeElement;
  const wasInStage = before && document.getElementById("stage").contains(before);
  const languageChanged = shownLanguage && shownLanguage !== state.lang;
  drawChrome();
  drawView();
  drawPanel();
  announce();
  shownLanguage = state.lang;
  if (languageChanged) document.querySelector("#languages [aria-pressed=true]").focus();
  else if (wasInStage && !document.contains(before)) document.getElementById("panel").focus({ preventScroll: true });
}

function start() {
  for (const id of ["stage", "tools", "views"]) document.getElementById(id).hidden = false;
  const field = document.getElementById("search");
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => go(choice({ q: field.value.trim() })), 150);
  });
  document.getElementById("tools").addEventListener("submit", (event) => {
    event.preventDefault();
    go(choice({ q: field.value.trim() }));
  });
  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (state.node || state.item || state.q)) {
      field.value = "";
      go(choice({}));
    }
  });
  addEventListener("hashchange", () => { readState(); draw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn && refresh());
  readState();
  draw();
}

start();
