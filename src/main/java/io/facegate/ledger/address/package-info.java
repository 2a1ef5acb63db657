/** Where a ledger is, and how it is opened there. */
@NullMarked
package io.facegate.ledger.address;

import org.jspecify.annotations.NullMarked;
