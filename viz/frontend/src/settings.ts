/* Settings: language, look and sharing. */

import { data } from "./data";
import { button, byId, el } from "./dom";
import { keep, LOOKS, wear, worn } from "./look";
import { shareMenu } from "./share";
import { address, go, state } from "./state";
import { LANGUAGES, say } from "./words";

export function drawSettings(redraw: () => void): void {
  const pick = el("select", { id: "look" }, LOOKS.map((one) => el("option", { value: one, selected: one === worn() }, say(`look.${one}`))));
  pick.addEventListener("change", () => { wear(pick.value); keep("innspill-look", pick.value); redraw(); byId("look").focus(); });
  byId("settings").replaceChildren(
    el("div", { class: "languages", role: "group", "aria-label": say("app.language") }, LANGUAGES.map((code) =>
      button(data.messages[code]["language.name"] ?? code, () => go(address({ lang: code })), { lang: code, "aria-pressed": String(code === state.lang) }))),
    el("div", { class: "field" }, el("label", { for: "look" }, say("app.look")), pick), shareMenu());
}
