/** The embedded engine behind the provider port: detection, comparison and galleries on this machine. */
@NullMarked
package io.facegate.provider.embedded;

import org.jspecify.annotations.NullMarked;
