package io.facegate.policy.language;

/**
 * Half-open number range. Moments and durations are in milliseconds.
 *
 * @param atLeast lower bound (inclusive), or negative infinity
 * @param below upper bound (exclusive), or infinity
 */
public record NumberRange(double atLeast, double below) {}
