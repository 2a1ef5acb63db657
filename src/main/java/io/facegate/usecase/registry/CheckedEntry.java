package io.facegate.usecase.registry;

/**
 * A registered entry.
 *
 * @param altered whether its row was changed outside Facegate: then it may say anything, and has no effect on calls
 */
public record CheckedEntry<T>(T entry, boolean altered) {}
