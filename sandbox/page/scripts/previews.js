/** A message in one line. */

import { kindOf } from "./media.js";
import { richPreview } from "./rich.js";
import { serviceText } from "./services.js";

/** The text with what is hidden by a spoiler kept hidden. @param {string} text @param {any[]} entities */
function withoutSpoilers(text, entities) {
  let shown = text;
  for (const { type, offset, length } of entities ?? []) {
    if (type === "spoiler") shown = shown.slice(0, offset) + "▒".repeat(length) + shown.slice(offset + length);
  }
  return shown;
}

const LONGEST = 160;

/** @param {any} message */
export function previewText(message) {
  const service = serviceText(message);
  if (service !== null) return service;
  if (message.rich_message) return richPreview(message.rich_message);
  const kind = kindOf(message);
  const text = withoutSpoilers(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities);
  // Cutting by letters keeps an emoji whole.
  const line = [...text.slice(0, 2 * LONGEST).replace(/\s+/g, " ").trim()].slice(0, LONGEST).join("");
  return [kind, line].filter(Boolean).join(", ");
}
