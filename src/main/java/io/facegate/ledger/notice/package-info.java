/** What the ledger notices by itself: a clock that was set, and times in which it could write nothing down. */
@NullMarked
package io.facegate.ledger.notice;

import org.jspecify.annotations.NullMarked;
