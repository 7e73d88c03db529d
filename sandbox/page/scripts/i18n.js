/** The page's texts in the chosen language. */

import { settings } from "./settings.js";
import { en } from "./texts/en.js";
import { vi } from "./texts/vi.js";

/** @type {Record<string, Record<string, string>>} */
const TEXTS = { vi, en };

/** The languages of the page, each by its own name. */
export const LANGUAGES = { vi: "Tiếng Việt", en: "English" };

/**
 * The text of a key. Raises where there is none: a missing text is a mistake of ours.
 * @param {string} key @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  const text = TEXTS[settings.language][key];
  if (text === undefined) throw new Error(`no text for ${key}`);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The label that a program gives in several languages. @param {Record<string, string>} label */
export function labelOf(label) {
  return label[settings.language] ?? label.en ?? Object.values(label)[0] ?? "";
}

/** The name of a language in the page's own. @param {string} code */
export function languageName(code) {
  if (!code) return "–";
  try {
    return new Intl.DisplayNames([settings.language], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // No well-formed language code, which a person may have all the same.
  }
}

/** Letters without their marks, in lower case, for searching. @param {string} text */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}
