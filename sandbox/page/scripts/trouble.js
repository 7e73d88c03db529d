/** Trouble at a press: faults of the server, the network, the bot's program. */

import * as api from "./api.js";
import { clockSeconds } from "./dates.js";
import { field, select } from "./dialogs.js";
import { fill, freshId, h, say } from "./dom.js";
import { keepProgram, keepTrouble } from "./events.js";
import { t } from "./i18n.js";
import { titleOf } from "./names.js";
import { subscribe, touch, world } from "./store.js";
import { report } from "./toasts.js";

/** The kinds of faults, each with the number it takes besides. @type {Record<string, [string, number]|null>} */
const KINDS = {
  too_many_requests: ["retry_after", 5],
  server_error: ["code", 502],
  server_error_after: ["code", 502],
  forbidden: null,
  slow: ["seconds", 5],
  cut_before: null,
  cut_after: null,
  cut_within: null,
  bad_json: null,
};
const METHODS = ["answerCallbackQuery", "deleteMessage", "editMessageText", "getUpdates", "sendDocument", "sendMediaGroup", "sendMessage", "sendPhoto"];

/** @param {() => Promise<any>} act */
async function perform(act) {
  try {
    return await act();
  } catch (error) {
    report(error);
    return undefined;
  }
}

/** @param {number} value @param {number} min @param {number} max @returns {HTMLInputElement} */
const number = (value, min, max) => /** @type {HTMLInputElement} */ (h("input.input.number", { type: "number", value, min, max, required: true, inputmode: "numeric" }));

/** The form of a fault. */
function faultForm() {
  const kind = select(Object.keys(KINDS).map((name) => [name, t(`trouble.${name}`)]));
  const listId = freshId("methods");
  const method = /** @type {HTMLInputElement} */ (h("input.input", { list: listId, placeholder: t("trouble.any_method"), autocomplete: "off" }));
  const used = [...new Set([...METHODS, ...world.calls.map((call) => call.method)])].sort();
  const names = h("datalist", { id: listId }, used.map((name) => h("option", { value: name })));
  const chats = [...world.chats.values()].filter((chat) => chat.started || chat.person === null);
  const byName = chats.map((chat) => /** @type {[string, string]} */ ([String(chat.id), titleOf(chat)])).sort((a, b) => a[1].localeCompare(b[1]));
  const chat = select([["", t("trouble.any_chat")], ...byName]);
  const times = number(1, 1, 1000);
  const skip = number(0, 0, 1000);
  const besides = number(5, 0, 3600);
  const besidesField = field(t("trouble.seconds"), besides);

  const paint = () => {
    const needed = KINDS[kind.value];
    besidesField.hidden = needed === null;
    if (!needed) return;
    say(/** @type {Element} */ (besidesField.querySelector("label")), t(`trouble.${needed[0]}`));
    besides.value = String(needed[1]);
  };
  kind.addEventListener("change", paint);
  paint();

  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const needed = KINDS[kind.value];
    const extra = needed ? { [needed[0] === "code" ? "code" : "seconds"]: Number(besides.value) } : {};
    const made = await perform(() => api.trouble({ kind: kind.value, method: method.value.trim(), chat: chat.value ? Number(chat.value) : undefined, times: Number(times.value), skip: Number(skip.value) || undefined, ...extra }));
    if (made) keepTrouble(made);
  };
  return h(
    "form.fault-form",
    { onsubmit: add },
    h("h3", null, t("trouble.title")),
    h("div.fault-fields", null, field(t("trouble.kind"), kind), field(t("trouble.method"), method), field(t("trouble.times"), times), field(t("trouble.chat"), chat), besidesField, field(t("trouble.skip"), skip)),
    names,
    h("button.button.primary", { type: "submit" }, t("trouble.add")),
  );
}

/** @param {any} fault */
function faultRow(fault) {
  const chat = [...world.chats.values()].find((one) => one.id === fault.chat);
  const kind = fault.kind in KINDS ? t(`trouble.${fault.kind}`) : fault.kind;
  const where = [fault.method, chat ? titleOf(chat) : fault.chat].filter(Boolean).join(" · ");
  return h("li.fault", null, h("strong", null, kind), h("span", null, where || t("trouble.any_method")), h("span.hint", null, t("trouble.hits", { hits: fault.hits, remaining: fault.remaining })));
}

/** The tool's element. */
export function makeTrouble() {
  const faults = h("ul.faults", { role: "list" });
  const clear = h("button.button", { type: "button", onclick: () => void perform(api.endTrouble).then((now) => now !== undefined && keepTrouble(now ?? { ...world.trouble, faults: [] })) }, t("trouble.clear"));
  const seconds = /** @type {HTMLInputElement} */ (h("input.input.number", { type: "number", min: 1, max: 3600, placeholder: "∞" }));
  const network = h("p.state-line");
  const offline = h("button.button.danger", { type: "button", onclick: () => void perform(() => api.goOffline(Number(seconds.value) || undefined)) }, t("trouble.offline"));
  const online = h("button.button.primary", { type: "button", onclick: () => void perform(api.goOnline) }, t("trouble.online"));
  const secondsField = field(t("trouble.offline_for"), seconds, t("trouble.offline_ever"));
  const program = h("p.state-line");
  const act = (/** @type {"kill"|"stop"|"start"} */ name) => void perform(() => api.program(name)).then((now) => now && keepProgram(now));
  const kill = h("button.button.danger", { type: "button", onclick: () => act("kill") }, t("program.kill"));
  const stop = h("button.button", { type: "button", onclick: () => act("stop") }, t("program.stop"));
  const start = h("button.button.primary", { type: "button", onclick: () => act("start") }, t("program.start"));
  const programPart = h("section.trouble-part", null, h("h3", null, t("program.title")), program, h("div.buttons", null, kill, stop, start));
  const element = h(
    "div.trouble",
    null,
    h("section.trouble-part.wide", null, faultForm()),
    h("section.trouble-part", null, h("h3", null, t("trouble.active")), faults, clear),
    h("section.trouble-part", null, h("h3", null, t("trouble.network")), network, secondsField, h("div.buttons", null, offline, online)),
    programPart,
  );

  function updateTrouble() {
    const { trouble } = world;
    fill(faults, trouble.faults.length ? trouble.faults.map(faultRow) : h("li.hint", null, t("trouble.none")));
    clear.hidden = trouble.faults.length === 0;
    const until = trouble.until ? t("trouble.is_offline_until", { time: clockSeconds(new Date(trouble.until)) }) : t("trouble.is_offline");
    say(network, trouble.offline ? until : t("trouble.is_online"));
    network.classList.toggle("bad", trouble.offline);
    for (const part of [offline, secondsField]) part.hidden = trouble.offline;
    online.hidden = !trouble.offline;
  }

  function updateProgram() {
    const now = world.program;
    programPart.hidden = now === null;
    if (!now) return;
    const detail = now.pid ? ` (${t("program.detail", { pid: now.pid, restarts: now.restarts })})` : "";
    say(program, t(now.running ? "program.running" : "program.stopped") + detail);
    program.classList.toggle("bad", !now.running);
    kill.hidden = stop.hidden = !now.running;
    start.hidden = now.running;
  }
  updateTrouble();
  updateProgram();
  const ends = [subscribe(["trouble", "reloaded"], updateTrouble), subscribe(["program", "reloaded"], updateProgram)];
  touch("trouble");
  return { element, end: () => ends.forEach((end) => end()) };
}
