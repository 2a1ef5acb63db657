/** The command that compares a vendor's own trail with the ledger, and its reports. */
@NullMarked
package io.facegate.cli.reconcile;

import org.jspecify.annotations.NullMarked;
