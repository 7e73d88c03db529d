/** A dialog in which one of several is chosen, with a search. */

import { openDialog } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { plain, t } from "./i18n.js";
import { rovingControls } from "./roving.js";

const SEARCH_FROM = 7;

/**
 * @typedef {{key: string, name: string, detail?: string, picture: HTMLElement}} Option
 * @param {{title: string, text?: string, nothing: string, options: Option[], act: (key: string) => void, opener?: HTMLElement|null}} asked
 */
export function choose({ title, text, nothing, options, act, opener }) {
  const search = /** @type {HTMLInputElement} */ (h("input.input", { type: "search", placeholder: t("dialog.search"), "aria-label": t("dialog.search"), autocomplete: "off" }));
  const list = h("ul.choices", { role: "list" });
  const roving = rovingControls(list, ".choice");

  const paint = () => {
    const query = plain(search.value.trim());
    const found = options.filter((option) => plain(option.name).includes(query));
    fill(list, found.map((option) =>
      h("li", null, h("button.choice", { type: "button", onclick: () => { dialog.close(); act(option.key); } }, option.picture, h("span.choice-name", null, option.name), option.detail ? h("span.hint", null, option.detail) : null)),
    ));
    roving.refresh();
  };
  search.addEventListener("input", paint);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") /** @type {HTMLElement|null} */ (list.querySelector(".choice"))?.focus();
    if (event.key === "Enter") /** @type {HTMLElement|null} */ (list.querySelector(".choice"))?.click();
  });
  const dialog = openDialog({
    title,
    opener,
    kind: "small",
    body: [text ? h("p.dialog-text", null, text) : null, options.length >= SEARCH_FROM ? search : null, options.length ? list : h("p.dialog-text", null, nothing)],
  });
  paint();
  if (options.length < SEARCH_FROM) /** @type {HTMLElement|null} */ (list.querySelector(".choice"))?.focus();
}
