/** The bar at the top: name, clock, program, tools, settings. */

import { makeClock } from "./clock.js";
import { h, say, set } from "./dom.js";
import { icon } from "./icons.js";
import { LANGUAGES, t } from "./i18n.js";
import { openMenu } from "./menus.js";
import { remember, settings } from "./settings.js";
import { openShortcuts } from "./shortcuts.js";
import { subscribe, touch, world } from "./store.js";

/** Shows the theme that was chosen. */
export function applyTheme() {
  if (settings.theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", settings.theme);
}

/** @param {HTMLElement} opener @param {() => void} remount */
function openSettings(opener, remount) {
  const themes = /** @type {const} */ (["auto", "light", "dark"]);
  openMenu({
    label: t("settings.open"),
    opener,
    items: [
      ...Object.entries(LANGUAGES).map(([code, name]) => ({
        text: name,
        checked: settings.language === code,
        act: () => {
          remember({ language: /** @type {"vi"|"en"} */ (code) });
          remount();
        },
      })),
      "line",
      ...themes.map((theme) => ({
        text: t(`settings.${theme}`),
        checked: settings.theme === theme,
        act: () => {
          remember({ theme });
          applyTheme();
        },
      })),
      "line",
      { text: t("settings.shortcuts"), icon: "keyboard", act: () => openShortcuts(opener) },
    ],
  });
}

/** Opens or closes a panel of tools. @param {"trouble"|"calls"} name */
export function toggleDock(name) {
  remember({ dock: settings.dock === name ? "" : name });
  touch("dock");
}

/** The bar's element. @param {() => void} remount makes the page anew in another language */
export function makeTopbar(remount) {
  const name = h("h1.brand-name");
  const state = h("span.program-state", { hidden: true }, h("span.program-dot", { "aria-hidden": "true" }), h("span.program-text"));
  const badge = h("span.badge.bad", { hidden: true });
  const trouble = h("button.tool", { type: "button", "aria-expanded": "false", onclick: () => toggleDock("trouble") }, icon("bolt"), h("span.tool-text", null, t("dock.trouble")), badge);
  const calls = h("button.tool", { type: "button", "aria-expanded": "false", onclick: () => toggleDock("calls") }, icon("pulse"), h("span.tool-text", null, t("dock.calls")));
  const options = h("button.round", { type: "button", "aria-label": t("settings.open"), title: t("settings.open"), "aria-haspopup": "menu", onclick: () => openSettings(options, remount) }, icon("globe"));
  const clock = makeClock();
  const element = h("header.topbar", null, h("div.brand", null, h("img.brand-icon", { src: "/page/icon.svg", alt: "", width: 28, height: 28 }), name), clock.element, h("div.tools", null, state, trouble, calls, options));

  function updateBrand() {
    const bots = [...world.bots.values()];
    const title = bots.length === 1 ? bots[0].name : t("page.title");
    say(name, title);
    document.title = bots.length === 1 ? `${title} – ${t("page.title")}` : `${t("page.title")} – ${t("page.subtitle")}`;
  }

  function updateProgram() {
    const { program } = world;
    state.hidden = program === null;
    if (!program) return;
    state.classList.toggle("stopped", !program.running);
    const text = t(program.running ? "program.running" : "program.stopped");
    say(/** @type {Element} */ (state.lastElementChild), text);
    set(state, "title", program.pid ? t("program.detail", { pid: program.pid, restarts: program.restarts }) : text);
  }

  function updateTools() {
    const { faults, offline } = world.trouble;
    const count = faults.length + Number(offline);
    badge.hidden = count === 0;
    say(badge, String(count));
    set(trouble, "aria-label", count ? t("dock.trouble_count", { count }) : t("dock.trouble"));
    set(calls, "aria-label", t("dock.calls"));
    set(trouble, "aria-expanded", settings.dock === "trouble");
    set(calls, "aria-expanded", settings.dock === "calls");
  }
  updateBrand();
  updateProgram();
  updateTools();
  const ends = [subscribe(["bots", "reloaded"], updateBrand), subscribe(["program", "reloaded"], updateProgram), subscribe(["trouble", "dock", "reloaded"], updateTools), clock.end];
  return { element, end: () => ends.forEach((end) => end()) };
}
