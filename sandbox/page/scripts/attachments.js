/** Files on their way into a chat: looked at, given a caption, sent. */

import * as api from "./api.js";
import { field, openDialog, select } from "./dialogs.js";
import { draftOf } from "./drafts.js";
import { fill, h, isUsable, setUsable } from "./dom.js";
import { keepMessage } from "./events.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { sizeText } from "./media.js";
import { touch } from "./store.js";
import { report, toast } from "./toasts.js";

const MOST = 10;
const PHOTO_TYPES = ["image/png", "image/jpeg", "image/webp", "image/gif"];

/** @param {File} file */
const isPhoto = (file) => PHOTO_TYPES.includes(file.type);

/** @param {File} file @param {() => void} leaveOut @param {string[]} addresses to be given back later */
function fileRow(file, leaveOut, addresses) {
  let picture = h("span.document-icon", { "aria-hidden": "true" }, icon("file"));
  if (isPhoto(file)) {
    const address = URL.createObjectURL(file);
    addresses.push(address);
    picture = h("img.file-picture", { src: address, alt: "" });
  }
  return h(
    "li.file-row",
    null,
    picture,
    h("span.document-text", null, h("span.document-name", null, file.name), h("span.document-size", null, sizeText(file.size))),
    h("button.round.small", { type: "button", "aria-label": t("files.remove", { name: file.name }), onclick: leaveOut }, icon("close")),
  );
}

/** @param {import("./panel.js").Panel} panel @param {{kind: string, files: File[], caption: string}} sent */
async function send(panel, { kind, files, caption }) {
  const draft = draftOf(panel.key);
  const person = panel.chat().person === null ? panel.writer() : undefined;
  const { messages } = await api.sendFiles(panel.key, { kind, files, caption, person, reply_to: draft.reply ?? undefined, thread: panel.thread || undefined });
  messages.forEach(keepMessage);
  draft.reply = null;
  touch(`messages:${panel.key}`);
  panel.toEnd();
}

/** Asks how to send files, and sends them. @param {import("./panel.js").Panel} panel @param {File[]} given */
export function acceptFiles(panel, given) {
  let files = given.slice(0, MOST);
  if (!files.length || panel.writer() === undefined) return;
  /** @type {string[]} */
  const addresses = [];
  const list = h("ul.file-list", { role: "list" });
  const caption = h("textarea.input", { rows: 2, maxlength: 1024, autofocus: true });
  const how = select([["photo", t("files.as_photos")], ["document", t("files.as_documents")]], files.every(isPhoto) ? "photo" : "document");
  const howField = field(t("files.how"), how);
  const paint = () => {
    if (!files.length) dialog.close();
    howField.hidden = !files.every(isPhoto);
    if (howField.hidden) how.value = "document";
    fill(list, files.map((file) => fileRow(file, () => {
      files = files.filter((other) => other !== file);
      paint();
    }, addresses)));
  };
  const submit = h("button.button.primary", { type: "submit" }, icon("send"), t("files.send"));
  const dialog = openDialog({
    title: files.length === 1 ? t("files.title_one") : t("files.title", { count: files.length }),
    body: [list, howField, field(t("files.caption"), caption, t("person.optional"))],
    actions: submit,
    onclose: () => addresses.forEach((address) => URL.revokeObjectURL(address)),
    async onsubmit() {
      if (!isUsable(submit)) return;
      setUsable(submit, false);
      try {
        await send(panel, { kind: how.value, files, caption: /** @type {HTMLTextAreaElement} */ (caption).value });
        dialog.close();
      } catch (error) {
        setUsable(submit, true);
        report(error, panel.key);
      }
    },
  });
  caption.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    dialog.element.querySelector("form")?.requestSubmit();
  });
  paint();
  if (given.length > MOST) toast(t("files.too_many"));
}
