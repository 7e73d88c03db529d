/** Names of persons, bots and chats as they are shown, and the pictures that stand for them. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { world } from "./store.js";

const COLORS = 8;

/** @param {{first_name?: string, last_name?: string, name?: string}} who */
export function fullName(who) {
  return who.name ?? [who.first_name, who.last_name].filter(Boolean).join(" ");
}

/** The name of a user of the Bot API or of the control API. @param {number|null|undefined} id */
export function nameOf(id) {
  if (id === null || id === undefined) return "";
  const person = world.persons.get(id);
  if (person) return person.deactivated && !person.first_name ? t("message.deleted_account") : fullName(person);
  return world.bots.get(id)?.name ?? "";
}

/** @param {import("./store.js").Chat} chat */
export function titleOf(chat) {
  return (chat.person === null ? chat.title : nameOf(chat.person)) || chat.title || String(chat.id);
}

/** Who wrote a message. @param {import("./store.js").Message} message */
export function authorOf(message) {
  if (message.sender_chat) return message.sender_chat.title ?? "";
  return message.from ? fullName(message.from) : "";
}

/** One or two letters. @param {string} name */
function initials(name) {
  const words = name.split(/[\s.,_/–-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.map((word) => [...word].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? "");
  const chosen = letters.length > 1 ? [letters[0], letters[letters.length - 1]] : letters;
  return chosen.join("").toUpperCase() || "?";
}

/** The colour of an id, one of eight. @param {number} id */
export function colorOf(id) {
  return Math.abs(id) % COLORS;
}

/** @param {number} id @param {string} name @param {string} [symbol] an icon in place of letters */
export function avatar(id, name, symbol) {
  return h("span.avatar", { "aria-hidden": "true", data: { color: colorOf(id) } }, symbol ? icon(symbol) : initials(name));
}

/** @param {import("./store.js").Chat} chat */
export function chatAvatar(chat) {
  return chat.person === null ? avatar(chat.id, titleOf(chat), chat.kind === "channel" ? "star" : undefined) : avatar(chat.person, titleOf(chat));
}
