/** The control API, one function for each thing that can be done. */

/** What the server refused, in its own words. */
export class Refusal extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const ROOT = "/control";

/** @param {Response} response */
async function read(response) {
  if (response.status === 204) return null;
  const text = await response.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch {
    throw new Refusal(response.status, text.slice(0, 200));
  }
  if (!response.ok) throw new Refusal(response.status, body?.error ?? response.statusText);
  return body;
}

/**
 * @param {string} method @param {string} path @param {object} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>} raises Refusal, or TypeError when the server is away
 */
async function call(method, path, body, signal) {
  /** @type {RequestInit} */
  const request = { method, signal, cache: "no-store", credentials: "omit" };
  if (body instanceof FormData) request.body = body;
  else if (body) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  return read(await fetch(ROOT + path, request));
}

/** @param {string} key */
const chat = (key) => `/chats/${encodeURIComponent(key)}`;

/** @param {Record<string, unknown>} values only those that say something are sent */
function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ""));
}

/** @param {Record<string, any>} values */
function query(values) {
  const text = new URLSearchParams(/** @type {any} */ (given(values))).toString();
  return text ? `?${text}` : "";
}

export const state = () => call("GET", "/state");
/** @param {string} key @param {number} [before] @param {number} [limit] */
export const messages = (key, before, limit = 100) => call("GET", `${chat(key)}/messages${query({ before, limit })}`);
/** @param {string} key @param {number} [person] */
export const menu = (key, person) => call("GET", `${chat(key)}/menu${query({ person })}`);
/** @param {{text: string, person?: number, reply_to?: number, thread?: number}} message */
export const say = (/** @type {string} */ key, message) => call("POST", `${chat(key)}/messages`, given(message));
/** @param {string} key @param {number} id @param {string} text @param {number} [person] */
export const edit = (key, id, text, person) => call("POST", `${chat(key)}/messages/${id}/edit`, given({ text, person }));
/** @param {string} key @param {number} id @param {number} [person] */
export const remove = (key, id, person) => call("DELETE", `${chat(key)}/messages/${id}${query({ person })}`);
/** @param {string} key @param {number} id @param {string} emoji @param {number} [person] */
export const react = (key, id, emoji, person) => call("POST", `${chat(key)}/messages/${id}/reaction`, { emoji, ...given({ person }) });
/**
 * Presses a button and waits for the bot's answer.
 * @param {string} key @param {{message_id: number, data: string, person?: number}} pressed @param {AbortSignal} signal ends the waiting
 */
export const press = (key, pressed, signal) => call("POST", `${chat(key)}/presses`, given(pressed), signal);
/** @param {string} key @param {string} [payload] */
export const start = (key, payload) => call("POST", `${chat(key)}/start`, given({ payload }));
/** @param {string} key @param {boolean} blocked */
export const block = (key, blocked) => call("POST", `${chat(key)}/blocked`, { blocked });
/** @param {string} key @param {{user: number, by?: number, status: string}} member */
export const member = (key, member) => call("POST", `${chat(key)}/members`, given(member));
/** @param {string} key @param {string} name @param {number} person */
export const topic = (key, name, person) => call("POST", `${chat(key)}/topics`, { name, person });
/** @param {string} key @param {number} id @param {boolean} closed @param {number} person */
export const closeTopic = (key, id, closed, person) => call("PATCH", `${chat(key)}/topics/${id}`, { closed, person });
/** @param {string} key @param {boolean} forum */
export const upgrade = (key, forum) => call("POST", `${chat(key)}/upgrade`, { forum });

/**
 * Sends files; several of one kind are an album.
 * @param {string} key @param {{kind: string, files: File[], caption?: string, person?: number, reply_to?: number, thread?: number}} sent
 */
export function sendFiles(key, { kind, files, ...rest }) {
  const form = new FormData();
  form.append("kind", kind);
  for (const [name, value] of Object.entries(given(rest))) form.append(name, String(value));
  for (const file of files) form.append("file", file, file.name);
  return call("POST", `${chat(key)}/files`, form);
}

/** The address of a file's content. @param {string} id */
export const fileAddress = (id) => `${ROOT}/files/${encodeURIComponent(id)}`;

/** @param {{first_name: string, last_name?: string, username?: string, language_code?: string}} person */
export const addPerson = (person) => call("POST", "/persons", given(person));
/** @param {number} id @param {object} change */
export const changePerson = (id, change) => call("PATCH", `/persons/${id}`, change);
/** @param {{title: string, owner: number, forum?: boolean, supergroup?: boolean}} group */
export const addGroup = (group) => call("POST", "/groups", given(group));

/** @param {Record<string, unknown>} fault */
export const trouble = (fault) => call("POST", "/trouble", given(fault));
export const endTrouble = () => call("DELETE", "/trouble");
/** @param {number} [seconds] */
export const goOffline = (seconds) => call("POST", "/offline", given({ seconds }));
export const goOnline = () => call("POST", "/online", {});

/** @param {"move"|"jump"} way @param {{to: string}|{seconds: number}|{moment: string}} target */
export const setClock = (way, target) => call("POST", `/clock/${way}`, target);
/** @param {"kill"|"start"|"stop"} act */
export const program = (act) => call("POST", `/program/${act}`, {});
