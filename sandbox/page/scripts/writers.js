/** For whom the page acts in a chat. */

import { remember, settings } from "./settings.js";
import { touch, world } from "./store.js";

const ABSENT = ["left", "kicked"];

/** The persons of a group who are in it and have an account. @param {import("./store.js").Chat} chat */
function presentPersons(chat) {
  return chat.members.filter((member) => !member.is_bot && !ABSENT.includes(member.status) && !world.persons.get(member.id)?.deactivated);
}

/** The persons of a group who may write. @param {import("./store.js").Chat} chat */
export function writersOf(chat) {
  return presentPersons(chat).filter((member) => member.status !== "restricted");
}

/** @param {import("./store.js").Chat} chat @returns {number|undefined} */
export function writerOf(chat) {
  if (chat.person !== null) return chat.person;
  const writers = writersOf(chat);
  const chosen = writers.find((member) => member.id === settings.writers[chat.key]);
  const owner = writers.find((member) => member.status === "creator");
  return (chosen ?? owner ?? writers[0])?.id;
}

/** @param {string} key @param {number} person */
export function setWriter(key, person) {
  remember({ writers: { ...settings.writers, [key]: person } });
  touch(`chat:${key}`, `messages:${key}`);
}
