/** Background audit of the whole log: finds tampering before somebody reads the record. */
@NullMarked
package io.facegate.ledger.audit;

import org.jspecify.annotations.NullMarked;
