/** The head of a chat: who it is, how it stands, and its menu. */

import { openChatMenu } from "./chat_menu.js";
import { h, say } from "./dom.js";
import { isTyping } from "./feed.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { chatAvatar, nameOf, titleOf } from "./names.js";
import { closeChat } from "./panels.js";
import { world } from "./store.js";

/** How a chat stands, in a few words. @param {import("./store.js").Chat} chat */
function standing(chat) {
  if (chat.person !== null) {
    if (world.persons.get(chat.person)?.deactivated) return t("list.deactivated");
    if (chat.blocked) return t("list.blocked");
    return t("chat.with", { bot: nameOf(chat.bot) });
  }
  const count = chat.members.filter((member) => !["left", "kicked"].includes(member.status)).length;
  return `${t(`list.${chat.kind}`)}, ${count === 1 ? t("chat.member") : t("chat.members", { count })}`;
}

/** @param {import("./panel.js").Panel} panel */
export function makeHeader(panel) {
  const picture = h("span.header-picture");
  const title = h("h2.header-title");
  const detail = h("p.header-detail");
  const menu = h("button.round", { type: "button", "aria-label": t("chat.menu"), "aria-haspopup": "menu", onclick: () => openChatMenu(panel, menu) }, icon("more"));
  const element = h(
    "header.header",
    null,
    h("button.round.back", { type: "button", "aria-label": t("chat.back"), onclick: () => closeChat(panel.key) }, icon("back")),
    picture,
    h("div.header-names", null, title, detail),
    menu,
    h("button.round.header-close", { type: "button", "aria-label": t("chat.close"), onclick: () => closeChat(panel.key) }, icon("close")),
  );
  let shown = "";

  function update() {
    const chat = panel.chat();
    if (!chat) return;
    const name = titleOf(chat);
    if (shown !== name) picture.replaceChildren(chatAvatar(chat));
    shown = name;
    say(title, name);
    const typing = isTyping(panel.key, panel.thread);
    element.classList.toggle("typing", typing);
    say(detail, typing ? t("chat.typing") : standing(chat));
  }
  return { element, update, writerName: () => nameOf(panel.writer()) };
}
