/** Keys of the log, and the signer of its checkpoints. */
@NullMarked
package io.facegate.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;
