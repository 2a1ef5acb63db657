/** Moves a ledger between stores, with every byte and every proof. */
@NullMarked
package io.facegate.ledger.move;

import org.jspecify.annotations.NullMarked;
