/** The ledger of many gateways in PostgreSQL: each writes batches of its own, one at a time gives them their order. */
@NullMarked
package io.facegate.ledger.postgres;

import org.jspecify.annotations.NullMarked;
