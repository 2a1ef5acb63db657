/** Wiring, configuration, health and metrics. The only package that may import every other. */
@NullMarked
package io.facegate.app;

import org.jspecify.annotations.NullMarked;
