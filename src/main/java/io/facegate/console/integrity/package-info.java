/** The page about the log itself: how it is checked, signed and kept, and what people did with its records. */
@NullMarked
package io.facegate.console.integrity;

import org.jspecify.annotations.NullMarked;
