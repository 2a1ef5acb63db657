/** Witnesses: independent cosigners of checkpoints, which confirm that each extends the one they saw before. */
@NullMarked
package io.facegate.ledger.witness;

import org.jspecify.annotations.NullMarked;
