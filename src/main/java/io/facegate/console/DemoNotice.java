package io.facegate.console;

import io.facegate.usecase.ledger.DemoLog;

/**
 * Whether each page says that the records are a demo's.
 *
 * @param isShown true if the log has a demo's name
 */
public record DemoNotice(boolean isShown) {
    /** How the names of the logs of demos begin. */
    public static final String LOGS = DemoLog.NAMES;

    public static DemoNotice ofLog(String name) {
        return new DemoNotice(DemoLog.isNamed(name));
    }
}
