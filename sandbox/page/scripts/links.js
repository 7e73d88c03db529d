/** Links: those to bots and chats of here are followed, all others are only shown. */

import * as api from "./api.js";
import { choose } from "./choosers.js";
import { openDialog } from "./dialogs.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { chatAvatar, titleOf } from "./names.js";
import { openChat } from "./panels.js";
import { world } from "./store.js";
import { copyText, report, toast } from "./toasts.js";

/**
 * @typedef {{bot: string, start?: string, startgroup?: string, admin?: string}} BotLink
 */

/** The link as one to a bot or user, or null. @param {string} url @returns {BotLink|null} */
function botLink(url) {
  let parts;
  try {
    parts = new URL(/^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`);
  } catch {
    return null;
  }
  const query = Object.fromEntries(parts.searchParams);
  if (parts.protocol === "tg:" && (parts.host === "resolve" || parts.pathname === "resolve")) return query.domain ? { ...query, bot: query.domain } : null;
  if (!["t.me", "telegram.me", "telegram.dog"].includes(parts.hostname)) return null;
  const name = parts.pathname.match(/^\/(\w{4,32})\/?$/)?.[1];
  return name ? { ...query, bot: name } : null;
}

/** The chat and message that a link such as `t.me/c/123/45` names. @param {string} url */
function messageLink(url) {
  const found = url.match(/^https?:\/\/t\.me\/c\/(\d+)(?:\/\d+)?\/(\d+)\/?$/);
  return found ? { chat: Number(`-100${found[1]}`), message: Number(found[2]) } : null;
}

/** @param {string} username */
function botNamed(username) {
  return [...world.bots.values()].find((bot) => bot.username.toLowerCase() === username.toLowerCase());
}

/** @param {string} url @param {HTMLElement|null} opener */
function showAddress(url, opener) {
  const copy = h("button.button.primary", { type: "button", autofocus: true, onclick: () => copyText(url) }, t("link.copy"));
  openDialog({ title: t("link.title"), kind: "small", opener, body: [h("p.dialog-text", null, t("link.outside")), h("p.address", null, url)], actions: copy });
}

/** The chats that a person could choose, their own first. @param {number} bot @param {number|undefined} first */
function privateChats(bot, first) {
  const chats = [...world.chats.values()].filter((chat) => chat.bot === bot && chat.person !== null && !world.persons.get(chat.person)?.deactivated);
  return chats.sort((a, b) => Number(b.person === first) - Number(a.person === first) || titleOf(a).localeCompare(titleOf(b)));
}

/** @param {import("./store.js").Bot} bot @param {BotLink} link @param {number|undefined} person @param {HTMLElement|null} opener */
function chooseStarter(bot, link, person, opener) {
  choose({
    title: t("link.start_title"),
    text: t("link.start_text", { bot: bot.username }),
    nothing: t("link.no_persons"),
    opener,
    options: privateChats(bot.id, person).map((chat) => ({ key: chat.key, name: titleOf(chat), picture: chatAvatar(chat) })),
    async act(key) {
      try {
        await api.start(key, link.start);
        openChat(key, { beside: true });
      } catch (error) {
        report(error, key);
      }
    },
  });
}

/** @param {import("./store.js").Bot} bot @param {BotLink} link @param {number|undefined} person @param {HTMLElement|null} opener */
function chooseGroup(bot, link, person, opener) {
  const groups = [...world.chats.values()].filter((chat) => chat.person === null && !chat.migrated_to);
  choose({
    title: t("link.group_title"),
    text: t("link.group_text", { bot: bot.username }),
    nothing: t("link.no_groups"),
    opener,
    options: groups.map((chat) => ({ key: chat.key, name: titleOf(chat), picture: chatAvatar(chat) })),
    async act(key) {
      try {
        await addToGroup(key, bot, link, person);
        openChat(key, { beside: true });
      } catch (error) {
        report(error, key);
      }
    },
  });
}

/** @param {string} key @param {import("./store.js").Bot} bot @param {BotLink} link @param {number|undefined} person */
async function addToGroup(key, bot, link, person) {
  const members = world.chats.get(key)?.members.filter((member) => !member.is_bot && !["left", "kicked"].includes(member.status)) ?? [];
  const by = (members.find((member) => member.id === person) ?? members[0])?.id;
  await api.member(key, { user: bot.id, by, status: link.admin ? "administrator" : "member" });
  const payload = link.startgroup && link.startgroup !== "true" ? ` ${link.startgroup}` : "";
  await api.say(key, { person: by, text: `/start@${bot.username}${payload}` });
}

/** @param {string} username @param {string} key @param {number|undefined} person */
export function openMention(username, key, person) {
  const bot = botNamed(username);
  const owner = [...world.persons.values()].find((someone) => someone.username?.toLowerCase() === username.toLowerCase());
  const chats = [...world.chats.values()];
  const found = bot ? (chats.find((chat) => chat.bot === bot.id && chat.person === person) ?? null) : (chats.find((chat) => owner && chat.person === owner.id) ?? null);
  if (found) openChat(found.key, { beside: true });
  else toast(t("link.unknown_bot", { bot: username }), key);
}

/**
 * Follows a link that was clicked in a chat.
 * @param {string} url @param {{key: string, person: number|undefined, opener?: HTMLElement|null}} from
 */
export function followLink(url, { key, person, opener = null }) {
  const to = messageLink(url);
  if (to && world.chats.has(`g:${to.chat}`)) {
    openChat(`g:${to.chat}`, { beside: true, message: to.message });
    return;
  }
  const link = botLink(url);
  const bot = link ? botNamed(link.bot) : undefined;
  if (!link || (!bot && !isPerson(link.bot))) showAddress(url, opener);
  else if (!bot) openMention(link.bot, key, person);
  else if (link.startgroup !== undefined) chooseGroup(bot, link, person, opener);
  else if (link.start !== undefined) chooseStarter(bot, link, person, opener);
  else openMention(link.bot, key, person);
}

/** @param {string} username */
function isPerson(username) {
  return [...world.persons.values()].some((person) => person.username?.toLowerCase() === username.toLowerCase());
}
