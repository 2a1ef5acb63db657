/** Replay of recorded decisions. */
@NullMarked
package io.facegate.ledger.replay;

import org.jspecify.annotations.NullMarked;
