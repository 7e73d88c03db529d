/** Photos and files in messages. */

import * as api from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { openPhoto } from "./photos.js";

const LONGEST_SIDE = 460;
const SHORTEST_SIDE = 120;

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes < 1000) return t("size.bytes", { size: bytes });
  if (bytes < 1_000_000) return t("size.kilobytes", { size: Math.round(bytes / 1000) });
  return t("size.megabytes", { size: (bytes / 1_000_000).toFixed(1) });
}

/** The largest of a photo's sizes. @param {any[]} sizes */
export function largest(sizes) {
  return sizes.reduce((best, size) => (size.width * size.height > best.width * best.height ? size : best));
}

/** What a screen reader says of a photo. @param {any} message */
function altOf(message) {
  return message.caption ? `${t("kind.photo")}: ${message.caption.slice(0, 120)}` : t("kind.photo");
}

/**
 * A photo that opens large. Its place is kept before it is there, so nothing jumps.
 * @param {any} message with `photo` @param {import("./message.js").Context} context
 */
export function photoTile(message, context) {
  const size = largest(message.photo);
  const image = h("img", { src: api.fileAddress(size.file_id), alt: altOf(message), loading: "lazy", decoding: "async", width: size.width, height: size.height });
  const ratio = Math.min(2.4, Math.max(0.5, size.width / size.height));
  const width = Math.round(Math.max(SHORTEST_SIDE, ratio >= 1 ? LONGEST_SIDE : LONGEST_SIDE * ratio));
  const tile = h("button.photo", { type: "button", tabindex: -1, "data-control": true, vars: { ratio, width: `${width}px` }, "aria-label": `${t("message.open_photo")}. ${altOf(message)}`, onclick: () => openPhoto(context.key, message, tile) }, image);
  image.addEventListener("error", () => {
    tile.classList.add("missing");
    tile.replaceChildren(icon("photo"), h("span", null, t("message.photo_missing")));
  });
  return tile;
}

/** @param {any} file with `file_id`, `file_name`, `file_size` */
export function documentTile(file) {
  const name = file.file_name ?? t("kind.document");
  const suffix = name.match(/\.([\p{L}\p{N}]{1,4})[\p{L}\p{N}]*$/u)?.[1] ?? "";
  return h(
    "a.document",
    { href: api.fileAddress(file.file_id), download: name, tabindex: -1, "data-control": true, "aria-label": t("message.download", { name }) },
    h("span.document-icon", { "aria-hidden": "true" }, suffix ? h("span", null, suffix) : icon("file")),
    h("span.document-text", null, h("span.document-name", null, name), h("span.document-size", null, sizeText(file.file_size ?? 0))),
  );
}

/** The kinds of media that are shown as a file to be downloaded. */
const FILES = ["document", "video", "audio", "voice", "animation", "video_note"];

/** @param {any} message @param {import("./message.js").Context} context @returns {HTMLElement|null} */
export function mediaOf(message, context) {
  if (message.photo) return photoTile(message, context);
  if (message.sticker) return h("span.sticker", { role: "img", "aria-label": t("kind.sticker") }, message.sticker.emoji ?? "🏷");
  if (message.location) return h("span.place", null, icon("pin"), `${message.location.latitude}, ${message.location.longitude}`);
  if (message.contact) return h("span.place", null, icon("person"), `${message.contact.first_name} ${message.contact.phone_number ?? ""}`);
  const kind = FILES.find((name) => message[name]);
  if (!kind) return null;
  return documentTile({ ...message[kind], file_name: message[kind].file_name ?? t(`kind.${kind}`) });
}

/** The word for a message's media, or nothing. @param {any} message */
export function kindOf(message) {
  const kinds = ["photo", "animation", "document", "video", "audio", "voice", "sticker", "video_note", "location", "contact"];
  const kind = kinds.find((name) => message[name]);
  if (!kind) return "";
  return kind === "document" ? (message.document.file_name ?? t("kind.document")) : t(`kind.${kind}`);
}
