package io.facegate.ingress.rekognition;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Obligations;
import io.facegate.call.Operation;
import io.facegate.call.terms.Terms.Beyond;
import io.facegate.ingress.rekognition.reply.Shapes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What cannot be met on Rekognition's wire, operation by operation. */
final class Limits {
    private static final String ELSEWHERE = "its results come later, and not by this reply";

    private Limits() {}

    /** The first obligation that cannot be met on this call, or null. */
    static @Nullable Beyond of(FaceCall call, Operation operation, Clauses clauses, Obligations asked) {
        if (asked.ask(MIN_SIMILARITY) && recognises(call) && !scored(operation, clauses)) {
            return new Beyond(MIN_SIMILARITY, clauses.later() ? ELSEWHERE : "its results carry no similarity");
        }
        if (asked.ask(REDACT) && clauses.later() && !call.facts().capabilities().equals(Set.of(Capability.NOT_FACE))) {
            return new Beyond(REDACT, ELSEWHERE);
        }
        if (labelsRedacted(call, asked)) {
            return new Beyond(REDACT, "labels of people cannot be told from other labels");
        }
        if (asked.ask(MAX_RESULTS) && clauses.later()) {
            return new Beyond(MAX_RESULTS, ELSEWHERE);
        }
        if (asked.ask(MAX_RESULTS) && call.params().get("NextToken") != null) {
            return new Beyond(MAX_RESULTS, "it asks for a further page of a list");
        }
        if (asked.ask(REVIEWERS) && clauses.later()) {
            return new Beyond(REVIEWERS, ELSEWHERE);
        }
        return asked.ask(PICTURES) && clauses.keepsPictures()
                ? new Beyond(PICTURES, "it makes the vendor keep pictures")
                : null;
    }

    private static boolean recognises(FaceCall call) {
        return call.facts().capabilities().stream()
                .anyMatch(asked -> asked == Capability.VERIFY || asked.within(Capability.IDENTIFY));
    }

    /** Whether each result of the operation carries a similarity, and all of them are in its reply. */
    static boolean scored(Operation operation, Clauses clauses) {
        return !clauses.later() && (operation.threshold() != null || Shapes.score(clauses.reply()) != null);
    }

    private static boolean labelsRedacted(FaceCall call, Obligations asked) {
        return call.facts().capabilities().contains(Capability.ANALYZE_LABELS)
                && asked.redacts(Capability.ANALYZE_LABELS);
    }
}
