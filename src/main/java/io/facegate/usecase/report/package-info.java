/** Reports on a period, counted from the ledger: for officers, for supervisors, and for the public. */
@NullMarked
package io.facegate.usecase.report;

import org.jspecify.annotations.NullMarked;
