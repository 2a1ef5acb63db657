/** Signed notes, their keys, and checkpoints of a log, as specified by C2SP. */
@NullMarked
package io.facegate.ledger.note;

import org.jspecify.annotations.NullMarked;
