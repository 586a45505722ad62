/* Settings: language, look and sharing. */

import { data } from "./data";
import { button, byId, el } from "./dom";
import { shareMenu } from "./share";
import { address, go, state } from "./state";
import { LANGUAGES, say } from "./words";

const LOOKS = ["auto", "light", "dark", "contrast"] as const;
let look = "auto";

/* The look is the reader's own and no part of the address; it may not be kept where storage is closed. */
function remembered(): string {
  try {
    return localStorage.getItem("innspill-look") ?? "auto";
  } catch {
    return "auto";
  }
}

function keep(chosen: string): void {
  try {
    localStorage.setItem("innspill-look", chosen);
  } catch {
    /* Closed storage costs the reader one click next time. */
  }
}

export function wear(chosen = remembered()): void {
  look = LOOKS.some((one) => one === chosen) ? chosen : "auto";
  if (look === "auto") delete document.documentElement.dataset["look"];
  else document.documentElement.dataset["look"] = look;
}

export function drawSettings(redraw: () => void): void {
  const pick = el("select", { id: "look" }, LOOKS.map((one) => el("option", { value: one, selected: one === look }, say(`look.${one}`))));
  pick.addEventListener("change", () => { wear(pick.value); keep(pick.value); redraw(); byId("look").focus(); });
  byId("settings").replaceChildren(
    el("div", { class: "languages", role: "group", "aria-label": say("app.language") }, LANGUAGES.map((code) =>
      button(data.messages[code]["language.name"] ?? code, () => go(address({ lang: code })), { lang: code, "aria-pressed": String(code === state.lang) }))),
    el("div", { class: "field" }, el("label", { for: "look" }, say("app.look")), pick), shareMenu());
}
