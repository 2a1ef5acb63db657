/** Takes a ledger from one store to another, with every byte and every proof. */
@NullMarked
package io.facegate.ledger.moving;

import org.jspecify.annotations.NullMarked;
