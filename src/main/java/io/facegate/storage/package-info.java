/** How rows of the gateway's own databases are authenticated. */
@NullMarked
package io.facegate.storage;

import org.jspecify.annotations.NullMarked;
