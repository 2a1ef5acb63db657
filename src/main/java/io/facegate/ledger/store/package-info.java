/** Single-writer store: batches, acknowledged only once they are on disk; and the salts of commitments. */
@NullMarked
package io.facegate.ledger.store;

import org.jspecify.annotations.NullMarked;
