/** What led to a decision and what followed it, as the ledger holds it. */
@NullMarked
package io.facegate.ledger.history;

import org.jspecify.annotations.NullMarked;
