/** Moves a ledger from one store to another, with every byte and every proof. */
@NullMarked
package io.facegate.ledger.move;

import org.jspecify.annotations.NullMarked;
