/** Explanations of recorded decisions in plain language, per locale. */
@NullMarked
package io.facegate.ledger.narrative;

import org.jspecify.annotations.NullMarked;
