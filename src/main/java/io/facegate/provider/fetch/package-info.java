/** Fetches pictures that calls name by URL: once, from registered hosts on the public internet alone. */
@NullMarked
package io.facegate.provider.fetch;

import org.jspecify.annotations.NullMarked;
