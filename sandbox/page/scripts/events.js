/** Events of the server: how each changes the store, and the stream they come by. */

import * as api from "./api.js";
import { logOf, placeOf, touch, world } from "./store.js";

const CALLS_KEPT = 1000;
const TYPING_SECONDS = 5;
const FIRST_DELAY = 400;
const LONGEST_DELAY = 5000;

/** Puts a message into its log and its chat. @param {import("./store.js").Message} message */
export function keepMessage(message) {
  const { key, message_id } = message;
  const chat = world.chats.get(key);
  const log = logOf(key);
  const place = placeOf(log.messages, message_id);
  const known = log.messages[place]?.message_id === message_id;
  const isNew = !known && message_id > (chat?.last?.message_id ?? 0);
  // An older one that is not there belongs to a page that was not loaded yet.
  if (known) log.messages[place] = message;
  else if (isNew || (log.loaded && (place > 0 || !log.more))) log.messages.splice(place, 0, message);
  if (chat) {
    if (isNew) chat.total += 1;
    if (isNew && message.from && !message.from.is_bot) chat.written = message.date;
    if (isNew || message_id === chat.last?.message_id) chat.last = message;
  }
  world.typing.delete(key);
  touch("chats", `messages:${key}`, `typing:${key}`);
}

/**
 * Puts a page of older messages before those that are there; what came by an event is newer and stays.
 * @param {string} key @param {import("./store.js").Message[]} messages @param {boolean} more
 */
export function keepPage(key, messages, more) {
  const log = logOf(key);
  const known = new Set(log.messages.map((message) => message.message_id));
  const unknown = messages.filter((message) => !known.has(message.message_id));
  log.messages = [...unknown, ...log.messages].sort((a, b) => a.message_id - b.message_id);
  log.loaded = true;
  log.more = more;
  touch(`messages:${key}`);
}

/** @param {{key: string, message_id: number}} event */
function dropMessage({ key, message_id }) {
  const log = logOf(key);
  const place = placeOf(log.messages, message_id);
  if (log.messages[place]?.message_id === message_id) log.messages.splice(place, 1);
  const chat = world.chats.get(key);
  if (chat) {
    chat.total = Math.max(0, chat.total - 1);
    if (chat.last?.message_id === message_id) chat.last = log.messages.at(-1) ?? null;
  }
  touch("chats", `messages:${key}`);
}

/** @param {import("./store.js").Chat} chat */
export function keepChat(chat) {
  const old = world.chats.get(chat.key);
  world.chats.set(chat.key, { ...chat, last: chat.last ?? old?.last ?? null, total: chat.total ?? old?.total ?? 0, written: chat.written ?? old?.written ?? null });
  touch("chats", `chat:${chat.key}`);
}

/** @param {import("./store.js").Person} person */
export function keepPerson(person) {
  world.persons.set(person.id, person);
  const own = [...world.chats.values()].filter((chat) => chat.person === person.id);
  touch("chats", "persons", ...own.map((chat) => `chat:${chat.key}`));
}

/** @param {import("./store.js").Call} call */
function keepCall(call) {
  const { calls } = world;
  let place = calls.length - 1;
  while (place >= 0 && calls[place].number > call.number) place -= 1;
  if (place >= 0 && calls[place].number === call.number) calls[place] = call;
  else calls.splice(place + 1, 0, call);
  if (calls.length > CALLS_KEPT) calls.splice(0, calls.length - CALLS_KEPT);
  touch("calls");
}

/** @param {{key: string, thread?: number|null}} event */
function keepTyping({ key, thread }) {
  world.typing.set(key, { until: Date.now() + TYPING_SECONDS * 1000, thread: thread ?? null });
  touch("chats", `typing:${key}`);
  setTimeout(() => touch("chats", `typing:${key}`), TYPING_SECONDS * 1000 + 50);
}

/** The time of the page at which the clock's time was told. */
export let clockToldAt = performance.now();

/** @param {typeof world.clock} clock */
export function keepClock(clock) {
  const zoneChanged = clock.zone !== world.clock.zone;
  world.clock = clock;
  clockToldAt = performance.now();
  touch("clock");
  if (zoneChanged) touch("zone");
}

/** @param {"program"|"progress"|"trouble"} name */
function keeper(name) {
  return (/** @type {any} */ value) => {
    /** @type {any} */ (world)[name] = value;
    touch(name);
  };
}
export const keepTrouble = keeper("trouble");
export const keepProgram = keeper("program");

/** @type {Record<string, (event: any) => void>} */
const EFFECTS = {
  message: (event) => keepMessage(event.message),
  deleted: dropMessage,
  chat: (event) => keepChat(event.chat),
  person: (event) => keepPerson(event.person),
  bot: (event) => {
    world.bots.set(event.bot.id, event.bot);
    touch("chats", "bots");
  },
  typing: keepTyping,
  call: (event) => keepCall(event.call),
  clock: (event) => keepClock(event.clock),
  program: (event) => keepProgram(event.program),
  progress: (event) => keeper("progress")(event.progress),
  trouble: (event) => keepTrouble(event.trouble),
};

/** Takes the whole state anew; the logs of chats are read again when they are shown. */
export async function loadState() {
  const state = await api.state();
  world.sequence = state.sequence;
  world.bots = new Map(state.bots.map((/** @type {any} */ bot) => [bot.id, bot]));
  world.persons = new Map(state.persons.map((/** @type {any} */ person) => [person.id, person]));
  world.chats = new Map(state.chats.map((/** @type {any} */ chat) => [chat.key, chat]));
  world.logs = new Map();
  world.calls = state.calls.slice().sort((/** @type {any} */ a, /** @type {any} */ b) => a.number - b.number);
  keepClock(state.clock);
  world.program = state.program;
  world.progress = state.progress;
  world.trouble = state.trouble;
  touch("chats", "persons", "bots", "zone", "calls", "program", "progress", "trouble", "reloaded");
}

/** @param {string} text the JSON of a batch @param {string} id its last number */
async function apply(text, id) {
  const batch = JSON.parse(text);
  if (id) world.sequence = Number(id);
  for (const event of batch) {
    if (event.type === "reload") {
      await loadState();
      return;
    }
    EFFECTS[event.type]?.(event);
  }
}

/** @param {boolean} connected */
function setConnected(connected) {
  if (world.connected === connected) return;
  world.connected = connected;
  touch("connection");
}

/** Listens for ever: the browser resumes by Last-Event-ID, and where it gives up, this does. */
export function listen(delay = FIRST_DELAY) {
  const source = new EventSource(`/control/events?after=${world.sequence}`);
  source.onopen = () => {
    delay = FIRST_DELAY;
    setConnected(true);
  };
  source.onmessage = (event) => {
    apply(event.data, event.lastEventId).catch((error) => console.error(error));
  };
  source.onerror = () => {
    setConnected(false);
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(Math.min(2 * delay, LONGEST_DELAY)), delay);
  };
}
