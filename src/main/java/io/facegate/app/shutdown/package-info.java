/** Graceful shutdown. */
@NullMarked
package io.facegate.app.shutdown;

import org.jspecify.annotations.NullMarked;
