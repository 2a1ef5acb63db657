/** Export of records: as they are, as tables, as events, to Kafka, as evidence bundles. */
@NullMarked
package io.facegate.ledger.export;

import org.jspecify.annotations.NullMarked;
