/**
 * All that the page knows, and who wants to hear of changes. Changes are told once for each frame.
 */

/**
 * @typedef {{id: number, username: string, name: string}} Bot
 * @typedef {{id: number, first_name: string, last_name: string, username: string, language_code: string, deactivated: boolean}} Person
 * @typedef {{id: number, name: string, is_bot: boolean, status: string}} Member
 * @typedef {Record<string, any> & {message_id: number, key: string, date: number}} Message
 * @typedef {{key: string, id: number, kind: string, title: string, bot: number|null, person: number|null, forum: boolean,
 *   started: boolean, blocked: boolean, migrated_to: string|null, members: Member[],
 *   topics: {id: number, name: string, closed: boolean}[], pinned: number[], last: Message|null, total: number, written: number|null,
 *   keyboard: {rows: any[][], one_time: boolean, placeholder: string|null}|null}} Chat
 * @typedef {{messages: Message[], more: boolean, loaded: boolean}} Log
 * @typedef {{number: number, at: string, bot: number, method: string, chat: number|null, key: string|null, code: number|null,
 *   ok: boolean|null, error: string|null, happened: boolean, done: boolean, params: Record<string, unknown>}} Call
 * @typedef {{id: string, at: string|null, label: Record<string, string>}} Moment
 */

export const world = {
  /** @type {Map<number, Bot>} */
  bots: new Map(),
  /** @type {Map<number, Person>} */
  persons: new Map(),
  /** @type {Map<string, Chat>} */
  chats: new Map(),
  /** @type {Map<string, Log>} */
  logs: new Map(),
  /** @type {{now: string, zone: string, movable: boolean, moving: boolean, moments: Moment[]}} */
  clock: { now: new Date().toISOString(), zone: "UTC", movable: false, moving: false, moments: [] },
  /** @type {{running: boolean, restarts: number, pid: number|null}|null} */
  program: null,
  /** @type {{label: Record<string, string>, done: number, total: number}|null} */
  progress: null,
  /** @type {{offline: boolean, until: string|null, faults: any[]}} */
  trouble: { offline: false, until: null, faults: [] },
  /** @type {Call[]} */
  calls: [],
  /** @type {Map<string, {until: number, thread: number|null}>} */
  typing: new Map(),
  connected: true,
  sequence: 0,
};

/** @type {Map<string, Set<() => void>>} */
const listeners = new Map();
/** @type {Set<string>} */
const changed = new Set();
let planned = false;

/**
 * Calls `listener` once in the frame after any of the topics changed.
 * @param {string[]} topics @param {() => void} listener
 * @returns {() => void} ends it
 */
export function subscribe(topics, listener) {
  for (const topic of topics) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic)?.add(listener);
  }
  return () => topics.forEach((topic) => listeners.get(topic)?.delete(listener));
}

/** Says that something changed. @param {...string} topics */
export function touch(...topics) {
  topics.forEach((topic) => changed.add(topic));
  if (planned) return;
  planned = true;
  // A hidden page has no frames, but its title and its counts go on.
  if (document.hidden) setTimeout(tell, 50);
  else requestAnimationFrame(tell);
}

function tell() {
  planned = false;
  /** @type {Set<() => void>} */
  const concerned = new Set();
  for (const topic of changed) listeners.get(topic)?.forEach((listener) => concerned.add(listener));
  changed.clear();
  for (const listener of concerned) {
    try {
      listener();
    } catch (error) {
      console.error(error); // One view's slip must not silence the others.
    }
  }
}

/** The log of a chat; empty and not loaded at first. @param {string} key */
export function logOf(key) {
  let log = world.logs.get(key);
  if (!log) {
    log = { messages: [], more: false, loaded: false };
    world.logs.set(key, log);
  }
  return log;
}

/** The place of a message in a log: where it is, or where it belongs. @param {Message[]} messages @param {number} id */
export function placeOf(messages, id) {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (messages[middle].message_id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {string} key @param {number} id @returns {Message|undefined} */
export function messageOf(key, id) {
  const { messages } = logOf(key);
  const found = messages[placeOf(messages, id)];
  return found?.message_id === id ? found : undefined;
}
