/** The commands that prove the ledger to others. */
@NullMarked
package io.facegate.cli.log;

import org.jspecify.annotations.NullMarked;
