/** The log's key, and the one who signs checkpoints with it. */
@NullMarked
package io.facegate.ledger.checkpoint;

import org.jspecify.annotations.NullMarked;
