import { plainText } from './plain-text.js';

/** Text for HTML, in elements and attributes. Control and direction characters, which can hide or reorder text, become
 * spaces. */
export function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
