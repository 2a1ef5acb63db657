package io.facegate.usecase.reconcile;

import io.facegate.call.Fault;
import io.facegate.catalogue.TrailVendor;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.usecase.ledger.ViewAudit;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

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
     */
    public record Question(
            TrailVendor vendor,
            TrailLocation trail,
            InputStream standardInput,
            List<String> principals,
            Period period) {
        public Question {
            principals = List.copyOf(principals);
        }
    }

    /**
     * Compares.
     *
     * @throws IOException if there is no trail there
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
        var permits = new PermitReader(question.vendor(), question.vendor().operations(), question.period());
        var read = permits.summarize(permits.read(ledger));
        var result = compare(question, new Sides(permits.permits(), read, known), start);
        views.record(new Administrative(ACT, subject(result), viewer, null, Instant.now()));
        return result;
    }

    /** What is known of the ledger and of the trail before the trail is read. */
    private record Sides(PermitTable permits, Reconciliation.LedgerSummary read, TrailFileCache known) {}

    private static Reconciliation compare(Question question, Sides sides, Instant start) throws IOException {
        var format = question.vendor().format();
        var permits = sides.permits();
        var read = sides.read();
        var gateway = new GatewayPrincipals(question.principals());
        var oldest = read.oldest();
        var known = new Period(oldest == null ? start : oldest.minus(Period.EARLIER), start.plus(Period.EARLIER));
        var comparison = new TrailComparison(
                question.vendor().operations(),
                question.period(),
                known,
                new CallMatcher(permits, gateway, format),
                permits);
        var files = new TrailFiles(format, comparison, comparison.counts(), sides.known(), question.period());
        var digest = files.read(question.trail(), question.standardInput());
        comparison.addMissing();
        return new Reconciliation(
                question.vendor(),
                new Reconciliation.TrailSummary(
                        format.title(), digest, files.files(), question.period(), comparison.counts()),
                read,
                comparison.matches(),
                comparison.findings(),
                gateway.names(),
                comparison.principals());
    }

    /** Vendor, period, and whether it is checked who made the calls. */
    private static String asked(Question question) {
        var said = new StringBuilder(ACT).append(' ').append(question.vendor().word());
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

    /** Vendor, digest of the trail and counts, as one word. */
    private static String subject(Reconciliation result) {
        var found = result.findings();
        var counts = result.trail().counts();
        var said = result.vendor().word() + '&' + result.trail().digest() + "&round="
                + (found.count(Finding.Kind.BYPASS) + found.count(Finding.Kind.WRONG_PRINCIPAL)) + "&undecided="
                + found.count(Finding.Kind.UNDECIDED) + "&unread=" + counts.unreadable();
        var whole = said + "&calls=" + counts.calls();
        return whole.length() <= LONGEST_SUBJECT ? whole : said;
    }
}
