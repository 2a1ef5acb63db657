/** Commands about where the ledger is kept. */
@NullMarked
package io.facegate.cli.store;

import org.jspecify.annotations.NullMarked;
