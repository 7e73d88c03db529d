/** Which chats stand side by side; the address of the page says it, so that "back" works. */

import { touch, world } from "./store.js";

const WIDE = 1180;
const MIDDLE = 860;

/** @type {{keys: string[], active: string|null}} */
export const open = { keys: [], active: null };

/** How many chats have room. */
export function capacity() {
  if (innerWidth >= WIDE) return 3;
  return innerWidth >= MIDDLE ? 2 : 1;
}

function read() {
  const text = location.hash.startsWith("#/") ? location.hash.slice(2) : "";
  return text.split("|").map(decodeURIComponent).filter((key) => world.chats.has(key));
}

/** @param {string[]} keys @param {boolean} step whether "back" undoes it */
function show(keys, step) {
  const same = keys.join("|") === open.keys.join("|");
  open.keys = keys;
  if (open.active === null || !keys.includes(open.active)) open.active = keys[keys.length - 1] ?? null;
  const address = keys.length ? `#/${keys.map(encodeURIComponent).join("|")}` : location.pathname;
  if (!same && step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  touch("panels", "chats");
}

/** Shows what the address says. */
export function restorePanels() {
  open.keys = read().slice(0, capacity());
  open.active = open.keys[0] ?? null;
  touch("panels", "chats");
}

/**
 * Opens the chats in which persons did something last, where there is room for two and nothing was chosen.
 * @returns {boolean} whether chats are open now
 */
export function openTelling() {
  const room = capacity();
  if (room < 2 || open.keys.length || location.hash) return open.keys.length > 0;
  const written = [...world.chats.values()].filter((chat) => chat.person !== null && chat.written !== null && !chat.blocked);
  written.sort((a, b) => Number(b.written) - Number(a.written));
  show(written.slice(0, room).map((chat) => chat.key), false);
  return open.keys.length > 0;
}

/** Fewer chats where the window became narrow. */
export function fitPanels() {
  if (open.keys.length <= capacity()) return;
  const kept = open.active ? [open.active, ...open.keys.filter((key) => key !== open.active)] : open.keys;
  const chosen = kept.slice(0, capacity());
  show(open.keys.filter((key) => chosen.includes(key)), false);
}

/** What the next showing of the panels does: focus a chat, go to a message. @type {{focus: string|null, message: number|null}} */
export const wish = { focus: null, message: null };
/** The chat that was closed last, whose row in the column gets the focus. @type {{key: string|null}} */
export const closed = { key: null };

/**
 * Opens a chat: in place of the active one, or beside it where there is room.
 * @param {string} key @param {{beside?: boolean, message?: number}} [how]
 */
export function openChat(key, { beside = false, message } = {}) {
  if (!world.chats.has(key)) return;
  wish.focus = key;
  wish.message = message ?? null;
  const { keys, active: before } = open;
  open.active = key;
  if (keys.includes(key)) show(keys, false);
  else if (keys.length === 0 || (beside && keys.length < capacity())) show([...keys, key], true);
  else {
    // Beside the active chat the last of the others gives way; otherwise the active one does.
    const active = before ?? keys[0];
    const leaving = beside && keys.length > 1 ? keys.filter((other) => other !== active).at(-1) : active;
    show(keys.map((other) => (other === leaving ? key : other)), true);
  }
}

/** @param {string} key */
export function closeChat(key) {
  const place = open.keys.indexOf(key);
  const rest = open.keys.filter((other) => other !== key);
  wish.focus = rest[Math.min(place, rest.length - 1)] ?? null;
  closed.key = key;
  open.active = wish.focus;
  show(rest, true);
}

/** @param {string} key @param {-1|1} step */
export function moveChat(key, step) {
  const keys = [...open.keys];
  const place = keys.indexOf(key);
  const other = place + step;
  if (other < 0 || other >= keys.length) return;
  [keys[place], keys[other]] = [keys[other], keys[place]];
  wish.focus = key;
  show(keys, false);
}

/** Puts the focus on a chat's row in the column. @param {string} key */
export function focusInList(key) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-key]")]);
  rows.find((row) => row.getAttribute("data-key") === key)?.focus();
}

/** @param {string} key */
export function activate(key) {
  if (open.active === key || !open.keys.includes(key)) return;
  open.active = key;
  touch("active");
}

/** A group that became a supergroup is followed. @param {string} from @param {string} to */
export function replaceChat(from, to) {
  if (!open.keys.includes(from) || open.keys.includes(to) || !world.chats.has(to)) return;
  if (open.active === from) open.active = to;
  show(open.keys.map((key) => (key === from ? to : key)), false);
}
