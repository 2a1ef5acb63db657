package io.facegate.vendor.neutral.wire;

import static io.facegate.call.Capability.IDENTIFY_LIVE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.CrossVendorRoute.Given;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.call.Reply.Failure;
import io.facegate.call.SimilarityScale;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.StrictJson;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parser and classifier of one neutral API call. */
final class NeutralRequestReader {
    private static final int CANDIDATES = 5;
    private static final String BYTES = "bytes";
    private static final String TYPE = "Content-Type";
    private static final String ENCODING = "Content-Encoding";

    private NeutralRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        NeutralEndpoint endpoint = null;
        try {
            var target = NeutralTarget.parse(arrival);
            endpoint = target.endpoint();
            var query = target.query(arrival);
            var body = endpoint.hasBody() ? body(arrival) : requireEmptyBody(arrival);
            requireKnownKeys(endpoint, body);
            return checkDeclaration(arrival, read(target, new NeutralParameters(body, query)));
        } catch (BadRequestException unclear) {
            return endpoint == null
                    ? unclear.call("unknown", Set.of())
                    : unclear.call(endpoint.operation(), endpoint.capabilities());
        }
    }

    /** Refuses a call whose header declares an unknown value, and names the header. */
    private static FaceCall checkDeclaration(HttpCall arrival, FaceCall call) {
        var header = arrival.head().findUnknownDeclaration();
        return header == null
                ? call
                : call.withPreconditionFailure(PreconditionFailure.UNKNOWN_DECLARATION)
                        .withRequest(new NormalizedRequest.Flawed(
                                Failure.INVALID_PARAMETER,
                                PreconditionFailure.UNKNOWN_DECLARATION.sentence(),
                                JsonPointerLocation.header(header)));
    }

    private static Map<String, @Nullable Object> body(HttpCall arrival) throws BadRequestException {
        requireJson(arrival);
        try {
            return StrictJson.read(arrival.body(), BYTES);
        } catch (StrictJson.Unreadable unreadable) {
            throw new BadRequestException(unreadable.preconditionFailure(), explain(unreadable), unreadable.location());
        }
    }

    /** Throws unless the body is uncompressed JSON in UTF-8. */
    private static void requireJson(HttpCall arrival) throws BadRequestException {
        var type = String.valueOf(arrival.header(TYPE)).toLowerCase(Locale.ROOT);
        if (!type.matches("application/json\\s*(;\\s*charset=utf-8)?") || arrival.isHeaderRepeated(TYPE)) {
            throw new BadRequestException(
                    PreconditionFailure.MALFORMED_BODY,
                    "Content-Type must be application/json, given once, with no charset other than utf-8.",
                    JsonPointerLocation.header(TYPE));
        }
        var encoding = arrival.header(ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new BadRequestException(
                    PreconditionFailure.MALFORMED_BODY,
                    "The body must not be compressed: send no Content-Encoding.",
                    JsonPointerLocation.header(ENCODING));
        }
    }

    private static String explain(StrictJson.Unreadable unreadable) {
        if (unreadable.preconditionFailure() == PreconditionFailure.DUPLICATE_KEY) {
            return "The body names this key twice.";
        }
        return unreadable.location().endsWith('/' + BYTES)
                ? "This is not base64. Encode the file's bytes, without a data: prefix or line breaks."
                : unreadable.mistake().message();
    }

    private static Map<String, @Nullable Object> requireEmptyBody(HttpCall arrival) throws BadRequestException {
        if (arrival.body().length() > 0) {
            throw new BadRequestException(PreconditionFailure.MALFORMED_BODY, "This operation takes no body.", "");
        }
        return Map.of();
    }

    private static void requireKnownKeys(NeutralEndpoint endpoint, Map<String, @Nullable Object> body)
            throws BadRequestException {
        requireKnownKeys("", endpoint.keys(), body);
        for (var image : NeutralParameters.IMAGES) {
            if (body.get(image) instanceof Map<?, ?> parts) {
                requireKnownKeys('/' + image, List.of(BYTES, "url"), parts);
            }
        }
    }

    private static void requireKnownKeys(String where, List<String> keys, Map<?, ?> object) throws BadRequestException {
        for (var key : object.keySet()) {
            if (!keys.contains(String.valueOf(key))) {
                throw BadRequestException.unknownParameter(
                        String.valueOf(key), keys, JsonPointerLocation.key(where, String.valueOf(key)));
            }
        }
    }

    private static FaceCall read(NeutralTarget target, NeutralParameters given) throws BadRequestException {
        var web = given.urls();
        var call = classify(target, given, web.isEmpty() ? Set.of() : Set.of(Reference.WEB_PICTURE));
        if (web.isEmpty() || call.preconditionFailure() != null) {
            return call;
        }
        var misspelt = NeutralParameters.findMalformedUrl(web);
        return call.withRequest(
                misspelt != null
                        ? misspelt.toFlawedRequest()
                        : new NormalizedRequest.PicturesAtUrls(
                                List.copyOf(web.values()),
                                NeutralParameters.LIMITS.bytes(),
                                true,
                                each -> readFetched(target, given.withFetched(each), call)));
    }

    /** Reads the call again with the fetched pictures. All other parameters were validated before. */
    private static FaceCall readFetched(NeutralTarget target, NeutralParameters given, FaceCall call) {
        try {
            return classify(target, given, call.facts().references());
        } catch (BadRequestException never) {
            throw new IllegalStateException(never);
        }
    }

    private static FaceCall classify(NeutralTarget target, NeutralParameters given, Set<Reference> references)
            throws BadRequestException {
        var endpoint = target.endpoint();
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(endpoint.capabilities());
        if (endpoint == NeutralEndpoint.ANALYZE) {
            capabilities.addAll(given.attributes());
        }
        if (endpoint == NeutralEndpoint.IDENTIFY && given.has("image")) {
            capabilities.add(IDENTIFY_LIVE);
        }
        var ask = toRequest(target, given);
        var facts = facts(target, ask, capabilities, references);
        var provider = given.query().get("provider");
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, endpoint.operation(), threshold(ask, given), provider);
        return new FaceCall(
                CrossVendorRoute.NEUTRAL,
                endpoint.operation(),
                facts,
                ask,
                params(target, given, ask),
                null,
                via,
                null);
    }

    private static @Nullable Given threshold(NormalizedRequest ask, NeutralParameters given) {
        return ask instanceof NormalizedRequest.Flawed ? null : given.threshold();
    }

    /** Returns all parameters, with the pictures as they were read. */
    private static Map<String, @Nullable Object> params(
            NeutralTarget target, NeutralParameters given, NormalizedRequest ask) {
        Map<String, @Nullable Object> body = new TreeMap<>(given.body());
        body.keySet().removeAll(NeutralParameters.IMAGES);
        return Map.of("path", target.names(), "query", given.query(), "body", body, "pictures", ask.pictures());
    }

    private static Facts facts(
            NeutralTarget target, NormalizedRequest ask, Set<Capability> capabilities, Set<Reference> references) {
        var gallery = ask instanceof NormalizedRequest.CreateGallery(var created) ? created : target.gallery();
        return switch (ask) {
            case NormalizedRequest.Compare(var _, var crowd, var threshold) ->
                Facts.of(capabilities)
                        .withCrowd(Set.of(IDENTIFY_RETRO, IDENTIFY_LIVE), crowd)
                        .referringTo(references)
                        .withThreshold(threshold);
            case NormalizedRequest.SearchByFace(var _, var _, var threshold, var _) ->
                Facts.of(capabilities)
                        .inGallery(gallery)
                        .referringTo(references)
                        .withThreshold(threshold);
            case NormalizedRequest.SearchByPicture(var _, var _, var threshold, var _) ->
                Facts.of(capabilities)
                        .inGallery(gallery)
                        .referringTo(references)
                        .withThreshold(threshold);
            default -> Facts.of(capabilities).inGallery(gallery).referringTo(references);
        };
    }

    private static NormalizedRequest toRequest(NeutralTarget target, NeutralParameters given) {
        try {
            return mapOperation(target, given);
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
    }

    private static NormalizedRequest mapOperation(NeutralTarget target, NeutralParameters given) {
        return switch (target.endpoint()) {
            case DETECT -> new NormalizedRequest.Detect(given.picture("image"));
            case ANALYZE -> new NormalizedRequest.Detect(given.picture("image"));
            case DETECT_PEOPLE -> new NormalizedRequest.DetectPeople(given.picture("image"));
            case VERIFY ->
                new NormalizedRequest.Compare(given.picture("source"), given.picture("target"), similarity(given));
            case LIVENESS -> new NormalizedRequest.StartLiveness();
            case READ_LIVENESS ->
                new NormalizedRequest.ReadLiveness(target.names().getLast());
            case CREATE_GALLERY -> new NormalizedRequest.CreateGallery(given.name("gallery"));
            case LIST_GALLERIES -> new NormalizedRequest.ListGalleries(given.page());
            case DESCRIBE_GALLERY -> new NormalizedRequest.DescribeGallery(gallery(target));
            case ERASE_GALLERY -> new NormalizedRequest.EraseGallery(gallery(target));
            case ENROLL ->
                new NormalizedRequest.Enroll(
                        gallery(target), given.picture("image"), given.externalId(), given.maxFaces());
            case LIST_FACES -> new NormalizedRequest.ListFaces(gallery(target), List.of(), given.page());
            case ERASE_FACE ->
                new NormalizedRequest.EraseFaces(
                        gallery(target), List.of(target.names().getLast()));
            case IDENTIFY -> identify(gallery(target), given);
        };
    }

    private static NormalizedRequest identify(String gallery, NeutralParameters given) {
        if (given.has("image") == given.has("face_id")) {
            throw new InvalidRequestException("identify takes exactly one of image and face_id.")
                    .withParameter("image");
        }
        int most = given.maxResults(CANDIDATES);
        return given.has("image")
                ? new NormalizedRequest.SearchByPicture(gallery, given.picture("image"), similarity(given), most)
                : new NormalizedRequest.SearchByFace(gallery, given.name("face_id"), similarity(given), most);
    }

    /** Returns the threshold as a similarity; without one, a placeholder for the chosen provider's default. */
    private static double similarity(NeutralParameters given) {
        var threshold = given.threshold();
        return threshold == null ? SimilarityScale.LOCAL.defaultSimilarity() : threshold.similarity();
    }

    private static String gallery(NeutralTarget target) {
        return Objects.requireNonNull(target.gallery());
    }
}
