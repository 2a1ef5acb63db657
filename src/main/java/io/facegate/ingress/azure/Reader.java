package io.facegate.ingress.azure;

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

/** Reads and classifies one call: bytes in, words out. */
final class Reader {
    static final String PROVIDER = "azure_face";

    /** What is asked has no name; the path may hold anybody's. */
    private static final String NO_OPERATION = "unknown";

    private static final PictureLimits LIMITS = new PictureLimits(6 * 1024 * 1024, 50_000_000);

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        var path = Address.path(arrival);
        var found = path == null ? null : Routes.AZURE_FACE.find(arrival.head().method(), path);
        if (found == null) {
            return doubtful(NO_OPERATION, Set.of(), Doubt.UNKNOWN_OPERATION);
        }
        try {
            var given = Parameters.read(arrival, found, LIMITS);
            return given.body().get("url") == null
                    ? classified(found.route(), given, Set.of())
                    : elsewhere(found.route(), given);
        } catch (Unreadable unreadable) {
            return doubtful(found.route().operation(), found.route().capabilities(), unreadable.doubt());
        }
    }

    private static FaceCall doubtful(String name, Set<Capability> capabilities, Doubt doubt) {
        return new FaceCall(
                PROVIDER, name, Facts.of(capabilities), new Ask.Particular(doubt.sentence()), Map.of(), doubt);
    }

    private static FaceCall elsewhere(Route route, Parameters given) {
        var call = classified(route, given, Set.of(Reference.WEB_PICTURE));
        var url = given.url();
        if (call.doubt() != null || call.ask() instanceof Ask.Flawed) {
            return call;
        }
        return url == null
                ? call.asking(new Flaw("The body must have the url of the picture, as text, and nothing else.").ask())
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
        var doubt = Variants.widen(capabilities, route, given);
        var facts =
                new Facts(capabilities, Set.of(), null, Galleries.named(given), references, Variants.threshold(given));
        return new FaceCall(
                PROVIDER,
                route.operation(),
                facts,
                Asks.of(route, given),
                given.all(),
                doubt == null ? route.doubt() : doubt);
    }
}
