/** What concerns the whole page: the connection, and how far the program is with what it does. */

import { h, say } from "./dom.js";
import { icon } from "./icons.js";
import { labelOf, t } from "./i18n.js";
import { subscribe, world } from "./store.js";

/** The banner of a lost connection. */
export function makeBanner() {
  const element = h("div.banner", { role: "alert", hidden: true });
  const update = () => {
    element.hidden = world.connected;
    element.replaceChildren(...(world.connected ? [] : [icon("warning"), document.createTextNode(t("page.lost"))]));
  };
  update();
  return { element, end: subscribe(["connection"], update) };
}

/** The bar of what the program is doing. */
export function makeProgress() {
  const label = h("span.progress-label");
  const count = h("span.progress-count");
  const bar = h("div.progress-bar", { role: "progressbar", "aria-valuemin": 0 }, h("span.progress-done"));
  const element = h("div.progress", { hidden: true }, h("div.progress-line", null, label, count), bar);
  const update = () => {
    const { progress } = world;
    element.hidden = progress === null;
    if (!progress) return;
    const { done, total } = progress;
    say(label, labelOf(progress.label));
    say(count, `${done} / ${total}`);
    bar.setAttribute("aria-label", labelOf(progress.label) || t("progress.label"));
    bar.setAttribute("aria-valuemax", String(total));
    bar.setAttribute("aria-valuenow", String(done));
    bar.style.setProperty("--done", String(total ? done / total : 0));
  };
  update();
  return { element, end: subscribe(["progress", "reloaded"], update) };
}
