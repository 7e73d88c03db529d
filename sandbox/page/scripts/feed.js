/** The log of a chat: rows kept by key, older ones loaded on the way up, the newest kept in view. */

import * as api from "./api.js";
import { h, reconcile, say } from "./dom.js";
import { keepPage } from "./events.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { daysOf, partsOf } from "./items.js";
import { messageRow } from "./message.js";
import { nameOf, titleOf } from "./names.js";
import { rovingRows } from "./roving.js";
import { logOf, messageOf, touch, world } from "./store.js";
import { swipes } from "./swipes.js";
import { report, toast } from "./toasts.js";

const NEAR_END = 80;
const NEAR_BEGINNING = 800;
const PAGES_TO_SEARCH = 50;

/** @typedef {import("./message.js").Item} Item */

/** What the rows and the parts show. @type {WeakMap<HTMLElement, Item>} */
const shownItems = new WeakMap();
/** @type {WeakMap<HTMLElement, Item[]>} */
const shownParts = new WeakMap();

/** @param {Item} a @param {Item} b */
function sameItem(a, b) {
  return a.own === b.own && a.shape === b.shape && a.messages.length === b.messages.length && a.messages.every((message, place) => message === b.messages[place]);
}

/** Chats whose messages are being fetched. @type {Set<string>} */
const fetching = new Set();

/** Fetches a page of messages before those that are there. @param {string} key */
async function loadOlder(key) {
  const log = logOf(key);
  if (fetching.has(key) || (log.loaded && !log.more)) return;
  fetching.add(key);
  try {
    const { messages, more } = await api.messages(key, log.loaded ? log.messages[0]?.message_id : undefined);
    keepPage(key, messages, more);
  } catch (error) {
    report(error, key);
  } finally {
    fetching.delete(key);
    touch(`messages:${key}`);
  }
}

/**
 * The log's element and what can be done with it.
 * @param {import("./panel.js").Panel} panel
 */
export function makeFeed(panel) {
  const { key } = panel;
  const older = h("div.older", { "aria-hidden": "true" }, h("span.spinner"));
  const days = h("div.days", { role: "log", "aria-label": t("chat.log", { name: titleOf(panel.chat()) }), "aria-busy": "true" });
  const empty = h("p.feed-empty", { hidden: true });
  const scroller = h("div.feed", null, h("div.feed-inner", null, older, empty, days));
  const count = h("span.badge", { hidden: true });
  const down = h("button.round.down", { type: "button", hidden: true, "aria-label": t("chat.down"), onclick: () => toEnd() }, icon("down"), count);
  const element = h("div.feed-frame", null, scroller, down);
  const roving = rovingRows(days);
  let lastSeen = 0;
  /** The newest message shown so far; those after it arrive before our eyes. */
  let newest = Infinity;
  swipes(days, (id) => {
    const message = messageOf(key, id);
    if (message) panel.reply(message);
  });

  const isAtEnd = () => scroller.scrollTop > -NEAR_END;
  const toEnd = () => {
    scroller.scrollTop = 0;
    onScroll();
  };

  const shown = () => {
    const { messages } = logOf(key);
    if (panel.thread === null) return messages;
    return messages.filter((message) => (message.message_thread_id ?? 0) === panel.thread);
  };

  const newer = () => shown().filter((message) => message.message_id > lastSeen).length;

  function onScroll() {
    const end = isAtEnd();
    if (end) lastSeen = shown().at(-1)?.message_id ?? lastSeen;
    down.hidden = end;
    const unseen = end ? 0 : newer();
    count.hidden = unseen === 0;
    say(count, String(unseen));
    down.setAttribute("aria-label", unseen ? t("chat.down_new", { count: unseen }) : t("chat.down"));
    // Scrolling is counted from the end, downwards from zero.
    const above = scroller.scrollHeight - scroller.clientHeight + scroller.scrollTop;
    const log = logOf(key);
    if (scroller.clientHeight > 0 && log.loaded && log.more && above < NEAR_BEGINNING) void loadOlder(key);
  }
  scroller.addEventListener("scroll", onScroll, { passive: true });

  /** @param {Item} item @param {HTMLElement|undefined} old */
  function row(item, old) {
    const known = old && shownItems.get(old);
    if (old && known && sameItem(known, item)) return old;
    const made = messageRow(item, { key, message: item.messages[0], acts: panel.acts, writer: panel.writer });
    shownItems.set(made, item);
    if (old) roving.replace(old, made);
    else if (item.messages[0].message_id > newest) made.classList.add("fresh");
    return made;
  }

  /** @param {{part: string, items: Item[]}} part @param {HTMLElement|undefined} old */
  function partBlock(part, old) {
    const block = old ?? h("div.part");
    const known = shownParts.get(block);
    if (known?.length === part.items.length && known.every((item, place) => sameItem(item, part.items[place]))) return block;
    shownParts.set(block, part.items);
    reconcile(block, part.items, (item) => String(item.messages[0].message_id), row);
    return block;
  }

  /** @param {import("./items.js").Day} day @param {HTMLElement|undefined} old */
  function daySection(day, old) {
    const section = old ?? h("section.day", null, h("h3.day-label"), h("div.parts"));
    say(/** @type {Element} */ (section.firstElementChild), day.label);
    reconcile(/** @type {Element} */ (section.lastElementChild), partsOf(day.items), (part) => part.part, partBlock);
    return section;
  }

  function update() {
    const log = logOf(key);
    if (!log.loaded) void loadOlder(key);
    const messages = shown();
    reconcile(days, daysOf(messages, { own: panel.writer() ?? 0, group: panel.chat().person === null }), (day) => day.day, daySection);
    if (log.loaded) newest = messages.at(-1)?.message_id ?? 0;
    days.setAttribute("aria-busy", String(!log.loaded));
    older.hidden = log.loaded && !log.more;
    empty.hidden = !log.loaded || log.more || messages.length > 0;
    say(empty, emptyText(panel.chat()));
    roving.refresh();
    onScroll();
  }

  /** @param {number} id @returns {Promise<HTMLElement|null>} */
  async function find(id) {
    for (let page = 0; page < PAGES_TO_SEARCH; page += 1) {
      const log = logOf(key);
      const there = messageOf(key, id) !== undefined;
      if (there || (log.loaded && !log.more)) break;
      await loadOlder(key);
    }
    update();
    return days.querySelector(`[data-message="${Number(id)}"]`);
  }

  /** Shows a message, loading up to it. @param {number} id */
  async function jump(id) {
    const message = messageOf(key, id);
    if (message && !shown().includes(message)) panel.setThread(null);
    const target = await find(id);
    if (!target) {
      toast(t("message.not_found"), key);
      return;
    }
    const row = /** @type {HTMLElement} */ (target.closest(".row"));
    row.scrollIntoView({ block: "center" });
    // Rows not yet drawn have guessed heights; once they are drawn, the place is right.
    requestAnimationFrame(() => row.scrollIntoView({ block: "center" }));
    row.classList.remove("found");
    void row.offsetWidth;
    row.classList.add("found");
    roving.choose(row);
    row.focus({ preventScroll: true });
  }

  return { element, update, jump, toEnd, isAtEnd, focus: roving.focus };
}

/** What stands in an empty log. @param {import("./store.js").Chat} chat */
function emptyText(chat) {
  if (chat.person === null || chat.started) return t("chat.empty");
  return t("chat.intro", { person: titleOf(chat), bot: nameOf(chat.bot) });
}

/** Whether somebody is typing in a chat just now. @param {string} key @param {number|null} [thread] */
export function isTyping(key, thread = null) {
  const typing = world.typing.get(key);
  return Boolean(typing && typing.until > Date.now() && (thread === null || typing.thread === null || typing.thread === thread));
}
