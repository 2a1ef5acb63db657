package io.facegate.registry;

import io.facegate.registry.RegistryException.Unacceptable;
import java.util.Locale;

/** How many people it takes to change what permits more. */
public enum Approvals {
    ONE,
    TWO;

    /** The id of the setting's row. */
    static final String ID = "approvals";

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@code one} or {@code two}.
     *
     * @throws Unacceptable for anything else
     */
    public static Approvals parse(String word) {
        for (var each : values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new Unacceptable("Approvals are one or two.");
    }

    /**
     * The setting in the verified rows. A row that does not verify counts as two; one that was accepted after it did not
     * counts as two where there are two operators, who could otherwise never set it again.
     */
    static Approvals of(RegistrySeal.State settings, long operators) {
        if (settings.altered().contains(SealedTable.SETTING.ref(ID))) {
            return TWO;
        }
        return settings.rows(SealedTable.SETTING).stream()
                        .filter(row -> row.text("id").equals(ID))
                        .findFirst()
                        .map(row -> row.has("removed")
                                ? operators > 1
                                : !row.text("value").equals(ONE.word()))
                        .orElse(false)
                ? TWO
                : ONE;
    }
}
