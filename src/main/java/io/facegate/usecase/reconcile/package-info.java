/** Comparison of a vendor's own trail with the ledger: which face calls went round the gateway. */
@NullMarked
package io.facegate.usecase.reconcile;

import org.jspecify.annotations.NullMarked;
