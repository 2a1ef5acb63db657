package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignerStateReset;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.move.LedgerTransfer;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.postgres.LedgerDatabase;
import io.facegate.ledger.postgres.PostgresSchema;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.retention.HoldsAndPrunes;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.ledger.retention.Pruner;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a person does with a ledger. Each act is recorded, with the person and the reason, before it is done; only
 * {@link #migrate} is not, for the tables that would hold its record are what it makes.
 *
 * <p>Methods throw {@link Fault.LedgerDown} if the act cannot be recorded.
 */
public record LedgerActs(LedgerAddress ledger, ActingPerson by) {
    private static final String BUILD = "cli";

    /** A ledger that was moved. */
    public record Moved(long size, String root) {}

    /** Creates or updates the tables of a ledger in a database. Returns how many steps that took. */
    public static int migrate(LedgerDatabase database, String role) throws SQLException {
        return PostgresSchema.migrate(database, role);
    }

    /** Erases the salts of a record, so that its personal fields are unreadable for ever. Returns the fields, if any. */
    public List<RecordField> erase(String record) throws SQLException, IOException {
        List<RecordField> fields;
        try (var salts = ledger.salts().read()) {
            fields = salts.findByRecord(record).stream()
                    .map(salt -> salt.field())
                    .toList();
        }
        if (!fields.isEmpty()) {
            Ledger.administrate(ledger, by.act("erase", record));
            ledger.salts().erase(List.of(record));
        }
        return fields;
    }

    /** What a prune would delete, and what keeps the rest. */
    public static PrunePlan planPrune(LedgerAddress ledger, Period keep) throws SQLException {
        try (var records = VerifiedReader.open(ledger)) {
            return PrunePlan.compute(records, HoldsAndPrunes.read(records), keep, Instant.now());
        }
    }

    /**
     * Deletes records that no retention rule or hold still requires. Their hashes stay.
     *
     * @param owner for a ledger in a database: the owner of its tables, since only that role can prune; else null
     */
    public void prune(PrunePlan plan, @Nullable LedgerDatabase owner) throws SQLException, IOException {
        var pruner = owner == null ? null : new Pruner(ledger, owner);
        if (pruner != null) {
            pruner.requireRight();
        }
        Ledger.administrate(ledger, by.act(HoldsAndPrunes.PRUNE, Long.toString(plan.minimum())));
        if (pruner != null) {
            pruner.prune(plan);
        }
    }

    /** Records that the data folder is about to be backed up. */
    public void recordBackup(String id) {
        Ledger.administrate(ledger, by.act("backup", id));
    }

    /** Records that the data folder was restored from a backup. */
    public void recordRestore(String id) {
        Ledger.administrate(ledger, by.act("restore", id));
    }

    /** Gives the log a new key, which signs from now on; the old key signs the record of it last. */
    public VerifierKey rotateKey() {
        return orFault(() -> LogKeyRotation.rotate(ledger, key -> by.act(KeyChain.ACT, key)));
    }

    /** Confirms that this machine's clock is right. Returns the time that the ledger uses from then on. */
    public Instant acceptClock() {
        var act = by.act(NewestTime.ACCEPT, NewestTime.BY_A_PERSON);
        return orFault(() -> {
            Ledger.administrate(ledger, act);
            return act.now();
        });
    }

    /** What is wrong with the memory of what the log signed, so that the ledger must be accepted; or null. */
    public static @Nullable String problem(LedgerAddress ledger) {
        return SignerStateReset.problem(ledger);
    }

    /** Accepts the ledger as it is, after the memory of what its log signed was lost. Returns its number of records. */
    public long accept() {
        return orFault(() -> {
            long records = size();
            Ledger.accept(ledger, by.act(SignerStateReset.ACT, Long.toString(records)));
            return records;
        });
    }

    /** Moves the ledger to another place, where none may be. Every gateway must be stopped. */
    public Moved moveTo(LedgerAddress to) {
        var moved = orFault(() -> new LedgerTransfer(ledger, to).move(BUILD, this::named));
        return new Moved(moved.size(), moved.root());
    }

    /** Removes the seal that an interrupted move left behind. */
    public void undoMove() {
        orFault(() -> {
            LedgerTransfer.undo(ledger, BUILD, this::named);
            return true;
        });
    }

    private long size() {
        if (!ledger.mayExist()) {
            return 0;
        }
        try (var reader = ledger.reader()) {
            return reader.head().size();
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown(String.valueOf(unreadable.getMessage()));
        }
    }

    /** Does an act. A record that does not verify is then why the act failed, not what was asked for. */
    private static <T> T orFault(Supplier<T> act) {
        try {
            return act.get();
        } catch (Fault.LedgerTampered tampered) {
            throw new Fault.LedgerDown(String.valueOf(tampered.getMessage()));
        }
    }

    private Administrative named(Administrative act) {
        return by.act(act.act(), act.subject());
    }
}
