/**
 * Elements made and kept. Texts become text nodes and nothing else: no function here reads markup.
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @typedef {Node|string|number|null|undefined|false|Child[]} Child
 * @typedef {Record<string, unknown>} Properties `on…` functions are listeners, `data` an object of
 *   data attributes, `vars` an object of CSS custom properties; all else are attributes (true: empty,
 *   false or null: left out).
 */

/**
 * An element: `h("button.round", {onclick: press}, "Go")`.
 * @param {string} selector tag and classes, joined by dots
 * @param {Properties|null} [properties]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(selector, properties, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  if (properties) assign(element, properties);
  append(element, children);
  return element;
}

/** @param {Element} element @param {Properties} properties */
export function assign(element, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else if (name === "data") {
      for (const [key, item] of Object.entries(/** @type {object} */ (value))) {
        element.setAttribute(`data-${key}`, String(item));
      }
    } else if (name === "vars") {
      for (const [key, item] of Object.entries(/** @type {object} */ (value))) {
        /** @type {HTMLElement} */ (element).style.setProperty(`--${key}`, String(item));
      }
    } else if (name === "class") {
      if (value) element.classList.add(...String(value).split(" ").filter(Boolean));
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

/** @param {Node} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replaces what is in an element. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  parent.replaceChildren(fragment);
}

/** Sets or removes an attribute. @param {Element} element @param {string} name @param {unknown} value */
export function set(element, name, value) {
  if (value === null || value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Lets a button be pressed or not. One that loses the right while it has the focus keeps the focus, which
 * `disabled` would take from it; whoever listens to its clicks asks `isUsable`.
 * @param {Element} button @param {boolean} usable
 */
export const setUsable = (button, usable) => set(button, "aria-disabled", usable ? null : "true");

/** @param {Element} button */
export const isUsable = (button) => button.getAttribute("aria-disabled") !== "true";

/** Sets a text only when it differs, so that nothing is painted for nothing. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * An element of SVG. @param {string} tag @param {Record<string, string|number>} attributes
 * @param {...Node} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Puts an element before another. Where the browser can, one that is there already keeps its focus, its
 * scrolling and its animations.
 * @param {Element} parent @param {Element} element @param {ChildNode|null} next
 */
function put(parent, element, next) {
  const moving = /** @type {any} */ (parent).moveBefore;
  if (moving && element.parentNode === parent && parent.isConnected) moving.call(parent, element, next);
  else parent.insertBefore(element, next);
}

/**
 * Makes the children of `parent` those of `items`, in order, touching only what differs. Focus stays
 * where it was.
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T, old: HTMLElement|undefined) => HTMLElement} make gives the element to show; the
 *   old one when it may stay
 */
export function reconcile(parent, items, keyOf, make) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  /** @type {Map<string, HTMLElement>} */
  const before = new Map();
  for (const child of parent.children) before.set(child.getAttribute("data-row") ?? "", /** @type {HTMLElement} */ (child));
  /** @type {ChildNode|null} */
  let next = parent.firstChild;
  for (const item of items) {
    const key = keyOf(item);
    const old = before.get(key);
    before.delete(key);
    const element = make(item, old);
    element.setAttribute("data-row", key);
    if (old && old !== element) {
      if (next === old) next = old.nextSibling;
      old.remove();
    }
    if (element === next) next = next.nextSibling;
    else put(parent, element, next);
  }
  for (const gone of before.values()) gone.remove();
  if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * A text whose words with a hyphen, such as the references of tasks, go to the next line whole where they
 * fit in one.
 * @param {string} text @returns {Child[]}
 */
export function wholeWords(text) {
  return text.split(/(\s+)/).map((part) => (part.includes("-") ? h("span.whole", null, part) : part));
}

let numbers = 0;

/** An id that no other element has. @param {string} [word] */
export function freshId(word = "id") {
  numbers += 1;
  return `${word}-${numbers}`;
}
