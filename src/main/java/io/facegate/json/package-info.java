/** How JSON is read and written: one mapper a purpose, and canonical JSON. */
@NullMarked
package io.facegate.json;

import org.jspecify.annotations.NullMarked;
