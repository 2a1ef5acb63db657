package io.facegate.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facegate.call.Digests;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The quotas of the registry, which all its gateways apply.
 *
 * @param text as it was set, in YAML; empty if they were cleared
 * @param sha256 of the text in lowercase hex; empty if it is not known which quotas were set
 */
public record RegisteredQuotas(String text, String sha256) {
    /** The id of the setting's row. */
    static final String ID = "quotas";

    /** The largest text, in bytes of UTF-8. */
    public static final int LARGEST = 128 * 1024;

    /** Stands for a row that does not verify, or was accepted after it did not: which quotas were set is not known. */
    static final RegisteredQuotas UNKNOWN = new RegisteredQuotas("", "");

    /** Those of a text. */
    public static RegisteredQuotas of(String text) {
        return new RegisteredQuotas(text, HexFormat.of().formatHex(Digests.sha256(text.getBytes(UTF_8))));
    }

    /** False if it is not known which quotas were set: then nothing may be sent. */
    public boolean isKnown() {
        return !sha256.isEmpty();
    }

    /** What a row says; null for none, and after the quotas were cleared. */
    static @Nullable RegisteredQuotas of(@Nullable RowColumns row) {
        if (row == null) {
            return null;
        }
        if (row.has("removed")) {
            return UNKNOWN;
        }
        var text = row.text("value");
        return text.isEmpty() ? null : of(text);
    }

    /** The quotas of a registry; unknown if their row does not verify or is missing, null if there are none. */
    static @Nullable RegisteredQuotas find(RegistrySeal.State state) {
        if (state.altered().contains(SealedTable.SETTING.ref(ID))) {
            return UNKNOWN;
        }
        return state.rows(SealedTable.SETTING).stream()
                .filter(row -> row.text("id").equals(ID))
                .findFirst()
                .map(RegisteredQuotas::of)
                .orElse(null);
    }
}
