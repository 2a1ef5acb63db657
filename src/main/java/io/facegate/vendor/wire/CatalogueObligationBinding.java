package io.facegate.vendor.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.FaceCall;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Obligations;
import io.facegate.call.Obligations.Kind;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies obligations to calls and replies of an API by its catalogue. A vendor implements only what differs. */
public interface CatalogueObligationBinding extends ObligationBinding {
    /** Why a call cannot meet an obligation on results that another reply has. */
    String RESULTS_LATER = "its results come later, in another reply";

    /** Why a call cannot meet a maximum number of results if it does not begin with the first. */
    String FURTHER_PAGE = "it asks for a further page of a list";

    /** Why a call cannot meet a minimum similarity if nothing in its reply tells how similar a result is. */
    String NO_SIMILARITY = "its results carry no similarity";

    /** The least status of an error. */
    int BAD_REQUEST = 400;

    /** The API whose catalogue names fields and parameters. */
    VendorApi api();

    /** Returns the first obligation that cannot be met on a call, or null. */
    @Nullable
    Beyond findUnenforceable(FaceCall call, Obligations asked);

    /** Limits a call to its obligations: its parameters by the {@link #limiter}, its facts and its request. */
    FaceCall limit(FaceCall call, Obligations obligations);

    /** Returns the limiter of the call's parameters. */
    default CatalogueRequestLimiter limiter(FaceCall call, Obligations obligations) {
        return new CatalogueRequestLimiter(api().catalogue(), operation(call), obligations);
    }

    /** Returns true if a vendor's answer is not filtered, such as a picture. */
    default boolean passesWhole(FaceCall call, Reply.Verbatim reply) {
        return false;
    }

    /** Filters the body of a vendor's reply. */
    default byte[] filterBody(FaceCall call, Reply.Verbatim reply, Obligations obligations) {
        return new CatalogueResponseFilter(api().catalogue(), call.facts().capabilities(), obligations)
                .filterReply(reply.body());
    }

    /**
     * Returns a reply for a reviewer.
     *
     * @param list the results to count, if it is a list
     * @param scores similarities in the vendor's numbers; what is no number does not count
     */
    default ReviewCopy reviewCopy(byte[] body, JsonNode list, List<JsonNode> scores) {
        double most = api().catalogue().similarityMaximum();
        return new ReviewCopy(
                body,
                list.isArray() ? OptionalInt.of(list.size()) : OptionalInt.empty(),
                scores.stream()
                        .filter(JsonNode::isNumber)
                        .map(score -> score.doubleValue() / most)
                        .filter(Double::isFinite)
                        .toList());
    }

    /** Returns the catalogue's entry of a call. */
    default VendorOperation operation(FaceCall call) {
        return Objects.requireNonNull(api().operation(call.wireOperation()), call.wireOperation());
    }

    @Override
    default Set<Kind> supportedKinds() {
        return Set.of(MIN_SIMILARITY, REDACT, MAX_RESULTS, REVIEWERS, PICTURES);
    }

    @Override
    default Bound rewrite(FaceCall call, Obligations obligations) {
        var beyond = findBeyond(call, obligations);
        return beyond != null ? beyond : new Within(limit(call, obligations));
    }

    @Override
    default @Nullable Beyond findUnmeetable(FaceCall withoutParameters, Obligations obligations) {
        var unknown = findUnknown(obligations);
        return unknown != null ? unknown : findBeyond(withoutParameters, obligations);
    }

    private @Nullable Beyond findBeyond(FaceCall call, Obligations obligations) {
        boolean unscored = obligations.has(MIN_SIMILARITY)
                && call.facts().recognises()
                && !api().catalogue().namesSimilarities();
        return unscored ? new Beyond(MIN_SIMILARITY, NO_SIMILARITY) : findUnenforceable(call, obligations);
    }

    @Override
    default boolean returnsUnrequested() {
        return api().catalogue().fields().unrequested();
    }

    @Override
    default Reply filterReply(FaceCall call, Reply reply, Obligations obligations) {
        if (reply instanceof Reply.Verbatim given) {
            boolean filters = obligations.limitsReplies() || returnsUnrequested();
            return filters ? filterVerbatim(call, given, obligations) : given;
        }
        return obligations.limitsReplies() ? new NormalizedResponseFilter(obligations).filterReply(reply) : reply;
    }

    private Reply.Verbatim filterVerbatim(FaceCall call, Reply.Verbatim given, Obligations obligations) {
        if (given.status() >= BAD_REQUEST) {
            return given.withBody(ErrorBodyFilter.filterBody(given.body()));
        }
        return passesWhole(call, given) ? given : given.withBody(filterBody(call, given, obligations));
    }
}
