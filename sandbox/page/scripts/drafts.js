/** What was begun to be written in a chat, kept while the page lives. */

/**
 * @typedef {{text: string, reply: number|null, editing: number|null}} Draft message ids
 * @type {Map<string, Draft>}
 */
const drafts = new Map();

/** @param {string} key @returns {Draft} */
export function draftOf(key) {
  let draft = drafts.get(key);
  if (!draft) {
    draft = { text: "", reply: null, editing: null };
    drafts.set(key, draft);
  }
  return draft;
}
