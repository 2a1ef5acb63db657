/** Adapter to the embedded engine: detection, comparison and galleries on this machine. */
@NullMarked
package io.facegate.provider.embedded;

import org.jspecify.annotations.NullMarked;
