package io.facegate.differential;

/**
 * One difference between the builds.
 *
 * @param group wire and operation, or command, separated by a tab
 * @param kind the place: a header, a path in a body, or a field of a record
 * @param where the request or command
 */
record Difference(String group, String kind, String where, String older, String newer) {}
