/** How rows of the gateway's own databases are authenticated. */
@NullMarked
package io.facegate.identity.seal;

import org.jspecify.annotations.NullMarked;
