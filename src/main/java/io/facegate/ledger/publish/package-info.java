/** Publishes tiles and checkpoints for readers: in a folder, or an S3-compatible store. */
@NullMarked
package io.facegate.ledger.publish;

import org.jspecify.annotations.NullMarked;
