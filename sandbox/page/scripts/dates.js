/** Moments in the time zone of the bot's clock. */

import { t } from "./i18n.js";
import { settings } from "./settings.js";
import { clockToldAt } from "./events.js";
import { world } from "./store.js";

const LOCALES = { vi: "vi-VN", en: "en-GB" };
const DAY = 86_400_000;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {Intl.DateTimeFormatOptions} options @param {string} [locale] */
function format(options, locale = LOCALES[settings.language]) {
  const key = JSON.stringify([options, locale, world.clock.zone]);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, { ...options, timeZone: world.clock.zone });
    formats.set(key, made);
  }
  return made;
}

/** The bot's time now. @returns {Date} */
export function now() {
  return new Date(Date.parse(world.clock.now) + (performance.now() - clockToldAt));
}

/** `17:05`. @param {Date} moment */
export const clockTime = (moment) => format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
/** `17:05:09`. @param {Date} moment */
export const clockSeconds = (moment) =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(moment);
/** `20/04/2027`. @param {Date} moment */
export const shortDate = (moment) => format({ day: "2-digit", month: "2-digit", year: "numeric" }, "en-GB").format(moment);
/** @param {Date} moment */
export const weekday = (moment) => {
  const word = format({ weekday: "long" }).format(moment);
  return settings.language === "vi" ? word.replace("Thứ", "thứ").replace("Chủ Nhật", "Chủ nhật") : word;
};
/** `thứ Ba 20/04/2027`. @param {Date} moment */
const fullDate = (moment) => `${weekday(moment)} ${shortDate(moment)}`;
/** `17:05 thứ Ba 20/04/2027`. @param {Date} moment */
export const fullTime = (moment) => `${clockTime(moment)} ${fullDate(moment)}`;

/** The day as `2027-04-20`. @param {Date} moment */
export const dayKey = (moment) => format({ day: "2-digit", month: "2-digit", year: "numeric" }, "sv-SE").format(moment);

/** How days lie to each other, in days. @param {Date} a @param {Date} b */
function daysBetween(a, b) {
  return Math.round((Date.parse(dayKey(b)) - Date.parse(dayKey(a))) / DAY);
}

/** What stands between the messages of two days. @param {Date} moment */
export function dayLabel(moment) {
  const days = daysBetween(moment, now());
  if (days === 0) return t("time.today");
  if (days === 1) return t("time.yesterday");
  if (days === -1) return t("time.tomorrow");
  const long = fullDate(moment);
  return long.charAt(0).toUpperCase() + long.slice(1);
}

/** The time in the list: today's hour, else the day. @param {Date} moment */
export function listTime(moment) {
  const days = daysBetween(moment, now());
  if (days === 0) return clockTime(moment);
  if (days > 0 && days < 7) return format({ weekday: "short" }).format(moment);
  return shortDate(moment);
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [["year", 365 * DAY], ["month", 30 * DAY], ["day", DAY], ["hour", 3_600_000], ["minute", 60_000], ["second", 1000]];

/** @param {Date} moment */
function relative(moment) {
  const span = moment.getTime() - now().getTime();
  const [unit, length] = UNITS.find(([, size]) => Math.abs(span) >= size) ?? UNITS[UNITS.length - 1];
  const said = new Intl.RelativeTimeFormat(LOCALES[settings.language], { numeric: "auto" }).format(Math.round(span / length), unit);
  return said.replace(/^sau (.* nữa)$/, "$1"); // Nobody says both "sau" and "nữa".
}

/** `20 April 2027`, `ngày 20 tháng 4 năm 2027`. @param {Date} moment */
function longDate(moment) {
  if (settings.language !== "vi") return format({ day: "numeric", month: "long", year: "numeric" }).format(moment);
  const [year, month, day] = dayKey(moment).split("-").map(Number);
  return `ngày ${day} tháng ${month} năm ${year}`;
}

/**
 * A `date_time` entity: `r` relative; `w` weekday, `d`/`D` short and long date, `t`/`T` short and long time.
 * @param {number} seconds @param {string} style @returns {string|null} null: as the bot wrote it
 */
export function entityTime(seconds, style) {
  const moment = new Date(seconds * 1000);
  if (!style) return null;
  if (/^r$/i.test(style)) return relative(moment);
  const time = style.includes("T") ? clockSeconds(moment) : style.includes("t") ? clockTime(moment) : "";
  const date = style.includes("D") ? longDate(moment) : style.includes("d") ? shortDate(moment) : "";
  const day = /w/i.test(style) ? weekday(moment) : "";
  // Short Vietnamese dates stand without a comma: `17:00 thứ Ba 20/04/2027`.
  const pause = settings.language === "vi" && !style.includes("D") ? " " : ", ";
  return [time, [day, date].filter(Boolean).join(pause)].filter(Boolean).join(settings.language === "vi" ? " " : ", ");
}

/** The wall clock as an input of type datetime-local shows it. @param {Date} moment */
export function wallTime(moment) {
  return `${dayKey(moment)}T${format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "en-GB").format(moment)}`;
}

/** The moment at which the zone's wall clock shows this. @param {string} wall `2027-04-20T17:00` @returns {Date|null} */
export function momentOfWall(wall) {
  const asked = Date.parse(`${wall}Z`);
  if (Number.isNaN(asked)) return null;
  let guess = asked;
  // The offset at the guess may be that of the other side of a change of clocks: look once more.
  for (let round = 0; round < 2; round += 1) {
    guess += asked - Date.parse(`${wallTime(new Date(guess))}Z`);
  }
  return new Date(guess);
}
