/** How many messages of a chat nobody looked at yet. */

import { isFirstVisit, remember, settings } from "./settings.js";
import { touch, world } from "./store.js";

/** On the first visit all that is there counts as read; in a world begun anew, no more than is there. */
export function beginReading() {
  const first = isFirstVisit();
  const chats = [...world.chats.values()];
  const known = chats.filter((chat) => first || chat.key in settings.seen);
  remember({
    seen: Object.fromEntries(known.map((chat) => [chat.key, first ? chat.total : Math.min(settings.seen[chat.key], chat.total)])),
  });
}

/** @param {import("./store.js").Chat} chat */
export function unreadOf(chat) {
  return Math.max(0, chat.total - Math.min(settings.seen[chat.key] ?? 0, chat.total));
}

/** Notes that all of a chat was seen. @param {import("./store.js").Chat} chat */
export function markRead(chat) {
  if (settings.seen[chat.key] === chat.total) return;
  remember({ seen: { ...settings.seen, [chat.key]: chat.total } });
  touch("chats");
}
