/** Goes through the whole log, again and again, so that what was changed is found before somebody reads it. */
@NullMarked
package io.facegate.ledger.audit;

import org.jspecify.annotations.NullMarked;
