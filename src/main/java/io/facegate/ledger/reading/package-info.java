/** Read access to the ledger: search and verified records, independent of the writer's own tables. */
@NullMarked
package io.facegate.ledger.reading;

import org.jspecify.annotations.NullMarked;
