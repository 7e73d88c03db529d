/** Messages as rows: albums gathered, days divided, neighbours of one author joined. */

import { dayKey, dayLabel } from "./dates.js";
import { serviceText } from "./services.js";
import { world } from "./store.js";

/**
 * @typedef {import("./store.js").Message} Message
 * @typedef {import("./message.js").Item} Item
 * @typedef {{day: string, label: string, items: Item[]}} Day
 */

const JOINED_SECONDS = 15 * 60;
const PART_BITS = 5;

/** The days of messages, which are asked for with every change. @type {WeakMap<Message, {zone: string, day: string}>} */
const knownDays = new WeakMap();

/** @param {Message} message */
function dayOf(message) {
  const known = knownDays.get(message);
  if (known?.zone === world.clock.zone) return known.day;
  const day = dayKey(new Date(message.date * 1000));
  knownDays.set(message, { zone: world.clock.zone, day });
  return day;
}

/**
 * The rows in parts, so that what is far from view costs nothing; a message is always in the same part.
 * @param {Item[]} items @returns {{part: string, items: Item[]}[]}
 */
export function partsOf(items) {
  /** @type {Map<number, Item[]>} */
  const parts = new Map();
  for (const item of items) {
    const part = item.messages[0].message_id >> PART_BITS;
    if (!parts.has(part)) parts.set(part, []);
    parts.get(part)?.push(item);
  }
  return [...parts].map(([part, rows]) => ({ part: String(part), items: rows }));
}

/** @param {Message[]} messages @returns {Message[][]} */
function albums(messages) {
  /** @type {Message[][]} */
  const gathered = [];
  for (const message of messages) {
    const last = gathered[gathered.length - 1];
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id) last.push(message);
    else gathered.push([message]);
  }
  return gathered;
}

/** @param {Message} message */
const authorId = (message) => message.sender_chat?.id ?? message.from?.id ?? 0;

/** Whether two rows stand together. @param {Message[]|undefined} a @param {Message[]|undefined} b */
function joined(a, b) {
  if (!a || !b || authorId(a[0]) !== authorId(b[0])) return false;
  if (serviceText(a[0]) !== null || serviceText(b[0]) !== null) return false;
  return Math.abs(b[0].date - a[0].date) < JOINED_SECONDS;
}

/**
 * The days of a log with their rows.
 * @param {Message[]} messages oldest first
 * @param {{own: number, group: boolean}} view the person whose messages stand at the right; whether authors are shown
 * @returns {Day[]}
 */
export function daysOf(messages, { own, group }) {
  /** @type {Map<string, {label: string, rows: Message[][]}>} */
  const days = new Map();
  for (const row of albums(messages)) {
    const day = dayOf(row[0]);
    if (!days.has(day)) days.set(day, { label: dayLabel(new Date(row[0].date * 1000)), rows: [] });
    days.get(day)?.rows.push(row);
  }
  return [...days].map(([day, { label, rows }]) => ({
    day,
    label,
    items: rows.map((row, place) => {
      const first = !joined(rows[place - 1], row);
      const last = !joined(row, rows[place + 1]);
      return { messages: row, own: authorId(row[0]) === own, group, shape: [first && "first", last && "last"].filter(Boolean).join(" ") };
    }),
  }));
}
