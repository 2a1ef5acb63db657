package io.facegate.vendor.azure.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture.Format;
import io.facegate.catalogue.RestOperation;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.PictureLimits;
import io.facegate.vendor.wire.RestRequestReader;
import io.facegate.vendor.wire.StrictUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Parser and classifier of one Azure Face call. */
final class AzureFaceRequestReader {
    static final String PROVIDER = "azure_face";

    /** Operation name of an unknown route. The path is not used as a name, because it may hold personal names. */
    private static final PictureLimits LIMITS =
            new PictureLimits(6 * 1024 * 1024, 50_000_000, EnumSet.complementOf(EnumSet.of(Format.WEBP)));

    private AzureFaceRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        return RestRequestReader.read(PROVIDER, StrictUri.find(arrival, VendorApi.AZURE_FACE.rest()), found -> {
            var given = AzureParameters.read(arrival, found, LIMITS);
            return given.body().get("url") == null
                    ? classify(found.route(), given, Set.of())
                    : readWithUrls(found.route(), given);
        });
    }

    private static FaceCall readWithUrls(RestOperation route, AzureParameters given) {
        var call = classify(route, given, Set.of(Reference.WEB_PICTURE));
        var url = given.url();
        if (call.preconditionFailure() != null || call.request() instanceof NormalizedRequest.Flawed) {
            return call;
        }
        return url == null
                ? call.withRequest(new InvalidRequestException(
                                "The body must have the url of the picture, as a string, and nothing else.")
                        .toFlawedRequest())
                : LIMITS.fetchFirst(
                        call.withParams(given.withoutBody().toMap()),
                        List.of(url),
                        fetched -> classify(
                                route,
                                given.withoutBody().withPicture(fetched.getFirst()),
                                call.facts().references()));
    }

    private static FaceCall classify(RestOperation route, AzureParameters given, Set<Reference> references) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(route.capabilities());
        var mistake = AzureFaceCapabilityRules.addCapabilities(capabilities, route, given);
        var facts = Facts.of(capabilities)
                .inGallery(AzureFaceGalleryRefs.findGallery(given))
                .referringTo(references)
                .withThreshold(AzureFaceCapabilityRules.threshold(given));
        return new FaceCall(
                PROVIDER,
                route.operation(),
                facts,
                mistake == null ? AzureFaceRequestMapper.map(route, given) : mistake.toFlawedRequest(),
                given.toMap(),
                mistake == null ? route.preconditionFailure() : mistake.failure());
    }
}
