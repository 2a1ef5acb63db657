/** Appeals against decisions, as the ledger holds them. */
@NullMarked
package io.facegate.ledger.appeal;

import org.jspecify.annotations.NullMarked;
