package io.facegate.ingress.neutral;

import static io.facegate.call.Capability.IDENTIFY_LIVE;
import static io.facegate.call.Capability.IDENTIFY_RETRO;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
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

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        var target = Target.of(arrival);
        if (target == null) {
            return doubtful("unknown", Set.of(), Doubt.UNKNOWN_OPERATION);
        }
        var endpoint = target.endpoint();
        try {
            var doubt = target.doubt();
            var body = endpoint.hasBody() ? body(arrival) : empty(arrival);
            doubt = doubt == null ? doubt(endpoint, body) : doubt;
            return doubt == null
                    ? read(target, new Parameters(body, target.query()))
                    : doubtful(endpoint.operation(), endpoint.capabilities(), doubt);
        } catch (Unclear unclear) {
            return doubtful(endpoint.operation(), endpoint.capabilities(), unclear.doubt);
        }
    }

    /** What cannot be read as it is meant. */
    private static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        private final Doubt doubt;

        Unclear(Doubt doubt) {
            super(doubt.code(), null, false, false);
            this.doubt = doubt;
        }
    }

    private static Map<String, @Nullable Object> body(Arrival arrival) throws Unclear {
        var type = String.valueOf(arrival.header("Content-Type")).toLowerCase(Locale.ROOT);
        if (!type.matches("application/json\\s*(;\\s*charset=utf-8)?") || arrival.repeats("Content-Type")) {
            throw new Unclear(Doubt.MALFORMED_BODY);
        }
        try {
            return StrictJson.read(arrival.body(), "bytes");
        } catch (StrictJson.Unreadable unreadable) {
            throw new Unclear(unreadable.doubt());
        }
    }

    private static Map<String, @Nullable Object> empty(Arrival arrival) throws Unclear {
        if (arrival.body().length() > 0) {
            throw new Unclear(Doubt.MALFORMED_BODY);
        }
        return Map.of();
    }

    private static @Nullable Doubt doubt(Endpoint endpoint, Map<String, @Nullable Object> body) {
        boolean known = endpoint.keys().containsAll(body.keySet())
                && Parameters.IMAGES.stream()
                        .map(body::get)
                        .allMatch(image -> !(image instanceof Map<?, ?> parts)
                                || Set.of("bytes", "url").containsAll(parts.keySet()));
        return known ? null : Doubt.UNKNOWN_PARAMETER;
    }

    private static FaceCall doubtful(String operation, Set<Capability> capabilities, Doubt doubt) {
        return new FaceCall(
                Via.NEUTRAL, operation, Facts.of(capabilities), new Ask.Particular(doubt.sentence()), Map.of(), doubt);
    }

    private static FaceCall read(Target target, Parameters given) {
        var web = given.urls();
        var call = classified(target, given, web.isEmpty() ? Set.of() : Set.of(Reference.WEB_PICTURE));
        return web.isEmpty() || call.doubt() != null
                ? call
                : call.asking(new Ask.Elsewhere(
                        List.copyOf(web.values()),
                        Parameters.LIMITS.bytes(),
                        each -> classified(
                                target, given.fetched(each), call.facts().references())));
    }

    private static FaceCall classified(Target target, Parameters given, Set<Reference> references) {
        var endpoint = target.endpoint();
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(endpoint.capabilities());
        if (endpoint == Endpoint.ANALYZE && !attributes(given.body().get("attributes"), capabilities)) {
            return doubtful(endpoint.operation(), endpoint.capabilities(), Doubt.UNKNOWN_VALUE);
        }
        if (endpoint == Endpoint.IDENTIFY && given.has("image")) {
            capabilities.add(IDENTIFY_LIVE);
        }
        var ask = ask(target, given);
        var facts = facts(target, ask, capabilities, references);
        var via = new Via(Via.NEUTRAL, endpoint.operation(), threshold(ask, given), null);
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

    /** Adds what the named attributes say of a face; false where one has no name of ours. */
    private static boolean attributes(@Nullable Object value, Set<Capability> capabilities) {
        if (!(value instanceof List<?> names) || names.isEmpty()) {
            return false;
        }
        for (var name : names) {
            var attribute = Capability.of("analyze." + name);
            if (attribute == null) {
                return false;
            }
            capabilities.add(attribute);
        }
        return true;
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
            throw new Flaw("identify takes either image or face_id.");
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
