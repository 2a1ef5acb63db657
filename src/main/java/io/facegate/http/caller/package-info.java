/** Requests of a caller about itself: what it may do, and its appeals. */
@NullMarked
package io.facegate.http.caller;

import org.jspecify.annotations.NullMarked;
