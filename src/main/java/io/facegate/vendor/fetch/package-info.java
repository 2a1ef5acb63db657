/** Fetches pictures that calls name by URL: once, and only from registered hosts on the public internet. */
@NullMarked
package io.facegate.vendor.fetch;

import org.jspecify.annotations.NullMarked;
