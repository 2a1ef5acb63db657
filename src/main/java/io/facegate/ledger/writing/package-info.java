/** The one thread that writes: a bounded queue, whole batches, nothing acknowledged before it is durable. */
@NullMarked
package io.facegate.ledger.writing;

import org.jspecify.annotations.NullMarked;
