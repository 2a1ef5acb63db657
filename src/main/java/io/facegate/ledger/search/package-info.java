/** Search index: posting lists by term, derived from the ledger and rebuilt at any time. */
@NullMarked
package io.facegate.ledger.search;

import org.jspecify.annotations.NullMarked;
