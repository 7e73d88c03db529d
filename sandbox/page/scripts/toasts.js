/** Short words that come and go: answers of bots to presses, and what went wrong. */

import { Refusal } from "./api.js";
import { sayInDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

const SECONDS = 4;
const SECONDS_PER_LETTER = 0.05;

/** Where the words of a chat appear: in its panel, else for the whole page. @param {string} [key] */
function placeOf(key) {
  const panels = [...document.querySelectorAll("[data-chat-panel]")];
  const panel = key ? panels.find((element) => element.getAttribute("data-chat-panel") === key) : null;
  return panel?.querySelector(".toasts") ?? document.querySelector("#toasts");
}

/** @param {string} text @param {string} [key] the chat it belongs to @param {""|"bad"} [kind] */
export function toast(text, key, kind = "") {
  const isOfChat = key !== undefined && !kind;
  if (!isOfChat && sayInDialog(text, kind === "bad")) return;
  const element = h("div.toast", { class: kind }, text);
  placeOf(key)?.append(element);
  const leave = () => {
    element.classList.add("leaving");
    setTimeout(() => element.remove(), 250);
  };
  element.addEventListener("click", leave);
  setTimeout(leave, 1000 * (SECONDS + SECONDS_PER_LETTER * text.length));
}

/** Says what went wrong. @param {unknown} error @param {string} [key] */
export function report(error, key) {
  if (error instanceof Refusal) toast(t("error.refused", { message: error.message }), key, "bad");
  else if (error instanceof TypeError) toast(t("error.away"), key, "bad");
  else throw error;
}

/** Copies a text and says so. @param {string} text @param {string} [key] */
export async function copyText(text, key) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text); // The clipboard is not given to pages without the focus or the right.
  }
  toast(t("message.copied"), key);
}

/** @param {string} text */
function copyBySelection(text) {
  const area = /** @type {HTMLTextAreaElement} */ (h("textarea.away", { readonly: true, "aria-hidden": "true" }));
  area.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
