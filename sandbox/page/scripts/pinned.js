/** The pinned message above a log. */

import * as api from "./api.js";
import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { previewText } from "./previews.js";
import { messageOf } from "./store.js";

/** @param {import("./panel.js").Panel} panel */
export function makePinned(panel) {
  const text = h("span.pinned-text");
  const count = h("span.pinned-count");
  const jump = () => panel.acts.jump(shown);
  const element = h("button.pinned", { type: "button", hidden: true, onclick: jump }, icon("pin"), h("span.pinned-lines", null, h("span.pinned-head", null, t("chat.pinned"), count), text));
  let shown = 0;
  /** A pinned message older than what is loaded. @type {any} */
  let fetched = null;

  /** @param {number} id */
  async function fetchOld(id) {
    fetched = { message_id: id };
    try {
      const { messages } = await api.messages(panel.key, id + 1, 1);
      fetched = messages[0]?.message_id === id ? messages[0] : fetched;
      update();
    } catch (error) {
      console.warn(error); // The bar stays without its line; the message can still be gone to.
    }
  }

  function update() {
    const { pinned } = panel.chat();
    element.hidden = !pinned?.length;
    if (!pinned?.length) return;
    shown = pinned[pinned.length - 1];
    const message = messageOf(panel.key, shown) ?? (fetched?.message_id === shown ? fetched : null);
    if (!message) void fetchOld(shown);
    say(count, pinned.length > 1 ? ` ${pinned.length}` : "");
    say(text, message ? previewText(message) : "");
  }
  return { element, update };
}
