// Buttons that only a script can make work: copy a text, print the page, and tell that a file is being made. Without scripts they are not shown.
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
  // If no file can be made, the browser leaves this page for one that says why.
  for (const form of document.querySelectorAll('form[data-made]')) {
    const said = document.querySelector(form.dataset.made);
    form.addEventListener('submit', () => { said.textContent = said.dataset.text; });
  }
})();
