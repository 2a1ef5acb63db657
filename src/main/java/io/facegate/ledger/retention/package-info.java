/** How long records are kept: what obligations and holds ask for, and how what nobody asks for any more is pruned. */
@NullMarked
package io.facegate.ledger.retention;

import org.jspecify.annotations.NullMarked;
