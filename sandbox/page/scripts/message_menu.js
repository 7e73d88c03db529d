/** What can be done with a message. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { openMenu } from "./menus.js";
import { copyText } from "./toasts.js";

const EMOJI = ["👍", "❤️", "🔥", "👏", "🙏", "😁", "🤔"];

/** @param {import("./panel.js").Panel} panel @param {import("./store.js").Message} message @param {() => void} close */
function emojiRow(panel, message, close) {
  return h("div.menu-extra", null, EMOJI.map((emoji) => {
    const act = () => {
      close();
      panel.acts.react(message, emoji);
    };
    return h("button.emoji", { type: "button", role: "menuitem", tabindex: -1, "aria-label": t("message.react", { emoji }), onclick: act }, emoji);
  }));
}

/**
 * @param {import("./panel.js").Panel} panel @param {import("./store.js").Message} message
 * @param {HTMLElement} opener @param {{x: number, y: number}|undefined} at @param {string} text what "copy" takes
 */
export function openMessageMenu(panel, message, opener, at, text) {
  const own = message.from?.id === panel.writer();
  const editable = own && !message.forward_origin && (message.text !== undefined || message.caption !== undefined);
  const menu = openMenu({
    label: t("message.actions"),
    opener,
    at,
    extra: emojiRow(panel, message, () => menu.close()),
    items: [
      { text: t("message.reply"), icon: "reply", act: () => panel.reply(message) },
      text ? { text: t("message.copy"), icon: "copy", act: () => void copyText(text, panel.key) } : null,
      editable && { text: t("message.edit"), icon: "edit", act: () => panel.edit(message) },
      own && { text: t("message.delete"), icon: "trash", danger: true, act: () => panel.remove(message) },
    ],
  });
}
