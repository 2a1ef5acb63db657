package io.facegate.ingress.neutral;

import static io.facegate.call.Capability.IDENTIFY_LIVE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.Reply.Failure;
import io.facegate.call.via.Scale;
import io.facegate.call.via.Via;
import io.facegate.call.via.Via.Given;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Flaw;
import io.facegate.ingress.StrictJson;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and classifies one call of the neutral API. */
final class Reader {
    private static final int CANDIDATES = 5;
    private static final String BYTES = "bytes";
    private static final String TYPE = "Content-Type";
    private static final String ENCODING = "Content-Encoding";

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        Endpoint endpoint = null;
        try {
            var target = Target.of(arrival);
            endpoint = target.endpoint();
            var query = target.query(arrival);
            var body = endpoint.hasBody() ? body(arrival) : empty(arrival);
            known(endpoint, body);
            return declared(arrival, read(target, new Parameters(body, query)));
        } catch (Unclear unclear) {
            return endpoint == null
                    ? unclear.call("unknown", Set.of())
                    : unclear.call(endpoint.operation(), endpoint.capabilities());
        }
    }

    /** What a header declares that nobody knows is refused, whoever calls: this says which it is. */
    private static FaceCall declared(Arrival arrival, FaceCall call) {
        var header = arrival.head().unknownDeclaration();
        return header == null
                ? call
                : call.doubted(Doubt.UNKNOWN_DECLARATION)
                        .asking(new Ask.Flawed(
                                Failure.INVALID_PARAMETER, Doubt.UNKNOWN_DECLARATION.sentence(), Place.header(header)));
    }

    private static Map<String, @Nullable Object> body(Arrival arrival) throws Unclear {
        plain(arrival);
        try {
            return StrictJson.read(arrival.body(), BYTES);
        } catch (StrictJson.Unreadable unreadable) {
            throw new Unclear(unreadable.doubt(), why(unreadable), unreadable.where());
        }
    }

    /** That the body is JSON as it stands. */
    private static void plain(Arrival arrival) throws Unclear {
        var type = String.valueOf(arrival.header(TYPE)).toLowerCase(Locale.ROOT);
        if (!type.matches("application/json\\s*(;\\s*charset=utf-8)?") || arrival.repeats(TYPE)) {
            throw new Unclear(
                    Doubt.MALFORMED_BODY,
                    "Content-Type must be application/json, once, with no charset but utf-8.",
                    Place.header(TYPE));
        }
        var encoding = arrival.header(ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Unclear(
                    Doubt.MALFORMED_BODY,
                    "The body must not be compressed: send no Content-Encoding.",
                    Place.header(ENCODING));
        }
    }

    private static String why(StrictJson.Unreadable unreadable) {
        if (unreadable.doubt() == Doubt.DUPLICATE_KEY) {
            return "The body names this key twice.";
        }
        return unreadable.where().endsWith('/' + BYTES)
                ? "This is no base64, or breaks off. Encode the file's bytes, without data: before them or line breaks."
                : "The body must be one JSON object in UTF-8; here it is not, breaks off, has a key of more than 256 signs or"
                        + " something else too long, or is nested more than 32 deep.";
    }

    private static Map<String, @Nullable Object> empty(Arrival arrival) throws Unclear {
        if (arrival.body().length() > 0) {
            throw new Unclear(Doubt.MALFORMED_BODY, "This operation takes no body.", "");
        }
        return Map.of();
    }

    private static void known(Endpoint endpoint, Map<String, @Nullable Object> body) throws Unclear {
        known("", endpoint.keys(), body);
        for (var image : Parameters.IMAGES) {
            if (body.get(image) instanceof Map<?, ?> parts) {
                known('/' + image, List.of(BYTES, "url"), parts);
            }
        }
    }

    private static void known(String where, List<String> keys, Map<?, ?> object) throws Unclear {
        for (var key : object.keySet()) {
            if (!keys.contains(String.valueOf(key))) {
                throw Unclear.unknown(String.valueOf(key), keys, Place.key(where, String.valueOf(key)));
            }
        }
    }

    private static FaceCall read(Target target, Parameters given) throws Unclear {
        var web = given.urls();
        var call = classified(target, given, web.isEmpty() ? Set.of() : Set.of(Reference.WEB_PICTURE));
        if (web.isEmpty() || call.doubt() != null) {
            return call;
        }
        var misspelt = Parameters.misspelt(web);
        return call.asking(
                misspelt != null
                        ? misspelt.ask()
                        : new Ask.Elsewhere(
                                List.copyOf(web.values()),
                                Parameters.LIMITS.bytes(),
                                true,
                                each -> fetched(target, given.fetched(each), call)));
    }

    /** What stands beside its pictures is clear already. */
    private static FaceCall fetched(Target target, Parameters given, FaceCall call) {
        try {
            return classified(target, given, call.facts().references());
        } catch (Unclear never) {
            throw new IllegalStateException(never);
        }
    }

    private static FaceCall classified(Target target, Parameters given, Set<Reference> references) throws Unclear {
        var endpoint = target.endpoint();
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(endpoint.capabilities());
        if (endpoint == Endpoint.ANALYZE) {
            capabilities.addAll(given.attributes());
        }
        if (endpoint == Endpoint.IDENTIFY && given.has("image")) {
            capabilities.add(IDENTIFY_LIVE);
        }
        var ask = ask(target, given);
        var facts = facts(target, ask, capabilities, references);
        var provider = given.query().get("provider");
        var via = new Via(Via.NEUTRAL, endpoint.operation(), threshold(ask, given), provider);
        return new FaceCall(Via.NEUTRAL, endpoint.operation(), facts, ask, params(target, given, ask), null, via);
    }

    private static @Nullable Given threshold(Ask ask, Parameters given) {
        return ask instanceof Ask.Flawed ? null : given.threshold();
    }

    /** All that was said, the pictures as they were read. */
    private static Map<String, @Nullable Object> params(Target target, Parameters given, Ask ask) {
        Map<String, @Nullable Object> body = new TreeMap<>(given.body());
        body.keySet().removeAll(Parameters.IMAGES);
        return Map.of("path", target.names(), "query", given.query(), "body", body, "pictures", ask.pictures());
    }

    private static Facts facts(Target target, Ask ask, Set<Capability> capabilities, Set<Reference> references) {
        var gallery = ask instanceof Ask.CreateGallery(var created) ? created : target.gallery();
        return switch (ask) {
            case Ask.Compare(var _, var crowd, var threshold) ->
                new Facts(capabilities, Set.of(IDENTIFY_RETRO, IDENTIFY_LIVE), crowd, null, references, threshold);
            case Ask.SearchByFace(var _, var _, var threshold, var _) ->
                new Facts(capabilities, Set.of(), null, gallery, references, threshold);
            case Ask.SearchByPicture(var _, var _, var threshold, var _) ->
                new Facts(capabilities, Set.of(), null, gallery, references, threshold);
            default -> new Facts(capabilities, Set.of(), null, gallery, references, null);
        };
    }

    private static Ask ask(Target target, Parameters given) {
        try {
            return asked(target, given);
        } catch (Flaw flaw) {
            return flaw.ask();
        }
    }

    private static Ask asked(Target target, Parameters given) {
        return switch (target.endpoint()) {
            case DETECT -> new Ask.Detect(given.picture("image"));
            case ANALYZE -> new Ask.Detect(given.picture("image"));
            case VERIFY -> new Ask.Compare(given.picture("source"), given.picture("target"), similarity(given));
            case LIVENESS -> new Ask.StartLiveness();
            case READ_LIVENESS -> new Ask.ReadLiveness(target.names().getLast());
            case CREATE_GALLERY -> new Ask.CreateGallery(given.name("gallery"));
            case LIST_GALLERIES -> new Ask.ListGalleries(given.page());
            case DESCRIBE_GALLERY -> new Ask.DescribeGallery(gallery(target));
            case ERASE_GALLERY -> new Ask.EraseGallery(gallery(target));
            case ENROLL ->
                new Ask.Enroll(gallery(target), given.picture("image"), given.externalId(), given.maxFaces());
            case LIST_FACES -> new Ask.ListFaces(gallery(target), List.of(), given.page());
            case ERASE_FACE ->
                new Ask.EraseFaces(gallery(target), List.of(target.names().getLast()));
            case IDENTIFY -> identify(gallery(target), given);
        };
    }

    private static Ask identify(String gallery, Parameters given) {
        if (given.has("image") == given.has("face_id")) {
            throw new Flaw("identify takes exactly one of image and face_id.").about("image");
        }
        int most = given.maxResults(CANDIDATES);
        return given.has("image")
                ? new Ask.SearchByPicture(gallery, given.picture("image"), similarity(given), most)
                : new Ask.SearchByFace(gallery, given.name("face_id"), similarity(given), most);
    }

    /** The usual one of whoever will answer stands in its place where none is given. */
    private static double similarity(Parameters given) {
        var threshold = given.threshold();
        return threshold == null ? Scale.LOCAL.otherwise() : threshold.similarity();
    }

    private static String gallery(Target target) {
        return Objects.requireNonNull(target.gallery());
    }
}
