/** The bot's clock: its time, and how it is moved. */

import * as api from "./api.js";
import { clockSeconds, fullTime, momentOfWall, now, shortDate, wallTime, weekday } from "./dates.js";
import { field, openDialog } from "./dialogs.js";
import { freshId, h, isUsable, say, set, setUsable } from "./dom.js";
import { keepClock } from "./events.js";
import { icon } from "./icons.js";
import { labelOf, t } from "./i18n.js";
import { subscribe, world } from "./store.js";
import { report, toast } from "./toasts.js";

const HOUR = 3600;

/** @typedef {{to: string}|{seconds: number}|{moment: string}} Target */

/** @param {"move"|"jump"} way @param {Target} target */
async function setClock(way, target) {
  try {
    keepClock(await api.setClock(way, target));
  } catch (error) {
    report(error);
  }
}

/** @param {string} value @param {string} label @param {string} detail @param {string} group @param {boolean} disabled */
function choice(value, label, detail, group, disabled) {
  const id = freshId("moment");
  return h("div.moment-choice", null, h("input", { type: "radio", id, name: group, value, disabled }), h("label", { for: id }, h("span", null, label), h("span.hint", null, detail)));
}

/** Whether the clock could be moved now: it stands, and no story moves it. */
const isFree = () => !world.clock.moving && world.progress === null;

/** Asks to which moment, and how. @param {HTMLElement} opener */
function askMoment(opener) {
  const group = freshId("moments");
  const any = /** @type {HTMLInputElement} */ (h("input.input", { type: "datetime-local", min: wallTime(now()), value: wallTime(new Date(now().getTime() + 1000 * HOUR)) }));
  const choices = world.clock.moments.map((moment) => choice(moment.id, labelOf(moment.label), moment.at ? fullTime(new Date(moment.at)) : t("clock.unknown"), group, moment.at === null));
  const anyChoice = choice("", t("clock.any"), "", group, false);
  const radios = h("div.moments", { role: "radiogroup", "aria-label": t("clock.to") }, choices, anyChoice);
  const anyRadio = /** @type {HTMLInputElement} */ (anyChoice.querySelector("input"));
  const first = /** @type {HTMLInputElement|null} */ (radios.querySelector("input:not(:disabled)"));
  if (first) first.checked = true;
  any.addEventListener("input", () => (anyRadio.checked = true));

  /** @returns {Target|null} */
  const target = () => {
    const chosen = /** @type {HTMLInputElement|null} */ (radios.querySelector("input:checked"));
    if (chosen && chosen.value) return { moment: chosen.value };
    const to = momentOfWall(any.value);
    return to ? { to: to.toISOString() } : null;
  };
  /** @param {"move"|"jump"} way */
  const go = (way) => {
    const to = target();
    if (!isFree()) return;
    if (!to) toast(t("clock.choose"), undefined, "bad");
    else if ("to" in to && Date.parse(to.to) < now().getTime()) toast(t("clock.past"), undefined, "bad");
    else {
      dialog.close();
      void setClock(way, to);
    }
  };
  /** @type {HTMLElement[]} */
  const acts = [];
  const way = (/** @type {"move"|"jump"} */ name, /** @type {string} */ look) => {
    const hint = freshId("hint");
    const act = h("button.button", { type: "button", class: look, "aria-describedby": hint, onclick: () => go(name) }, icon(name === "move" ? "play" : "bolt"), t(`clock.${name}`));
    acts.push(act);
    return h("div.way", null, act, h("p.hint", { id: hint }, t(`clock.${name}_hint`)));
  };
  const dialog = openDialog({
    title: t("clock.to"),
    opener,
    kind: "clock-dialog",
    body: [radios, field(t("clock.any_label"), any)],
    actions: [way("move", "primary"), way("jump", "")],
    onclose: subscribe(["clock", "progress"], () => acts.forEach((act) => setUsable(act, isFree()))),
  });
  first?.focus();
}

/** The clock's element. */
export function makeClock() {
  const time = h("span.clock-time");
  const day = h("span.clock-weekday");
  const date = h("span");
  const hour = h("button.button.small", { type: "button", onclick: () => isUsable(hour) && void setClock("move", { seconds: HOUR }) }, t("clock.hour"));
  const more = h("button.button.small", { type: "button", "aria-haspopup": "dialog", onclick: () => isUsable(more) && askMoment(more) }, icon("clock"), h("span.tool-text", null, t("clock.open")));
  const moving = h("span.clock-moving", { role: "status" });
  const acts = h("div.clock-acts", null, hour, more);
  const element = h("div.clock", { role: "group", "aria-label": t("clock.label") }, h("time.clock-face", null, time, h("span.clock-date", null, day, date)), acts, moving);

  function tick() {
    const moment = now();
    say(time, clockSeconds(moment));
    say(day, `${weekday(moment)} `);
    say(date, shortDate(moment));
  }

  function update() {
    const { movable, moving: isMoving, zone } = world.clock;
    acts.hidden = !movable;
    set(element, "title", t("clock.zone", { zone }));
    element.classList.toggle("is-moving", isMoving);
    for (const button of [hour, more]) setUsable(button, isFree());
    set(more, "aria-label", t("clock.open"));
    say(moving, isMoving ? t("clock.moving") : "");
    tick();
  }
  update();
  const timer = setInterval(tick, 1000);
  const end = subscribe(["clock", "progress"], update);
  return {
    element,
    end: () => {
      clearInterval(timer);
      end();
    },
  };
}
