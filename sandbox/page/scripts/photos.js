/** The photo shown large, with those before and after it in its chat. */

import * as api from "./api.js";
import { openDialog } from "./dialogs.js";
import { fill, h, say, setUsable } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { largest } from "./media.js";
import { logOf } from "./store.js";

/** @param {string} key the chat @param {any} shown the message @param {HTMLElement} opener */
export function openPhoto(key, shown, opener) {
  const photos = logOf(key).messages.filter((message) => message.photo);
  let place = photos.findIndex((message) => message.message_id === shown.message_id);
  const list = place < 0 ? [shown] : photos;
  if (place < 0) place = 0;

  const frame = h("div.photo-frame");
  const caption = h("p.photo-caption");
  const previous = h("button.round", { type: "button", "aria-label": t("photo.previous"), onclick: () => go(-1) }, icon("back"));
  const next = h("button.round.turned", { type: "button", "aria-label": t("photo.next"), onclick: () => go(1) }, icon("back"));
  const download = h("a.round", { "aria-label": t("photo.download") }, icon("download"));

  const paint = () => {
    const message = list[place];
    const address = api.fileAddress(largest(message.photo).file_id);
    fill(frame, h("img", { src: address, alt: message.caption ?? t("kind.photo") }));
    download.setAttribute("href", address);
    download.setAttribute("download", `photo-${message.message_id ?? 1}.jpg`);
    say(caption, message.caption ?? "");
    setUsable(previous, place > 0);
    setUsable(next, place < list.length - 1);
  };
  const go = (/** @type {number} */ step) => {
    place = Math.min(list.length - 1, Math.max(0, place + step));
    paint();
  };
  paint();
  for (const button of [previous, next]) button.hidden = list.length < 2;
  const dialog = openDialog({ title: t("photo.label"), kind: "photo", opener, body: [h("div.photo-row", null, previous, frame, next), caption], actions: [download] });
  dialog.element.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") go(-1);
    if (event.key === "ArrowRight") go(1);
  });
}
