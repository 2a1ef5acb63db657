/** A running gateway: its options, startup and shutdown, health and metrics. */
@NullMarked
package io.facegate.app.server;

import org.jspecify.annotations.NullMarked;
