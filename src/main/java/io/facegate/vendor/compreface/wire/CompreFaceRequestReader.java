package io.facegate.vendor.compreface.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.Picture;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.RestOperations.Found;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.RestRequestReader;
import io.facegate.vendor.wire.StrictUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser and classifier of one CompreFace call. */
final class CompreFaceRequestReader {
    static final String PROVIDER = "compreface";

    /** The gateway's name for the single, unnamed collection of a CompreFace service. */
    static final String GALLERY = "compreface";

    /** Parameters with lists of templates that are compared with one face. */
    private static final List<String> TEMPLATES = List.of("targets", "embeddings");

    /** Operation name of an unknown route. The path is not used as a name, because it may hold personal names. */
    private static final String SUBJECTS = "/api/v1/recognition/subjects/";

    private static final String KEY = "api_key";

    /** Capabilities of a comparison with a picture that shows several faces: one against many. */
    private static final Set<Capability> SEVERAL = Set.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);

    private CompreFaceRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        return RestRequestReader.read(
                PROVIDER,
                findOperation(arrival),
                found -> classify(found.route(), CompreFaceParameters.read(arrival, found)));
    }

    /** Returns the API key in the path of a picture, or null. */
    static @Nullable String keyInPath(HttpCall arrival) {
        var found = findOperation(arrival);
        return found == null ? null : found.values().get(KEY);
    }

    private static @Nullable Found findOperation(HttpCall arrival) {
        var method = arrival.head().method();
        // The vendor's documentation lists subjects with a trailing slash.
        var all = SUBJECTS.equals(arrival.head().path());
        var subject = all ? null : StrictUri.name(arrival, SUBJECTS);
        var path = all || subject != null ? List.of("api", "v1", "recognition", "subjects") : StrictUri.path(arrival);
        if (path == null) {
            return null;
        }
        return VendorApi.COMPREFACE
                .rest()
                .find(
                        method,
                        subject == null ? path : List.of(path.get(0), path.get(1), path.get(2), path.get(3), subject));
    }

    private static FaceCall classify(RestOperation route, CompreFaceParameters given) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(route.capabilities());
        var mistake = CompreFacePlugins.addCapabilities(capabilities, given);
        for (var list : TEMPLATES) {
            if (given.body().get(list) instanceof List<?> templates && templates.size() > 1) {
                capabilities.addAll(SEVERAL);
            }
        }
        var crowd = crowd(route, given);
        var known = VendorApi.COMPREFACE.requireOperation(route.operation());
        var facts = Facts.of(capabilities)
                .withCrowd(crowd == null ? Set.of() : known.ifSeveral(), crowd)
                .inGallery(known.effect().collection() == null ? null : GALLERY);
        var ask = mistake == null ? CompreFaceRequestMapper.map(route, given) : mistake.toFlawedRequest();
        var failure = mistake == null ? null : mistake.failure();
        return new FaceCall(PROVIDER, route.operation(), facts, ask, given.toMap(), failure);
    }

    /** Returns the picture whose faces are all compared with one other face, or null. */
    private static @Nullable Picture crowd(RestOperation route, CompreFaceParameters given) {
        return switch (route.operation()) {
            case "Verify" -> given.picture("target_image");
            case "VerifyFace" -> given.picture("file");
            default -> null;
        };
    }
}
