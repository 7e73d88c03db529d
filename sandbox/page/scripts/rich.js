/** Rich messages: blocks of headings, tables, lists, quotes and media. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { codeBlock, expandable, link, spoiler, timeElement } from "./entities.js";
import { inlineButton } from "./keyboards.js";
import { documentTile, photoTile } from "./media.js";

/**
 * @typedef {import("./message.js").Context} Context
 * @typedef {any} RichText a string, an array of texts, or an object with `type`
 * @typedef {Record<string, any> & {type: string}} Block
 */

/** @type {Record<string, string>} */
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", subscript: "sub", superscript: "sup", marked: "mark", code: "code.inline-code", hashtag: "span.hashtag", cashtag: "span.hashtag" };

/** @type {Record<string, (text: any, context: Context) => Node>} */
const TEXTS = {
  spoiler: (text, context) => spoiler(() => richText(text.text, context), plainText(text.text)),
  date_time: (text, context) => timeElement(text.unix_time, text.date_time_format ?? "", richText(text.text, context)),
  url: (text, context) => link(() => context.acts.open(text.url), richText(text.text, context), text.url),
  mention: (text, context) => link(() => context.acts.mention(text.username.replace(/^@/, "")), richText(text.text, context)),
  text_mention: (text, context) => link(() => context.acts.person(text.user.id), richText(text.text, context)),
  // The field has the name alone; what is written has the slash.
  bot_command: (text, context) => link(() => context.acts.command(`/${text.bot_command.replace(/^\//, "")}`), richText(text.text, context)),
  email_address: (text, context) => link(() => context.acts.copy(text.email_address), richText(text.text, context)),
  phone_number: (text, context) => link(() => context.acts.copy(text.phone_number), richText(text.text, context)),
  bank_card_number: (text, context) => link(() => context.acts.copy(text.bank_card_number), richText(text.text, context)),
  custom_emoji: (text) => document.createTextNode(text.alternative_text ?? ""),
  mathematical_expression: (text) => h("code.inline-code", null, text.expression),
  anchor: (text) => h("span", { data: { anchor: text.name } }),
  reference: (text, context) => h("span", { data: { anchor: text.name } }, ...richText(text.text, context)),
  anchor_link: (text, context) => anchorLink(text.anchor_name, text, context),
  reference_link: (text, context) => anchorLink(text.reference_name, text, context),
  button: (text, context) => inlineButton({ ...text.button, text: plainText(text.button.text) }, context, "rich"),
};

/** @param {string} name @param {any} text @param {Context} context */
function anchorLink(name, text, context) {
  /** @type {HTMLElement} */
  const element = link(() => {
    const places = [...(element.closest(".rich")?.querySelectorAll("[data-anchor]") ?? [])];
    places.find((place) => place.getAttribute("data-anchor") === name)?.scrollIntoView({ block: "nearest" });
  }, richText(text.text, context));
  return element;
}

/** @param {RichText} text @returns {string} */
function plainText(text) {
  if (text === null || text === undefined) return "";
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(plainText).join("");
  return plainText(text.text ?? text.alternative_text ?? text.expression ?? text.button?.text);
}

/** @param {RichText} text @param {Context} context @returns {Node[]} */
function richText(text, context) {
  if (text === null || text === undefined) return [];
  if (typeof text === "string") return [document.createTextNode(text)];
  if (Array.isArray(text)) return text.flatMap((part) => richText(part, context));
  const maker = TEXTS[text.type];
  if (maker) return [maker(text, context)];
  return [h(TAGS[text.type] ?? "span", null, ...richText(text.text, context))];
}

/** @param {Block} block @param {Context} context */
function table(block, context) {
  const rows = block.cells.map((/** @type {any[]} */ row) =>
    h("tr", null, row.map((cell) =>
      h(cell.is_header ? "th" : "td", { class: `align-${cell.align ?? "left"} valign-${cell.valign ?? "middle"}`, scope: cell.is_header ? "col" : null, colspan: cell.colspan, rowspan: cell.rowspan }, ...richText(cell.text, context)),
    )),
  );
  const classes = [block.is_bordered && "bordered", block.is_striped && "striped", block.is_compact && "compact"].filter(Boolean).join(" ");
  const caption = block.caption ? h("caption", null, ...richText(block.caption, context)) : null;
  // The table scrolls by itself, so it must be reachable by keyboard.
  return h("div.table-frame", { tabindex: -1, role: "group", "data-control": true, "aria-label": plainText(block.caption) || t("kind.rich") }, h("table", { class: classes }, caption, h("tbody", null, rows)));
}

/** @param {any} item @param {Context} context */
function listItem(item, context) {
  const mark = item.has_checkbox
    ? h("input", { type: "checkbox", disabled: true, checked: Boolean(item.is_checked), "aria-label": item.is_checked ? "☑" : "☐" })
    : h("span.marker", { "aria-hidden": "true" }, item.label || "•");
  return h("li", { class: item.is_checked ? "checked" : "" }, mark, h("div.item", null, blocks(item.blocks ?? [], context)));
}

/** @param {Block} block @param {Context} context */
function captionOf(block, context) {
  const caption = block.caption;
  if (!caption) return null;
  return h("figcaption", null, ...richText(caption.text, context), caption.credit ? h("cite", null, ...richText(caption.credit, context)) : null);
}

/** @param {Block} block @param {Context} context @param {import("./dom.js").Child} content */
const figure = (block, context, content) => h("figure", null, content, captionOf(block, context));

/** @param {Block} block @param {Context} context */
const credit = (block, context) => (block.credit ? h("cite", null, ...richText(block.credit, context)) : null);

/** @type {Record<string, (block: Block, context: Context) => import("./dom.js").Child>} */
const BLOCKS = {
  paragraph: (block, context) => h("p", null, ...richText(block.text, context)),
  heading: (block, context) => h(`div.heading.size-${Math.min(6, Math.max(1, Number(block.size) || 3))}`, { role: "heading", "aria-level": Math.min(6, 2 + (Number(block.size) || 3)) }, ...richText(block.text, context)),
  pre: (block, context) => codeBlock(plainText(block.text), block.language ?? "", context.acts, richText(block.text, context)),
  footer: (block, context) => h("p.footer", null, ...richText(block.text, context)),
  divider: () => h("hr"),
  mathematical_expression: (block) => h("p", null, h("code.inline-code", null, block.expression)),
  anchor: (block) => h("span", { data: { anchor: block.name } }),
  list: (block, context) => h("ul.rich-list", { role: "list" }, block.items.map((/** @type {any} */ item) => listItem(item, context))),
  blockquote: (block, context) => h("blockquote.quote", null, blocks(block.blocks, context), credit(block, context)),
  expandable_blockquote: (block, context) => expandable(() => richText(block.text, context), plainText(block.text)),
  pullquote: (block, context) => h("blockquote.pullquote", null, ...richText(block.text, context), credit(block, context)),
  table,
  details: (block, context) => h("details", { open: Boolean(block.is_open) }, h("summary", { tabindex: -1, "data-control": true }, ...richText(block.summary, context)), h("div.details", null, blocks(block.blocks, context))),
  photo: (block, context) => figure(block, context, photoTile({ photo: block.photo }, context)),
  document: (block, context) => figure(block, context, documentTile(block.document)),
  video: (block, context) => figure(block, context, documentTile({ ...block.video, file_name: block.video.file_name ?? t("kind.video") })),
  animation: (block, context) => figure(block, context, documentTile({ ...block.animation, file_name: block.animation.file_name ?? t("kind.animation") })),
  audio: (block, context) => figure(block, context, documentTile({ ...block.audio, file_name: block.audio.file_name ?? t("kind.audio") })),
  voice_note: (block, context) => figure(block, context, documentTile({ ...block.voice_note, file_name: t("kind.voice") })),
  collage: (block, context) => figure(block, context, h("div.collage", null, blocks(block.blocks, context))),
  slideshow: (block, context) => figure(block, context, h("div.slideshow", { tabindex: -1, "data-control": true, role: "group" }, blocks(block.blocks, context))),
  map: (block) => h("p", null, `${t("kind.location")}: ${block.location.latitude}, ${block.location.longitude}`),
  buttons: (block, context) => h("div.keyboard", null, h("div.keyboard-row", null, block.buttons.map((/** @type {any} */ button) => inlineButton({ ...button, text: plainText(button.text) }, context, "rich")))),
  thinking: (block, context) => h("p.footer", null, ...richText(block.text, context)),
};

/** @param {Block[]} list @param {Context} context @returns {import("./dom.js").Child[]} */
function blocks(list, context) {
  return list.map((block) => (BLOCKS[block.type] ? BLOCKS[block.type](block, context) : h("p", null, ...richText(block.text, context))));
}

/** @param {{blocks: Block[], is_rtl?: boolean}} rich @param {Context} context */
export function richMessage(rich, context) {
  return h("div.rich", { dir: rich.is_rtl ? "rtl" : null }, blocks(rich.blocks ?? [], context));
}

/** The first words of a rich message, for the list. @param {{blocks?: Block[]}} rich */
export function richPreview(rich) {
  const first = (rich.blocks ?? []).map((block) => plainText(block.text ?? block.summary)).find(Boolean);
  return first ?? t("kind.rich");
}
