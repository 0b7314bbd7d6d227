/** Text for HTML, in elements and attributes. Control and direction characters, which can hide or reorder text, become
 * spaces. */
export const escapeHtml = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
