#!/usr/bin/env bash
# Makes the JVM's class archive of short commands: APP_FOLDER/commands.jsa. A command with it takes two thirds of the
# processor time. The JVM writes which classes a few commands load, on a data folder of their own and with nothing of the
# caller's environment; the archive holds them as they are in memory. Without the archive, or with one of another build, a
# command runs as it does anyway (decision 0241).
set -euo pipefail
app=$(cd -- "$1" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
rm -f "$app/commands.jsa"
count=0

jvm() {
  env -i PATH="$PATH" HOME="$folder" "$java" "@$(dirname "$0")/command.jvm" "$@"
}

watch() {
  count=$((count + 1))
  jvm "-XX:DumpLoadedClassList=$folder/$count.classes" -jar "$app/quarkus-run.jar" "$@" --data "$folder/data" \
    >"$folder/out" 2>&1 || { cat "$folder/out" >&2; exit 1; }
}

watch org add --id example --name Example --type nonprofit --purpose missing_child
watch key mint --org example --json
watch ledger verify
watch ledger search --json

# The numbers of classes differ from list to list, and classes of loaders of their own need them: those are left out.
cat "$folder"/*.classes | grep -v -e '^#' -e 'source:' | sed 's/ id: [0-9]*$//' | awk '!seen[$0]++' >"$folder/all"
jvm -Xshare:dump -XX:+AOTClassLinking "-XX:SharedClassListFile=$folder/all" \
  "-XX:SharedArchiveFile=$folder/commands.jsa" -Xlog:disable -jar "$app/quarkus-run.jar" >"$folder/out" 2>&1 ||
  { cat "$folder/out" >&2; exit 1; }
mv "$folder/commands.jsa" "$app/commands.jsa"
