// The editor's own words, which it has in English only, in the language of the page; and names for what it
// leaves nameless.
"use strict";

const SPOKEN = ["title", "aria-label", "placeholder"];
// What comes from the graph or is written by the reader is never put in other words.
const DATA = ".CodeMirror-code, td, th, .yasr_results pre, #examples, .CodeMirror-hints";

const wording = JSON.parse(document.getElementById("wording").textContent).map(([theirs, ours]) => {
  const names = [...theirs.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const literal = theirs.split(/\{\w+\}/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return { pattern: new RegExp(`^${literal.join("(.+?)")}$`), names, ours };
});

function inOurs(text) {
  for (const { pattern, names, ours } of wording) {
    const match = pattern.exec(text);
    if (match) return names.reduce((said, name, at) => said.replace(`{${name}}`, () => match[at + 1]), ours);
  }
  return text;
}

// Controls that the editor leaves without a name, and a button it puts among the tabs as if it were none.
const named = JSON.parse(document.getElementById("named").textContent);

function unseen(text) {
  return Object.assign(document.createElement("span"), { className: "unseen", textContent: text });
}

function nameControl(element) {
  for (const [selector, label] of named) {
    if (!element.matches(selector) || element.getAttribute("aria-label")) continue;
    if (element.tagName === "TH") element.append(unseen(label));
    else element.setAttribute("aria-label", label);
  }
  if (element.matches(".addTab")) element.setAttribute("role", "tab");
}

// A change is made only where there is one, or the change would be seen as a new one without end.
function reword(node) {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.data.trim();
    const said = text && !node.parentElement?.closest(DATA) ? inOurs(text) : text;
    if (said !== text) node.data = node.data.replace(text, () => said);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  nameControl(node);
  for (const name of SPOKEN) {
    const text = node.getAttribute(name);
    const said = text ? inOurs(text) : text;
    if (said !== text) node.setAttribute(name, said);
  }
  node.childNodes.forEach(reword);
}

function speak(root) {
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(reword);
      else reword(change.target);
    }
  }).observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: SPOKEN });
  reword(root);
}
