/** What this browser remembers: language, theme, who writes in a group, what was read. */

const NAME = "sandbox-page";

/**
 * @typedef {object} Settings
 * @property {"vi"|"en"} language
 * @property {"auto"|"light"|"dark"} theme
 * @property {Record<string, number>} seen how many messages of a chat were there when it was last read
 * @property {Record<string, number>} writers the person who writes in a group
 * @property {string} dock the open panel below the chats, or nothing
 */

/** @returns {Settings} */
function usual() {
  const vietnamese = navigator.languages.some((code) => code.toLowerCase().startsWith("vi"));
  return { language: vietnamese ? "vi" : "en", theme: "auto", seen: {}, writers: {}, dock: "" };
}

/** @returns {Settings} */
function remembered() {
  try {
    const stored = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return { ...usual(), ...stored };
  } catch {
    return usual(); // A browser that keeps nothing, or another program's words under our name.
  }
}

export const settings = remembered();

/** Changes settings and remembers them. @param {Partial<Settings>} change */
export function remember(change) {
  Object.assign(settings, change);
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // Storage is full or forbidden: the settings hold until the page is closed.
  }
}

/** Whether this browser was here before. */
export function isFirstVisit() {
  return Object.keys(settings.seen).length === 0;
}
