// Choose days by dragging over the bars. Without this script, the form above the chart does the same.
(() => {
  'use strict';
  const chart = document.querySelector('.bars[data-brush]');
  if (!chart) return;
  const bars = [...chart.querySelectorAll('li')];
  let first = -1;
  let last = -1;
  let dragged = false;
  // On a narrow screen the newest days are seen first.
  chart.scrollLeft = chart.scrollWidth;

  const at = event => {
    const first = bars[0].getBoundingClientRect();
    const place = Math.floor((event.clientX - first.left) / first.width);
    return Math.min(bars.length - 1, Math.max(0, place));
  };

  const mark = () => bars.forEach((bar, i) =>
    bar.classList.toggle('chosen', dragged && i >= Math.min(first, last) && i <= Math.max(first, last)));

  chart.addEventListener('pointerdown', event => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    first = last = at(event);
    dragged = false;
  });
  chart.addEventListener('dragstart', event => event.preventDefault());
  document.addEventListener('pointermove', event => {
    if (first < 0) return;
    last = at(event);
    dragged = dragged || last !== first;
    mark();
  });
  document.addEventListener('pointerup', () => {
    if (first >= 0 && dragged) {
      const from = bars[Math.min(first, last)].dataset.from;
      const until = bars[Math.max(first, last)].dataset.until;
      location.assign(chart.dataset.brush + '?from=' + from + '&until=' + until);
    }
    first = -1;
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && first >= 0) {
      first = -1;
      dragged = false;
      mark();
    }
  });
  chart.addEventListener('click', event => {
    if (dragged) event.preventDefault();
  });
})();
