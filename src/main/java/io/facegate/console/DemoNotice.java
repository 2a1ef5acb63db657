package io.facegate.console;

/**
 * Whether each page says that the records are a demo's.
 *
 * @param isShown true if the log has a demo's name
 */
public record DemoNotice(boolean isShown) {
    /** How the names of the logs of demos begin. No other gateway is likely to be called so. */
    public static final String LOGS = "demo.facegate.local/";

    public static DemoNotice ofLog(String name) {
        return new DemoNotice(name.startsWith(LOGS));
    }
}
