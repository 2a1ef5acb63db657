/** Signed notes, their keys, and checkpoints of a log, as C2SP describes them. */
@NullMarked
package io.facegate.ledger.note;

import org.jspecify.annotations.NullMarked;
