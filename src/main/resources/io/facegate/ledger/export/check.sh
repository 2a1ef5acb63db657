#!/bin/sh
# Runs the checks of README.txt, steps 1 to 6, and prints OK or what failed. Read it before you run it:
#
#   sh check.sh KEY
#
# KEY is the log's public key as its operator publishes it: the key itself, or a file that holds it. The script needs
# Python 3, OpenSSL 3 and the usual tools. It writes only in a temporary folder, which it removes.
set -u
LC_ALL=C
export LC_ALL
given=${1:-}
from=$(pwd)
cd "$(dirname -- "$0")" || exit 1

fail() {
  echo "FAILED: $1"
  exit 1
}

for tool in python3 openssl base64 awk sed grep cut head tail mktemp; do
  command -v "$tool" > /dev/null || fail "the program $tool is missing; nothing was checked"
done
openssl version | grep -q '^OpenSSL [3-9]' || fail "$(openssl version) is here, OpenSSL 3 is needed; nothing was checked"
if command -v sha256sum > /dev/null; then digests="sha256sum"; else digests="shasum -a 256"; fi

# The key: an argument, a file that is named, or the file KEY beside this one.
mistrusted=
case $given in
  '') if [ -f KEY ]; then key=$(head -n 1 KEY); else key=$(head -n 1 log.keys); mistrusted=yes; fi ;;
  *+*+*) key=$given ;;
  /*) [ -f "$given" ] || fail "there is no file $given"; key=$(head -n 1 "$given") ;;
  *) [ -f "$from/$given" ] || fail "there is no file $given"; key=$(head -n 1 "$from/$given") ;;
esac
printf '%s\n' "$key" | grep -q '^[^+ ]*+[0-9a-f]*+[A-Za-z0-9+/=]*$' || fail "the key does not have the form name+hash+base64; check your copy"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Step 1.
$digests -c manifest.txt > "$work/said" 2>&1 || fail "step 1: a file is not the one that manifest.txt lists: $(grep -v ': OK$' "$work/said" | head -n 1)"
echo "Step 1: every file has the SHA-256 in manifest.txt."

# Steps 2, 3, 5 and 6.
python3 check.py > "$work/said" 2>&1 || fail "steps 2, 3, 5 and 6: $(tail -n 1 "$work/said")"
echo "Steps 2, 3, 5, 6: the records lead to the root, and the seal is of this bundle."

# True if the key signed the checkpoint in that file.
signed() {
  (printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf '%s\n' "$1" | cut -d + -f 3- | base64 -d | tail -c 32) > "$work/key.der"
  sed '/^$/,$d' "$2" > "$work/text"
  grep -F "— $(head -n 1 "$2") " "$2" | cut -d ' ' -f 3 > "$work/signatures"
  while read -r one; do
    printf '%s\n' "$one" | base64 -d | tail -c 64 > "$work/signature"
    openssl pkeyutl -verify -pubin -inkey "$work/key.der" -keyform DER -rawin -in "$work/text" -sigfile "$work/signature" > /dev/null 2>&1 && return 0
  done < "$work/signatures"
  return 1
}

# Step 4. A log may have changed its key: then log.keys proves each next key, in a checkpoint that the one before signed.
sed '1,/^$/d' seal.tlog-proof > "$work/seal"
trusted=$key
changes=$(grep -c '^c2sp.org/tlog-proof' log.keys)
change=0
while [ "$change" -lt "$changes" ]; do
  change=$((change + 1))
  awk -v n="$change" '/^c2sp.org\/tlog-proof/ { i++ } i == n' log.keys > "$work/proof"
  sed '1,/^$/d' "$work/proof" > "$work/change"
  if signed "$trusted" "$work/change"; then
    trusted=$(sed -n 's/^extra //p' "$work/proof" | base64 -d | sed 's/.*"subject":"\([^"]*\)".*/\1/')
  fi
done
signed "$trusted" checkpoint || fail "step 4: the checkpoint is not signed with that key"
signed "$trusted" "$work/seal" || fail "step 4: the seal's checkpoint is not signed with that key"
echo "Step 4: the checkpoint and the seal are signed with the key."

# What is not in the manifest is not sealed.
find . -type f | sed 's/^\.\///' | while read -r file; do
  case $file in manifest.txt | seal.tlog-proof | KEY) ;; *) grep -qF "  $file" manifest.txt || echo "Not part of the bundle: $file" ;; esac
done

if [ -n "$mistrusted" ]; then
  echo "NOT YET: all fits, with the key that this bundle names. Compare it with the key that the operator publishes, or run: sh check.sh KEY"
  echo "$key"
  exit 3
fi
echo "OK"
