/** Records decisions, and creates the pass that a provider requires. */
@NullMarked
package io.facegate.ledger;

import org.jspecify.annotations.NullMarked;
