/** The salts of what may be a person's: kept apart from the records, so that they can be erased without a proof failing. */
@NullMarked
package io.facegate.ledger.salts;

import org.jspecify.annotations.NullMarked;
