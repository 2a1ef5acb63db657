package io.facegate.usecase.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.export.BundleContent;
import io.facegate.ledger.export.EvidenceBundle;
import io.facegate.ledger.history.DecisionHistory;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.policy.vocabulary.Language;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the evidence of one decision for somebody else: its records, and an account for people in each language.
 *
 * @param renderer makes texts safe for a page
 */
record DecisionBundles(ProjectionSearch search, LedgerAddress ledger, RecordRenderer renderer) {
    /**
     * Collects the evidence; empty if there is no decision with that id.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if a record of it does not verify
     * @throws IOException if it is not in the tree yet, or more belongs to it than one bundle holds
     */
    Optional<EvidenceBundle> collect(String id) throws IOException {
        return switch (search.findDecision(id).orElse(null)) {
            case null -> Optional.empty();
            case TamperedRecord tampered ->
                throw new IOException("Record " + (tampered.requireVerified().index() + 1) + " does not verify.");
            case CheckedDecision.NotInTree _ ->
                throw new IOException("The decision is stored but not in the tree yet. Try again in a second.");
            case DecisionDetails details -> Optional.of(collect(details));
        };
    }

    private EvidenceBundle collect(DecisionDetails details) throws IOException {
        var history = DecisionHistory.find(search, details);
        if (!history.complete()) {
            throw new IOException(
                    "More than " + DecisionHistory.MOST + " records of one kind belong to the decision, or"
                            + " one is gone. Make a bundle by --where subject=ID.");
        }
        var accounts = Map.of(
                BundleContent.ACCOUNT,
                account(details, history, Language.EN),
                BundleContent.ACCOUNT.replace(".html", ".fr.html"),
                account(details, history, Language.FR));
        return EvidenceBundle.collect(search, ledger, BundleContent.of(details, history, accounts));
    }

    private String account(DecisionDetails details, DecisionHistory history, Language language) {
        var dossier = DecisionDossier.of(details, history, ledger, renderer, language);
        return new DecisionAccountHtml(dossier, renderer, language, isDemo()).html();
    }

    /** True if the log that signed the records is a demo's. */
    private boolean isDemo() {
        var signed = SignedCheckpoint.readFrom(ledger.data());
        return signed != null && DemoLog.isNamed(signed.checkpoint().origin());
    }
}
