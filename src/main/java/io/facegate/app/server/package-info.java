/** A running gateway: its options, how its parts are opened and closed, its health and metrics. */
@NullMarked
package io.facegate.app.server;

import org.jspecify.annotations.NullMarked;
