/** What can be done with a chat, its person and its members. */

import * as api from "./api.js";
import { confirmDialog } from "./dialogs.js";
import { keepChat, keepPerson } from "./events.js";
import { languageName, t } from "./i18n.js";
import { openMembers } from "./members.js";
import { openMenu } from "./menus.js";
import { nameOf, titleOf } from "./names.js";
import { askLanguage, askUpgrade } from "./forms.js";
import { closeChat, moveChat, open } from "./panels.js";
import { world } from "./store.js";
import { report } from "./toasts.js";
import { askTopic } from "./topics.js";

/** @param {string} key @param {() => Promise<any>} act */
async function perform(key, act) {
  try {
    await act();
  } catch (error) {
    report(error, key);
  }
}

/** @param {number} person @param {string} key */
async function deleteAccount(person, key) {
  const name = nameOf(person);
  const agreed = await confirmDialog({ title: t("person.delete_title", { name }), text: t("person.delete_text"), act: t("person.delete"), danger: true });
  if (agreed) await perform(key, async () => keepPerson(await api.changePerson(person, { deactivated: true })));
}

/** @param {import("./store.js").Chat} chat @returns {import("./menus.js").Item[]} */
function privateItems(chat) {
  const { key } = chat;
  const person = world.persons.get(/** @type {number} */ (chat.person));
  if (!person || person.deactivated) return [];
  return [
    { text: t(chat.started ? "menu.restart" : "menu.start"), icon: "play", act: () => perform(key, () => api.start(key)) },
    { text: t(chat.blocked ? "menu.unblock" : "menu.block"), icon: "block", danger: !chat.blocked, act: () => perform(key, () => api.block(key, !chat.blocked)) },
    { text: t("menu.language", { language: languageName(person.language_code) }), icon: "globe", act: () => askLanguage(person) },
    { text: t("menu.delete_account"), icon: "trash", danger: true, act: () => void deleteAccount(person.id, key) },
  ];
}

/** @param {import("./panel.js").Panel} panel @returns {import("./menus.js").Item[]} */
function groupItems(panel) {
  const chat = panel.chat();
  if (chat.migrated_to) return [];
  const topic = chat.topics.find((one) => one.id === panel.thread);
  const closing = async () => {
    const person = panel.writer();
    if (topic && person !== undefined) await perform(chat.key, () => api.closeTopic(chat.key, topic.id, !topic.closed, person));
  };
  return [
    { text: t("menu.members"), icon: "group", act: () => openMembers(chat.key, panel.writer) },
    chat.forum && { text: t("menu.new_topic"), icon: "hash", act: () => askTopic(panel) },
    topic && { text: t(topic.closed ? "menu.reopen_topic" : "menu.close_topic", { name: topic.name }), icon: "lock", act: () => void closing() },
    chat.kind === "group" && { text: t("menu.upgrade"), icon: "up", act: () => askUpgrade(chat, keepChat) },
  ];
}

/** @param {import("./panel.js").Panel} panel @param {HTMLElement} opener */
export function openChatMenu(panel, opener) {
  const chat = panel.chat();
  const place = open.keys.indexOf(chat.key);
  openMenu({
    label: `${t("chat.menu")}: ${titleOf(chat)}`,
    opener,
    items: [
      ...(chat.person === null ? groupItems(panel) : privateItems(chat)),
      "line",
      place > 0 && { text: t("menu.move_left"), icon: "left", act: () => moveChat(chat.key, -1) },
      place < open.keys.length - 1 && { text: t("menu.move_right"), icon: "right", act: () => moveChat(chat.key, 1) },
      { text: t("menu.close"), icon: "close", act: () => closeChat(chat.key) },
    ],
  });
}
