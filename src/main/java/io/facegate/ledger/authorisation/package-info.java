/** Authorisations after the fact of permitted calls, as the ledger holds them. */
@NullMarked
package io.facegate.ledger.authorisation;

import org.jspecify.annotations.NullMarked;
