/** Runs in the class page: shows the rows and sections whose name or text holds what is typed. Without it the page shows all. */
export const CLASS_FILTER = `
const box = document.querySelector('#filter');
const count = document.querySelector('#count');
const told = new Map([...document.querySelectorAll('[data-of]')].map((part) => [part.dataset.of, '']));
for (const part of document.querySelectorAll('[data-of]'))
  told.set(part.dataset.of, told.get(part.dataset.of) + ' ' + part.textContent.toLowerCase());
document.querySelector('#search').hidden = false;
box.addEventListener('input', () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const shown = new Set([...told].filter(([, text]) => words.every((word) => text.includes(word))).map(([of]) => of));
  for (const part of document.querySelectorAll('[data-of]')) part.hidden = !shown.has(part.dataset.of);
  count.textContent = shown.size + ' of ' + told.size;
});
`;
