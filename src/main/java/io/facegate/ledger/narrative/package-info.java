/** Recorded decisions in plain words, in each language. */
@NullMarked
package io.facegate.ledger.narrative;

import org.jspecify.annotations.NullMarked;
