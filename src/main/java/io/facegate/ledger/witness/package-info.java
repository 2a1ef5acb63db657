/** Witnesses: others who sign that they saw a checkpoint, and that it grew from the one they saw before. */
@NullMarked
package io.facegate.ledger.witness;

import org.jspecify.annotations.NullMarked;
