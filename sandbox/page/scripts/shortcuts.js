/** Keys that work everywhere, and the help that lists them. */

import { openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

/** @type {[string, string][]} the keys, and the text that says what they do */
const KEYS = [
  ["Ctrl K", "shortcuts.search"],
  ["↑ ↓", "shortcuts.rows"],
  ["Enter", "shortcuts.open"],
  ["Ctrl Enter", "shortcuts.beside"],
  ["F6", "shortcuts.panels"],
  ["R", "shortcuts.reply"],
  ["Enter", "shortcuts.message_menu"],
  ["Tab", "shortcuts.controls"],
  ["/", "shortcuts.commands"],
  ["Tab", "shortcuts.complete"],
  ["Shift Enter", "shortcuts.newline"],
  ["↑", "shortcuts.last_edit"],
  ["Esc", "shortcuts.escape"],
  ["Alt C", "shortcuts.calls"],
  ["Alt T", "shortcuts.trouble"],
  ["?", "shortcuts.help"],
];

/** @param {HTMLElement|null} [opener] */
export function openShortcuts(opener) {
  openDialog({
    title: t("shortcuts.title"),
    opener,
    body: h("dl.shortcuts", null, KEYS.map(([keys, text]) => h("div", null, h("dt", null, keys.split(" ").map((key) => h("kbd", null, key))), h("dd", null, t(text))))),
  });
}

/** @param {EventTarget|null} target */
function isTyping(target) {
  return target instanceof HTMLElement && (target.matches("input, textarea, select") || target.isContentEditable);
}

/**
 * Listens for the keys of the whole page.
 * @param {{search: () => void, panels: (step: number) => void, dock: (name: "calls"|"trouble") => void}} acts
 * @returns {() => void} ends it
 */
export function listenForKeys({ search, panels, dock }) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (document.querySelector("dialog[open]") || event.defaultPrevented) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") search();
    else if (event.key === "F6") panels(event.shiftKey ? -1 : 1);
    else if (event.altKey && event.code === "KeyC") dock("calls");
    else if (event.altKey && event.code === "KeyT") dock("trouble");
    else if (event.key === "?" && !isTyping(event.target)) openShortcuts();
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
