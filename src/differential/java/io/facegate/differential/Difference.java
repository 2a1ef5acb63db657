package io.facegate.differential;

/**
 * One thing that is not the same.
 *
 * @param group wire and operation, or command, with a tab between
 * @param kind where: a header, a path in a body, a field of a record
 * @param where the request or command
 */
record Difference(String group, String kind, String where, String older, String newer) {}
