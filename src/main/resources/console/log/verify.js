// Checks a proof file (c2sp.org/tlog-proof) against a log's public key, with nothing but the browser's own cryptography.

const HEAD = 'c2sp.org/tlog-proof@v1';
const ROTATION = 'log_key_rotate';
const LOG = 1;
const WITNESS = 4;
const utf8 = new TextEncoder();

class Unsound extends Error {}

class InvalidKey extends Unsound {}

function demand(condition, why) {
  if (!condition) {
    throw new Unsound(why);
  }
}

function bytes(base64) {
  demand(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64), 'it contains something that is not base64');
  const found = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  demand(btoa(String.fromCharCode(...found)) === base64, 'it contains base64 that is not canonical');
  return found;
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((value, at) => value === other[at]);
}

function hex(found) {
  return [...found].map(value => value.toString(16).padStart(2, '0')).join('');
}

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));
}

async function key(text) {
  const cells = text.split('+');
  demand(cells.length >= 3, 'the key must have the form name+hash+key');
  const [name, hash] = cells;
  const typed = bytes(cells.slice(2).join('+'));
  demand(name !== '' && !/\s/.test(name) && typed.length === 33 && typed[0] === LOG, 'the key is not the Ed25519 key of a log');
  const id = (await sha256(utf8.encode(name + '\n'), typed)).slice(0, 4);
  demand(hex(id) === hash, 'the hash in the key does not match its name and key');
  return { name, id, public: await crypto.subtle.importKey('raw', typed.slice(1), 'Ed25519', true, ['verify']), text };
}

function note(whole) {
  const split = whole.lastIndexOf('\n\n');
  demand(split >= 0 && whole.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f]/.test(whole), 'it contains no signed checkpoint');
  const lines = whole.slice(split + 2).split('\n').slice(0, -1);
  demand(lines.length > 0 && lines.length <= 100, 'nobody signed the checkpoint');
  const signatures = lines.map(line => {
    const found = /^— (\S+) (\S+)$/.exec(line);
    demand(found, 'a signature line of the checkpoint is malformed');
    const all = bytes(found[2]);
    demand(all.length > 4 && !found[1].includes('+'), 'a signature of the checkpoint is malformed');
    return { name: found[1], id: all.slice(0, 4), bytes: all.slice(4) };
  });
  return { text: whole.slice(0, split + 1), signatures };
}

function checkpoint(text) {
  const lines = text.split('\n');
  demand(lines.length > 3 && lines[0] !== '' && /^(0|[1-9][0-9]{0,17})$/.test(lines[1]), 'it contains no checkpoint of a log');
  demand(lines.slice(3, -1).every(line => line !== ''), 'a line of the checkpoint is empty');
  const root = bytes(lines[2]);
  demand(root.length === 32, 'the checkpoint\'s root is not a hash');
  return { origin: lines[0], size: BigInt(lines[1]), root };
}

function parsed(text) {
  const split = text.indexOf('\n\n');
  const head = split < 0 ? [] : text.slice(0, split).split('\n');
  demand(head.length >= 3 && head[0] === HEAD && head[1].startsWith('extra '), 'it is not a proof file with its record inside');
  demand(/^index (0|[1-9][0-9]{0,17})$/.test(head[2]) && head.length <= 66, 'the proof does not say which record it proves');
  return {
    record: bytes(head[1].slice('extra '.length)),
    index: BigInt(head[2].slice('index '.length)),
    path: head.slice(3).map(bytes),
    note: note(text.slice(split + 2)),
  };
}

// The root that a leaf and its path lead to (RFC 9162, 2.1.3.2).
async function lead(leaf, index, size, path) {
  demand(index < size, 'the record is not among those that the checkpoint signs');
  let at = index;
  let last = size - 1n;
  let root = leaf;
  for (const beside of path) {
    demand(last !== 0n && beside.length === 32, 'the path does not fit the tree');
    if ((at & 1n) === 1n || at === last) {
      root = await sha256([1], beside, root);
      while ((at & 1n) === 0n && at !== 0n) {
        at >>= 1n;
        last >>= 1n;
      }
    } else {
      root = await sha256([1], root, beside);
    }
    at >>= 1n;
    last >>= 1n;
  }
  demand(last === 0n, 'the path does not fit the tree');
  return root;
}

const mine = (one, signature) => signature.name === one.name && same(signature.id, one.id);

async function opened(signed, terms) {
  const said = checkpoint(signed.text);
  const origin = terms[terms.length - 1].key.name;
  demand(said.origin === origin, `it is a checkpoint of the log ${said.origin}, not of ${origin}`);
  for (let i = terms.length - 1; i >= 0; i--) {
    const own = signed.signatures.filter(signature => mine(terms[i].key, signature));
    if (own.length > 0) {
      for (const signature of own) {
        const good = signature.bytes.length === 64
          && await crypto.subtle.verify('Ed25519', terms[i].key.public, signature.bytes, utf8.encode(signed.text));
        demand(good, `the signature of ${origin} does not verify`);
      }
      const until = i + 1 < terms.length ? terms[i + 1].from : said.size;
      demand(said.size >= terms[i].from && said.size <= until, 'it is signed with a key of the log that was not in use at that time');
      return said;
    }
  }
  throw new Unsound('no key of the log signed it');
}

async function held(proof, terms) {
  const said = await opened(proof.note, terms);
  const root = await lead(await sha256([0], proof.record), proof.index, said.size, proof.path);
  demand(same(root, said.root), 'the record does not match the signed checkpoint at its place');
  return said;
}

async function first(text) {
  try {
    return await key(text);
  } catch (wrong) {
    throw new InvalidKey(wrong.message);
  }
}

// The keys of the log in their order: the first is handed over, each next is named by a record that the one before signed.
async function chain(text) {
  const terms = [{ key: await first(text.split('\n')[0].trim()), from: 0n }];
  const at = text.indexOf(HEAD);
  for (const one of at < 0 ? [] : text.slice(at).split(new RegExp(`\\n(?=${HEAD})`))) {
    const proof = parsed(one);
    const said = JSON.parse(new TextDecoder().decode(proof.record));
    demand(said.kind === 'ADMIN' && said.act === ROTATION, 'a record of a key rotation names no key');
    const next = await key(said.subject);
    const newest = terms[terms.length - 1].key;
    const known = terms.some(term => term.key.text === next.text);
    if (!known && proof.note.signatures.some(signature => mine(newest, signature))) {
      const signed = await held(proof, terms);
      demand(next.name === newest.name, 'the log\'s keys do not follow one another');
      terms.push({ key: next, from: signed.size });
    }
  }
  return terms;
}

// A witness signs the checkpoint and the time at which it saw it (c2sp.org/tlog-cosignature).
async function cosigned(signed, text) {
  const cells = text.split('+');
  const [name, hash] = cells;
  const typed = bytes(cells.slice(2).join('+'));
  demand(typed.length === 33 && typed[0] === WITNESS, 'the key of a witness is not one');
  const id = (await sha256(utf8.encode(name + '\n'), typed)).slice(0, 4);
  demand(hex(id) === hash, 'the hash in the key of a witness does not match it');
  const own = signed.signatures.filter(signature => mine({ name, id }, signature));
  const key = await crypto.subtle.importKey('raw', typed.slice(1), 'Ed25519', true, ['verify']);
  for (const signature of own) {
    demand(signature.bytes.length === 72, 'the signature of a witness is malformed');
    const time = new DataView(signature.bytes.buffer, signature.bytes.byteOffset, 8).getBigUint64(0);
    const message = utf8.encode(`cosignature/v1\ntime ${time}\n${signed.text}`);
    demand(await crypto.subtle.verify('Ed25519', key, signature.bytes.slice(8), message),
      `the signature of the witness ${name} does not verify`);
  }
  return own.length > 0 ? name : null;
}

/** Whether this browser can check signatures of logs. */
export async function supported() {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32), 'Ed25519', true, ['verify']);
    return true;
  } catch {
    return false;
  }
}

/**
 * Checks a proof step by step, and tells each step that succeeds: record, leaf, path, key, checkpoint, witnesses. The
 * first that fails ends the check.
 *
 * @param witnesses the keys of the witnesses that should have signed the checkpoint
 * @param tell takes the name of a step and what was found in it; what it throws ends the check too
 */
export async function inspect(proof, keys, witnesses, tell) {
  let step = 'record';
  try {
    const read = parsed(proof);
    await tell(step, { record: new TextDecoder('utf-8', { fatal: true }).decode(read.record), index: String(read.index) });
    step = 'leaf';
    const leaf = await sha256([0], read.record);
    await tell(step, { leaf: hex(leaf) });
    step = 'path';
    const said = checkpoint(read.note.text);
    const root = await lead(leaf, read.index, said.size, read.path);
    demand(same(root, said.root), 'the record does not match the checkpoint at its place');
    await tell(step, { root: hex(root), steps: read.path.length, size: String(said.size) });
    step = 'key';
    const terms = await chain(keys);
    await tell(step, { key: terms[terms.length - 1].key.text, origin: said.origin });
    step = 'checkpoint';
    await opened(read.note, terms);
    await tell(step, { origin: said.origin });
    step = 'witnesses';
    const seen = [];
    for (const witness of witnesses) {
      seen.push(await cosigned(read.note, witness));
    }
    await tell(step, { signed: seen.filter(name => name !== null), asked: witnesses.length });
    return { sound: true };
  } catch (wrong) {
    return { sound: false, step, why: wrong instanceof Unsound ? wrong.message : 'it cannot be read', key: wrong instanceof InvalidKey };
  }
}

/** Whether a proof holds: the record, its place and the checkpoint; or why not. */
export async function verify(proof, keys) {
  try {
    const read = parsed(proof);
    const said = await held(read, await chain(keys));
    return {
      sound: true,
      record: new TextDecoder().decode(read.record),
      index: String(read.index),
      size: String(said.size),
      origin: said.origin,
    };
  } catch (wrong) {
    const why = wrong instanceof Unsound ? wrong.message : 'it cannot be read';
    return { sound: false, why, key: wrong instanceof InvalidKey };
  }
}

const english = {
  sound: (number, size, origin) => `The proof holds: this is record ${number} of the ${size} that ${origin} has signed.`,
  invalidKey: why => `Nothing was checked, because that is not a valid key: ${why}.`,
  unsound: why => `The proof does not hold: ${why}.`,
};

function told(place, found, words) {
  place.className = found.sound ? 'sound' : 'unsound';
  place.replaceChildren();
  const line = document.createElement('p');
  line.textContent = found.sound
    ? words.sound(BigInt(found.index) + 1n, found.size, found.origin)
    : found.key ? words.invalidKey(found.why) : words.unsound(found.why);
  place.append(line);
  if (found.sound) {
    const record = document.createElement('pre');
    record.textContent = JSON.stringify(JSON.parse(found.record), null, 2);
    place.append(record);
  }
}

const chosen = globalThis.document?.querySelector('input#proof');
if (chosen) {
  chosen.form.addEventListener('submit', async event => {
    event.preventDefault();
    const file = chosen.files[0];
    const keys = document.querySelector('#key').value;
    const found = file ? await verify(await file.text(), keys) : { sound: false, why: 'no proof file was chosen' };
    const words = document.documentElement.lang === 'fr' ? (await import('/log/verify_fr.js')).french : english;
    told(document.querySelector('output'), found, words);
  });
}
