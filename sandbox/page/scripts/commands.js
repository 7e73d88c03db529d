/** The menu of a bot's commands, as the person who writes would get it. */

import * as api from "./api.js";
import { fill, freshId, h } from "./dom.js";
import { plain, t } from "./i18n.js";
import { nameOf } from "./names.js";
import { report, toast } from "./toasts.js";

/**
 * @typedef {{command: string, description: string}} Command
 * @param {import("./panel.js").Panel} panel
 * @param {HTMLTextAreaElement} input
 * @param {{send: (text: string) => void, complete: (text: string) => void}} acts
 */
export function makeCommands(panel, input, { send, complete }) {
  const id = freshId("commands");
  const element = h("div.commands", { id, role: "listbox", tabindex: 0, "aria-label": t("composer.commands"), hidden: true });
  /** @type {Command[]} */
  let all = [];
  /** @type {Command[]} */
  let shown = [];
  let chosen = 0;
  let asked = 0;

  input.setAttribute("aria-haspopup", "listbox");
  input.setAttribute("aria-controls", id);

  function close() {
    asked += 1;
    element.hidden = true;
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {Command} command @param {number} place */
  function option(command, place) {
    const row = h("div.command", { role: "option", id: `${id}-${place}`, "aria-selected": "false" }, h("span.command-name", null, `/${command.command}`), h("span.command-text", null, command.description));
    row.addEventListener("mousedown", (event) => event.preventDefault());
    row.addEventListener("click", () => send(`/${command.command}`));
    return row;
  }

  /** @param {number} place */
  function mark(place) {
    chosen = (place + shown.length) % shown.length;
    [...element.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === chosen)));
    element.children[chosen]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${id}-${chosen}`);
  }

  /** The word after the slash, or null where no command is being typed. */
  function typed() {
    const found = input.value.match(/^\/(\S*)$/);
    return found ? plain(found[1].split("@")[0]) : null;
  }

  function filter() {
    const word = typed();
    if (word === null) {
      close();
      return;
    }
    const names = all.filter((command) => plain(command.command).startsWith(word));
    const begins = [...names.filter((command) => command.command === word), ...names.filter((command) => command.command !== word)];
    const holds = all.filter((command) => !begins.includes(command) && word.length > 1 && plain(command.description).includes(word));
    shown = [...begins, ...holds];
    element.hidden = shown.length === 0;
    fill(element, shown.map(option));
    // What was typed may be a command that this menu does not list: Enter must not send another.
    chosen = -1;
    if (begins.length) mark(0);
    else input.removeAttribute("aria-activedescendant");
  }

  /** Fetches the commands anew: they depend on the person, the language and the bot's mood. */
  async function load() {
    asked += 1;
    const number = asked;
    try {
      const { commands } = await api.menu(panel.key, panel.writer());
      if (number !== asked) return;
      all = commands;
      if (!all.length && input.value === "/") toast(t("composer.no_commands", { name: nameOf(panel.writer()) }), panel.key);
      filter();
    } catch (error) {
      report(error, panel.key);
    }
  }

  /** Answers what was typed. */
  function update() {
    const word = typed();
    if (word === null) close();
    else if (element.hidden && input.value === "/") void load();
    else filter();
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the menu took the key */
  function takes(event) {
    if (element.hidden || !shown.length) return false;
    if (event.key === "ArrowDown") mark(chosen + 1);
    else if (event.key === "ArrowUp") mark(Math.max(chosen, 0) - 1);
    else if (event.key === "Tab" && !event.shiftKey) complete(`/${shown[Math.max(chosen, 0)].command} `);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && !event.shiftKey && chosen >= 0) send(`/${shown[chosen].command}`);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
  return { element, update, takes, close, isOpen: () => !element.hidden };
}
