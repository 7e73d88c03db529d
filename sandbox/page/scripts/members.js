/** Who is in a group, as what, and who comes and goes. */

import * as api from "./api.js";
import { field, openDialog, select } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { t } from "./i18n.js";
import { avatar, fullName, nameOf, titleOf } from "./names.js";
import { subscribe, world } from "./store.js";
import { report } from "./toasts.js";

const STANDINGS = ["administrator", "member", "restricted", "left", "kicked"];
const ABSENT = ["left", "kicked"];

/** @param {string} key @param {{user: number, by?: number, status: string}} change */
async function changeMember(key, change) {
  try {
    await api.member(key, change);
  } catch (error) {
    report(error);
  }
}

/** Everybody who could come in. @param {import("./store.js").Chat} chat @returns {[string, string][]} */
function outsiders(chat) {
  const inside = new Set(chat.members.filter((member) => !ABSENT.includes(member.status)).map((member) => member.id));
  const bots = [...world.bots.values()].map((bot) => ({ id: bot.id, name: `${bot.name} (${t("members.bot")})` }));
  const persons = [...world.persons.values()].filter((person) => !person.deactivated).map((person) => ({ id: person.id, name: fullName(person) }));
  return [...bots, ...persons].filter(({ id }) => !inside.has(id)).map(({ id, name }) => [String(id), name]);
}

/**
 * Opens the members of a group.
 * @param {string} key @param {() => number|undefined} by who does it
 */
export function openMembers(key, by) {
  const list = h("ul.members", { role: "list" });
  const adding = h("div.members-add");
  const chatNow = () => /** @type {import("./store.js").Chat} */ (world.chats.get(key));

  /** @param {import("./store.js").Member} member */
  function row(member) {
    const name = member.name || nameOf(member.id);
    const head = [avatar(member.id, name), h("span.member-name", null, name, member.is_bot ? h("span.hint", null, ` ${t("members.bot")}`) : null)];
    if (member.status === "creator") return h("li.member", null, head, h("span.hint", null, t("status.creator")));
    const options = STANDINGS.map((status) => /** @type {[string, string]} */ ([status, t(`status.${status}`)]));
    const standing = select(options, member.status, { class: "small", "aria-label": t("members.status", { name }), data: { member: member.id } });
    standing.addEventListener("change", () => void changeMember(key, { user: member.id, by: by(), status: standing.value }));
    return h("li.member", null, head, standing);
  }

  function paint() {
    const chat = chatNow();
    const focused = document.activeElement?.getAttribute("data-member");
    fill(list, chat.members.map(row));
    if (focused) /** @type {HTMLElement|null} */ (list.querySelector(`[data-member="${Number(focused)}"]`))?.focus();
    const others = outsiders(chat);
    if (!others.length) {
      fill(adding, h("p.dialog-text", null, t("members.everybody")));
      return;
    }
    const who = select(others);
    const as = select([["member", t("status.member")], ["administrator", t("status.administrator")]]);
    const add = h("button.button.primary", { type: "button", onclick: () => void changeMember(key, { user: Number(who.value), by: by(), status: as.value }) }, t("members.add"));
    fill(adding, field(t("members.who"), who), field(t("members.as"), as), add);
  }
  paint();
  const end = subscribe([`chat:${key}`], paint);
  openDialog({ title: t("members.title", { name: titleOf(chatNow()) }), body: [list, adding], onclose: end });
}
