package io.facegate.ledger.store;

/**
 * The tree head as the ledger's file holds it.
 *
 * @param range the roots of the perfect subtrees, the largest first
 * @param oldestOpen the index from which on a permit without an outcome may stand
 */
public record StoredHead(long size, byte[] root, byte[] range, long oldestOpen) {}
