/** HTTP intake: takes requests off the event loop, bounded in bytes, time and number, and passes each to its API. */
@NullMarked
package io.facegate.http;

import org.jspecify.annotations.NullMarked;
