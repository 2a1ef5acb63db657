#!/usr/bin/env bash
# Makes the JVM's start-up cache of a packaged gateway: APP_FOLDER/start.aot. A start with it takes little more than half
# of the processor time. The JVM keeps the classes of one trial start: embedded engine, fresh data folder, nothing of the
# caller's environment. The trial has both compilers, as a gateway has, because the JVM compiles no method better than it
# was in the trial (decision 0223). Without the cache, or with one of another build, a gateway starts as it does anyway.
set -euo pipefail
app=$(cd -- "$1" && pwd)
policies=$(cd -- "$2" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null; rm -rf "$folder"' EXIT
rm -f "$app/start.aot"
env -i PATH="$PATH" HOME="$folder" "$java" "@$(dirname "$0")/server.jvm" \
  -XX:AOTCacheOutput="$folder/start.aot" '-Xlog:aot*=off' \
  -jar "$app/quarkus-run.jar" serve --json --data "$folder/data" --policies "$policies" --port 0 --health-port 0 \
  >"$folder/out" 2>"$folder/log" &
pid=$!
for _ in $(seq 1200); do
  if grep -q . "$folder/out" || ! kill -0 "$pid" 2>/dev/null; then break; fi
  sleep 0.1
done
kill "$pid" 2>/dev/null || true
wait "$pid" || true
pid=
[ -f "$folder/start.aot" ] || { cat "$folder/log" >&2; exit 1; }
mv "$folder/start.aot" "$app/start.aot"
