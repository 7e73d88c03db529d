/** Icons: strokes on a field of 24 by 24. */

import { svg } from "./dom.js";

/** @type {Record<string, string>} */
const PATHS = {
  add: "M12 5v14M5 12h14",
  alarm: "M12 8v4.5l3 1.8M5 3.5 2.5 6M19 3.5 21.5 6M12 21a8 8 0 1 0 0-16 8 8 0 0 0 0 16z",
  back: "M15 5l-7 7 7 7",
  beside: "M4 5h16v14H4zM14 5v14M17 10v4M15.2 12h3.6",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.8 5.8l12.4 12.4",
  bolt: "M13 3 5 13.5h6L10.5 21 19 10.5h-6z",
  chat: "M4 5h16v11h-9l-5 4v-4H4z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.2l3.4 2",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  down: "M6 9.5l6 6 6-6",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  file: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  forward: "M14 6l6 6-6 6M20 12H9a5 5 0 0 0-5 5v1",
  globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 9.5h17M3.5 14.5h17M12 3c-5 5.5-5 12.5 0 18M12 3c5 5.5 5 12.5 0 18",
  group: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.5c2.2.8 3.5 2.8 3.5 5.5",
  hash: "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  help: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2 1-1.2 1.8M12 16.5v.1",
  keyboard: "M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M7 14h10M18 10h.1",
  left: "M19 12H5M11 6l-6 6 6 6",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  more: "M12 5.7v.01M12 12v.01M12 18.3v.01",
  mute: "M6 17h12l-1.5-2.5V11a4.5 4.5 0 0 0-7.5-3.4M7.5 10v4.5L6 17M10.5 20h3M4 4l16 16",
  paperclip: "M19 11.5l-7.2 7.2a4.5 4.5 0 0 1-6.4-6.4l7.8-7.7a3 3 0 0 1 4.2 4.2l-7.7 7.7a1.5 1.5 0 0 1-2.1-2.1l7-7",
  pause: "M8 5v14M16 5v14",
  person: "M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
  photo: "M4 5h16v14H4zM4 16l4.5-4.5L13 16l2.5-2.5L20 18M15.5 9.5v.1",
  pin: "M9 4h6l-.8 6 3.3 3.5H6.5L9.8 10zM12 13.5V20",
  play: "M7 4.5v15l12-7.5z",
  pulse: "M3 12h4l2.5-6 4.5 12 2.5-6H21",
  reply: "M10 6 4 12l6 6M4 12h11a5 5 0 0 1 5 5v1",
  right: "M5 12h14M13 6l6 6-6 6",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20.5 20.5",
  send: "M4 11.8 20 4l-4.5 16-4-6.5zM11.5 13.5 20 4",
  slash: "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM14 8l-4 8",
  star: "M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.7-5 2.7 1.1-5.5L4 9.7 9.6 9z",
  stop: "M6 6h12v12H6z",
  sun: "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  up: "M6 14.5l6-6 6 6",
  warning: "M12 4 2.5 20h19zM12 10v4.5M12 17.5v.1",
};

/**
 * An icon that says nothing to a screen reader; its control has a name.
 * @param {string} name @param {string} [classes]
 */
export function icon(name, classes = "icon") {
  const path = PATHS[name];
  if (!path) throw new Error(`no icon named ${name}`);
  return svg("svg", { viewBox: "0 0 24 24", class: name === "more" ? `${classes} dots` : classes, "aria-hidden": "true", focusable: "false" }, svg("path", { d: path }));
}
