/**
 * Ledger of several gateways in PostgreSQL: each writes its own batches, and one at a time, the integrator, orders
 * them.
 */
@NullMarked
package io.facegate.ledger.postgres;

import org.jspecify.annotations.NullMarked;
