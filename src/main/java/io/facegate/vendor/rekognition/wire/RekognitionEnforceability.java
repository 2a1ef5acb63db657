package io.facegate.vendor.rekognition.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

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
    private static final String ELSEWHERE = "its results come later, in another reply";

    private RekognitionEnforceability() {}

    /** Returns the first obligation that cannot be enforced on this call, or null. */
    static @Nullable Beyond findUnenforceable(FaceCall call, VendorOperation operation, Obligations asked) {
        var clauses = operation.enforcement();
        if (asked.has(MIN_SIMILARITY) && isRecognition(call) && !hasScores(operation)) {
            return new Beyond(MIN_SIMILARITY, clauses.elsewhere() ? ELSEWHERE : "its results carry no similarity");
        }
        if (asked.has(REDACT)
                && clauses.elsewhere()
                && !call.facts().capabilities().equals(Set.of(Capability.NOT_FACE))) {
            return new Beyond(REDACT, ELSEWHERE);
        }
        if (labelsRedacted(call, asked)) {
            return new Beyond(REDACT, "labels of people cannot be distinguished from other labels");
        }
        if (asked.has(MAX_RESULTS) && clauses.elsewhere()) {
            return new Beyond(MAX_RESULTS, ELSEWHERE);
        }
        if (asked.has(MAX_RESULTS) && call.params().get("NextToken") != null) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        if (asked.has(REVIEWERS) && (clauses.elsewhere() || clauses.fetched() != null)) {
            return new Beyond(REVIEWERS, ELSEWHERE);
        }
        return asked.has(PICTURES) && clauses.keepsPictures()
                ? new Beyond(PICTURES, "it makes the vendor keep pictures")
                : null;
    }

    private static boolean isRecognition(FaceCall call) {
        return call.facts().capabilities().stream()
                .anyMatch(asked -> asked == Capability.VERIFY || asked.isWithin(Capability.IDENTIFY));
    }

    /** Returns true if each result of the operation has a similarity, in this reply or in the one fetched later. */
    static boolean hasScores(VendorOperation operation) {
        var fetched = operation.enforcement().fetched();
        var later = fetched == null ? null : VendorOperation.ofRekognition(fetched);
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
