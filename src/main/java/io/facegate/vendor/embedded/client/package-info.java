/** Client of the embedded engine: detection, comparison and galleries on this machine. */
@NullMarked
package io.facegate.vendor.embedded.client;

import org.jspecify.annotations.NullMarked;
