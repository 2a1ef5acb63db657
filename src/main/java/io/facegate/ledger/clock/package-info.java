/** The time by the ledger: notices a machine's clock that was set back or forward. */
@NullMarked
package io.facegate.ledger.clock;

import org.jspecify.annotations.NullMarked;
