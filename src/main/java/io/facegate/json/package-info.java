/** How JSON and YAML are read and written: one mapper a purpose, canonical JSON, and strict YAML. */
@NullMarked
package io.facegate.json;

import org.jspecify.annotations.NullMarked;
