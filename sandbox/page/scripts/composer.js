/** The message box of a chat, with what stands in its place where nobody can write. */

import * as api from "./api.js";
import { acceptFiles } from "./attachments.js";
import { makeCommands } from "./commands.js";
import { select } from "./dialogs.js";
import { fill, h, set } from "./dom.js";
import { draftOf } from "./drafts.js";
import { keepMessage } from "./events.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { authorOf, nameOf } from "./names.js";
import { openChat } from "./panels.js";
import { previewText } from "./previews.js";
import { makeReplyKeyboard } from "./reply_keyboard.js";
import { logOf, messageOf, world } from "./store.js";
import { report } from "./toasts.js";
import { setWriter, writersOf } from "./writers.js";

/** @param {import("./panel.js").Panel} panel @param {() => Promise<any>} act */
async function perform(panel, act) {
  try {
    await act();
  } catch (error) {
    report(error, panel.key);
  }
}

/** What stands in place of the message box, or null. @param {import("./panel.js").Panel} panel */
function instead(panel) {
  const chat = panel.chat();
  const { key } = chat;
  if (chat.migrated_to) {
    const to = chat.migrated_to;
    return [t("composer.upgraded"), h("button.button.primary", { type: "button", onclick: () => openChat(to) }, t("composer.open_new"))];
  }
  if (chat.kind === "channel") return [t("composer.channel")];
  if (chat.person === null) return writersOf(chat).length ? null : [t("composer.nobody")];
  if (world.persons.get(chat.person)?.deactivated) return [t("composer.deactivated")];
  if (chat.blocked) {
    const restart = () => api.block(key, false).then(() => api.start(key));
    return [h("button.button.primary.wide", { type: "button", onclick: () => perform(panel, restart) }, t("composer.unblock"))];
  }
  if (!chat.started) {
    return [h("button.button.primary.wide", { type: "button", onclick: () => perform(panel, () => api.start(key)) }, t("composer.start"))];
  }
  return null;
}

/** @param {import("./panel.js").Panel} panel */
export function makeComposer(panel) {
  const { key } = panel;
  const draft = draftOf(key);
  const input = /** @type {HTMLTextAreaElement} */ (h("textarea.box", { rows: 1, placeholder: t("composer.placeholder"), autocomplete: "off", enterkeyhint: "send", data: { composer: true } }));
  const files = /** @type {HTMLInputElement} */ (h("input.away", { type: "file", multiple: true, tabindex: -1, "aria-hidden": "true" }));
  const above = h("div.composer-above", { hidden: true });
  const send = h("button.round.send", { type: "button", "aria-label": t("composer.send"), onclick: () => void submit() }, icon("send"));
  const slash = h("button.round", { type: "button", "aria-label": t("composer.commands"), title: t("composer.commands"), onclick: openCommands }, icon("slash"));
  const attach = h("button.round", { type: "button", "aria-label": t("composer.attach"), title: t("composer.attach"), onclick: () => files.click() }, icon("paperclip"));
  const writer = select([], undefined, { class: "writer", "aria-label": t("composer.as"), title: t("composer.as") });
  const writerLine = h("div.writer-line", { hidden: true }, icon("person"), writer);
  const commands = makeCommands(panel, input, { send: (text) => void submit(text), complete: put });
  const keyboard = makeReplyKeyboard(panel, (text) => void submit(text), input);
  const line = h("div.composer-line", null, attach, slash, input, keyboard.toggle, send);
  const box = h("div.composer-box", null, writerLine, above, line, files);
  const replacement = h("div.composer-instead", { hidden: true });
  const element = h("footer.composer", null, commands.element, box, keyboard.element, replacement);

  /** @param {string} text */
  function put(text) {
    input.value = text;
    onInput();
    input.focus();
    input.setSelectionRange(text.length, text.length);
  }

  function openCommands() {
    if (commands.isOpen()) commands.close();
    else put("/");
  }

  function onInput() {
    draft.text = input.value;
    element.classList.toggle("filled", input.value.trim() !== "");
    input.style.setProperty("height", "auto");
    input.style.setProperty("height", `${input.scrollHeight}px`);
    commands.update();
  }

  /** @param {string} [given] */
  async function submit(given) {
    const text = (given ?? input.value).trim();
    if (!text) return;
    const { editing, reply } = draft;
    commands.close();
    if (given === undefined || input.value.startsWith("/")) begin({ reply: null, editing: null, text: "" });
    const done = editing && given === undefined ? await edit(editing, text) : await panel.say(text, { reply_to: reply ?? undefined });
    if (!done && !input.value) begin({ reply, editing, text });
  }

  /** @param {number} id @param {string} text */
  async function edit(id, text) {
    try {
      const edited = await api.edit(key, id, text, panel.writer());
      if (edited) keepMessage(edited);
      return true;
    } catch (error) {
      report(error, key);
      return false;
    }
  }

  /** Begins an answer or an edit, or ends both. @param {{reply: number|null, editing: number|null, text?: string}} begun */
  function begin({ reply, editing, text }) {
    Object.assign(draft, { reply, editing });
    if (text !== undefined) put(text);
    updateDraft();
    input.focus({ preventScroll: true });
  }

  function updateDraft() {
    const id = draft.editing ?? draft.reply;
    const message = id === null ? undefined : messageOf(key, id);
    above.hidden = !message;
    if (!message) return;
    const title = draft.editing === null ? t("composer.reply_to", { name: authorOf(message) }) : t("composer.editing");
    const cancel = h("button.round.small", { type: "button", "aria-label": t("composer.cancel"), onclick: () => begin({ reply: null, editing: null, text: draft.editing === null ? undefined : "" }) }, icon("close"));
    fill(above, icon(draft.editing === null ? "reply" : "edit"), h("div.above-lines", null, h("span.reply-name", null, title), h("span.reply-text", null, previewText(message))), cancel);
  }

  function editLast() {
    const last = logOf(key).messages.findLast((message) => message.from?.id === panel.writer() && message.text !== undefined);
    if (last) panel.edit(last);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing || commands.takes(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === "Escape" && (draft.reply !== null || draft.editing !== null)) {
      event.stopPropagation();
      begin({ reply: null, editing: null, text: draft.editing === null ? undefined : "" });
    } else if (event.key === "ArrowUp" && !input.value) {
      event.preventDefault();
      editLast();
    }
  }

  function updateWriters() {
    const chat = panel.chat();
    const writers = writersOf(chat);
    writerLine.hidden = chat.person !== null || writers.length === 0;
    const options = writers.map((member) => h("option", { value: String(member.id) }, member.name || nameOf(member.id)));
    if (options.map((option) => option.textContent).join("|") !== [...writer.options].map((option) => option.textContent).join("|")) fill(writer, options);
    writer.value = String(panel.writer() ?? "");
  }

  function update() {
    const chat = panel.chat();
    const other = instead(panel);
    const hadFocus = replacement.contains(document.activeElement);
    box.hidden = other !== null;
    replacement.hidden = other === null;
    fill(replacement, other ?? []);
    if (hadFocus && !other) input.focus();
    updateWriters();
    set(input, "aria-label", t("composer.label", { name: nameOf(panel.writer()) }));
    set(input, "placeholder", chat.keyboard?.placeholder || t("composer.placeholder"));
    const closed = chat.topics.find((topic) => topic.id === panel.thread)?.closed;
    set(input, "title", closed ? t("chat.topic_closed") : null);
    keyboard.update();
  }

  input.addEventListener("input", onInput);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && commands.close(), 120));
  input.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (!pasted.length) return;
    event.preventDefault();
    acceptFiles(panel, pasted);
  });
  files.addEventListener("change", () => {
    acceptFiles(panel, [...(files.files ?? [])]);
    files.value = "";
  });
  writer.addEventListener("change", () => setWriter(key, Number(writer.value)));
  if (draft.text) queueMicrotask(() => {
    input.value = draft.text;
    element.classList.add("filled");
  });
  updateDraft();

  const focus = () => {
    const target = box.hidden ? replacement.querySelector("button") : input;
    target?.focus({ preventScroll: true });
  };
  return { element, update, updateDraft, begin, focus };
}
