/** Brings tiles and checkpoints to where others read them: a folder, or an S3-compatible store. */
@NullMarked
package io.facegate.ledger.publish;

import org.jspecify.annotations.NullMarked;
