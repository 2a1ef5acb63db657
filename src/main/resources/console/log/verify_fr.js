// The sentences of verify.js in French. A reason that is not here is shown as it is.
const REASONS = new Map([
  ['it contains something that is not base64', 'elle contient autre chose que du base64'],
  ['it contains base64 that is not canonical', 'elle contient du base64 qui n’est pas canonique'],
  ['the key must have the form name+hash+key', 'la clé doit avoir la forme nom+empreinte+clé'],
  ['the key is not the Ed25519 key of a log', 'ce n’est pas la clé Ed25519 d’un journal'],
  ['the hash in the key does not match its name and key', 'l’empreinte dans la clé ne correspond pas à son nom et à la clé'],
  ['it contains no signed checkpoint', 'elle ne contient pas de point de contrôle signé'],
  ['nobody signed the checkpoint', 'personne n’a signé le point de contrôle'],
  ['a signature line of the checkpoint is malformed', 'une ligne de signature du point de contrôle est mal formée'],
  ['a signature of the checkpoint is malformed', 'une signature du point de contrôle est mal formée'],
  ['it contains no checkpoint of a log', 'elle ne contient pas de point de contrôle d’un journal'],
  ['a line of the checkpoint is empty', 'une ligne du point de contrôle est vide'],
  ['the checkpoint\'s root is not a hash', 'la racine du point de contrôle n’est pas une empreinte'],
  ['it is not a proof file with its record inside', 'ce n’est pas un fichier de preuve qui contient son enregistrement'],
  ['the proof does not say which record it proves', 'la preuve ne dit pas de quel enregistrement elle est'],
  ['the record is not among those that the checkpoint signs', 'l’enregistrement n’est pas parmi ceux que le point de contrôle signe'],
  ['the path does not fit the tree', 'le chemin ne correspond pas à l’arbre'],
  ['it is signed with a key of the log that was not in use at that time', 'elle est signée avec une clé du journal qui n’était pas en usage à ce moment-là'],
  ['no key of the log signed it', 'aucune clé du journal ne l’a signée'],
  ['the record does not match the signed checkpoint at its place', 'l’enregistrement ne correspond pas au point de contrôle signé, à sa place'],
  ['a record of a key rotation names no key', 'un enregistrement de changement de clé ne nomme pas de clé'],
  ['the log\'s keys do not follow one another', 'les clés du journal ne se suivent pas'],
  ['the key of a witness is not one', 'la clé d’un témoin n’en est pas une'],
  ['the hash in the key of a witness does not match it', 'l’empreinte dans la clé d’un témoin ne lui correspond pas'],
  ['the signature of a witness is malformed', 'la signature d’un témoin est mal formée'],
  ['the record does not match the checkpoint at its place', 'l’enregistrement ne correspond pas au point de contrôle, à sa place'],
  ['it cannot be read', 'elle est illisible'],
  ['no proof file was chosen', 'aucun fichier de preuve n’a été choisi'],
]);

const PATTERNS = [
  [/^it is a checkpoint of the log (.*), not of (.*)$/, 'c’est un point de contrôle du journal $1, et non de $2'],
  [/^the signature of (.*) does not verify$/, 'la signature de $1 n’est pas valable'],
];

export function reason(why) {
  const known = REASONS.get(why);
  if (known) return known;
  const pattern = PATTERNS.find(([form]) => form.test(why));
  return pattern ? why.replace(pattern[0], pattern[1]) : why;
}

export const french = {
  sound: (number, size, origin) => `La preuve est valable\u00a0: c’est l’enregistrement ${number} sur les ${size} que ${origin} a signés.`,
  invalidKey: why => `Rien n’a été vérifié, car ce n’est pas une clé valable\u00a0: ${reason(why)}.`,
  unsound: why => `La preuve n’est pas valable\u00a0: ${reason(why)}.`,
};
