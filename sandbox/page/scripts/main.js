/** The page put together. */

import { closeDialogs } from "./dialogs.js";
import { makeDock } from "./dock.js";
import { fill, h } from "./dom.js";
import { listen, loadState } from "./events.js";
import { t } from "./i18n.js";
import { makeList } from "./list.js";
import { makeBanner, makeProgress } from "./notices.js";
import { fitPanels, openTelling, restorePanels } from "./panels.js";
import { isFirstVisit, settings } from "./settings.js";
import { listenForKeys } from "./shortcuts.js";
import { makeStage } from "./stage.js";
import { subscribe, world } from "./store.js";
import { applyTheme, makeTopbar, toggleDock } from "./topbar.js";
import { beginReading } from "./unread.js";

const RETRY = 1000;
const app = /** @type {HTMLElement} */ (document.querySelector("#app"));
/** What the page that stands now must be told when it goes. @type {(() => void)[]} */
let ends = [];

/** Makes the page, in the language chosen now. */
function mount() {
  ends.forEach((end) => end());
  closeDialogs();
  document.documentElement.lang = settings.language;
  const topbar = makeTopbar(mount);
  const list = makeList();
  const stage = makeStage();
  const dock = makeDock();
  const banner = makeBanner();
  const progress = makeProgress();
  fill(
    app,
    h("a.skip", { href: "#list", onclick: skip(() => list.focus()) }, t("page.skip_list")),
    h("a.skip", { href: "#stage", onclick: skip(() => stage.next(0)) }, t("page.skip_message")),
    banner.element,
    topbar.element,
    progress.element,
    h("div.columns", null, list.element, stage.element),
    dock.element,
    h("div.toasts.page-toasts", { id: "toasts", role: "status" }),
  );
  const keys = listenForKeys({ search: list.focus, panels: stage.next, dock: toggleDock });
  ends = [topbar.end, list.end, stage.end, dock.end, banner.end, progress.end, keys, subscribe(["chats"], stage.follow)];
}

/** A skip link's act: the address of the page stays as it is. @param {() => void} act */
function skip(act) {
  return (/** @type {Event} */ event) => {
    event.preventDefault();
    act();
  };
}

/** Who is here for the first time sees chats at once, or as soon as there is something to tell. */
function showSomething() {
  if (world.progress === null && openTelling()) return;
  const end = subscribe(["progress"], () => {
    if (world.progress !== null) return;
    end();
    openTelling();
  });
}

async function begin() {
  applyTheme();
  document.documentElement.lang = settings.language;
  fill(app, h("p.loading", { role: "status" }, t("page.loading")));
  for (;;) {
    try {
      await loadState();
      break;
    } catch {
      fill(app, h("p.loading", { role: "status" }, t("page.failed")));
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  }
  const first = isFirstVisit();
  beginReading();
  restorePanels();
  if (first) showSomething();
  mount();
  listen();
  subscribe(["reloaded"], () => {
    beginReading();
    restorePanels();
  });
  addEventListener("popstate", restorePanels);
  addEventListener("resize", fitPanels);
}

void begin();
