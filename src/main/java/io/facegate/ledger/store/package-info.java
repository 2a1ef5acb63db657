/** The ledger's file: one writer, whole batches, nothing acknowledged before it is on disk. */
@NullMarked
package io.facegate.ledger.store;

import org.jspecify.annotations.NullMarked;
