/** Sends the ledger on to a broker, behind everything else. */
@NullMarked
package io.facegate.ledger.export.stream;

import org.jspecify.annotations.NullMarked;
