/** Commands that print what is known of the vendors' operations. */
@NullMarked
package io.facegate.cli.vendor;

import org.jspecify.annotations.NullMarked;
