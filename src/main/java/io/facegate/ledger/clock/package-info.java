/** Time according to the ledger: detects a machine clock that was set back or forward. */
@NullMarked
package io.facegate.ledger.clock;

import org.jspecify.annotations.NullMarked;
