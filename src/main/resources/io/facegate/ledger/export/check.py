# Checks the records of this bundle: steps 2, 3, 5 and 6 of README.txt. It needs nothing but Python 3.
# It does not check signatures: step 4 does. It reads files of this folder, and writes nothing.
import base64, glob, hashlib, hmac, json, os, re, sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def demand(holds, otherwise):
    if not holds:
        sys.exit("DOES NOT HOLD: " + otherwise)


def proof(name, text=None):
    head, signed = (text or open(name, encoding="utf-8").read()).split("\n\n", 1)
    lines, told = head.split("\n"), signed.split("\n")
    demand(lines[0] == "c2sp.org/tlog-proof@v1", name + " is no proof")
    record = base64.b64decode(lines[1][len("extra "):], validate=True)
    n, last, hash = int(lines[2][len("index "):]), int(told[1]) - 1, sha256(b"\0", record)
    demand(n <= last, name + " is of no record that is signed")
    for line in lines[3:]:
        beside = base64.b64decode(line, validate=True)
        demand(last > 0 and len(beside) == 32, name + ": the path does not fit the tree")
        if n % 2 == 1 or n == last:
            hash = sha256(b"\1", beside, hash)
            while n % 2 == 0 and n > 0:
                n, last = n // 2, last // 2
        else:
            hash = sha256(b"\1", hash, beside)
        n, last = n // 2, last // 2
    demand(last == 0 and hash == base64.b64decode(told[2]), name + " does not lead to the root")
    return record, signed


manifest = open("manifest.txt", "rb").read()
for line in manifest.decode().splitlines():
    listed, name = line.split("  ", 1)
    demand(hashlib.sha256(open(name, "rb").read()).hexdigest() == listed, name + " was changed")

names = sorted(glob.glob("proofs/*.tlog-proof"), key=lambda name: int(re.sub("[^0-9]", "", os.path.basename(name))))
checkpoint = open("checkpoint", encoding="utf-8").read()
lines = open("records.jsonl", "rb").read().split(b"\n")
demand(lines.pop() == b"" and len(lines) == len(names), "records.jsonl has more or fewer records than there are proofs")
records = {}
for name, line in zip(names, lines):
    record, signed = proof(name)
    demand(record == line, name + " is of another record")
    demand(signed == checkpoint, name + " is of another checkpoint")
    records[json.loads(record)["id"]] = json.loads(record)
print(len(names), "record leads" if len(names) == 1 else "records lead", "to the root of the checkpoint.")

sealed, _ = proof("seal.tlog-proof")
seal = json.loads(sealed)
demand(seal["act"] == "export" and seal["subject"] == "bundle/" + hashlib.sha256(manifest).hexdigest(), "the seal is another bundle's")
print("The seal is of this bundle.")

changes = re.split("(?m)^(?=c2sp.org/tlog-proof)", open("log.keys", encoding="utf-8").read())[1:]
for change in changes:
    named = json.loads(proof("log.keys", change)[0])
    demand(named["kind"] == "ADMIN" and named["act"] == "log_key_rotate", "a proof in log.keys is of no change of the key")

for line in open("disclosures.jsonl", encoding="utf-8"):
    said = json.loads(line)
    mac = hmac.new(bytes.fromhex(said["salt"]), (said["field"] + "\0" + said["value"]).encode(), hashlib.sha256).hexdigest()
    demand(records[said["record"]].get(said["field"]) == mac, "a value in disclosures.jsonl is not the one on record")

print("All is as it was sealed. That the checkpoints are signed is step 4.")
