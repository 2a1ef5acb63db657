/** Commands of a caller: they ask a gateway over HTTP, with the caller's key. */
@NullMarked
package io.facegate.cli.caller;

import org.jspecify.annotations.NullMarked;
