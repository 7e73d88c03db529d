/** Buttons below messages, and what pressing them does. */

import * as api from "./api.js";
import { h, wholeWords } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { alertDialog } from "./dialogs.js";
import { report, toast } from "./toasts.js";

/**
 * @typedef {import("./message.js").Context} Context
 * @typedef {Record<string, any> & {text: string}} Button
 */

/** @param {HTMLElement} button @param {boolean} busy */
function setBusy(button, busy) {
  button.classList.toggle("busy", busy);
  if (busy) {
    button.setAttribute("aria-busy", "true");
    button.setAttribute("aria-disabled", "true");
  } else {
    button.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
  }
}

/**
 * Presses waiting for the bot's answer, the longest first; a message made anew shows its button still waiting.
 * A browser has few connections to one server, so not many may wait for a bot that is gone.
 * @type {Map<string, AbortController>}
 */
const waiting = new Map();
const MOST_WAITING = 3;

/** @param {Button} button @param {Context} context */
const pressName = (button, context) => `${context.key}/${context.message.message_id}/${button.callback_data}`;

/** @param {Button} button @param {Context} context @param {HTMLElement} element */
async function pressData(button, context, element) {
  const name = pressName(button, context);
  if (waiting.has(name)) return;
  const ending = new AbortController();
  waiting.set(name, ending);
  if (waiting.size > MOST_WAITING) [...waiting.values()][0].abort();
  setBusy(element, true);
  try {
    const pressed = { message_id: context.message.message_id, data: button.callback_data, person: context.writer() };
    const { toast: answer } = await api.press(context.key, pressed, ending.signal);
    if (answer) showAnswer(answer, context, element);
    else toast(t("press.no_answer"), context.key);
  } catch (error) {
    if (ending.signal.aborted) toast(t("press.no_answer"), context.key);
    else report(error, context.key);
  } finally {
    waiting.delete(name);
    // The message may have been edited meanwhile, and its buttons made anew.
    for (const busy of document.querySelectorAll(".inline-button.busy")) {
      if (busy.getAttribute("data-press") === name) setBusy(/** @type {HTMLElement} */ (busy), false);
    }
  }
}

/** @param {{text?: string, alert?: boolean, url?: string}} answer @param {Context} context @param {HTMLElement} opener */
function showAnswer(answer, context, opener) {
  if (answer.url) context.acts.open(answer.url);
  if (!answer.text) return;
  if (answer.alert) alertDialog(t("press.alert"), answer.text, opener);
  else toast(answer.text, context.key);
}

/** @param {Button} button @param {Context} context @param {HTMLElement} element */
function press(button, context, element) {
  if ("callback_data" in button) void pressData(button, context, element);
  else if (button.url) context.acts.open(button.url);
  else if (button.copy_text) context.acts.copy(button.copy_text.text);
  else toast(t("press.unsupported"), context.key);
}

/** The mark in the corner that says what a button does. @param {Button} button */
function markOf(button) {
  if (button.url) return icon("forward", "button-mark");
  if (button.copy_text) return icon("copy", "button-mark");
  return null;
}

/** @param {Button} button @param {Context} context @param {string} place where it stands, to find it again */
export function inlineButton(button, context, place) {
  const element = h(
    "button.inline-button",
    { type: "button", tabindex: -1, "data-control": true, data: { style: button.style ?? "plain", place } },
    h("span.button-text", null, wholeWords(button.text)),
    markOf(button),
    h("span.button-dots", { "aria-hidden": "true" }),
  );
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    press(button, context, element);
  });
  if ("callback_data" in button) {
    const name = pressName(button, context);
    element.setAttribute("data-press", name);
    if (waiting.has(name)) setBusy(element, true);
  }
  return element;
}

/** @param {any} message @param {Context} context @returns {HTMLElement|null} */
export function inlineKeyboard(message, context) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h(
    "div.keyboard",
    null,
    rows.map((/** @type {Button[]} */ row, /** @type {number} */ line) =>
      h("div.keyboard-row", null, row.map((button, column) => inlineButton(button, context, `${line}:${column}`))),
    ),
  );
}
