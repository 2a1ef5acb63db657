package io.facegate.usecase.reconcile;

import io.facegate.call.Fault;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.usecase.ledger.ViewAudit;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a vendor's own trail with the ledger: each face call in the trail must be one that the gateway decided. Who
 * compares is on record before a record is read, and what came out before it is shown.
 */
public final class Reconcile {
    private static final String ACT = "reconcile";
    private static final int LONGEST_SUBJECT = 128;

    private final LedgerAddress ledger;
    private final String viewer;

    /** @param viewer who compares */
    public Reconcile(LedgerAddress ledger, String viewer) {
        this.ledger = ledger;
        this.viewer = viewer;
    }

    /**
     * What is compared.
     *
     * @param principals the gateway's own principals; empty if they are not checked
     * @param account the account whose trail it is; null if it is not checked
     */
    public record Question(
            TrailVendor vendor,
            TrailLocation trail,
            InputStream standardInput,
            List<String> principals,
            Period period,
            @Nullable String account) {
        public Question {
            principals = List.copyOf(principals);
        }

        /** As above, whatever account a call was sent under. */
        public Question(
                TrailVendor vendor,
                TrailLocation trail,
                InputStream standardInput,
                List<String> principals,
                Period period) {
            this(vendor, trail, standardInput, principals, period, null);
        }
    }

    /**
     * Compares.
     *
     * @throws IOException if there is no trail there
     * @throws Unacceptable if the ledger has no permit for the account
     * @throws Fault.LedgerTampered if a record of the ledger does not verify
     * @throws ViewAudit.Unrecorded if the comparison cannot be recorded
     */
    public Reconciliation compare(Question question) throws IOException, SQLException {
        return compare(question, new TrailFileCache(), Instant.now());
    }

    /**
     * Compares as one of several times.
     *
     * @param known the files that the comparisons before this one read
     * @param start when this one began
     */
    Reconciliation compare(Question question, TrailFileCache known, Instant start) throws IOException, SQLException {
        var views = ViewAudit.of(ledger);
        views.record(AccessAuditRecord.forView(asked(question), viewer, start));
        var permits = new PermitReader(question.vendor(), question.period(), question.account());
        var read = permits.summarize(permits.read(ledger));
        requireKnown(question, permits);
        var result = compare(question, new Sides(permits, read, known), start);
        views.record(new Administrative(ACT, subject(result), viewer, null, Instant.now()));
        return result;
    }

    /** A mistyped account would have no permit, and a trail that is not whole could not be told by what it lacks. */
    private static void requireKnown(Question question, PermitReader permits) {
        var account = question.account();
        if (account != null && !permits.accounts().contains(account)) {
            throw new Unacceptable(
                    permits.accounts().isEmpty()
                            ? "The ledger has no permits for this vendor."
                            : "The ledger has permits for these accounts of this vendor: "
                                    + String.join(", ", permits.accounts()) + ". It has none for " + account + '.');
        }
    }

    /** What is known of the ledger and of the trail before the trail is read. */
    private record Sides(PermitReader permits, Reconciliation.LedgerSummary read, TrailFileCache known) {}

    private static Reconciliation compare(Question question, Sides sides, Instant start) throws IOException {
        var format = question.vendor().format();
        var comparison = comparison(question, sides, start);
        var files = new TrailFiles(format, comparison, comparison.counts(), sides.known(), question.period());
        var digest = files.read(question.trail(), question.standardInput());
        comparison.addMissing();
        var account = new Reconciliation.Account(
                question.account(), List.copyOf(sides.permits().accounts()));
        return new Reconciliation(
                question.vendor(),
                new Reconciliation.TrailSummary(
                        format.title(), digest, files.files(), question.period(), comparison.counts(), account),
                sides.read(),
                comparison.matches(),
                comparison.findings(),
                question.principals(),
                comparison.principals());
    }

    private static TrailComparison comparison(Question question, Sides sides, Instant start) {
        var oldest = sides.read().oldest();
        var known = new Period(oldest == null ? start : oldest.minus(Period.EARLIER), start.plus(Period.EARLIER));
        var permits = sides.permits().permits();
        var matcher = new CallMatcher(
                permits,
                sides.permits().otherAccounts(),
                new GatewayPrincipals(question.principals()),
                question.vendor().format());
        return new TrailComparison(question.vendor().operations(), question.period(), known, matcher, permits);
    }

    /** Vendor, account, period, and whether it is checked who made the calls. */
    private static String asked(Question question) {
        var said = new StringBuilder(ACT).append(' ').append(question.vendor().word());
        if (question.account() != null) {
            said.append(" account=").append(question.account());
        }
        if (question.period().from() != null) {
            said.append(" from=").append(question.period().from());
        }
        if (question.period().until() != null) {
            said.append(" until=").append(question.period().until());
        }
        return said.append(" principals=")
                .append(question.principals().isEmpty() ? "not_checked" : "checked")
                .toString();
    }

    /**
     * Vendor and account, digest of the trail and counts, as one word. If there is no room, the number of calls is left
     * out, then half of the digest.
     */
    private static String subject(Reconciliation result) {
        var found = result.findings();
        var counts = result.trail().counts();
        var account = result.trail().account().named();
        var whose = result.vendor().word() + (account == null ? "" : '/' + account) + '&';
        var digest = result.trail().digest();
        var said = "&round=" + (found.count(Finding.Kind.BYPASS) + found.count(Finding.Kind.WRONG_PRINCIPAL))
                + "&undecided=" + found.count(Finding.Kind.UNDECIDED) + "&unread=" + counts.unreadable();
        return Stream.of(whose + digest + said + "&calls=" + counts.calls(), whose + digest + said)
                .filter(text -> text.length() <= LONGEST_SUBJECT)
                .findFirst()
                .orElse(whose + digest.substring(0, digest.length() / 2) + said);
    }
}
