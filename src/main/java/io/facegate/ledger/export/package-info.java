/** How records leave the ledger: as they are, as tables, as events, to Kafka, as evidence. */
@NullMarked
package io.facegate.ledger.export;

import org.jspecify.annotations.NullMarked;
