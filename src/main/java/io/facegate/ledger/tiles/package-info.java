/** Tiled log: hashes and records in immutable files (c2sp.org/tlog-tiles). */
@NullMarked
package io.facegate.ledger.tiles;

import org.jspecify.annotations.NullMarked;
