/** Credential in, Caller out. */
@NullMarked
package io.facegate.identity;

import org.jspecify.annotations.NullMarked;
