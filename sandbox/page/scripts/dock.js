/** The tools below the chats: trouble at a press, and the calls as they happen. */

import { makeCalls } from "./calls.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { remember, settings } from "./settings.js";
import { subscribe, touch } from "./store.js";
import { makeTrouble } from "./trouble.js";

/** @type {Record<string, () => {element: HTMLElement, end: () => void}>} */
const MAKERS = { trouble: makeTrouble, calls: makeCalls };

/** The dock's element. */
export function makeDock() {
  const body = h("div.dock-body");
  const title = h("h2.dock-title");
  const close = () => {
    remember({ dock: "" });
    touch("dock");
  };
  const element = h("aside.dock", { "aria-label": t("dock.label"), hidden: true }, h("header.dock-head", null, title, h("button.round.small", { type: "button", "aria-label": t("dock.close"), onclick: close }, icon("close"))), body);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  let shown = "";
  /** @type {{element: HTMLElement, end: () => void}|null} */
  let tool = null;

  function update() {
    const name = settings.dock in MAKERS ? settings.dock : "";
    if (name === shown) return;
    const had = element.contains(document.activeElement);
    shown = name;
    tool?.end();
    tool = name ? MAKERS[name]() : null;
    element.hidden = !tool;
    document.body.classList.toggle("with-dock", Boolean(tool));
    body.replaceChildren(...(tool ? [tool.element] : []));
    title.textContent = name ? t(`dock.${name}`) : "";
    if (had && !tool) /** @type {HTMLElement|null} */ (document.querySelector("[data-composer]"))?.focus();
  }
  update();
  const end = subscribe(["dock"], update);
  return {
    element,
    end: () => {
      end();
      tool?.end();
    },
  };
}
