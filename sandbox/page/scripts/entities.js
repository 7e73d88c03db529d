/** Texts with entities: cut at the borders of what overlaps, nested, and made into elements. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { entityTime, fullTime } from "./dates.js";

/**
 * @typedef {{type: string, offset: number, length: number, [field: string]: any}} Entity offsets in UTF-16 units
 * @typedef {{entity: Entity|null, text: string, children: Piece[]}} Piece a text where `entity` is null
 * @typedef {object} Acts what the texts' links do
 * @property {(url: string) => void} open
 * @property {(command: string) => void} command
 * @property {(name: string) => void} mention
 * @property {(id: number) => void} person
 * @property {(text: string) => void} copy
 */

/** What stands outermost where entities overlap: blocks are never cut in two. @type {Record<string, number>} */
const DEPTH = { blockquote: 0, expandable_blockquote: 0, pre: 1, text_link: 2, text_mention: 2, spoiler: 3, date_time: 4 };
const usualDepth = 5;

/** @param {Entity} a @param {Entity} b */
function byDepth(a, b) {
  return (DEPTH[a.type] ?? usualDepth) - (DEPTH[b.type] ?? usualDepth) || a.offset - b.offset || b.length - a.length;
}

/**
 * The text as a tree of its entities.
 * @param {string} text @param {Entity[]} entities
 * @returns {Piece[]}
 */
function pieces(text, entities) {
  const sound = entities.filter(({ offset, length }) => length > 0 && offset >= 0 && offset + length <= text.length).sort(byDepth);
  const borders = new Set([0, text.length]);
  for (const { offset, length } of sound) borders.add(offset).add(offset + length);
  const places = [...borders].sort((a, b) => a - b);
  /** @type {Piece} */
  const root = { entity: null, text: "", children: [] };
  /** @type {Piece[]} */
  let open = [root];
  for (let index = 0; index + 1 < places.length; index += 1) {
    const [from, to] = [places[index], places[index + 1]];
    const active = sound.filter(({ offset, length }) => offset <= from && offset + length >= to);
    const kept = active.findIndex((entity, depth) => open[depth + 1]?.entity !== entity);
    open = open.slice(0, 1 + (kept < 0 ? active.length : kept));
    for (const entity of active.slice(open.length - 1)) {
      const piece = { entity, text: "", children: [] };
      open[open.length - 1].children.push(piece);
      open.push(piece);
    }
    open[open.length - 1].children.push({ entity: null, text: text.slice(from, to), children: [] });
  }
  return root.children;
}

/** @param {Piece} piece @returns {string} */
function textOf(piece) {
  return piece.entity === null ? piece.text : piece.children.map(textOf).join("");
}

/**
 * A link that the page itself follows. It has no address, so nothing can be opened past the page.
 * @param {() => void} act @param {import("./dom.js").Child} content @param {string} [title]
 */
export function link(act, content, title) {
  const press = (/** @type {Event} */ event) => {
    event.stopPropagation();
    act();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") press(event);
  };
  return h("a.link", { role: "link", tabindex: -1, title, "data-control": true, onclick: press, onkeydown }, content);
}

/** @param {() => Node[]} inner @param {string} text */
export function spoiler(inner, text) {
  const element = h("span.spoiler", { role: "button", tabindex: -1, "data-control": true, "aria-label": t("message.spoiler") });
  element.append(h("span.spoiler-text", { "aria-hidden": "true" }, text));
  const reveal = (/** @type {Event} */ event) => {
    if (element.classList.contains("revealed")) return;
    event.stopPropagation();
    event.preventDefault();
    element.classList.add("revealed");
    for (const name of ["role", "aria-label", "data-control"]) element.removeAttribute(name);
    element.replaceChildren(...inner());
  };
  element.addEventListener("click", reveal);
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal(event);
  });
  return element;
}

/** @param {() => Node[]} inner @param {string} text */
export function expandable(inner, text) {
  const long = text.length > 160 || text.split("\n").length > 3;
  const body = h("div.quote-text", null, ...inner());
  const quote = h("blockquote.quote", null, body);
  if (!long) return quote;
  quote.classList.add("folded");
  const button = h("button.quote-toggle", { type: "button", tabindex: -1, "data-control": true, "aria-expanded": "false", "aria-label": t("message.expand") }, icon("down"));
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const folded = quote.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
    button.setAttribute("aria-label", t(folded ? "message.expand" : "message.collapse"));
  });
  quote.append(button);
  return quote;
}

/** @param {string} code @param {string} language @param {Acts} acts @param {Node[]} inner */
export function codeBlock(code, language, acts, inner) {
  const copy = h("button.code-copy", { type: "button", tabindex: -1, "data-control": true, "aria-label": t("message.copy_code"), onclick: () => acts.copy(code) }, icon("copy"));
  return h("div.code-block", null, h("div.code-head", null, h("span", null, language || ""), copy), h("pre", { tabindex: -1 }, h("code", null, ...inner)));
}

/** @param {number} seconds @param {string} style @param {Node[]} inner */
export function timeElement(seconds, style, inner) {
  const moment = new Date(seconds * 1000);
  const shown = entityTime(seconds, style);
  return h("time.moment", { datetime: moment.toISOString(), title: fullTime(moment), data: { unix: seconds, style } }, ...(shown === null ? inner : [document.createTextNode(shown)]));
}

/** @type {Record<string, string>} */
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code.inline-code", blockquote: "blockquote.quote", hashtag: "span.hashtag", cashtag: "span.hashtag" };

/** @type {Record<string, (piece: Piece, acts: Acts) => HTMLElement>} */
const MAKERS = {
  spoiler: (piece, acts) => spoiler(() => nodes(piece.children, acts), textOf(piece)),
  expandable_blockquote: (piece, acts) => expandable(() => nodes(piece.children, acts), textOf(piece)),
  pre: (piece, acts) => codeBlock(textOf(piece), piece.entity?.language, acts, nodes(piece.children, acts)),
  url: (piece, acts) => link(() => acts.open(textOf(piece)), nodes(piece.children, acts)),
  text_link: (piece, acts) => link(() => acts.open(piece.entity?.url), nodes(piece.children, acts), piece.entity?.url),
  mention: (piece, acts) => link(() => acts.mention(textOf(piece).slice(1)), nodes(piece.children, acts)),
  text_mention: (piece, acts) => link(() => acts.person(piece.entity?.user?.id), nodes(piece.children, acts)),
  bot_command: (piece, acts) => link(() => acts.command(textOf(piece)), nodes(piece.children, acts)),
  email: (piece, acts) => link(() => acts.copy(textOf(piece)), nodes(piece.children, acts)),
  phone_number: (piece, acts) => link(() => acts.copy(textOf(piece)), nodes(piece.children, acts)),
  date_time: (piece, acts) => timeElement(piece.entity?.unix_time, piece.entity?.date_time_format ?? "", nodes(piece.children, acts)),
};

/** @param {Piece[]} tree @param {Acts} acts @returns {Node[]} */
function nodes(tree, acts) {
  return tree.map((piece) => {
    if (piece.entity === null) return document.createTextNode(piece.text);
    const maker = MAKERS[piece.entity.type];
    if (maker) return maker(piece, acts);
    return h(TAGS[piece.entity.type] ?? "span", null, ...nodes(piece.children, acts));
  });
}

/**
 * The text as elements.
 * @param {string} text @param {Entity[]} entities @param {Acts} acts
 */
export function formatted(text, entities, acts) {
  return nodes(trimmed(pieces(text, entities)), acts);
}

/** Blocks break lines by themselves: the line break beside one is left out. @param {Piece[]} tree */
function trimmed(tree) {
  const isBlock = (/** @type {Piece|undefined} */ piece) => piece?.entity && ["pre", "blockquote", "expandable_blockquote"].includes(piece.entity.type);
  return tree.map((piece, index) => {
    if (piece.entity !== null) return piece;
    let { text } = piece;
    if (isBlock(tree[index - 1]) && text.startsWith("\n")) text = text.slice(1);
    if (isBlock(tree[index + 1]) && text.endsWith("\n")) text = text.slice(0, -1);
    return { ...piece, text };
  });
}
