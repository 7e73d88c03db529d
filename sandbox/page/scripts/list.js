/** The column of chats: who wrote last, what is unread, and a search. */

import { fill, freshId, h, reconcile, say, set } from "./dom.js";
import { listTime } from "./dates.js";
import { isTyping } from "./feed.js";
import { askGroup, askPerson } from "./forms.js";
import { icon } from "./icons.js";
import { plain, t } from "./i18n.js";
import { openMenu } from "./menus.js";
import { authorOf, chatAvatar, nameOf, titleOf } from "./names.js";
import { capacity, open, openChat } from "./panels.js";
import { previewText } from "./previews.js";
import { rovingControls } from "./roving.js";
import { subscribe, world } from "./store.js";
import { unreadOf } from "./unread.js";

/** @typedef {import("./store.js").Chat} Chat */

/** How a chat stands where it has no last line to show. @param {Chat} chat */
function standing(chat) {
  if (chat.migrated_to) return t("list.upgraded");
  if (chat.person !== null && world.persons.get(chat.person)?.deactivated) return t("list.deactivated");
  if (chat.blocked) return t("list.blocked");
  if (chat.person !== null && !chat.started && !chat.last) return t("list.not_started");
  return null;
}

/** The last line. @param {Chat} chat */
function lastLine(chat) {
  if (isTyping(chat.key)) return t("chat.typing");
  const state = standing(chat);
  if (state) return state;
  if (!chat.last) return t("list.no_messages");
  const author = chat.person === null && chat.last.from ? `${authorOf(chat.last)}: ` : "";
  return author + previewText(chat.last);
}

/** Those who wrote last come first; then the groups; then by name. @param {Chat} a @param {Chat} b */
function byRecency(a, b) {
  const dates = (b.last?.date ?? 0) - (a.last?.date ?? 0) || (b.last?.message_id ?? 0) - (a.last?.message_id ?? 0);
  return dates || Number(a.person !== null) - Number(b.person !== null) || titleOf(a).localeCompare(titleOf(b));
}

/** @param {string} query */
function found(query) {
  const chats = [...world.chats.values()].filter((chat) => !query || plain(`${titleOf(chat)} ${nameOf(chat.bot)}`).includes(query));
  return chats.sort(byRecency);
}

/** @param {Chat} chat */
function makeRow(chat) {
  const [title, line, unread] = [freshId("title"), freshId("line"), freshId("unread")];
  const button = h(
    "button.chat",
    { type: "button", tabindex: -1, data: { key: chat.key }, "aria-labelledby": title, "aria-describedby": `${unread} ${line}` },
    h("span.chat-picture", null, chatAvatar(chat)),
    h("span.chat-title", { id: title }),
    h("time.chat-time"),
    h("span.chat-line", { id: line }),
    h("span.badge", { id: unread }),
  );
  button.addEventListener("click", (event) => openChat(chat.key, { beside: event.ctrlKey || event.metaKey || event.shiftKey }));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.shiftKey)) return;
    event.preventDefault();
    openChat(chat.key, { beside: true });
  });
  const beside = h("button.round.chat-beside", { type: "button", tabindex: -1, onclick: () => openChat(chat.key, { beside: true }) }, icon("beside"));
  return h("li.chat-row", null, button, beside);
}

/** @param {HTMLElement} row @param {string} selector */
const part = (row, selector) => /** @type {HTMLElement} */ (row.querySelector(selector));

/** @param {HTMLElement} row @param {Chat} chat */
function paintRow(row, chat) {
  const title = titleOf(chat);
  const button = part(row, ".chat");
  const here = open.keys.includes(chat.key);
  const name = part(row, ".chat-title");
  if (name.textContent !== title) {
    part(row, ".chat-picture").replaceChildren(chatAvatar(chat));
    const bot = world.bots.size > 1 && chat.bot !== null ? h("span.chat-bot", null, ` · ${nameOf(chat.bot)}`) : null;
    fill(name, title, bot);
    const beside = part(row, ".chat-beside");
    set(beside, "aria-label", t("list.beside", { name: title }));
    set(beside, "title", t("list.beside", { name: title }));
  }
  button.classList.toggle("quiet", Boolean(standing(chat)));
  button.classList.toggle("typing", isTyping(chat.key));
  set(button, "aria-current", here ? "true" : null);
  say(part(row, ".chat-line"), lastLine(chat));
  const moment = chat.last ? new Date(chat.last.date * 1000) : null;
  say(part(row, ".chat-time"), moment ? listTime(moment) : "");
  const unread = here && !document.hidden ? 0 : unreadOf(chat);
  const badge = part(row, ".badge");
  badge.hidden = unread === 0;
  say(badge, unread > 999 ? "999+" : String(unread));
  set(badge, "aria-label", unread ? t("list.unread", { count: unread }) : null);
  part(row, ".chat-beside").hidden = here || capacity() === 1 || open.keys.length === 0;
}

/** The column's element. */
export function makeList() {
  const search = /** @type {HTMLInputElement} */ (h("input.search", { type: "search", placeholder: t("list.search"), "aria-label": t("list.search"), autocomplete: "off", data: { search: true } }));
  const list = h("ul.chats", { role: "list", "aria-label": t("list.label") });
  const nothing = h("p.list-nothing", { hidden: true });
  const add = h("button.round.list-add", { type: "button", "aria-label": t("list.add"), title: t("list.add"), "aria-haspopup": "menu", onclick: openAdding }, icon("add"));
  const element = h("nav.list", { id: "list", tabindex: -1, "aria-label": t("list.label") }, h("div.list-head", null, h("div.search-frame", null, icon("search"), search), add), h("div.list-body", null, list, nothing));
  const roving = rovingControls(list, ".chat");

  function openAdding() {
    openMenu({
      label: t("list.add"),
      opener: add,
      items: [
        { text: t("list.add_person"), icon: "person", act: () => askPerson(add) },
        { text: t("list.add_group"), icon: "group", act: () => askGroup(add) },
      ],
    });
  }

  function update() {
    const query = search.value.trim();
    const chats = found(plain(query));
    reconcile(list, chats, (chat) => chat.key, (chat, old) => {
      const row = old ?? makeRow(chat);
      paintRow(row, chat);
      return row;
    });
    roving.refresh();
    nothing.hidden = chats.length > 0;
    if (!chats.length) say(nothing, query ? t("list.nothing", { query }) : t(world.bots.size ? "list.empty" : "list.no_bot", { address: location.origin }));
  }
  search.addEventListener("input", update);
  search.addEventListener("keydown", (event) => {
    const first = /** @type {HTMLElement|null} */ (list.querySelector(".chat"));
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      if (event.key === "Enter") first?.click();
      else first?.focus();
    } else if (event.key === "Escape" && search.value) {
      event.stopPropagation();
      search.value = "";
      update();
    }
  });
  update();
  const end = subscribe(["chats", "zone", "reloaded"], update);
  return { element, end, focus: () => search.focus() };
}
