/** Pages for the compliance officer, read-only. */
@NullMarked
package io.facegate.console;

import org.jspecify.annotations.NullMarked;
