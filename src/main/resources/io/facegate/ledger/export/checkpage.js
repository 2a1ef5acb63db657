
// The page check.html of an evidence bundle: it checks the proofs that it holds with the key that is pasted.

const main = document.querySelector('main');
const status = document.querySelector('#status');
const shown = document.querySelector('#records');
const untouched = status.firstChild.textContent.trim();

/** Counts the checks: what an earlier one finds is not shown, because the key in the field may be another by then. */
let newest = 0;

function fill(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, place) => values[Number(place)]);
}

function say(check, state, ...values) {
  if (check !== newest) {
    return;
  }
  status.className = state;
  status.textContent = fill(main.dataset[state === 'done' ? 'good' : values.length > 1 ? 'bad' : state], ...values);
}

/** A key in a letter may be broken over lines; of a whole log.keys, only its first line counts. */
function pasted() {
  return document.querySelector('#key').value.trim().split(/\n\s*(?:\n|c2sp\.org)/)[0].replace(/\s+/g, '');
}

function show({ index, record }) {
  const line = document.createElement('li');
  const whole = line.appendChild(document.createElement('details'));
  const head = whole.appendChild(document.createElement('summary'));
  const read = JSON.parse(record);
  head.textContent = fill(main.dataset.record, BigInt(index) + 1n, [read.act ?? read.kind, read.id, read.time].filter(Boolean).join(', '));
  whole.appendChild(document.createElement('pre')).textContent = JSON.stringify(read, null, 2);
  return line;
}

async function checkAll(check) {
  say(check, 'busy');
  shown.replaceChildren();
  if (!await supported()) {
    say(check, 'unable');
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
      end.key ? say(check, 'badkey', why) : say(check, 'failed', at.index < 0 ? '?' : BigInt(at.index) + 1n, why);
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
    shown.replaceChildren(...lines);
  }
  say(check, 'done', lines.length, origin);
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
  shown.replaceChildren();
  status.className = '';
  status.textContent = untouched;
});
