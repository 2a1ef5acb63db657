/** Requests that the gateway itself sends, beside those to vendors. */
@NullMarked
package io.facegate.app.outgoing;

import org.jspecify.annotations.NullMarked;
