package io.facegate.usecase.report;

/**
 * How many calls there were. Sandbox calls are none of the others.
 *
 * @param decided decisions on calls: the permitted and the refused
 * @param unended permitted calls whose outcome was not on record
 * @param sandbox decisions on calls of the sandbox
 * @param questions answers to questions over AuthZEN
 */
public record CallCounts(long decided, long permitted, long refused, long unended, long sandbox, long questions) {}
