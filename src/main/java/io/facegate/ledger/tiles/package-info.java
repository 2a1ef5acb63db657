/** The log as tiles: its hashes and records cut into files that never change (c2sp.org/tlog-tiles). */
@NullMarked
package io.facegate.ledger.tiles;

import org.jspecify.annotations.NullMarked;
