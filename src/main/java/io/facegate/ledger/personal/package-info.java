/** What may be a person's: kept beside the ledger, so that it can be erased without a proof failing. */
@NullMarked
package io.facegate.ledger.personal;

import org.jspecify.annotations.NullMarked;
