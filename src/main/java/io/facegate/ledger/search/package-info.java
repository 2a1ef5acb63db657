/** Where records are looked for: lists of places by word, made from the ledger and made again at any time. */
@NullMarked
package io.facegate.ledger.search;

import org.jspecify.annotations.NullMarked;
