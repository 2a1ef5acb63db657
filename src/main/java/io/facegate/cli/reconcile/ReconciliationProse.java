package io.facegate.cli.reconcile;

import io.facegate.cli.LedgerLocator;
import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sentences of a report. */
final class ReconciliationProse {
    private final Reconciliation result;

    ReconciliationProse(Reconciliation result) {
        this.result = result;
    }

    /** The answer in one sentence. */
    String verdict() {
        long round = count(Finding.Kind.BYPASS) + count(Finding.Kind.WRONG_PRINCIPAL);
        if (round > 0) {
            return number(round, "face call") + " went round the gateway.";
        }
        if (count(Finding.Kind.UNDECIDED) > 0) {
            return "It is not known whether " + number(count(Finding.Kind.UNDECIDED), "face call")
                    + " went round the gateway.";
        }
        if (result.trail().counts().records() == 0) {
            return "The trail has no record: it shows nothing.";
        }
        if (result.isTrailEmpty()) {
            return "The trail has no call of the gateway, but the ledger has "
                    + number(result.ledger().sent(), "face call")
                    + " that the gateway sent: this is not the whole trail, and it shows nothing.";
        }
        if (result.trail().counts().late() > 0) {
            return number(result.trail().counts().late(), "face call")
                    + " came too late to be compared. Compare the trail once more, with an earlier --from.";
        }
        if (!result.isTrailRead()) {
            return "A part of the trail could not be read. In the rest, nothing went round the gateway.";
        }
        return "Nothing went round the gateway: " + nothingRound();
    }

    private String nothingRound() {
        long refused = count(Finding.Kind.ATTEMPT);
        if (result.matches().total() == 0) {
            return "the trail has no face call" + (refused == 0 ? "" : " that the vendor did not refuse")
                    + ", and the ledger none that was sent.";
        }
        return refused == 0
                ? "a permit covers each face call of the trail."
                : "a permit covers each face call of the trail, but for " + number(refused, "call")
                        + " that the vendor refused.";
    }

    /** What was compared, and what came out, in sentences. */
    List<String> facts() {
        var counts = result.trail().counts();
        var matches = result.matches();
        var ledger = result.ledger();
        var facts = new ArrayList<>(List.of(
                result.trail().title() + ": calls from " + time(counts.oldest()) + " to " + time(counts.newest()) + ", "
                        + number(result.trail().files(), "file") + ", SHA-256 "
                        + result.trail().digest() + '.',
                "Ledger: records from " + time(ledger.oldest()) + " to " + time(ledger.newest()) + ", all verified; "
                        + number(ledger.permits(), "permit") + whose()
                        + (ledger.pruned() == 0 ? "." : "; " + number(ledger.pruned(), "older record") + " pruned."),
                period() + ' ' + number(counts.calls(), "face call") + " compared, " + digits(matches.total())
                        + " covered: " + digits(matches.byRequest()) + " by the vendor's id of the request, "
                        + digits(matches.byDecision()) + " by the decision that the gateway named, "
                        + digits(matches.byTime()) + " by operation, time and principal.",
                "Not compared: " + number(counts.harmless(), "call") + " that have nothing to do with faces, "
                        + number(counts.others(), "record") + " of other services, "
                        + number(counts.repeated(), "entry", "entries") + " that the trail has more than once, "
                        + number(counts.outside(), "call") + " of other times.",
                number(counts.unreadable(), "record or file", "records or files") + " could not be read"
                        + (counts.damaged().isEmpty() ? "." : ": " + clean(String.join(", ", counts.damaged())) + '.'),
                principals()));
        addRarer(facts);
        return facts;
    }

    private void addRarer(List<String> facts) {
        var counts = result.trail().counts();
        if (result.trail().account().isUnchecked()) {
            facts.add("Which account a call was sent under was not checked: no --account was named. The ledger has"
                    + " permits for: "
                    + String.join(", ", result.trail().account().known()) + '.');
        }
        if (counts.unchanged() + counts.late() > 0) {
            facts.add(number(counts.unchanged(), "record") + " in unchanged files without calls of the period, which an"
                    + " earlier run read; " + number(counts.late(), "face call") + " came too late to be compared.");
        }
    }

    private String whose() {
        var account = result.trail().account().named();
        return account == null ? " for this vendor" : " for its account " + account;
    }

    private String period() {
        var period = result.trail().period();
        return period.from() == null && period.until() == null
                ? "The whole trail:"
                : "From " + (period.from() == null ? "the beginning" : time(period.from())) + " to "
                        + (period.until() == null ? "the end" : time(period.until())) + ':';
    }

    private String principals() {
        return result.gatewayPrincipals().isEmpty()
                ? "Who made the covered calls was not checked: no --principal was named."
                : "Principals of the gateway: " + clean(String.join(", ", result.gatewayPrincipals())) + '.';
    }

    /** What findings of a kind are, in a heading. */
    static String heading(Finding.Kind kind) {
        return switch (kind) {
            case BYPASS -> "Round the gateway: no permit covers these calls";
            case WRONG_PRINCIPAL -> "By somebody else: a permit covers these calls, but the gateway did not make them";
            case UNDECIDED -> "Undecided: whether a permit covers these calls is not known";
            case ATTEMPT -> "Attempts: no permit covers these calls, and the vendor refused them";
            case NO_ENTRY -> "Not in the trail: the gateway sent these calls";
        };
    }

    long count(Finding.Kind kind) {
        return result.findings().count(kind);
    }

    /** Who called, from where. */
    static String caller(Finding finding) {
        var caller = finding.caller();
        return finding.reason().kind() == Finding.Kind.NO_ENTRY
                ? "the gateway"
                : (caller.principal() == null ? "somebody whom the trail does not name" : clean(caller.principal()))
                        + (caller.source() == null ? "" : " from " + clean(caller.source()));
    }

    /** Where to look further. */
    static String reference(Finding finding) {
        var ids = finding.ids();
        var text = new StringBuilder();
        append(text, "entry", ids.entry());
        append(text, "request", ids.request());
        append(text, "decision", ids.decision());
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String id) {
        if (id != null) {
            text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(clean(id));
        }
    }

    static String time(@Nullable Instant time) {
        return time == null ? "(none)" : time.toString();
    }

    /** A stranger's text without what a terminal or a page would act on. */
    static String clean(String text) {
        return LedgerLocator.sanitize(text);
    }

    static String number(long count, String one) {
        return number(count, one, one + 's');
    }

    static String number(long count, String one, String several) {
        return digits(count) + ' ' + (count == 1 ? one : several);
    }

    private static String digits(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
