/** One writer, whole batches, nothing acknowledged before it is on disk; and the salts of commitments. */
@NullMarked
package io.facegate.ledger.store;

import org.jspecify.annotations.NullMarked;
