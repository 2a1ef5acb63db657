/** The web console for compliance officers, read-only. */
@NullMarked
package io.facegate.console;

import org.jspecify.annotations.NullMarked;
