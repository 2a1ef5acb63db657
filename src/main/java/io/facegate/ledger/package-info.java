/** Writes decisions down and hands back the only pass a provider accepts. */
@NullMarked
package io.facegate.ledger;

import org.jspecify.annotations.NullMarked;
