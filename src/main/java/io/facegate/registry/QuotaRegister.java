package io.facegate.registry;

import static io.facegate.registry.IdSyntax.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets and clears the registry's quotas. */
public final class QuotaRegister {
    static final String SET = "quotas_set";
    static final String CLEAR = "quotas_clear";

    private final RegistryDatabase store;
    private final ChangeJournal journal;

    QuotaRegister(RegistryDatabase store, ChangeJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    private record Found(@Nullable RegisteredQuotas quotas) {}

    /**
     * The quotas; null if there are none.
     *
     * @throws RegistryException.Unusable if their row does not verify
     */
    public @Nullable RegisteredQuotas current() {
        return store.runSealed(journal, rows -> new Found(read(rows))).quotas;
    }

    private static @Nullable RegisteredQuotas read(SealedChange rows) throws SQLException {
        return RegisteredQuotas.of(rows.requireVerified(SealedTable.SETTING, RegisteredQuotas.ID));
    }

    /**
     * Sets the quotas, which the caller has parsed.
     *
     * @param base takes the quotas before, null if there were none, and throws if the change is not based on them
     */
    public RegisteredQuotas set(String text, Consumer<@Nullable RegisteredQuotas> base) {
        require(!text.isEmpty(), "The quotas are empty. To set no limits, write: quotas: [].");
        require(
                text.getBytes(UTF_8).length <= RegisteredQuotas.LARGEST,
                "The quotas are larger than " + RegisteredQuotas.LARGEST + " bytes.");
        var next = RegisteredQuotas.of(text);
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, SET);
            var before = read(rows);
            base.accept(before);
            require(!next.equals(before), "The registry has these quotas already.");
            write(connection, text);
            record(rows, SET, next.sha256(), text);
            return next;
        });
    }

    /** Clears the quotas. Each gateway uses its own file again. */
    public RegisteredQuotas clear() {
        return store.change(journal, (connection, rows) -> {
            rows.authorization().require(journal, CLEAR);
            var before = read(rows);
            require(before != null, "The registry has no quotas.");
            write(connection, "");
            var known = Objects.requireNonNull(before);
            record(rows, CLEAR, known.isKnown() ? known.sha256() : "unknown", "");
            return known;
        });
    }

    private static void write(Connection connection, String text) throws SQLException {
        SqlStatements.run(
                connection,
                "INSERT INTO registry_setting (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE"
                        + " SET value = excluded.value, removed = NULL",
                RegisteredQuotas.ID,
                text);
    }

    private static void record(SealedChange rows, String act, String subject, String text) throws SQLException {
        rows.record(
                act,
                subject,
                SealedTable.SETTING,
                RegisteredQuotas.ID,
                row -> row.text("value").equals(text) && !row.has("removed"));
    }
}
