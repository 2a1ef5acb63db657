/** Retention of records: obligations, legal holds, and pruning of records that nothing requires any more. */
@NullMarked
package io.facegate.ledger.retention;

import org.jspecify.annotations.NullMarked;
