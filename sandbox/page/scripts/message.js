/** One message, or one album, as a bubble. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { clockTime, fullTime } from "./dates.js";
import { formatted } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { kindOf, mediaOf } from "./media.js";
import { authorOf, avatar, colorOf, fullName } from "./names.js";
import { previewText } from "./previews.js";
import { richMessage } from "./rich.js";
import { serviceText } from "./services.js";

/**
 * @typedef {import("./store.js").Message} Message
 * @typedef {object} Context what a message needs of its chat
 * @property {string} key
 * @property {Message} message
 * @property {import("./entities.js").Acts & ChatActs} acts
 * @property {() => number|undefined} writer the person for whom the page acts in a group
 * @typedef {object} ChatActs
 * @property {(id: number) => void} jump
 * @property {(message: Message, opener: HTMLElement, at?: {x: number, y: number}) => void} menu
 * @property {(message: Message, emoji: string) => void} react
 *
 * @typedef {object} Item one row of the log
 * @property {Message[]} messages one, or those of an album
 * @property {boolean} own
 * @property {boolean} group whether the author is shown
 * @property {string} shape which of its neighbours are of the same author
 */

/** @param {Message} message @param {boolean} own */
function meta(message, own) {
  const moment = new Date(message.date * 1000);
  return h(
    "span.meta",
    null,
    message.silent ? h("span.meta-mark", { role: "img", "aria-label": t("message.silent"), title: t("message.silent") }, icon("mute")) : null,
    message.edit_date ? h("span.edited", { title: fullTime(new Date(message.edit_date * 1000)) }, t("message.edited")) : null,
    h("time", { datetime: moment.toISOString(), title: fullTime(moment) }, clockTime(moment)),
    own ? h("span.meta-mark", { role: "img", "aria-label": t("message.sent") }, icon("check")) : null,
  );
}

/** @param {any} origin */
function originName(origin) {
  if (origin.sender_user) return fullName(origin.sender_user);
  return origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? "";
}

/** @param {Message} message */
function forwarded(message) {
  if (!message.forward_origin) return null;
  return h("div.forwarded", null, icon("forward"), h("span", null, t("message.forwarded", { name: originName(message.forward_origin) })));
}

/** @param {Message} message @param {Context} context */
function quoted(message, context) {
  const answered = message.reply_to_message;
  // In a topic every message answers the one that made it; only real answers are shown.
  if (!answered || answered.forum_topic_created) return null;
  const text = message.quote?.text ?? previewText(answered);
  return h(
    "button.reply-quote",
    { type: "button", tabindex: -1, "data-control": true, title: t("message.jump"), data: { color: colorOf(answered.from?.id ?? 0) }, onclick: (/** @type {Event} */ event) => { event.stopPropagation(); context.acts.jump(answered.message_id); } },
    h("span.reply-name", null, authorOf(answered)),
    h("span.reply-text", null, text),
  );
}

/** @param {Message} message @param {Context} context */
function reactions(message, context) {
  if (!message.reactions?.length) return null;
  return h("div.reactions", null, message.reactions.map((/** @type {any} */ { emoji, count }) =>
    h("button.reaction", { type: "button", tabindex: -1, "data-control": true, "aria-label": t("message.reaction", { emoji, count }), onclick: () => context.acts.react(message, emoji) }, h("span", { "aria-hidden": "true" }, emoji), h("span.reaction-count", { "aria-hidden": "true" }, count)),
  ));
}

/** @param {Message} message @param {Context} context */
function textOf(message, context) {
  if (message.rich_message) return [richMessage(message.rich_message, context)];
  const text = message.text ?? message.caption ?? "";
  if (!text) return [];
  return formatted(text, message.entities ?? message.caption_entities ?? [], context.acts);
}

/** A text of a few emoji alone is shown large. @param {Message} message */
function isEmojiOnly(message) {
  return Boolean(message.text) && message.text.length <= 24 && /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(message.text);
}

/** @param {Item} item @param {Context} context */
function albumOf(item, context) {
  const photos = item.messages.every((message) => message.photo);
  return h(photos ? "div.album" : "div.files", { data: { count: item.messages.length } }, item.messages.map((message, place) =>
    h("div.album-part", place ? { data: { message: message.message_id } } : null, mediaOf(message, { ...context, message })),
  ));
}

/** @param {Item} item @param {Context} context */
function bubble(item, context) {
  const told = item.messages.find((message) => message.caption || message.text || message.rich_message) ?? item.messages[0];
  const [first] = item.messages;
  const last = item.messages[item.messages.length - 1];
  const text = textOf(told, context);
  const media = item.messages.length > 1 ? albumOf(item, context) : mediaOf(first, context);
  const unknown = !media && !text.length ? h("em", null, t("message.unknown")) : null;
  const classes = [media && "with-media", first.photo && "with-photo", !text.length && media && "bare", isEmojiOnly(told) && "emoji-only", told.rich_message && "with-rich"].filter(Boolean).join(" ");
  return h(
    "div.bubble",
    { class: classes },
    item.group && !item.own && item.shape.includes("first") ? h("div.author", { data: { color: colorOf(first.from?.id ?? 0) } }, authorOf(first)) : null,
    forwarded(first),
    quoted(first, context),
    media,
    h("div.text", { dir: "auto" }, text.length ? h(told.rich_message ? "div.said" : "span.said", null, text) : unknown, meta({ ...last, edit_date: item.messages.find((message) => message.edit_date)?.edit_date }, item.own)),
    reactions(first, context),
  );
}

/** @param {Item} item @param {Context} context */
function serviceRow(item, context) {
  const [message] = item.messages;
  const text = serviceText(message) ?? "";
  const jump = message.pinned_message ? () => context.acts.jump(message.pinned_message.message_id) : null;
  return h(
    "article.row.service",
    { tabindex: -1, data: { message: message.message_id }, "aria-label": fullTime(new Date(message.date * 1000)) },
    jump ? h("button.service-text", { type: "button", tabindex: -1, "data-control": true, onclick: jump }, text) : h("span.service-text", null, text),
  );
}

/**
 * The row of a message or an album.
 * @param {Item} item @param {Context} context
 * @returns {HTMLElement}
 */
export function messageRow(item, context) {
  const [first] = item.messages;
  if (serviceText(first) !== null) return serviceRow(item, context);
  const author = authorOf(first);
  const moment = new Date(first.date * 1000);
  const last = item.messages[item.messages.length - 1];
  const keyboard = inlineKeyboard(last, { ...context, message: last });
  const row = h(
    "article.row",
    { class: `${item.own ? "own" : "other"} ${item.shape}`, tabindex: -1, data: { message: first.message_id }, "aria-label": t("message.by", { name: author, time: fullTime(moment) }) },
    item.group && !item.own ? h("span.row-avatar", null, avatar(first.from?.id ?? 0, author)) : null,
    h("div.stack", { class: `${keyboard ? "with-keyboard" : ""} ${first.rich_message ? "wide" : ""}` }, bubble(item, context), keyboard),
  );
  const actions = h("button.row-actions.round", { type: "button", tabindex: -1, "aria-label": t("message.actions"), "aria-haspopup": "menu", onclick: () => context.acts.menu(first, actions) }, icon("more"));
  row.append(actions);
  row.addEventListener("contextmenu", (event) => {
    if (/** @type {Element} */ (event.target).closest("a[href], input, img")) return;
    event.preventDefault();
    context.acts.menu(first, row, { x: event.clientX, y: event.clientY });
  });
  return row;
}

/** The text that "copy" takes. @param {Message} message */
export function copyOf(message) {
  return message.text ?? message.caption ?? (message.rich_message ? previewText(message) : kindOf(message));
}
