
// The page check.html of an evidence bundle: it checks the proofs that it holds with the key that is pasted.

const main = document.querySelector('main');
const status = document.querySelector('#status');
const shown = document.querySelector('#records');
const read = document.querySelector('#read');
const untouched = status.firstChild.textContent.trim();

/** Counts the checks: what an earlier one finds is not shown, because the key in the field may be another by then. */
let newest = 0;

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);
}

function say(check, state, text, ...values) {
  if (check !== newest) {
    return;
  }
  status.className = state;
  status.textContent = fill(main.dataset[text], ...values);
}

/** Shows the records, closed; none hides the place for them. */
function list(lines) {
  shown.replaceChildren(...lines);
  read.open = false;
  read.hidden = lines.length === 0;
}

/** A key in a letter may be broken over lines; of a whole log.keys, only its first line counts. */
function pasted() {
  return document.querySelector('#key').value.trim().split(/\n\s*(?:\n|c2sp\.org)/)[0].replace(/\s+/g, '');
}

function show({ index, record }) {
  const line = document.createElement('li');
  const whole = line.appendChild(document.createElement('details'));
  const head = whole.appendChild(document.createElement('summary'));
  const held = JSON.parse(record);
  head.textContent = fill(main.dataset.record, BigInt(index) + 1n, [held.act ?? held.kind, held.id, held.time].filter(Boolean).join(', '));
  whole.appendChild(document.createElement('pre')).textContent = JSON.stringify(held, null, 2);
  return line;
}

async function checkAll(check) {
  say(check, 'busy', 'busy');
  list([]);
  if (!await supported()) {
    say(check, 'unable', 'unable');
    return;
  }
  const { proofs, changes } = JSON.parse(document.querySelector('#data').textContent);
  const keys = `${pasted()}\n${changes}`;
  const lines = [];
  let origin = '';
  let before = -1n;
  for (const proof of proofs) {
    let at = { index: '-1', record: '' };
    const end = await inspect(proof, keys, [], (step, found) => {
      at = step === 'record' ? found : at;
      origin = step === 'checkpoint' ? found.origin : origin;
    });
    if (!end.sound) {
      const why = document.documentElement.lang === 'fr' ? reason(end.why) : end.why;
      const place = at.index < 0 ? '?' : BigInt(at.index) + 1n;
      // What fails before these steps fails with any key.
      const text = end.step === 'key' || end.step === 'checkpoint' ? 'unsigned' : 'bad';
      end.key ? say(check, 'badkey', 'badkey', why) : say(check, 'failed', text, place, why);
      return;
    }
    if (BigInt(at.index) <= before) {
      throw new Error('the records are not in order');
    }
    before = BigInt(at.index);
    lines.push(show(at));
  }
  if (lines.length === 0) {
    throw new Error('there is no record');
  }
  if (check === newest) {
    list(lines);
  }
  say(check, 'done', 'good', lines.length, origin);
}

document.querySelector('form').addEventListener('submit', event => {
  event.preventDefault();
  const check = ++newest;
  checkAll(check).catch(() => {
    if (check === newest) {
      status.className = 'failed';
      status.textContent = main.dataset.broken;
    }
  });
});

document.querySelector('#key').addEventListener('input', () => {
  newest++;
  list([]);
  status.className = '';
  status.textContent = untouched;
});
