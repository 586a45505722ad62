/* Words: the page's languages, folding for search, and elements made of text, never of HTML. */

const data = JSON.parse(document.getElementById("data").textContent);
const LANGUAGES = ["nb", "nn", "en"];

function say(key, values) {
  const text = data.messages[state.lang][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values?.[name] ?? whole));
}

/* Case and accents put aside; æ, ø and å as people without those keys write them. */
function fold(text) {
  return text.toLowerCase()
    .replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa")
    .normalize("NFD").replace(/\p{M}/gu, "")
    .replace(/[«»"'“”‘’]/g, "").replace(/\s+/g, " ").trim();
}

function el(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

function name(node) {
  return node.name[state.lang] || node.name.nb;
}

function fullName(node) {
  return node.label[state.lang] || node.label.nb;
}
