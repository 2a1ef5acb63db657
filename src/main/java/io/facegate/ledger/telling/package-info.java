/** Decisions on record in plain words of each language. */
@NullMarked
package io.facegate.ledger.telling;

import org.jspecify.annotations.NullMarked;
