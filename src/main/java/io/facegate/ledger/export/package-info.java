/** How records leave the ledger: as they are, as tables, as events, as evidence. */
@NullMarked
package io.facegate.ledger.export;

import org.jspecify.annotations.NullMarked;
