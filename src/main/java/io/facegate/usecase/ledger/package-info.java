/** What console and command line do with the ledger: reading records, and the acts of operators. */
@NullMarked
package io.facegate.usecase.ledger;

import org.jspecify.annotations.NullMarked;
