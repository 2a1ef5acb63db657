/** What is known of the vendors' operations, as data: one file a vendor. */
@NullMarked
package io.facegate.catalogue;

import org.jspecify.annotations.NullMarked;
