#!/usr/bin/env bash
# Runs Facegate from an unpacked release: bin/facegate. It brings its own Java.
set -euo pipefail
home=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
[ -n "${FACEGATE_POLICIES:-}" ] || [ -d policies ] || export FACEGATE_POLICIES=$home/policies
case ${1:-} in
  serve) tuning=("@$home/app/server.jvm" "-XX:AOTCache=$home/app/start.aot" '-Xlog:aot*=off') ;;
  *) tuning=("@$home/app/command.jvm") ;;
esac
# shellcheck disable=SC2086
exec "$home/runtime/bin/java" "${tuning[@]}" ${FACEGATE_JAVA_OPTS:-} -jar "$home/app/quarkus-run.jar" "$@"
