/** Graceful shutdown. */
@NullMarked
package io.facegate.app.stop;

import org.jspecify.annotations.NullMarked;
