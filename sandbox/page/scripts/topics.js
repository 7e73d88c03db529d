/** The topics of a forum, as tabs that filter its log. */

import * as api from "./api.js";
import { field, openDialog } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { rovingControls } from "./roving.js";
import { report } from "./toasts.js";

/** @param {import("./panel.js").Panel} panel */
export function makeTopics(panel) {
  const list = h("div.topics", { role: "tablist", "aria-label": t("chat.topics") });
  const add = h("button.round.small", { type: "button", "aria-label": t("chat.new_topic"), title: t("chat.new_topic"), onclick: () => askTopic(panel) }, icon("add"));
  const element = h("div.topics-bar", { hidden: true }, list, add);
  const roving = rovingControls(list, ".topic");

  /** @param {number|null} thread @param {string} name @param {boolean} [closed] */
  function tab(thread, name, closed) {
    const chosen = panel.thread === thread;
    return h(
      "button.topic",
      { type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? 0 : -1, data: { color: Math.abs(thread ?? 0) % 8, topic: thread ?? "all" }, onclick: () => panel.setThread(thread) },
      thread ? h("span.topic-dot", { "aria-hidden": "true" }) : null,
      h("span", null, name),
      closed ? icon("lock", "icon tiny") : null,
    );
  }

  function update() {
    const chat = panel.chat();
    element.hidden = !chat.forum;
    if (!chat.forum) return;
    const focused = list.contains(document.activeElement);
    fill(list, tab(null, t("chat.all_topics")), tab(0, t("chat.general")), ...chat.topics.map((topic) => tab(topic.id, topic.name, topic.closed)));
    roving.refresh();
    if (focused) /** @type {HTMLElement|null} */ (list.querySelector('[aria-selected="true"]'))?.focus();
  }
  return { element, update };
}

/** Asks for a new topic's name. @param {import("./panel.js").Panel} panel */
export function askTopic(panel) {
  const name = /** @type {HTMLInputElement} */ (h("input.input", { required: true, maxlength: 128, autocomplete: "off" }));
  const dialog = openDialog({
    title: t("group.topic_title"),
    kind: "small",
    body: field(t("group.topic_name"), name),
    actions: h("button.button.primary", { type: "submit" }, t("group.add")),
    async onsubmit() {
      const person = panel.writer();
      if (person === undefined) return;
      try {
        const made = await api.topic(panel.key, name.value.trim(), person);
        dialog.close();
        if (made?.topics?.length) panel.setThread(made.topics[made.topics.length - 1].id);
        else if (made?.id && made?.name) panel.setThread(made.id);
      } catch (error) {
        report(error, panel.key);
      }
    },
  });
}
