package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.Unsound;
import io.facegate.ledger.note.Vkey;
import io.facegate.ledger.notice.NewestTime;
import io.facegate.ledger.reading.LedgerReader;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.record.ActMac;
import io.facegate.ledger.retention.Acts;
import io.facegate.ledger.retention.Hold;
import io.facegate.ledger.retention.Plan;
import io.facegate.ledger.salts.SaltFile;
import io.facegate.ledger.store.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What commands may have put on record, each act checked here as its command checks it: whoever reaches the socket can do
 * no more than whoever runs the command.
 */
final class AdministrativeActs {
    /** Acts whose subject only the registry or the archive knows; what a gateway does itself is not among them. */
    private static final Set<String> PLAIN = Set.of(
            "org_add",
            "org_change",
            "org_suspend",
            "org_resume",
            "key_mint",
            "key_revoke",
            "evidence_add",
            "evidence_change",
            "evidence_revoke",
            "issuer_accept",
            "registry_accept",
            "registry_adopt",
            "registry_altered",
            "registry_key_rotate",
            "registry_verify",
            "reviewer_add",
            "reviewer_remove",
            "review_approve",
            "review_reject",
            "review_expire",
            "view",
            "export",
            "backup",
            "restore");

    private static final String ERASE = "erase";
    private static final Set<String> BY_SOMEBODY = Set.of(Acts.PRUNE, Hold.ADD, Hold.LIFT, ERASE, NewestTime.ACCEPT);

    private final LedgerAddress ledger;

    AdministrativeActs(LedgerAddress ledger) {
        this.ledger = ledger;
    }

    /**
     * Checks an act.
     *
     * @return what a prune removes, and null for every other act
     * @throws Fault.LedgerDown with what is wrong; nothing is then on record
     */
    @Nullable
    Pruned demand(Administrative act, Instant now) {
        if (BY_SOMEBODY.contains(act.act())
                && (act.person() == null || act.person().isBlank())) {
            throw refused("The act " + act.act() + " names nobody: it needs a person.");
        }
        try {
            return switch (act.act()) {
                case Acts.PRUNE -> prune(act.subject(), now);
                case Hold.ADD, Hold.LIFT -> hold(act);
                case ERASE -> erase(act.subject());
                case KeyChain.ACT -> key(act);
                case NewestTime.ACCEPT -> clock(act.subject());
                default -> plain(act.act());
            };
        } catch (SQLException unreadable) {
            throw refused("What the act is about cannot be read: " + unreadable.getMessage());
        }
    }

    /**
     * What a prune removes.
     *
     * @param ids of the records that go
     * @param minimum the first that stays
     * @param recorded whether an earlier record says so already: it was cut short
     */
    record Pruned(List<String> ids, long minimum, boolean recorded) {}

    private static Fault.LedgerDown refused(String why) {
        return new Fault.LedgerDown(why);
    }

    private static @Nullable Pruned plain(String act) {
        if (!PLAIN.contains(act)) {
            throw refused(
                    "The act " + (act.matches("[a-z_]{1,64}") ? act + ' ' : "") + "is none that a command may record.");
        }
        return null;
    }

    /** A person accepts the clock; why a gateway accepts it by itself, only the gateway says. */
    private static @Nullable Pruned clock(String subject) {
        if (!subject.equals(NewestTime.BY_A_PERSON)) {
            throw refused("A command accepts the clock in a person's name only.");
        }
        return null;
    }

    private Pruned prune(String subject, Instant now) throws SQLException {
        long minimum = subject.matches("[1-9]\\d{0,17}") ? Long.parseLong(subject) : 0;
        try (var reader = VerifiedReader.of(ledger)) {
            var acts = Acts.of(reader);
            var plan = Plan.of(reader, acts, Plan.SHORTEST, now);
            if (minimum < 1 || minimum > plan.minimum() || !begins(reader, minimum)) {
                throw refused("Records before " + subject + " may not be removed: " + plan.minimum()
                        + " is the first that must be kept (" + plan.why() + ").");
            }
            var ids = plan.ids().subList(0, (int) Math.min(plan.ids().size(), Math.max(0, minimum - plan.from())));
            return new Pruned(ids, minimum, minimum <= acts.pruned());
        }
    }

    /** Whether records that became durable together begin there. */
    private static boolean begins(LedgerReader reader, long index) throws SQLException {
        if (index == reader.head().size()) {
            return true;
        }
        var there = reader.around(index, 1);
        return !there.isEmpty() && there.getFirst().first() == index;
    }

    private @Nullable Pruned hold(Administrative act) throws SQLException {
        boolean add = act.act().equals(Hold.ADD);
        var hold = Hold.of(act.subject(), act.now());
        var name = add ? (hold == null ? "" : hold.name()) : act.subject();
        if (!Hold.names(name)) {
            throw refused("The act does not name a valid hold.");
        }
        try (var reader = VerifiedReader.of(ledger)) {
            boolean there =
                    Acts.of(reader).holds().stream().anyMatch(one -> one.name().equals(name));
            if (there == add) {
                throw refused(add ? "There is a hold of that name." : "There is no hold of that name.");
            }
            if (hold != null && hold.from() > reader.head().size()) {
                throw refused("A hold must begin at an existing record or at the next one.");
            }
        }
        return null;
    }

    private @Nullable Pruned erase(String record) throws SQLException {
        try (var salts = SaltFile.read(ledger.data())) {
            if (salts.of(record).isEmpty()) {
                throw refused("No salt of that record is kept: there is nothing to erase.");
            }
        }
        return null;
    }

    /** The log's next key: whoever names it must have the ledger's key, or a stranger's would sign from then on. */
    private @Nullable Pruned key(Administrative act) {
        var subject = act.subject();
        try {
            if (Vkey.parse(subject).type() != Vkey.LOG) {
                throw refused("This is no key of a log.");
            }
            var due = ActMac.proof(KeyFile.read(ledger.data()), act.act(), subject);
            var given = String.valueOf(act.more().proof());
            if (!MessageDigest.isEqual(
                    due.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8))) {
                throw refused("The log's next key is taken from `facegate ledger key rotate` only.");
            }
            return null;
        } catch (Unsound malformed) {
            throw refused("This is no key of a log: " + malformed.why());
        } catch (IOException unreadable) {
            throw refused("The ledger's key cannot be read: " + unreadable.getMessage());
        }
    }
}
