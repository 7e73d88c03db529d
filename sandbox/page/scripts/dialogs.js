/** Dialogs: modal, closed by Escape, the focus going back to where it came from. */

import { fill, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

/**
 * @typedef {object} DialogOptions
 * @property {string} title
 * @property {import("./dom.js").Child} body
 * @property {import("./dom.js").Child} [actions] the buttons at the foot
 * @property {string} [kind] a class
 * @property {HTMLElement|null} [opener] gets the focus back
 * @property {() => void} [onsubmit] makes the dialog a form; Enter submits it
 * @property {() => void} [onclose]
 */

/**
 * Opens a dialog.
 * @param {DialogOptions} options
 * @returns {{element: HTMLDialogElement, close: () => void}}
 */
export function openDialog({ title, body, actions, kind = "", opener = null, onsubmit, onclose }) {
  const id = freshId("dialog");
  const back = opener ?? /** @type {HTMLElement|null} */ (document.activeElement);
  const close = () => element.close();
  const head = h("header.dialog-head", null, h("h2", { id }, title), h("button.round", { type: "button", "aria-label": t("dialog.close"), onclick: close }, icon("close")));
  const said = [h("div.dialog-alert", { role: "alert" }), h("div.dialog-status", { role: "status" })];
  const inner = [head, h("div.dialog-body", null, body), said, actions ? h("footer.dialog-foot", null, actions) : null];
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    onsubmit?.();
  };
  const element = /** @type {HTMLDialogElement} */ (
    h("dialog.dialog", { class: kind, "aria-labelledby": id }, onsubmit ? h("form.dialog-form", { novalidate: false, onsubmit: submit }, inner) : h("div.dialog-form", null, inner))
  );
  element.addEventListener("mousedown", (event) => {
    if (event.target === element) close();
  });
  element.addEventListener("input", unsay);
  element.addEventListener("click", unsay, true); // Before what is pressed may be refused.
  element.addEventListener("close", () => {
    element.remove();
    onclose?.();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  document.body.append(element);
  element.showModal();
  const first = element.querySelector("[autofocus]") ?? element.querySelector(".dialog-body input, .dialog-body select, .dialog-body textarea, .dialog-body button:not([hidden], [aria-disabled='true']), .dialog-foot .primary");
  if (first instanceof HTMLElement) first.focus();
  return { element, close };
}

/**
 * Says something in the dialog that is open, where there is one: all else lies under it.
 * It stays until something is changed or pressed.
 * @param {string} text @param {boolean} bad whether it is a refusal
 */
export function sayInDialog(text, bad) {
  const place = [...document.querySelectorAll("dialog[open]")].at(-1)?.querySelector(bad ? ".dialog-alert" : ".dialog-status");
  if (place) fill(place, h("p", null, text)); // An element anew, so that the same words are announced again.
  return Boolean(place);
}

/** What was said goes once something is changed or pressed. @param {Event} event */
function unsay({ type, target, currentTarget }) {
  if (type !== "input" && !(/** @type {Element} */ (target).closest("button"))) return;
  const places = /** @type {Element} */ (currentTarget).querySelectorAll(".dialog-alert, .dialog-status");
  places.forEach((place) => place.replaceChildren());
}

/** Closes every dialog, when the page is made anew. */
export function closeDialogs() {
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
}

/** @param {string} title @param {string} text @param {HTMLElement|null} [opener] */
export function alertDialog(title, text, opener) {
  const ok = h("button.button.primary", { type: "button", autofocus: true, onclick: () => dialog.close() }, t("dialog.ok"));
  const dialog = openDialog({ title, kind: "small", opener, body: h("p.dialog-text", null, text), actions: ok });
}

/**
 * Asks before something that cannot be taken back.
 * @param {{title: string, text?: string, act: string, danger?: boolean, opener?: HTMLElement|null}} asked
 * @returns {Promise<boolean>}
 */
export function confirmDialog({ title, text, act, danger = false, opener }) {
  return new Promise((resolve) => {
    let agreed = false;
    const agree = () => {
      agreed = true;
      dialog.close();
    };
    const dialog = openDialog({
      title,
      kind: "small",
      opener,
      body: text ? h("p.dialog-text", null, text) : null,
      actions: [
        h("button.button", { type: "button", autofocus: true, onclick: () => dialog.close() }, t("dialog.cancel")),
        h("button.button", { type: "button", class: danger ? "danger" : "primary", onclick: agree }, act),
      ],
      onclose: () => resolve(agreed),
    });
  });
}

/**
 * A field with its label.
 * @param {string} label @param {HTMLElement} control @param {string} [hint]
 */
export function field(label, control, hint) {
  const id = freshId("field");
  control.setAttribute("id", id);
  return h("div.field", null, h("label", { for: id }, label, hint ? h("span.hint", null, ` (${hint})`) : null), control);
}

/**
 * A choice. @param {[string, string][]} options value and text @param {string} [value]
 * @param {import("./dom.js").Properties} [properties]
 * @returns {HTMLSelectElement}
 */
export function select(options, value, properties = {}) {
  const element = /** @type {HTMLSelectElement} */ (h("select.input", properties));
  for (const [code, text] of options) element.append(h("option", { value: code }, text));
  if (value !== undefined) element.value = value;
  return element;
}
