package io.facegate.policy.language;

/**
 * Numbers that a condition names, half-open; moments and lengths of time are in milliseconds.
 *
 * @param atLeast the first number inside, or negative infinity
 * @param below the first number outside, or infinity
 */
public record NumberRange(double atLeast, double below) {}
