/** Judgements read back from their records, and judged again. */
@NullMarked
package io.facegate.ledger.replay;

import org.jspecify.annotations.NullMarked;
