package io.facegate.ingress.compreface;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.Doubt;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Picture;
import io.facegate.call.rest.Route;
import io.facegate.call.rest.Routes;
import io.facegate.call.rest.Routes.Found;
import io.facegate.ingress.Address;
import io.facegate.ingress.Arrival;
import io.facegate.ingress.StrictJson.Unreadable;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and classifies one call: bytes in, words out. */
final class Reader {
    static final String PROVIDER = "compreface";

    /** A service has one collection, which nobody names; on this gateway it goes by this name. */
    static final String GALLERY = "compreface";

    /** Lists of templates that are held against one face. */
    private static final List<String> TEMPLATES = List.of("targets", "embeddings");

    /** What is asked has no name; the path may hold anybody's. */
    private static final String NO_OPERATION = "unknown";

    private static final String SUBJECTS = "/api/v1/recognition/subjects/";
    private static final String KEY = "api_key";

    /** One face against one other, and where the picture shows several, against many. */
    private static final Set<Capability> SEVERAL = Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);

    private Reader() {}

    static FaceCall read(Arrival arrival) {
        var found = found(arrival);
        if (found == null) {
            return doubtful(NO_OPERATION, Set.of(), Doubt.UNKNOWN_OPERATION);
        }
        try {
            return classified(found.route(), Parameters.read(arrival, found));
        } catch (Unreadable unreadable) {
            return doubtful(found.route().operation(), found.route().capabilities(), unreadable.doubt());
        }
    }

    /** The key that stands in the path of a picture, or null. */
    static @Nullable String keyInPath(Arrival arrival) {
        var found = found(arrival);
        return found == null ? null : found.values().get(KEY);
    }

    private static @Nullable Found found(Arrival arrival) {
        var method = arrival.head().method();
        // The vendor's own documentation lists subjects with a slash at the end.
        var all = SUBJECTS.equals(arrival.head().path());
        var subject = all ? null : Address.name(arrival, SUBJECTS);
        var path = all || subject != null ? List.of("api", "v1", "recognition", "subjects") : Address.path(arrival);
        if (path == null) {
            return null;
        }
        return Routes.COMPREFACE.find(
                method, subject == null ? path : List.of(path.get(0), path.get(1), path.get(2), path.get(3), subject));
    }

    private static FaceCall doubtful(String name, Set<Capability> capabilities, Doubt doubt) {
        return new FaceCall(
                PROVIDER, name, Facts.of(capabilities), new Ask.Particular(doubt.sentence()), Map.of(), doubt);
    }

    private static FaceCall classified(Route route, Parameters given) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(route.capabilities());
        var doubt = Plugins.widen(capabilities, given);
        for (var list : TEMPLATES) {
            if (given.body().get(list) instanceof List<?> templates && templates.size() > 1) {
                capabilities.addAll(SEVERAL);
            }
        }
        var crowd = crowd(route, given);
        var facts = new Facts(
                capabilities,
                crowd == null ? Set.of() : SEVERAL,
                crowd,
                route.path().contains("recognition") || route.path().contains("images") ? GALLERY : null,
                Set.of(),
                null);
        return new FaceCall(PROVIDER, route.operation(), facts, Asks.of(route, given), given.all(), doubt);
    }

    /** The picture whose every face is compared with one other. */
    private static @Nullable Picture crowd(Route route, Parameters given) {
        return switch (route.operation()) {
            case "Verify" -> given.picture("target_image");
            case "VerifyFace" -> given.picture("file");
            default -> null;
        };
    }
}
