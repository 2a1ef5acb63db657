package io.facegate.ledger;

import io.facegate.call.Fault;
import io.facegate.integrity.RecordedRegistryRoots;
import io.facegate.integrity.RegistriesOnDisk;
import io.facegate.integrity.RegistryRoots;
import io.facegate.integrity.SealOptions;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.appeal.AppealRecords;
import io.facegate.ledger.authorisation.AuthorisationAct;
import io.facegate.ledger.authorisation.AuthorisationRecords;
import io.facegate.ledger.authorisation.OpenDuties;
import io.facegate.ledger.checkpoint.SignerStateReset;
import io.facegate.ledger.clock.NewestTime;
import io.facegate.ledger.note.KeyChain;
import io.facegate.ledger.note.VerificationException;
import io.facegate.ledger.note.VerifierKey;
import io.facegate.ledger.reading.VerifiedReader;
import io.facegate.ledger.record.AdministrativeActMac;
import io.facegate.ledger.retention.HoldsAndPrunes;
import io.facegate.ledger.retention.LegalHold;
import io.facegate.ledger.retention.PrunePlan;
import io.facegate.ledger.store.LedgerReader;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Validator of the administrative acts that commands may record. Each act is checked here as its command checks it, so
 * access to the socket grants no more than access to the command.
 */
final class AdministrativeActValidator {
    private static final String REGISTRY_KEY_ROTATE = "registry_key_rotate";

    /** Acts that change rows of the registry. */
    private static final Set<String> OF_REGISTRY = Set.of(
            "org_add",
            "org_change",
            "org_suspend",
            "org_resume",
            "org_verify",
            "org_close",
            "registry_apply",
            "key_mint",
            "key_revoke",
            "key_rotate",
            "evidence_add",
            "evidence_change",
            "evidence_revoke",
            "issuer_accept",
            "issuer_remove",
            "person_add",
            "person_change",
            "person_remove",
            "approvals_change",
            "grant_add",
            "grant_revoke",
            "stop_set",
            "stop_request_lift",
            "stop_confirm_lift",
            "policies_activate",
            "quotas_set",
            "quotas_clear",
            "list_save",
            "list_remove",
            "proposal_add",
            "proposal_approve",
            "proposal_reject",
            REGISTRY_KEY_ROTATE);

    private static final Set<String> OF_REVIEWERS = Set.of("reviewer_add", "reviewer_remove");

    /** Acts on an answer that waits for review. */
    private static final Set<String> OF_REVIEWS = Set.of("review_approve", "review_reject");

    /**
     * Acts that change nothing; they record who read, copied or compared data, was refused a change, or will make one
     * directly.
     */
    private static final Set<String> OF_READERS =
            Set.of("view", "export", "backup", "reconcile", "lockdown", "change_refused", "break_glass");

    /** Acts of commands that run only while no gateway runs. */
    private static final Set<String> WITHOUT_GATEWAY = Set.of("restore", SignerStateReset.ACT);

    private static final Pattern ROOT = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_NAME = 200;

    private static final String REGISTRY_ADOPT = "registry_adopt";
    private static final String REGISTRY_MOVE = "registry_move";
    private static final String REGISTRY_APPLIED = "registry_applied";
    private static final String ERASE = "erase";

    private final LedgerAddress ledger;
    private final RecordedRegistryRoots roots;
    private final RegistriesOnDisk disk;

    AdministrativeActValidator(LedgerAddress ledger, RecordedRegistryRoots roots, RegistriesOnDisk disk) {
        this.ledger = ledger;
        this.roots = roots;
        this.disk = disk;
    }

    /**
     * Validates an act.
     *
     * @param handed whether it came over the socket. It must then fit the registries on disk; a command that writes
     *     directly holds their lock while it changes them
     * @return the records that a prune removes; null for every other act
     * @throws Fault.LedgerDown if the act is invalid; nothing is then on record
     */
    @Nullable
    Pruned validate(Administrative act, Instant now, boolean handed) {
        requireNames(act);
        try {
            return switch (act.act()) {
                case HoldsAndPrunes.PRUNE -> prune(act.subject(), now);
                case LegalHold.ADD, LegalHold.LIFT -> validateHold(act);
                case ERASE -> erase(act.subject());
                case KeyChain.ACT -> key(act.subject());
                case NewestTime.ACCEPT -> validateClock(act.subject());
                default -> validateOther(act, handed);
            };
        } catch (SQLException unreadable) {
            throw rejection("What the act is about cannot be read: " + unreadable.getMessage());
        } catch (Fault.RegistryDown unreadable) {
            throw rejection(String.valueOf(unreadable.getMessage()));
        }
    }

    /** True for acts that are checked and recorded one after the other: prunes, holds, and answers to appeals. */
    static boolean isExclusive(String act) {
        return AdministrativeActMac.isRequiredFor(act)
                || AppealAct.fromAct(act) != null
                || AuthorisationAct.fromAct(act) != null;
    }

    /** Requires a person's name, or the name of the machine's user marked as such. */
    private static void requireNames(Administrative act) {
        var person = act.person();
        if (person == null || person.isBlank()) {
            throw rejection("The act " + printable(act.act()) + "names nobody: it needs a person.");
        }
        if (!isName(person)
                || (act.details().actor() != null && !isName(act.details().actor()))) {
            throw rejection("The name of a person is at most " + LONGEST_NAME + " characters on one line.");
        }
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Records that a prune removes.
     *
     * @param ids of the removed records
     * @param minimum index of the first record that stays
     * @param recorded whether an earlier record already states this prune, which was interrupted
     * @param newest upper bound of the times of the removed records; null where none is removed
     */
    record Pruned(
            List<String> ids,
            long minimum,
            boolean recorded,
            @Nullable Instant newest) {}

    private static Fault.LedgerDown rejection(String why) {
        return new Fault.LedgerDown(why);
    }

    private static String printable(String act) {
        return act.matches("[a-z_]{1,64}") ? act + ' ' : "";
    }

    private @Nullable Pruned validateOther(Administrative act, boolean handed) {
        var name = act.act();
        boolean accepts = name.equals(AdministrativeActDetails.ACCEPT);
        boolean whole = name.equals(REGISTRY_ADOPT) || isUnchanging(name) || accepts;
        if (OF_REGISTRY.contains(name) || OF_REVIEWERS.contains(name) || whole) {
            registry(act, handed);
            return null;
        }
        if (act.details().roots() != null) {
            throw rejection("The act " + printable(name) + "changes no registry: it has no root.");
        }
        aboutDecision(act, handed);
        return null;
    }

    /** Checks an act that changes no registry, such as an answer to an appeal. */
    private void aboutDecision(Administrative act, boolean handed) {
        var name = act.act();
        var answer = AppealAct.fromAct(name);
        var step = AuthorisationAct.fromAct(name);
        if (answer != null) {
            if (answer == AppealAct.FILED || !AppealRecords.isOpen(ledger, act.subject())) {
                throw rejection("No appeal against that decision waits for an answer.");
            }
        } else if (step != null) {
            AuthorisationRecords.requirePossible(
                    ledger,
                    act.subject(),
                    step,
                    new AuthorisationRecords.Actor(String.valueOf(act.person()), act.now()));
        } else if (OF_REVIEWS.contains(name)) {
            if (handed && !disk.mayJudge(act.subject(), String.valueOf(act.person()))) {
                throw rejection("No answer with that id waits, or that person is not a reviewer of it.");
            }
        } else if (!OF_READERS.contains(name) && (handed || !WITHOUT_GATEWAY.contains(name))) {
            throw rejection("The act " + printable(name) + "may not be recorded by a command.");
        }
    }

    /**
     * Checks a registry change, which is on record before it is committed. It must start at the registry's root on
     * disk. The root after it is not on disk yet; the next change or the next start checks that.
     */
    private void registry(Administrative act, boolean handed) {
        var name = act.act();
        var claimed = act.details().roots();
        if (claimed != null && claimed.registry().startsWith(RegistryRoots.STORES)) {
            stores(name, claimed);
            return;
        }
        if (claimed == null || !isRoot(claimed.after()) || (claimed.before() != null && !isRoot(claimed.before()))) {
            throw rejection("The act " + name + " must state the root of the registry before and after it.");
        }
        requireContentHash(act);
        var kind = claimed.registry().startsWith(RegistryRoots.REVIEWERS)
                ? RegistryRoots.REVIEWERS
                : RegistryRoots.REGISTRY;
        boolean moves = isUnchanging(name);
        boolean whole = name.equals(AdministrativeActDetails.ACCEPT) || name.equals(REGISTRY_ADOPT) || moves;
        boolean fits = whole || isOf(kind, name);
        if (!fits || !claimed.registry().matches(kind + "[0-9a-f]{16}")) {
            throw rejection("The act " + name + " is of no registry of that name.");
        }
        if (moves && !claimed.after().equals(claimed.before())) {
            throw rejection("The act " + name + " changes no row: the root before it must be the one after it.");
        }
        if (!whole && claimed.after().equals(claimed.before())) {
            throw rejection("The act " + name + " changes nothing: the root before it is the one after it.");
        }
        if (handed) {
            requireStateOnDisk(name, claimed, kind);
        }
    }

    /** True for an act on that kind of registry. Reviewers that gateways share get a new key with the registry. */
    private static boolean isOf(String kind, String act) {
        return act.equals(REGISTRY_KEY_ROTATE) || OF_REVIEWERS.contains(act) == kind.equals(RegistryRoots.REVIEWERS);
    }

    private static void requireContentHash(Administrative act) {
        var content = act.details().content();
        if (content != null && !isRoot(content)) {
            throw rejection("The act " + act.act() + " must state the hash of what it changed.");
        }
    }

    /**
     * Checks an act on the heads of the stores. Only the gateway states new heads; a command may accept or rename them.
     */
    private void stores(String act, RegistryRoots claimed) {
        var there = roots.newest(claimed.registry());
        var root = there == null ? null : there.after();
        boolean accepts = act.equals(AdministrativeActDetails.ACCEPT)
                && claimed.after().equals(SealOptions.ACCEPTED)
                && Objects.equals(claimed.before(), root);
        boolean renames = (act.equals(REGISTRY_KEY_ROTATE) || act.equals(REGISTRY_MOVE))
                && claimed.after().equals(claimed.before())
                && (root == null || root.equals(claimed.after()));
        if (!claimed.registry().matches(RegistryRoots.STORES + "[0-9a-f]{16}") || !(accepts || renames)) {
            throw rejection("The act " + act + " does not match the recorded state of the stores.");
        }
    }

    /** Acts that state where a registry is, or that a change of it was committed. */
    private static boolean isUnchanging(String act) {
        return act.equals(REGISTRY_MOVE) || act.equals(REGISTRY_APPLIED);
    }

    private static boolean isRoot(String text) {
        return ROOT.matcher(text).matches();
    }

    private void requireStateOnDisk(String act, RegistryRoots claimed, String kind) {
        if (act.equals(REGISTRY_KEY_ROTATE) && claimed.after().equals(RegistryRoots.RETIRED)) {
            requireReplaced(claimed, kind);
            return;
        }
        boolean accepts = act.equals(AdministrativeActDetails.ACCEPT);
        // An accepted registry may not verify, so it continues from the root that the ledger knows.
        var there = accepts ? roots.newest(claimed.registry()) : disk.readRoots(kind);
        var root = there == null ? null : there.after();
        boolean otherKey = accepts || act.equals(REGISTRY_KEY_ROTATE);
        boolean named = otherKey || there == null || claimed.registry().equals(there.registry());
        if (!named || !Objects.equals(claimed.before(), root)) {
            throw rejection("The act " + act + " was not recorded: it does not start from the current registry.");
        }
    }

    /** The history of a key ends once the registry is sealed under another one. */
    private void requireReplaced(RegistryRoots claimed, String kind) {
        var there = disk.readRoots(kind);
        if (there == null || there.registry().equals(claimed.registry())) {
            throw rejection("The registry is still sealed under that key.");
        }
    }

    /** Accepts the clock in a person's name only. The other reasons to accept it are the gateway's own. */
    private static @Nullable Pruned validateClock(String subject) {
        if (!subject.equals(NewestTime.BY_A_PERSON)) {
            throw rejection("A command can accept the clock only in a person's name.");
        }
        return null;
    }

    private Pruned prune(String subject, Instant now) throws SQLException {
        long minimum = subject.matches("[1-9]\\d{0,17}") ? Long.parseLong(subject) : 0;
        try (var reader = VerifiedReader.open(ledger)) {
            var acts = HoldsAndPrunes.read(reader);
            var plan = PrunePlan.compute(reader, acts, PrunePlan.SHORTEST, now);
            if (minimum < 1 || minimum > plan.minimum() || !isBatchStart(reader, minimum)) {
                throw rejection("Records before " + minimum + " may not be removed: " + plan.minimum()
                        + " is the first that must be kept (" + plan.reason() + ").");
            }
            if (OpenDuties.read(reader).minimumOfUses(minimum) < minimum) {
                throw rejection("Records before " + minimum + " may not be removed: one of them has the authorisation"
                        + " of a decision that stays.");
            }
            var ids = plan.ids().subList(0, (int) Math.min(plan.ids().size(), Math.max(0, minimum - plan.from())));
            return new Pruned(ids, minimum, minimum <= acts.pruned(), plan.newest());
        }
    }

    /** True if a batch of records begins at this index. */
    private static boolean isBatchStart(LedgerReader reader, long index) throws SQLException {
        if (index == reader.head().size()) {
            return true;
        }
        var there = reader.readAround(index, 1);
        return !there.isEmpty() && there.getFirst().first() == index;
    }

    private @Nullable Pruned validateHold(Administrative act) throws SQLException {
        boolean add = act.act().equals(LegalHold.ADD);
        var hold = LegalHold.parse(act.subject(), act.now());
        var name = add ? (hold == null ? "" : hold.name()) : act.subject();
        if (!LegalHold.names(name)) {
            throw rejection("The act does not name a valid hold.");
        }
        try (var reader = VerifiedReader.open(ledger)) {
            boolean there = HoldsAndPrunes.read(reader).holds().stream()
                    .anyMatch(one -> one.name().equals(name));
            if (there == add) {
                throw rejection(add ? "A hold with that name exists." : "There is no hold with that name.");
            }
            if (hold != null && hold.from() > reader.head().size()) {
                throw rejection("A hold must begin at an existing record or at the next one.");
            }
        }
        return null;
    }

    private @Nullable Pruned erase(String record) throws SQLException {
        try (var salts = ledger.salts().read()) {
            if (salts.findByRecord(record).isEmpty()) {
                throw rejection("No salt of that record is kept: there is nothing to erase.");
            }
        }
        return null;
    }

    /** Checks the log's next key. */
    private static @Nullable Pruned key(String subject) {
        try {
            if (VerifierKey.parse(subject).type() != VerifierKey.LOG) {
                throw rejection("This is not a key of a log.");
            }
            return null;
        } catch (VerificationException malformed) {
            throw rejection("This is not a key of a log: " + malformed.reason());
        }
    }
}
