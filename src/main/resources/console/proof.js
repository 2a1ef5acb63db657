// The proof panel of a decision's page: this browser checks the record that the page shows, with the checks of /log/verify.js.

import { inspect, supported } from '/log/verify.js';

const TRIES = 10;
const PAUSE_MILLIS = 1000;

const panel = document.querySelector('#proof');
const status = panel.querySelector('#proof-status');

class Other extends Error {}

function row(step) {
  return panel.querySelector(`[data-step="${step}"]`);
}

/** Marks a step: done, failed, or neither of both (none). */
function mark(step, state, detail) {
  const shown = row(step);
  shown.className = state;
  shown.querySelector('.state').textContent = panel.dataset[state];
  shown.querySelector('.found').textContent = detail ?? '';
}

function say(state, text) {
  status.className = `proof-status ${state}`;
  status.textContent = text;
}

function reset() {
  for (const shown of panel.querySelectorAll('[data-step]')) {
    mark(shown.dataset.step, 'open', '');
  }
}

/** The material is fetched again for each check: a record may have been changed since. */
async function material() {
  for (let left = TRIES; left > 0; left--) {
    const answer = await fetch(panel.dataset.proof, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    if (!answer.ok) {
      return { broken: true };
    }
    const found = await answer.json();
    if (!found.waiting) {
      return found;
    }
    await new Promise(soon => setTimeout(soon, PAUSE_MILLIS));
  }
  return { waiting: true };
}

/** Demands that the proof is of what this page shows: the id, the place, the fingerprint, and each field. */
function demandShown(step, found) {
  const raw = document.querySelector('#raw-decision');
  if (step === 'record') {
    const record = JSON.parse(found.record);
    if (record.id !== panel.dataset.id
      || found.index !== panel.dataset.index
      || JSON.stringify(record) !== JSON.stringify(JSON.parse(raw.textContent))) {
      throw new Other();
    }
  }
  if (step === 'leaf' && found.leaf !== panel.dataset.leaf) {
    throw new Other();
  }
}

/** The page has the root of the whole log; the proof that of the part that was signed last. */
function explainRoot(seen) {
  const now = document.querySelector('#root-now');
  const hint = document.querySelector('#root-hint');
  if (now.textContent !== seen.root && BigInt(now.dataset.size) > BigInt(seen.size)) {
    hint.textContent = hint.dataset.grown;
  }
}

function detail(step, found) {
  switch (step) {
    case 'leaf': return found.leaf;
    case 'path': return found.root;
    case 'key': return found.key;
    case 'witnesses': return `${found.signed.length}/${found.asked}: ${found.signed.join(', ')}`;
    default: return '';
  }
}

async function check() {
  reset();
  say('busy', panel.dataset.busy);
  if (!await supported()) {
    say('unable', panel.dataset.unable);
    return;
  }
  const own = panel.querySelector('#proof-key').value.trim();
  const [found, published] = await Promise.all([material(), fetch('/log/keys', { cache: 'no-store' }).then(keys => keys.text())]);
  if (!found.proof) {
    const bad = found.tampered === true;
    say(bad ? 'failed' : 'unable', panel.dataset[bad ? 'tampered' : 'waiting']);
    return;
  }
  // A key that was pasted is the one that counts; what the gateway adds are only its proven successors.
  const keys = own === '' ? published : `${own.split('\n')[0]}\n${published.slice(published.indexOf('\n') + 1)}`;
  let unwitnessed = false;
  const end = await inspect(found.proof, keys, found.witnesses, (step, seen) => {
    demandShown(step, seen);
    if (step === 'path') {
      explainRoot(seen);
    }
    const none = step === 'witnesses' && (seen.signed.length === 0 || found.quorum !== true);
    unwitnessed = none && seen.asked > 0;
    mark(step, none ? 'none' : 'done', none ? panel.dataset[unwitnessed ? 'unwitnessed' : 'unasked'] : detail(step, seen));
  });
  if (!end.sound && end.key && own !== '') {
    reset();
    say('unable', panel.dataset.badkey);
  } else if (!end.sound) {
    mark(end.step, 'failed', '');
    say('failed', panel.dataset.bad);
  } else if (unwitnessed) {
    say('unable', panel.dataset.missing);
  } else {
    const good = panel.dataset[own === '' ? 'good' : 'goodown'];
    say('done', panel.dataset.other ? `${good} ${panel.dataset.other}` : good);
  }
}

/** What goes wrong otherwise is no success either. */
function start() {
  check().catch(() => say('unable', panel.dataset.broken));
}

panel.querySelector('#proof-steps').hidden = false;
panel.querySelector('#proof-own').hidden = false;
panel.querySelector('form').addEventListener('submit', event => {
  event.preventDefault();
  start();
});
start();
