/** The calls of the Bot API as they happen. */

import { clockSeconds } from "./dates.js";
import { openDialog, select } from "./dialogs.js";
import { fill, h, reconcile, say } from "./dom.js";
import { icon } from "./icons.js";
import { plain, t } from "./i18n.js";
import { nameOf, titleOf } from "./names.js";
import { subscribe, world } from "./store.js";

const SHOWN = 200;

/** @typedef {import("./store.js").Call} Call */

/** @param {Call} call */
function chatName(call) {
  const chat = call.key ? world.chats.get(call.key) : [...world.chats.values()].find((one) => one.id === call.chat);
  if (chat) return titleOf(chat);
  return call.chat === null ? "" : String(call.chat);
}

/** @param {Call} call */
function resultText(call) {
  if (call.error) return `${call.code ?? ""} ${call.error === "cut" ? t("calls.cut") : call.error}`.trim();
  if (!call.done) return t("calls.under_way");
  return String(call.code ?? "");
}

/** @param {Call} call */
const isBad = (call) => call.done && (call.error !== null || call.ok === false);

/** @param {Call} call @param {HTMLElement} opener */
function openCall(call, opener) {
  const line = (/** @type {string} */ name, /** @type {string} */ value) => (value ? [h("dt", null, name), h("dd", null, value)] : []);
  openDialog({
    title: t("calls.details", { number: call.number, method: call.method }),
    opener,
    body: [
      h(
        "dl.call-facts",
        null,
        line(t("calls.time"), clockSeconds(new Date(call.at))),
        line(t("calls.bot"), nameOf(call.bot)),
        line(t("calls.chat"), chatName(call)),
        line(t("calls.result"), `${resultText(call)} – ${t(call.happened ? "calls.happened" : "calls.not_happened")}`),
      ),
      h("h3", null, t("calls.params")),
      h("pre.call-params", { tabindex: 0 }, JSON.stringify(call.params ?? {}, null, 2)),
    ],
  });
}

/** A method's name, which may go on in the next line where a word of it begins. @param {string} method */
const breakable = (method) => method.split(/(?=[A-Z])/).map((word, place) => (place ? [h("wbr"), word] : word));

/** @param {Call} call */
function makeRow(call) {
  const open = h("button.call-open", { type: "button" }, breakable(call.method));
  const row = h("tr", { data: { call: call.number } }, h("td.call-time", null, clockSeconds(new Date(call.at))), h("td", null, open), h("td.call-chat"), h("td.call-result"));
  const number = call.number;
  row.addEventListener("click", () => {
    const now = world.calls.find((one) => one.number === number);
    if (now) openCall(now, open);
  });
  return row;
}

/** The tool's element. */
export function makeCalls() {
  const text = /** @type {HTMLInputElement} */ (h("input.input", { type: "search", placeholder: t("calls.filter"), "aria-label": t("calls.filter"), autocomplete: "off" }));
  const method = select([["", t("calls.all_methods")]], "", { "aria-label": t("calls.method") });
  const chat = select([["", t("calls.all_chats")]], "", { "aria-label": t("calls.chat") });
  const box = (/** @type {string} */ key) => /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", data: { filter: key } }));
  const errors = box("errors");
  const polls = box("polls");
  const pause = h("button.button.small", { type: "button", "aria-pressed": "false" });
  const count = h("span.hint", { role: "status" });
  const body = h("tbody");
  const none = h("p.hint", { hidden: true }, t("calls.none"));
  const frame = h("div.calls-frame", { tabindex: 0, role: "region", "aria-label": t("calls.table") },
    h("table.calls-table", null, h("thead", null, h("tr", null, [t("calls.time"), t("calls.method"), t("calls.chat"), t("calls.result")].map((name) => h("th", { scope: "col" }, name)))), body), none);
  const element = h("div.calls", null,
    h("div.calls-filters", null, text, method, chat, h("label.check", null, errors, t("calls.errors")), h("label.check", null, polls, t("calls.polls")), pause, count), frame);
  let paused = false;
  /** @type {Call[]} */
  let kept = [];

  /** @param {HTMLSelectElement} choice @param {string} all @param {[string, string][]} options */
  function refreshChoice(choice, all, options) {
    if (choice.options.length === options.length + 1 || document.activeElement === choice) return;
    const { value } = choice;
    fill(choice, h("option", { value: "" }, all), options.map(([code, name]) => h("option", { value: code }, name)));
    choice.value = value;
  }

  /** @param {Call} call */
  function matches(call) {
    if (errors.checked && !isBad(call)) return false;
    if (!polls.checked && call.method.toLowerCase() === "getupdates" && !isBad(call)) return false;
    if (method.value && call.method !== method.value) return false;
    if (chat.value && String(call.chat) !== chat.value) return false;
    const query = plain(text.value.trim());
    return !query || plain(`${call.method} ${chatName(call)} ${resultText(call)} ${JSON.stringify(call.params ?? {})}`).includes(query);
  }

  function update() {
    const all = world.calls;
    if (!paused) kept = all.slice();
    const found = kept.filter(matches);
    reconcile(body, found.slice(-SHOWN).reverse(), (call) => String(call.number), (call, old) => {
      const row = old ?? makeRow(call);
      const chatCell = /** @type {Element} */ (row.children[2]);
      say(chatCell, chatName(call));
      say(/** @type {Element} */ (row.children[3]), resultText(call));
      row.classList.toggle("bad", isBad(call));
      row.classList.toggle("waiting", !call.done);
      return row;
    });
    none.hidden = found.length > 0;
    const more = (all.at(-1)?.number ?? 0) - (kept.at(-1)?.number ?? 0);
    say(count, paused ? t("calls.paused", { count: more }) : t("calls.count", { count: found.length }));
    fill(pause, icon(paused ? "play" : "pause"), t(paused ? "calls.resume" : "calls.pause"));
    refreshChoice(method, t("calls.all_methods"), [...new Set(all.map((call) => call.method))].sort().map((name) => [name, name]));
    const chats = new Map(all.filter((call) => call.chat !== null).map((call) => [String(call.chat), chatName(call)]));
    refreshChoice(chat, t("calls.all_chats"), [...chats].sort((a, b) => a[1].localeCompare(b[1])));
  }
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    update();
  });
  for (const control of [text, method, chat, errors, polls]) control.addEventListener("input", update);
  update();
  return { element, end: subscribe(["calls", "reloaded"], update) };
}
