// Prints what Google publishes with @google-cloud/vision, a line each: fields of messages, words of enums, bindings of methods.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const protobuf = load('protobufjs');
const published = load('@google-cloud/vision/build/protos/protos.json');
const root = protobuf.Root.fromJSON(published).resolveAll();
const details = new URL('node_modules/google-gax/build/protos/google/rpc/error_details.proto', import.meta.url);
protobuf.parse(readFileSync(details, 'utf8'), root);
const lines = new Map();
const put = (version, ...cells) => {
  const line = cells.join('\t');
  lines.set(line, [...(lines.get(line) ?? []), version]);
};
const short = name => name.replace(/^\.?google\.cloud\.vision\.v1(p[1-4]beta1)?\.|^\./, '');

function message(version, name, type) {
  for (const field of type.fieldsArray) {
    const rule = field.map ? 'map' : field.repeated ? 'many' : 'one';
    put(version, 'field', name, field.name, short(field.resolve().resolvedType?.fullName ?? field.type), rule, field.id);
  }
}

function method(version, service, of) {
  const { name, parsedOptions, resolvedRequestType, resolvedResponseType } = of.resolve();
  const [request, reply] = [short(resolvedRequestType.fullName), short(resolvedResponseType.fullName)];
  const http = parsedOptions?.map(one => one['(google.api.http)']).find(one => one);
  for (const one of http ? [http, ...[http.additional_bindings ?? []].flat()] : []) {
    const verb = ['get', 'post', 'patch', 'delete'].find(word => one[word]);
    const path = one[verb].replace(`/${version}/`, '/{version}/');
    put(version, 'method', `${verb.toUpperCase()} ${path}`, name, request, `${one.body ?? '-'} ${reply}`, service);
  }
}

function walk(version, within) {
  for (const thing of within.nestedArray) {
    const name = short(thing.fullName);
    if (thing instanceof protobuf.Type) {
      message(version, name, thing);
    }
    for (const [word, number] of Object.entries(thing.values ?? {})) {
      put(version, 'enum', name, word, number, '-', '-');
    }
    (thing.methodsArray ?? []).forEach(one => method(version, name, one));
    if (thing.nestedArray) {
      walk(version, thing);
    }
  }
}

for (const version of root.lookup('google.cloud.vision').nestedArray) {
  walk(version.name, version);
}
for (const space of ['google.longrunning', 'google.type']) {
  walk('v1', root.lookup(space));
}
for (const type of ['google.rpc.Status', 'google.rpc.ErrorInfo', 'google.rpc.RetryInfo']) {
  message('v1', type, root.lookupType(type));
}
for (const type of ['Any', 'Duration', 'FieldMask', 'FloatValue', 'Timestamp']) {
  message('v1', `google.protobuf.${type}`, root.lookupType(`google.protobuf.${type}`));
}
for (const [line, versions] of [...lines].sort(([one], [other]) => (one < other ? -1 : 1))) {
  console.log(`${line}\t${versions.join(',')}`);
}
