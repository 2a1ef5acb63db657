package io.facegate.ingress.azure.vision;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Routes;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.Flaw;
import io.facegate.ingress.PictureLimits;
import io.facegate.ingress.StrictJson.Unreadable;
import io.facegate.ingress.azure.rest.Parameters;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and classifies one call: bytes in, words out. */
final class Reader {
    static final String PROVIDER = "azure_vision";

    /** What is asked has no name; the path may hold anybody's. */
    private static final String NO_OPERATION = "unknown";

    private static final PictureLimits LIMITS = new PictureLimits(20 * 1024 * 1024, 256_000_000);

    /** The versions of the service that stand in a query, and are judged here. */
    private static final Set<String> VERSIONS = Set.of("2023-10-01", "2024-02-01");

    private static final Map<String, Pattern> WORDS = Map.of(
            "language", Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z]{2,4})?"),
            "model-version", Pattern.compile("latest|[0-9]{4}-[0-9]{2}-[0-9]{2}"),
            "gender-neutral-caption", Pattern.compile("true|false"),
            "smartcrops-aspect-ratios",
                    Pattern.compile("[0-9]{1,2}(\\.[0-9]{1,6})?(,[0-9]{1,2}(\\.[0-9]{1,6})?){0,9}"));

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        var path = Address.path(arrival);
        var found =
                path == null ? null : Routes.AZURE_VISION.find(arrival.head().method(), path);
        if (found == null) {
            return doubtful(NO_OPERATION, Set.of(), Doubt.UNKNOWN_OPERATION);
        }
        try {
            var given = Parameters.read(arrival, found, LIMITS);
            return given.url() == null
                    ? classified(found.route(), given, Set.of())
                    : elsewhere(found.route(), given, given.url());
        } catch (Unreadable unreadable) {
            return doubtful(found.route().operation(), found.route().capabilities(), unreadable.doubt());
        }
    }

    private static FaceCall doubtful(String name, Set<Capability> capabilities, Doubt doubt) {
        return new FaceCall(
                PROVIDER, name, Facts.of(capabilities), new Ask.Particular(doubt.sentence()), Map.of(), doubt);
    }

    private static FaceCall elsewhere(Route route, Parameters given, String url) {
        var call = classified(route, given, Set.of(Reference.WEB_PICTURE));
        return call.doubt() != null || call.ask() instanceof Ask.Flawed
                ? call
                : call.saying(given.bare().all())
                        .asking(new Ask.Elsewhere(
                                List.of(url),
                                LIMITS.bytes(),
                                each -> classified(
                                        route,
                                        given.fetched(each.getFirst(), LIMITS),
                                        call.facts().references())));
    }

    private static FaceCall classified(Route route, Parameters given, Set<Reference> references) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(route.capabilities());
        var doubt = Features.widen(capabilities, route, given);
        var version = given.query().get("api-version");
        if (route.query().contains("api-version") && (version == null || !VERSIONS.contains(version))) {
            doubt = Doubt.UNKNOWN_VALUE;
        }
        var facts = new Facts(capabilities, Set.of(), null, null, references, null);
        return new FaceCall(PROVIDER, route.operation(), facts, ask(route, given), given.all(), doubt);
    }

    /** In neutral words; what is Azure's alone stays particular. */
    static Ask ask(Route route, Parameters given) {
        try {
            return asked(route, given);
        } catch (Flaw flaw) {
            return flaw.ask();
        }
    }

    private static Ask asked(Route route, Parameters given) {
        if (given.flaw() != null) {
            throw given.flaw();
        }
        if (given.picture() == null && (given.url() == null)) {
            throw new Flaw("The body must be a picture, or {\"url\": …}.");
        }
        WORDS.forEach((name, pattern) -> {
            var word = given.query().get(name);
            if (word != null && !pattern.matcher(word).matches()) {
                throw new Flaw(name + " must match " + pattern.pattern() + ".");
            }
        });
        var picture = given.picture();
        return picture != null && Features.onlyFaces(given)
                ? new Ask.Detect(picture)
                : new Ask.Particular("The embedded engine finds faces, and nothing else in an image; it answers "
                        + "/vision/v3.2/analyze?visualFeatures=Faces, not " + route.operation()
                        + " with what it asks.");
    }
}
