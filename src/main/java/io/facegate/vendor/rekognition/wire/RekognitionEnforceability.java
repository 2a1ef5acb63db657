package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;
import static io.facegate.vendor.wire.CatalogueObligationBinding.FURTHER_PAGE;
import static io.facegate.vendor.wire.CatalogueObligationBinding.NO_SIMILARITY;
import static io.facegate.vendor.wire.CatalogueObligationBinding.RESULTS_LATER;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding.Beyond;
import io.facegate.call.Obligations;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enforceability check: finds obligations that cannot be enforced on Rekognition's wire, per operation. */
final class RekognitionEnforceability {
    private RekognitionEnforceability() {}

    /** Returns the first obligation that cannot be enforced on this call, or null. */
    static @Nullable Beyond findUnenforceable(FaceCall call, VendorOperation operation, Obligations asked) {
        var clauses = operation.enforcement();
        if (asked.has(MIN_SIMILARITY) && call.facts().recognises() && !hasScores(operation)) {
            return new Beyond(MIN_SIMILARITY, clauses.elsewhere() ? RESULTS_LATER : NO_SIMILARITY);
        }
        if (asked.has(REDACT)
                && clauses.elsewhere()
                && !call.facts().capabilities().equals(Set.of(Capability.NOT_FACE))) {
            return new Beyond(REDACT, RESULTS_LATER);
        }
        if (labelsRedacted(call, asked)) {
            return new Beyond(REDACT, "labels of people cannot be distinguished from other labels");
        }
        if (asked.has(MAX_RESULTS) && clauses.elsewhere()) {
            return new Beyond(MAX_RESULTS, RESULTS_LATER);
        }
        if (asked.has(MAX_RESULTS) && call.params().get("NextToken") != null) {
            return new Beyond(MAX_RESULTS, FURTHER_PAGE);
        }
        if (asked.has(REVIEWERS) && (clauses.elsewhere() || clauses.fetched() != null)) {
            return new Beyond(REVIEWERS, RESULTS_LATER);
        }
        return asked.has(PICTURES) && clauses.keepsPictures()
                ? new Beyond(PICTURES, "it makes the vendor keep pictures")
                : null;
    }

    /** Returns true if each result of the operation has a similarity, in this reply or in the one fetched later. */
    static boolean hasScores(VendorOperation operation) {
        var fetched = operation.enforcement().fetched();
        var later = fetched == null ? null : VendorApi.REKOGNITION.operation(fetched);
        var results = later == null ? operation : later;
        return !operation.enforcement().elsewhere()
                && (operation.threshold() != null
                        || VendorApi.REKOGNITION
                                .catalogue()
                                .shapes()
                                .isScored(results.enforcement().reply()));
    }

    private static boolean labelsRedacted(FaceCall call, Obligations asked) {
        return call.facts().capabilities().contains(Capability.ANALYZE_LABELS)
                && asked.redacts(Capability.ANALYZE_LABELS);
    }
}
