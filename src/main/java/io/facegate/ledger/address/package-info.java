/** Addresses of ledgers, and how to open them. */
@NullMarked
package io.facegate.ledger.address;

import org.jspecify.annotations.NullMarked;
