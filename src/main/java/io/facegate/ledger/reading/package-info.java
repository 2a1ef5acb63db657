/** How people read the ledger: found, shown and said in plain words, never from the writer's own tables. */
@NullMarked
package io.facegate.ledger.reading;

import org.jspecify.annotations.NullMarked;
