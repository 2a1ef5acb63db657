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
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.RestRequestReader;
import io.facegate.vendor.wire.StrictUri;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Parser and classifier of one Azure AI Vision call. */
final class AzureVisionRequestReader {
    static final String PROVIDER = "azure_vision";

    /** Operation name of an unknown route. The path is not used as a name, because it may hold personal names. */
    private static final PictureLimits LIMITS =
            new PictureLimits(20 * 1024 * 1024, 256_000_000, EnumSet.allOf(Format.class));

    /** The supported API versions of routes that name the version in the query. */
    private static final Set<String> VERSIONS = Set.of("2023-10-01", "2024-02-01");

    private AzureVisionRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        return RestRequestReader.read(PROVIDER, StrictUri.find(arrival, VendorApi.AZURE_VISION.rest()), found -> {
            var query = AzureVisionQuerySpelling.spell(found.route(), StrictUri.query(arrival));
            var given = AzureParameters.read(arrival, found, LIMITS, query);
            return given.url() == null
                    ? classify(found.route(), given, Set.of())
                    : readWithUrl(found.route(), given, given.url());
        });
    }

    private static FaceCall readWithUrl(RestOperation route, AzureParameters given, String url) {
        var call = classify(route, given, Set.of(Reference.WEB_PICTURE));
        return call.preconditionFailure() != null || call.request() instanceof NormalizedRequest.Flawed
                ? call
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
        var mistake = AzureVisionFeatures.addCapabilities(capabilities, route, given);
        var version = given.query().get("api-version");
        if (route.query().contains("api-version") && (version == null || !VERSIONS.contains(version))) {
            mistake = RequestMistake.unknownValue("api-version", version, VERSIONS);
        }
        var facts = Facts.of(capabilities).referringTo(references);
        return mistake == null
                ? new FaceCall(PROVIDER, route.operation(), facts, toRequest(route, given), given.toMap(), null)
                : new FaceCall(
                        PROVIDER,
                        route.operation(),
                        facts,
                        mistake.toFlawedRequest(),
                        given.toMap(),
                        mistake.failure());
    }

    /** Maps an operation to a normalized request; an Azure-only operation stays vendor-specific. */
    static NormalizedRequest toRequest(RestOperation route, AzureParameters given) {
        try {
            return mapOperation(route, given);
        } catch (InvalidRequestException flaw) {
            return flaw.toFlawedRequest();
        }
    }

    private static NormalizedRequest mapOperation(RestOperation route, AzureParameters given) {
        if (given.flaw() != null) {
            throw given.flaw();
        }
        if (given.picture() == null && (given.url() == null)) {
            throw new InvalidRequestException("The body must be a picture, or {\"url\": …}.");
        }
        var mismatch = VendorApi.AZURE_VISION.catalogue().words().findMismatch(given.query());
        if (mismatch != null) {
            throw new InvalidRequestException(mismatch);
        }
        var picture = given.picture();
        if (picture != null && AzureVisionFeatures.onlyPeople(given)) {
            return new NormalizedRequest.DetectPeople(picture);
        }
        return picture != null && AzureVisionFeatures.onlyFaces(given)
                ? new NormalizedRequest.Detect(picture)
                : new NormalizedRequest.VendorSpecific("The embedded engine finds only faces in an image. It answers"
                        + " features=people and /vision/v3.2/analyze?visualFeatures=Faces, not " + route.operation()
                        + " with what it asks.");
    }
}
