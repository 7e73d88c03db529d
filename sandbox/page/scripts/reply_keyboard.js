/** The keyboard that a bot put in place of the person's own. */

import { fill, h, wholeWords } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { toast } from "./toasts.js";

/**
 * @param {import("./panel.js").Panel} panel @param {(text: string) => void} send
 * @param {HTMLElement} input gets the focus back when the keyboard goes
 */
export function makeReplyKeyboard(panel, send, input) {
  const element = h("div.reply-keyboard", { role: "group", "aria-label": t("composer.keyboard"), hidden: true });
  const toggle = h("button.round", { type: "button", hidden: true, "aria-expanded": "false", onclick: () => show(element.hidden) }, icon("keyboard"));
  let painted = "";

  /** @param {boolean} visible */
  function show(visible) {
    element.hidden = !visible;
    toggle.setAttribute("aria-expanded", String(visible));
    toggle.setAttribute("aria-label", t(visible ? "composer.keyboard_hide" : "composer.keyboard_show"));
  }

  /** @param {any} button a text, or an object with one */
  function press(button) {
    if (button.request_contact || button.request_location || button.request_poll) toast(t("composer.contact"), panel.key);
    else {
      send(button.text ?? button);
      if (panel.chat().keyboard?.one_time) {
        show(false);
        input.focus({ preventScroll: true });
      }
    }
  }

  function update() {
    const { keyboard } = panel.chat();
    const rows = keyboard?.rows ?? [];
    const now = JSON.stringify(rows);
    toggle.hidden = rows.length === 0;
    if (now === painted) return;
    painted = now;
    fill(element, rows.map((row) => h("div.keyboard-row", null, row.map((/** @type {any} */ button) =>
      h("button.reply-button", { type: "button", data: { style: button.style ?? "plain" }, onclick: () => press(button) }, wholeWords(button.text ?? button)),
    ))));
    show(rows.length > 0);
  }
  return { element, toggle, update };
}
