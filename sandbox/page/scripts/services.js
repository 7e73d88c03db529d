/** Service messages: what happened in a chat, in a sentence. */

import { t } from "./i18n.js";
import { authorOf, fullName } from "./names.js";
import { previewText } from "./previews.js";

/** @param {any[]} users */
const names = (users) => users.map(fullName).join(", ");

/** @param {any} message */
function joined(message) {
  const who = authorOf(message);
  const others = message.new_chat_members.filter((/** @type {any} */ user) => user.id !== message.from?.id);
  return others.length ? t("service.added", { who, whom: names(others) }) : t("service.joined", { who });
}

/** @param {any} message */
function left(message) {
  const who = authorOf(message);
  const gone = message.left_chat_member;
  return gone.id === message.from?.id ? t("service.left", { who }) : t("service.removed", { who, whom: fullName(gone) });
}

/** @type {Record<string, (message: any) => string>} */
const SENTENCES = {
  new_chat_members: joined,
  left_chat_member: left,
  new_chat_title: (message) => t("service.title", { who: authorOf(message), title: message.new_chat_title }),
  group_chat_created: (message) => t("service.created", { who: authorOf(message), title: message.chat.title }),
  supergroup_chat_created: () => t("service.group_created"),
  migrate_to_chat_id: () => t("service.upgraded"),
  migrate_from_chat_id: (message) => t("service.from_group", { title: message.chat.title }),
  pinned_message: (message) => t("service.pinned", { who: authorOf(message), text: previewText(message.pinned_message).slice(0, 60) }),
  forum_topic_created: (message) => t("service.topic_created", { who: authorOf(message), name: message.forum_topic_created.name }),
  forum_topic_edited: (message) => t("service.topic_renamed", { who: authorOf(message), name: message.forum_topic_edited.name ?? "" }),
  forum_topic_closed: (message) => t("service.topic_closed", { who: authorOf(message) }),
  forum_topic_reopened: (message) => t("service.topic_reopened", { who: authorOf(message) }),
};

/** The sentence, or null where the message is none of the service. @param {any} message */
export function serviceText(message) {
  const name = Object.keys(SENTENCES).find((field) => field in message);
  return name ? SENTENCES[name](message) : null;
}
