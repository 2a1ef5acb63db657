// Prints what Google publishes with @google-cloud/vision, a line each: fields of messages, words of enums, bindings of methods.
import { createRequire } from 'node:module';

const all = createRequire(import.meta.url)('@google-cloud/vision/build/protos/protos.json').nested.google.nested;
const lines = new Map();
const put = (version, ...cells) => {
  const line = cells.join('\t');
  lines.set(line, [...(lines.get(line) ?? []), version]);
};

function walk(version, prefix, nested) {
  for (const [name, thing] of Object.entries(nested ?? {})) {
    const full = prefix + name;
    for (const [field, is] of Object.entries(thing.fields ?? {})) {
      const rule = is.keyType ? 'map' : is.rule === 'repeated' ? 'many' : 'one';
      put(version, 'field', full, field, is.type, rule);
    }
    for (const [word, number] of Object.entries(thing.values ?? {})) {
      put(version, 'enum', full, word, number, '-');
    }
    for (const [method, is] of Object.entries(thing.methods ?? {})) {
      const option = key => is.parsedOptions?.map(one => one[key]).find(one => one);
      const http = option('(google.api.http)');
      const bindings = http ? [http, ...[http.additional_bindings ?? []].flat()] : [];
      for (const one of bindings) {
        const verb = ['get', 'post', 'patch', 'delete'].find(word => one[word]);
        const path = one[verb].replace(`/${version}/`, '/{version}/');
        put(version, 'method', `${verb.toUpperCase()} ${path}`, method, is.requestType, `${one.body ?? '-'} ${is.responseType}`);
      }
    }
    walk(version, `${full}.`, thing.nested);
  }
}

for (const [version, { nested }] of Object.entries(all.cloud.nested.vision.nested)) {
  walk(version, '', nested);
}
walk('v1', 'google.longrunning.', all.longrunning.nested);
walk('v1', 'google.rpc.', all.rpc.nested);
walk('v1', 'google.type.', all.type.nested);
for (const [line, versions] of [...lines].sort(([one], [other]) => (one < other ? -1 : 1))) {
  console.log(`${line}\t${versions.join(',')}`);
}
