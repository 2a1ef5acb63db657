/** Limits that apply to every accepted connection. */
@NullMarked
package io.facegate.app.connections;

import org.jspecify.annotations.NullMarked;
