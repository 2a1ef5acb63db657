package io.facegate.usecase.ledger;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.export.BundleContent;
import io.facegate.ledger.export.EvidenceBundle;
import io.facegate.ledger.proof.InclusionProver;
import io.facegate.ledger.reading.CheckedDecision;
import io.facegate.ledger.reading.DecisionDetails;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.policy.vocabulary.Language;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What pages show, prove and hand out of decisions. Who looks or takes is on record before anything is returned;
 * methods throw {@link ViewAudit.Unrecorded} if it cannot be.
 */
public final class DecisionDossiers {
    private final AuditedRecords records;
    private final ViewAudit views;
    private final LedgerAddress ledger;
    private final RecordRenderer renderer;
    private final Supplier<AskedWitnesses> witnesses;

    /** @param witnesses those that are asked to sign checkpoints */
    public DecisionDossiers(
            AuditedRecords records,
            ViewAudit views,
            LedgerAddress ledger,
            RecordRenderer renderer,
            Supplier<AskedWitnesses> witnesses) {
        this.records = records;
        this.views = views;
        this.ledger = ledger;
        this.renderer = renderer;
        this.witnesses = witnesses;
    }

    /** A decision; empty if there is none with that id. */
    public Optional<CheckedDecision> find(String id, String viewer) {
        return records.decision(id, viewer);
    }

    /** What people read of a decision that {@link #find} returned. */
    public DecisionDossier read(DecisionDetails details, Language language) {
        return DecisionDossier.of(details, records.history(details), ledger, renderer, language);
    }

    /**
     * The witnesses that are asked to sign checkpoints.
     *
     * @param keys their public keys, encoded
     * @param isQuorumMet whether as many signed the newest checkpoint as the operator demands
     */
    public record AskedWitnesses(List<String> keys, boolean isQuorumMet) {
        static final AskedWitnesses NONE = new AskedWitnesses(List.of(), true);
    }

    /**
     * The proof that a decision is in the log.
     *
     * @param proof with its record (C2SP tlog-proof); null if no signed checkpoint covers the record yet
     */
    public record DecisionProof(@Nullable String proof, AskedWitnesses witnesses) {}

    /**
     * Proves a decision; empty if there is none with that id. Does not wait for a signature.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if its record does not verify
     */
    public Optional<DecisionProof> proof(String id, String viewer) {
        return records.decision(id, viewer).map(found -> switch (found) {
            case DecisionDetails details -> new DecisionProof(proof(details.decision()), witnesses.get());
            case TamperedRecord tampered -> new DecisionProof(proof(tampered.requireVerified()), AskedWitnesses.NONE);
            case CheckedDecision.NotInTree _ -> new DecisionProof(null, AskedWitnesses.NONE);
        });
    }

    private @Nullable String proof(VerifiedRecord decision) {
        var signed = SignedCheckpoint.readFrom(ledger.data());
        return signed == null || signed.checkpoint().size() <= decision.index()
                ? null
                : InclusionProver.prove(ledger, decision.index()).encoded();
    }

    /**
     * The evidence bundle of a decision, a ZIP file; empty if there is none with that id. The log has the record of the
     * export, which seals the bundle.
     *
     * @throws io.facegate.call.Fault.LedgerTampered if a record of it does not verify
     */
    public Optional<byte[]> bundle(String id, String viewer) throws IOException {
        try (var search = ProjectionSearch.open(ledger)) {
            var bundle = new DecisionBundles(search, ledger, renderer).collect(id);
            return bundle.isEmpty() ? Optional.empty() : Optional.of(sealed(bundle.get(), viewer, null));
        }
    }

    /**
     * The evidence bundle of all decisions that match, and of their outcomes.
     *
     * @param most how many records it may hold
     * @throws io.facegate.call.Fault.LedgerTampered if one of them does not verify
     * @throws IOException if none matches, or more than that
     */
    public byte[] bundle(RecordQuery query, int most, String viewer) throws IOException {
        try (var search = ProjectionSearch.open(ledger)) {
            var bundle = EvidenceBundle.collect(search, ledger, BundleContent.of(search, query, most));
            return sealed(bundle, viewer, query.personal().get(RecordField.CASE));
        }
    }

    private byte[] sealed(EvidenceBundle bundle, String viewer, @Nullable String matter) throws IOException {
        views.record(bundle.act(viewer, matter));
        var out = new ByteArrayOutputStream();
        bundle.write(out);
        return out.toByteArray();
    }
}
