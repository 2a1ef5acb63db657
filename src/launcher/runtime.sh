#!/usr/bin/env bash
# Makes the Java runtime of the image in FOLDER: the modules that Facegate needs, without tools, windows and sound.
set -euo pipefail
folder=$1
rm -rf "$folder"
"${JAVA_HOME:?}/bin/jlink" --output "$folder" --compress zip-6 --strip-java-debug-attributes --no-header-files --no-man-pages \
  --include-locales en,fr --add-modules \
  java.se,jdk.crypto.cryptoki,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs
cd "$folder"
rm -f lib/libawt_xawt.so lib/libjawt.so lib/libjsound.so lib/libsplashscreen.so lib/psfont*.properties.ja
find bin -type f ! -name java -delete
