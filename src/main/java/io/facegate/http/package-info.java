/** Takes HTTP requests off the event loop, bounded in bytes, time and number, and hands each to a wire. */
@NullMarked
package io.facegate.http;

import org.jspecify.annotations.NullMarked;
