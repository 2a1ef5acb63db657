package io.facegate.console;

import java.util.function.BooleanSupplier;

/**
 * Whether each page says that nothing can be recorded any more, and what that means.
 *
 * @param stopped true once the ledger takes no more records until the gateway is restarted
 */
public record RecordingStopBanner(BooleanSupplier stopped) {
    public boolean isShown() {
        return stopped.getAsBoolean();
    }
}
