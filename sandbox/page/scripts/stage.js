/** Where the open chats stand side by side. */

import { h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { makePanel } from "./panel.js";
import { closed, focusInList, open, replaceChat, wish } from "./panels.js";
import { subscribe, world } from "./store.js";

/** The stage's element. */
export function makeStage() {
  /** @type {Map<string, ReturnType<typeof makePanel>>} */
  const panels = new Map();
  const row = h("div.panels");
  const none = h("div.stage-none", null, h("span.stage-picture", { "aria-hidden": "true" }, icon("chat")), h("h2", null, t("chat.none")), h("p", null, t("chat.none_hint")));
  const element = h("main.stage", { id: "stage", tabindex: -1 }, row, none);

  function fulfil() {
    const { focus, message } = wish;
    wish.focus = null;
    wish.message = null;
    const panel = focus ? panels.get(focus) : undefined;
    if (!panel) {
      focusRow();
      return;
    }
    if (message) void panel.jump(message);
    else if (matchMedia("(pointer: fine)").matches || innerWidth > 720) panel.focus();
  }

  /** Where no chat is open, the focus goes back to the column. */
  function focusRow() {
    const { key } = closed;
    closed.key = null;
    if (key !== null && !open.keys.length) focusInList(key);
  }

  function update() {
    for (const [key, panel] of panels) {
      if (open.keys.includes(key)) continue;
      panel.end();
      panels.delete(key);
    }
    reconcile(row, open.keys, (key) => key, (key) => {
      const known = panels.get(key) ?? makePanel(key);
      panels.set(key, known);
      return known.element;
    });
    none.hidden = open.keys.length > 0;
    document.body.classList.toggle("in-chat", open.keys.length > 0);
    row.setAttribute("data-count", String(open.keys.length));
    updateActive();
    fulfil();
  }

  function updateActive() {
    for (const [key, panel] of panels) panel.element.classList.toggle("active", key === open.active && open.keys.length > 1);
  }

  /** Groups whose end was seen already; who opens an old one wants to read it. */
  const followed = new Set([...world.chats.values()].filter((chat) => chat.migrated_to).map((chat) => chat.key));

  /** A group that becomes a supergroup before our eyes is followed. */
  function follow() {
    for (const chat of world.chats.values()) {
      if (!chat.migrated_to || followed.has(chat.key) || !world.chats.has(chat.migrated_to)) continue;
      followed.add(chat.key);
      replaceChat(chat.key, chat.migrated_to);
    }
  }
  const ends = [
    subscribe(["panels"], update),
    subscribe(["active"], updateActive),
  ];
  const onVisible = () => {
    if (!document.hidden) panels.forEach((panel) => panel.read());
  };
  document.addEventListener("visibilitychange", onVisible);
  ends.push(() => document.removeEventListener("visibilitychange", onVisible));
  update();
  return {
    element,
    follow,
    end: () => {
      ends.forEach((end) => end());
      panels.forEach((panel) => panel.end());
    },
    /** @param {number} step */
    next(step) {
      const place = open.keys.indexOf(open.active ?? "");
      panels.get(open.keys[(place + step + open.keys.length) % open.keys.length])?.focus();
    },
  };
}
