/** Bytes of a record: a closed list of fields, canonical JSON, leaf hashes, commitments. */
@NullMarked
package io.facegate.ledger.record;

import org.jspecify.annotations.NullMarked;
