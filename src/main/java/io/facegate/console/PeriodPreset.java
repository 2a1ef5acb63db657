package io.facegate.console;

/**
 * A period to choose with one click.
 *
 * @param current whether it is the one that is shown
 */
public record PeriodPreset(String name, String address, boolean current) {}
