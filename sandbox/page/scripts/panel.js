/** One chat on the screen: head, topics, log, message box. */

import * as api from "./api.js";
import { makeComposer } from "./composer.js";
import { confirmDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { draftOf } from "./drafts.js";
import { keepMessage } from "./events.js";
import { makeFeed } from "./feed.js";
import { makeHeader } from "./header.js";
import { t } from "./i18n.js";
import { followLink, openMention } from "./links.js";
import { copyOf } from "./message.js";
import { titleOf } from "./names.js";
import { openMessageMenu } from "./message_menu.js";
import { acceptFiles } from "./attachments.js";
import { activate, capacity, closeChat, focusInList, openChat } from "./panels.js";
import { makePinned } from "./pinned.js";
import { messageOf, subscribe, touch, world } from "./store.js";
import { copyText, report } from "./toasts.js";
import { makeTopics } from "./topics.js";
import { markRead } from "./unread.js";
import { writerOf } from "./writers.js";

/**
 * @typedef {ReturnType<typeof makePanel>} MadePanel
 * @typedef {object} Panel what the parts of a chat share
 * @property {string} key
 * @property {() => import("./store.js").Chat} chat
 * @property {() => number|undefined} writer
 * @property {number|null} thread null: all; 0: what is in no topic
 * @property {(thread: number|null) => void} setThread
 * @property {(message: import("./store.js").Message) => void} reply
 * @property {(message: import("./store.js").Message) => void} edit
 * @property {(message: import("./store.js").Message) => void} remove
 * @property {(text: string, options?: {reply_to?: number}) => Promise<boolean>} say
 * @property {import("./message.js").Context["acts"]} acts
 * @property {() => void} toEnd
 */

/** The acts of a chat's messages. @param {Panel} panel @param {(id: number) => void} jump @returns {import("./message.js").Context["acts"]} */
function makeActs(panel, jump) {
  const { key } = panel;
  return {
    open: (url) => followLink(url, { key, person: panel.writer(), opener: /** @type {HTMLElement} */ (document.activeElement) }),
    command: (command) => void panel.say(command),
    mention: (name) => openMention(name, key, panel.writer()),
    person: (id) => {
      const chat = [...world.chats.values()].find((other) => other.person === id);
      if (chat) openChat(chat.key, { beside: true });
    },
    copy: (text) => void copyText(text, key),
    jump,
    menu: (message, opener, at) => openMessageMenu(panel, message, opener, at, copyOf(message)),
    react: (message, emoji) => void api.react(key, message.message_id, emoji, panel.writer()).catch((error) => report(error, key)),
  };
}

/** @param {Panel} panel @param {import("./store.js").Message} message */
async function removeMessage(panel, message) {
  const agreed = await confirmDialog({ title: t("message.delete_ask"), act: t("message.delete"), danger: true });
  if (!agreed) return;
  await api.remove(panel.key, message.message_id, panel.writer()).catch((error) => report(error, panel.key));
}

/** Files drawn over the chat are sent in it. @param {HTMLElement} element @param {Panel} panel */
function acceptDrops(element, panel) {
  let depth = 0;
  const isFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const mark = (/** @type {number} */ step) => {
    depth = Math.max(0, depth + step);
    element.classList.toggle("dropping", depth > 0);
  };
  element.addEventListener("dragenter", (event) => isFiles(event) && mark(1));
  element.addEventListener("dragleave", (event) => isFiles(event) && mark(-1));
  element.addEventListener("dragover", (event) => isFiles(event) && event.preventDefault());
  element.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    mark(-depth);
    acceptFiles(panel, [...(event.dataTransfer?.files ?? [])]);
  });
}

/**
 * The panel of a chat.
 * @param {string} key
 */
export function makePanel(key) {
  /** @type {Panel} */
  const panel = /** @type {any} */ ({ key, thread: null });
  panel.chat = () => /** @type {import("./store.js").Chat} */ (world.chats.get(key));
  panel.writer = () => writerOf(panel.chat());
  panel.acts = makeActs(panel, (id) => void feed.jump(id));
  panel.toEnd = () => feed.toEnd();
  panel.setThread = (thread) => {
    panel.thread = thread;
    touch(`chat:${key}`, `messages:${key}`);
    feed.toEnd();
  };
  panel.say = async (text, options = {}) => {
    const thread = panel.thread || undefined;
    try {
      keepMessage(await api.say(key, { text, person: panel.chat().person === null ? panel.writer() : undefined, thread, ...options }));
      feed.toEnd();
      return true;
    } catch (error) {
      report(error, key);
      return false;
    }
  };
  panel.reply = (message) => composer.begin({ reply: message.message_id, editing: null });
  panel.edit = (message) => composer.begin({ reply: null, editing: message.message_id, text: copyOf(message) });
  panel.remove = (message) => void removeMessage(panel, message);

  const feed = makeFeed(panel);
  const header = makeHeader(panel);
  const topics = makeTopics(panel);
  const pinned = makePinned(panel);
  const composer = makeComposer(panel);
  const drop = h("div.drop-veil", { "aria-hidden": "true" }, h("span"));
  const element = h("section.panel", { data: { "chat-panel": key } }, header.element, topics.element, pinned.element, feed.element, h("div.toasts", { role: "status" }), composer.element, drop);
  element.addEventListener("focusin", () => activate(key));
  element.addEventListener("pointerdown", () => activate(key));
  element.addEventListener("keydown", (event) => {
    onKey(event);
    onEscape(event);
  });
  acceptDrops(element, panel);

  /** Escape goes outwards: from the log to the message box, from there to the column. @param {KeyboardEvent} event */
  function onEscape(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    if (/** @type {Element} */ (event.target).closest(".feed-frame")) composer.focus();
    else if (capacity() === 1) closeChat(key);
    else focusInList(key);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const row = /** @type {Element} */ (event.target).closest(".row:not(.service)");
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.target !== row) return;
    const message = messageOf(key, Number(row.getAttribute("data-message")));
    if (!message) return;
    if (event.key === "r") panel.reply(message);
    else if (event.key === "Enter" || event.key === "ContextMenu") panel.acts.menu(message, /** @type {HTMLElement} */ (row));
    else return;
    event.preventDefault();
  }

  const updateChat = () => {
    if (!world.chats.has(key)) return;
    element.setAttribute("aria-label", t("chat.region", { name: titleOf(panel.chat()) }));
    /** @type {Element} */ (drop.firstElementChild).textContent = t("chat.drop", { name: header.writerName() });
    header.update();
    topics.update();
    pinned.update();
    composer.update();
  };
  const updateMessages = () => {
    if (!world.chats.has(key)) return;
    feed.update();
    pinned.update();
    composer.updateDraft();
    if (!document.hidden) markRead(panel.chat());
  };
  updateChat();
  updateMessages();
  const ends = [
    subscribe([`chat:${key}`, "persons", "bots", "reloaded"], updateChat),
    subscribe([`messages:${key}`, "reloaded", "zone"], updateMessages),
    subscribe([`typing:${key}`], header.update),
  ];
  return { element, key, end: () => ends.forEach((end) => end()), focus: composer.focus, jump: feed.jump, focusLog: feed.focus, read: () => markRead(panel.chat()), draft: draftOf(key) };
}
