package io.facegate.call;

import io.facegate.call.Obligations.Kind;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps obligations to one API's requests and replies: request rewriting and response filter. */
public interface ObligationBinding {
    /** The kinds that are met whatever the API: by the gateway itself, in the record, or by telling the caller. */
    Set<Kind> MET_ANYWHERE = Set.of(
            Kind.AUTHORISATION,
            Kind.AUTHORISATION_GRANT,
            Kind.LEAD_ONLY,
            Kind.NOTICES,
            Kind.DUTIES,
            Kind.TEMPLATES,
            Kind.RECORDS);

    /** The kinds that {@link #rewrite} and {@link #filterReply} meet, or refuse where a call cannot meet them. */
    Set<Kind> supportedKinds();

    /**
     * Rewrites the call so that it meets the obligations, if it can. What {@link #findUnknown} finds refuses the call.
     */
    default Bound bind(FaceCall call, Obligations obligations) {
        var unknown = findUnknown(obligations);
        return unknown != null ? unknown : rewrite(call, obligations);
    }

    /** Returns an obligation that this API does not know how to meet, or that lacks the one it counts beside; or null. */
    default @Nullable Beyond findUnknown(Obligations obligations) {
        for (var kind : obligations.kinds()) {
            if (!MET_ANYWHERE.contains(kind) && !supportedKinds().contains(kind)) {
                return new Beyond(kind, "this gateway does not know how to meet it here");
            }
        }
        // The time of a grant runs from the filing, and nobody must file what no rule asks for.
        return obligations.has(Kind.AUTHORISATION_GRANT) && !obligations.has(Kind.AUTHORISATION)
                ? new Beyond(Kind.AUTHORISATION_GRANT, "no rule asks for the authorisation that is to be granted")
                : null;
    }

    /** Returns an obligation that no call of this operation can meet, whatever its parameters are, or null. */
    default @Nullable Beyond findUnmeetable(FaceCall withoutParameters, Obligations obligations) {
        return findUnknown(obligations);
    }

    /** Rewrites a call whose obligations are all of known kinds, if they can be met on it. */
    Bound rewrite(FaceCall call, Obligations obligations);

    /**
     * Filters a reply so that it meets the obligations.
     *
     * @throws io.facegate.call.Fault.ProviderDown if the reply cannot be parsed, since its content is then unknown
     */
    Reply filterReply(FaceCall call, Reply reply, Obligations obligations);

    /** True if the vendor returns unrequested data, so that replies are filtered even without obligations. */
    default boolean returnsUnrequested() {
        return false;
    }

    /** Renders the reply in the bytes that the caller would receive, with the summary shown to a reviewer. */
    ReviewCopy renderForReview(FaceCall call, Reply reply);

    /** Result of {@link #bind}. */
    sealed interface Bound {}

    /** The call to send. */
    record Within(FaceCall call) implements Bound {}

    /**
     * The call must not be sent: an obligation cannot be met.
     *
     * @param reason the reason, phrased to follow a colon
     */
    record Beyond(Kind kind, String reason) implements Bound {}

    /**
     * A reply held for review.
     *
     * @param results number of results; empty if not applicable
     * @param scores its similarities, 0 to 1
     */
    record ReviewCopy(byte[] body, OptionalInt results, List<Double> scores) {
        public ReviewCopy {
            scores = List.copyOf(scores);
        }

        public ReviewCopy(byte[] body, int results, List<Double> scores) {
            this(body, OptionalInt.of(results), scores);
        }

        @Override
        public String toString() {
            return "ReviewCopy[" + (results.isPresent() ? results.getAsInt() + " results]" : "no results]");
        }
    }
}
