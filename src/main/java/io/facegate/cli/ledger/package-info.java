/** The {@code ledger} commands, one class each. */
@NullMarked
package io.facegate.cli.ledger;

import org.jspecify.annotations.NullMarked;
