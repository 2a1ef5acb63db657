/** The RFC 6962 Merkle tree: hashes, compact ranges, audit paths. */
@NullMarked
package io.facegate.ledger.tree;

import org.jspecify.annotations.NullMarked;
