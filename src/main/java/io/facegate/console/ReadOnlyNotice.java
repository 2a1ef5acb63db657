package io.facegate.console;

import java.util.function.BooleanSupplier;

/**
 * Whether each page says that the gateway only shows records, and neither judges calls nor writes.
 *
 * @param readOnly true if it was started so
 */
public record ReadOnlyNotice(BooleanSupplier readOnly) {
    public boolean isShown() {
        return readOnly.getAsBoolean();
    }
}
