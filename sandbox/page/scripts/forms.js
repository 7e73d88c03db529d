/** Forms for new persons and groups, and for changes to them. */

import * as api from "./api.js";
import { field, openDialog, select } from "./dialogs.js";
import { h } from "./dom.js";
import { keepChat, keepPerson } from "./events.js";
import { languageName, t } from "./i18n.js";
import { fullName, titleOf } from "./names.js";
import { openChat, replaceChat } from "./panels.js";
import { settings } from "./settings.js";
import { subscribe, world } from "./store.js";
import { report } from "./toasts.js";

const LANGUAGES = ["vi", "en", "fr", "ru", "zh", "ja", "ko"];
const OTHER = "other";

/** @param {import("./dom.js").Properties} [properties] @returns {HTMLInputElement} */
const textInput = (properties) => /** @type {HTMLInputElement} */ (h("input.input", { autocomplete: "off", ...properties }));

/** A choice of languages, and any code. @param {string} value */
function languageFields(value) {
  const known = LANGUAGES.includes(value);
  const options = /** @type {[string, string][]} */ ([...LANGUAGES.map((code) => [code, `${languageName(code)} (${code})`]), [OTHER, t("person.other_language")]]);
  const choice = select(options, known ? value : OTHER);
  const code = textInput({ maxlength: 12, pattern: "[A-Za-z]{2,3}(-[A-Za-z0-9]+)*" });
  code.value = known ? "" : value;
  const codeField = field(t("person.other_language"), code);
  const paint = () => (codeField.hidden = choice.value !== OTHER);
  choice.addEventListener("change", paint);
  paint();
  return { fields: [field(t("person.language"), choice), codeField], value: () => (choice.value === OTHER ? code.value.trim() : choice.value) };
}

/** @param {() => Promise<void>} act @param {() => void} close */
async function submit(act, close) {
  try {
    await act();
    close();
  } catch (error) {
    report(error);
  }
}

/** Opens a person's chat, as soon as the server has told of it. @param {number} person */
function openChatOf(person) {
  const opened = () => {
    const chat = [...world.chats.values()].find((one) => one.person === person);
    if (chat) openChat(chat.key, { beside: true });
    return chat !== undefined;
  };
  if (opened() || !world.bots.size) return;
  const end = subscribe(["chats"], () => opened() && end());
}

/** @param {HTMLElement|null} [opener] */
export function askPerson(opener) {
  const first = textInput({ required: true, maxlength: 64 });
  const last = textInput({ maxlength: 64 });
  const username = textInput({ maxlength: 32, pattern: "@?[A-Za-z][A-Za-z0-9_]{3,31}" });
  const language = languageFields(settings.language);
  const names = [field(t("person.first_name"), first), field(t("person.last_name"), last, t("person.optional"))];
  const add = async () => {
    const person = await api.addPerson({ first_name: first.value.trim(), last_name: last.value.trim(), username: username.value.trim().replace(/^@/, ""), language_code: language.value() });
    keepPerson(person);
    openChatOf(person.id);
  };
  const dialog = openDialog({
    title: t("person.title"),
    kind: "small",
    opener,
    body: [h("div.field-row", null, settings.language === "vi" ? names.reverse() : names), field(t("person.username"), username, t("person.optional")), language.fields],
    actions: h("button.button.primary", { type: "submit" }, t("person.add")),
    onsubmit: () => void submit(add, () => dialog.close()),
  });
  first.focus();
}

/** @param {import("./store.js").Person} person */
export function askLanguage(person) {
  const language = languageFields(person.language_code);
  const dialog = openDialog({
    title: t("person.language_title", { name: fullName(person) }),
    kind: "small",
    body: [h("p.dialog-text", null, t("person.language_text")), language.fields],
    actions: h("button.button.primary", { type: "submit" }, t("composer.save")),
    onsubmit: () => void submit(async () => keepPerson(await api.changePerson(person.id, { language_code: language.value() })), () => dialog.close()),
  });
}

/** @param {HTMLElement|null} [opener] */
export function askGroup(opener) {
  const persons = [...world.persons.values()].filter((person) => !person.deactivated);
  if (!persons.length) {
    openDialog({ title: t("group.title"), kind: "small", opener, body: h("p.dialog-text", null, t("group.no_persons")) });
    return;
  }
  const title = textInput({ required: true, maxlength: 128 });
  const owner = select(persons.map((person) => [String(person.id), fullName(person)]));
  const kind = select([["group", t("group.basic")], ["supergroup", t("group.supergroup")], ["forum", t("group.forum")]]);
  const add = async () => {
    const chat = await api.addGroup({ title: title.value.trim(), owner: Number(owner.value), supergroup: kind.value !== "group", forum: kind.value === "forum" });
    keepChat(chat);
    openChat(chat.key, { beside: true });
  };
  const dialog = openDialog({
    title: t("group.title"),
    kind: "small",
    opener,
    body: [field(t("group.name"), title), field(t("group.owner"), owner), field(t("group.kind"), kind)],
    actions: h("button.button.primary", { type: "submit" }, t("group.add")),
    onsubmit: () => void submit(add, () => dialog.close()),
  });
}

/** @param {import("./store.js").Chat} chat @param {(chat: import("./store.js").Chat) => void} keep */
export function askUpgrade(chat, keep) {
  const kind = select([["supergroup", t("group.supergroup")], ["forum", t("group.forum")]]);
  const upgrade = async () => {
    const made = await api.upgrade(chat.key, kind.value === "forum");
    keep(made);
    replaceChat(chat.key, made.key);
  };
  const dialog = openDialog({
    title: t("group.upgrade_title", { name: titleOf(chat) }),
    kind: "small",
    body: [h("p.dialog-text", null, t("group.upgrade_text")), field(t("group.kind"), kind)],
    actions: h("button.button.primary", { type: "submit" }, t("group.upgrade")),
    onsubmit: () => void submit(upgrade, () => dialog.close()),
  });
}
