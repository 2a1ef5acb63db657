package io.facegate.usecase.ledger;

/** The names of the logs of demos, by which their records are told from real ones. */
public final class DemoLog {
    /** How they begin. No other gateway is likely to be called so. */
    public static final String NAMES = "demo.facegate.local/";

    private DemoLog() {}

    /** True if a log of that name is a demo's. */
    public static boolean isNamed(String log) {
        return log.startsWith(NAMES);
    }
}
