package io.facegate.vendor.azure.wire;

import static io.facegate.call.Obligations.Kind.MAX_RESULTS;
import static io.facegate.call.Obligations.Kind.MIN_SIMILARITY;
import static io.facegate.call.Obligations.Kind.PICTURES;
import static io.facegate.call.Obligations.Kind.REDACT;
import static io.facegate.call.Obligations.Kind.REVIEWERS;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Obligations;
import io.facegate.call.Reply;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.CatalogueObligationBinding;
import io.facegate.vendor.wire.ReplyJson;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies obligations to Azure Face calls and replies. */
final class AzureFaceObligationBinding implements CatalogueObligationBinding {
    private static final String KEEP = "faceIdTimeToLive";
    private static final Duration A_DAY = Duration.ofDays(1);

    @Override
    public VendorApi api() {
        return VendorApi.AZURE_FACE;
    }

    @Override
    public @Nullable Beyond findUnenforceable(FaceCall call, Obligations asked) {
        boolean later = call.facts().capabilities().contains(Capability.LIVENESS);
        if (asked.has(MIN_SIMILARITY) && later && call.facts().capabilities().contains(Capability.VERIFY)) {
            return new Beyond(MIN_SIMILARITY, RESULTS_LATER);
        }
        boolean groups = call.facts().capabilities().contains(Capability.CLUSTER);
        if (groups && (asked.has(MIN_SIMILARITY) || asked.has(MAX_RESULTS))) {
            return asked.has(MIN_SIMILARITY)
                    ? new Beyond(MIN_SIMILARITY, NO_SIMILARITY)
                    : new Beyond(MAX_RESULTS, "its result groups all faces, and no part of it can be left out");
        }
        if (asked.has(MAX_RESULTS) && AzureParameters.fromCall(call).query().get("start") != null) {
            return new Beyond(MAX_RESULTS, FURTHER_PAGE);
        }
        if (isPicture(call)) {
            return Stream.of(REDACT, REVIEWERS, PICTURES)
                    .filter(asked::has)
                    .map(kind ->
                            new Beyond(kind, "its answer is a picture of a person, and no part of it can be left out"))
                    .findFirst()
                    .orElse(null);
        }
        if (asked.has(REVIEWERS) && later) {
            return new Beyond(REVIEWERS, RESULTS_LATER);
        }
        return asked.has(PICTURES) && later ? new Beyond(PICTURES, "it makes the vendor keep pictures") : null;
    }

    @Override
    public FaceCall limit(FaceCall call, Obligations obligations) {
        var given = AzureParameters.fromCall(call);
        var query = new LinkedHashMap<>(given.query());
        Map<String, @Nullable Object> body = new LinkedHashMap<>(given.body());
        var route = Objects.requireNonNull(operation(call).route());
        var limiter = limiter(call, obligations);
        limiter.limitQuery(query);
        limiter.limitBody(body);
        if (route.query().contains(KEEP)) {
            limitRetention(query, obligations);
        }
        var bound = new AzureParameters(given.path(), query, body, given.picture(), null);
        var ask = call.request() instanceof NormalizedRequest.Flawed flawed
                ? flawed
                : AzureFaceRequestMapper.map(route, bound);
        return call.withFacts(obligations.applyTo(call.facts()))
                .withRequest(ask)
                .withParams(bound.toMap());
    }

    /** Asks for no face id where no template may be kept. */
    private static void limitRetention(Map<String, String> query, Obligations obligations) {
        // No lifetime that can be asked for exceeds a day, the least that can be permitted.
        if (obligations.templateLifetime(A_DAY).isZero()) {
            query.remove(KEEP);
            query.put(AzureFaceCapabilityRules.FACE_ID, "false");
        }
    }

    /** An answer without content has nothing to filter. */
    @Override
    public boolean passesWhole(FaceCall call, Reply.Verbatim reply) {
        return reply.body().length == 0 || isPicture(call);
    }

    @Override
    public ReviewCopy renderForReview(FaceCall call, Reply reply) {
        var body = reply instanceof Reply.Verbatim verbatim
                ? verbatim.body()
                : AzureFaceResponseWriter.toBytes(call, reply);
        var read = ReplyJson.read(body);
        return reviewCopy(body, read, call.facts().recognises() ? read.findValues("confidence") : List.of());
    }

    /** Returns true if a successful answer is a picture; an error is not one. */
    static boolean isPicture(FaceCall call) {
        return call.facts().capabilities().contains(Capability.MEDIA_READ);
    }
}
