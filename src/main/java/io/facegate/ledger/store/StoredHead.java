package io.facegate.ledger.store;

/**
 * Tree head as stored in the ledger.
 *
 * @param range the roots of the perfect subtrees, largest first
 * @param oldestOpen lower bound of the indexes of permits without an outcome
 */
public record StoredHead(long size, byte[] root, byte[] range, long oldestOpen) {}
