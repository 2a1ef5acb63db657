/** The embedded engine: detection, comparison and galleries on this machine. */
@NullMarked
package io.facegate.provider.local;

import org.jspecify.annotations.NullMarked;
