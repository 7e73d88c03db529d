/** One row of many is in the order of Tab, with its controls; arrow keys go from row to row. */

/** @param {HTMLElement} row @param {boolean} reachable */
function setReachable(row, reachable) {
  const index = reachable ? 0 : -1;
  row.tabIndex = index;
  for (const control of row.querySelectorAll("[data-control]")) /** @type {HTMLElement} */ (control).tabIndex = index;
}

/**
 * What of a row that was made anew gets the focus: what had it, or the row itself where that is gone.
 * A button that became another one counts as gone: Enter pressed twice would choose what nobody has read.
 * @param {HTMLElement} old @param {HTMLElement} made
 */
function heirOfFocus(old, made) {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !old.contains(focused)) return null;
  const place = focused.getAttribute("data-place");
  const heir = place === null ? null : made.querySelector(`[data-place="${CSS.escape(place)}"]`);
  const became = heir?.hasAttribute("data-press") && heir.textContent !== focused.textContent;
  return /** @type {HTMLElement} */ (became ? made : heir ?? made);
}

/**
 * Makes the rows of a log walkable. @param {HTMLElement} container
 */
export function rovingRows(container) {
  /** @type {HTMLElement|null} */
  let current = null;
  const rows = () => /** @type {HTMLElement[]} */ ([...container.querySelectorAll(".row")]);

  /** @param {HTMLElement} row */
  function choose(row) {
    if (current === row) return;
    if (current) setReachable(current, false);
    current = row;
    setReachable(row, true);
  }

  /** The newest row is the current one, until another is chosen. */
  function refresh() {
    if (current?.isConnected && container.contains(document.activeElement)) return;
    const last = rows().at(-1);
    if (last) choose(last);
  }

  /** @param {HTMLElement} old @param {HTMLElement} made */
  function replace(old, made) {
    if (current !== old) return;
    const heir = heirOfFocus(old, made);
    current = null;
    choose(made);
    if (heir) queueMicrotask(() => heir.focus({ preventScroll: true }));
  }

  /** @param {HTMLElement} row */
  function go(row) {
    choose(row);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  container.addEventListener("focusin", (event) => {
    const row = /** @type {Element} */ (event.target).closest(".row");
    if (row) choose(/** @type {HTMLElement} */ (row));
  });
  container.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !current) return;
    const target = /** @type {Element} */ (event.target);
    const all = rows();
    const here = all.indexOf(current);
    const steps = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: all.length - 1 };
    const next = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (next === undefined || target.closest("pre, .table-frame, .slideshow")) return;
    event.preventDefault();
    const row = all[next];
    if (row) go(row);
  });
  return { choose, refresh, replace, focus: () => current && go(current) };
}

/**
 * Arrow keys among the controls of a list, one of which is in the order of Tab.
 * @param {HTMLElement} container @param {string} selector
 */
export function rovingControls(container, selector) {
  const controls = () => /** @type {HTMLElement[]} */ ([...container.querySelectorAll(selector)]);
  const refresh = () => {
    const all = controls();
    const chosen = all.find((control) => control.tabIndex === 0) ?? all.find((control) => control.getAttribute("aria-current") === "true") ?? all[0];
    all.forEach((control) => (control.tabIndex = control === chosen ? 0 : -1));
  };
  container.addEventListener("focusin", (event) => {
    const target = /** @type {Element} */ (event.target).closest(selector);
    if (target) controls().forEach((control) => (control.tabIndex = control === target ? 0 : -1));
  });
  container.addEventListener("keydown", (event) => {
    const all = controls();
    const here = all.indexOf(/** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest(selector)));
    if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const steps = { ArrowUp: here - 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: all.length - 1 };
    const next = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (next === undefined) return;
    event.preventDefault();
    const control = all[Math.min(all.length - 1, Math.max(0, next))];
    control.focus();
    control.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  return { refresh };
}
