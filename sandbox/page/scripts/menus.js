/** Menus that pop up beside what opened them. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const GAP = 6;

/**
 * @typedef {{text: string, icon?: string, act: () => void, danger?: boolean, checked?: boolean}|"line"|null|false} Item
 *   `checked` makes it one of several choices
 */

/** @param {Exclude<Item, "line"|null|false>} item @param {() => void} close */
function itemElement(item, close) {
  const chosen = item.checked !== undefined;
  const act = () => {
    close();
    item.act();
  };
  return h(
    "button.menu-item",
    { type: "button", role: chosen ? "menuitemradio" : "menuitem", "aria-checked": chosen ? String(item.checked) : null, tabindex: -1, class: item.danger ? "danger" : "", onclick: act },
    chosen ? (item.checked ? icon("check") : h("span.icon")) : item.icon ? icon(item.icon) : null,
    h("span", null, item.text),
  );
}

/** @param {HTMLElement} menu @param {DOMRect|{left: number, right: number, top: number, bottom: number}} at */
function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const right = document.documentElement.clientWidth - GAP;
  const bottom = document.documentElement.clientHeight - GAP;
  const left = at.left + width > right ? Math.max(GAP, at.right - width) : at.left;
  const below = at.bottom + GAP;
  const top = below + height > bottom ? Math.max(GAP, Math.min(at.top - GAP - height, bottom - height)) : below;
  menu.style.setProperty("left", `${Math.min(left, right - width)}px`);
  menu.style.setProperty("top", `${top}px`);
}

/** @param {HTMLElement} menu @param {KeyboardEvent} event */
function moveFocus(menu, event) {
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(".menu-item, .menu-extra button")]);
  const here = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const steps = { ArrowDown: here + 1, ArrowUp: here - 1, ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: items.length - 1 };
  const next = steps[/** @type {keyof typeof steps} */ (event.key)];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length].focus();
}

/**
 * Opens a menu.
 * @param {{label: string, items: Item[], opener: HTMLElement, at?: {x: number, y: number}, extra?: HTMLElement|null}} options
 *   `at` is where the pointer was; `extra` stands above the items
 */
export function openMenu({ label, items, opener, at, extra }) {
  document.querySelectorAll(".menu").forEach((open) => /** @type {HTMLElement} */ (open).hidePopover());
  const menu = h("div.menu", { role: "menu", "aria-label": label, popover: "auto" });
  const close = () => menu.hidePopover();
  if (extra) menu.append(extra);
  for (const item of items) {
    if (item === "line") menu.append(h("hr.menu-line", { role: "separator" }));
    else if (item) menu.append(itemElement(item, close));
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Tab") close();
    else moveFocus(menu, event);
  });
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    const inside = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    opener.removeAttribute("aria-expanded");
    if (inside && opener.isConnected) opener.focus({ preventScroll: true });
  });
  (opener.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  opener.setAttribute("aria-expanded", "true");
  place(menu, at ? { left: at.x, right: at.x, top: at.y, bottom: at.y } : opener.getBoundingClientRect());
  /** @type {HTMLElement|null} */ (menu.querySelector(".menu-item"))?.focus();
  return { close };
}
