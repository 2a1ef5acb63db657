// Saved lists of decisions: a name and an address each, kept in this browser only.
(() => {
  'use strict';
  const KEY = 'facegate.views';
  const MOST = 20;
  const LIST = /^\/console\/decisions(\?[A-Za-z0-9_.%=&+*-]{0,2000})?$/;

  const usable = view => view && typeof view.name === 'string' && typeof view.address === 'string' && LIST.test(view.address);

  const read = () => {
    try {
      const all = JSON.parse(localStorage.getItem(KEY) || '[]');
      return Array.isArray(all) ? all.filter(usable).slice(0, MOST) : [];
    } catch {
      return [];
    }
  };

  const write = views => {
    try {
      localStorage.setItem(KEY, JSON.stringify(views.slice(0, MOST)));
    } catch {
      // A browser that keeps nothing still shows the list.
    }
    show();
  };

  const show = () => {
    const part = document.getElementById('views');
    if (!part) return;
    const views = read();
    const list = part.querySelector('ul');
    list.replaceChildren(...views.map(view => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = view.address;
      link.textContent = view.name;
      const remove = document.createElement('button');
      remove.type = 'button';
      remove.className = 'quiet';
      remove.textContent = '\u00d7';
      remove.setAttribute('aria-label', part.dataset.remove + ' ' + view.name);
      remove.addEventListener('click', () => write(read().filter(one => one.name !== view.name)));
      item.append(link, remove);
      return item;
    }));
    part.hidden = views.length === 0;
  };

  document.addEventListener('submit', event => {
    if (event.target.id !== 'save-view') return;
    event.preventDefault();
    const field = event.target.querySelector('input');
    const name = field.value.trim().slice(0, 60);
    const view = { name, address: event.target.dataset.address };
    if (!name || !usable(view)) return;
    write([view, ...read().filter(one => one.name !== name)]);
    field.value = '';
    document.querySelector('#views a').focus();
  });

  show();
})();
