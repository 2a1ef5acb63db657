/** Wiring, configuration, health and metrics; the only room that sees every other. */
@NullMarked
package io.facegate.app;

import org.jspecify.annotations.NullMarked;
