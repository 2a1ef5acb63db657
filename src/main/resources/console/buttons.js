// Buttons that only a script can make work: copy a text, and print the page. Without scripts they are not shown.
(() => {
  'use strict';
  for (const button of document.querySelectorAll('[data-copy]')) {
    const text = document.querySelector(button.dataset.copy);
    const said = button.parentElement.querySelector('[data-copied]');
    if (!text || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener('click', () => navigator.clipboard.writeText(text.textContent.trim())
      .then(() => { said.textContent = said.dataset.copied; }, () => { said.textContent = said.dataset.failed; }));
  }
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => globalThis.print());
  }
})();
