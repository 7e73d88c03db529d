/** Messages as rows: albums gathered, days divided, neighbours of one author joined. */

import { dayKey, dayLabel } from "./dates.js";
import { serviceText } from "./services.js";

/**
 * @typedef {import("./store.js").Message} Message
 * @typedef {import("./message.js").Item} Item
 * @typedef {{day: string, label: string, items: Item[]}} Day
 */

const JOINED_SECONDS = 15 * 60;

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
    const moment = new Date(row[0].date * 1000);
    const day = dayKey(moment);
    if (!days.has(day)) days.set(day, { label: dayLabel(moment), rows: [] });
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
