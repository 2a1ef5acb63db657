package io.facegate.vendor.azure.client;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.catalogue.VendorApi;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translator of calls from other wires to Azure Face operations, with all capabilities those use. */
public final class AzureRequestTranslator {
    static final String VENDOR = "azure_face";

    /** Comparing or searching needs a face id, which keeps the face for a minute. */
    private static final Set<Capability> BY_ID = Set.of(Capability.DETECT, Capability.ENROLL);

    private AzureRequestTranslator() {}

    /** Returns the call as an Azure operation, or null when Azure has none, or cannot return what is requested. */
    public static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var operation = VendorApi.AZURE_FACE.answering(asked.request());
        return operation == null || !isExpressible(asked.request()) || !isTold(asked)
                ? null
                : asked.routedTo(VENDOR, operation, via).withFacts(facts(asked));
    }

    /** Azure lists all faces of a gallery, and erases one at a time. */
    private static boolean isExpressible(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.ListFaces(var _, var ids, var _) -> ids.isEmpty();
            case NormalizedRequest.EraseFaces(var _, var ids) -> ids.size() == 1;
            default -> true;
        };
    }

    /** Only the neutral API can return face attributes beside the position. */
    private static boolean isTold(FaceCall asked) {
        var does = asked.facts().capabilities();
        return asked.wire().equals(CrossVendorRoute.NEUTRAL)
                ? AzureFaceAttribute.coversAll(does)
                : does.equals(Set.of(Capability.DETECT));
    }

    /** Capabilities to decide on: everything Azure does, including what is filtered from the response. */
    private static Facts facts(FaceCall asked) {
        var given = asked.facts();
        var all = EnumSet.noneOf(Capability.class);
        all.addAll(given.capabilities());
        all.addAll(
                switch (asked.request()) {
                    case NormalizedRequest.Compare _, NormalizedRequest.SearchByPicture _ -> BY_ID;
                    case NormalizedRequest.Enroll _ -> Set.of(Capability.DETECT);
                    default -> Set.<Capability>of();
                });
        var unasked = AzureFaceAttribute.unrequested(all);
        all.addAll(unasked);
        return Facts.of(all)
                .withCrowd(given.ifSeveral(), given.crowd())
                .inGallery(given.gallery())
                .referringTo(given.references())
                .withThreshold(given.threshold())
                .withUnrequested(unasked);
    }

    /** Returns the parameters that name resources, because their owner must be known before the call is judged. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        return switch (call.request()) {
            case NormalizedRequest.CreateGallery(var gallery) ->
                AzureOperationParameters.list(gallery).params();
            case NormalizedRequest.DescribeGallery(var gallery) ->
                AzureOperationParameters.list(gallery).params();
            case NormalizedRequest.EraseGallery(var gallery) ->
                AzureOperationParameters.list(gallery).params();
            case NormalizedRequest.ListFaces list ->
                AzureOperationParameters.list(list.gallery()).params();
            case NormalizedRequest.Enroll enroll ->
                AzureOperationParameters.list(enroll.gallery()).params();
            case NormalizedRequest.EraseFaces(var gallery, var ids) ->
                AzureOperationParameters.list(gallery)
                        .withPath("persistedFaceId", ids.getFirst())
                        .params();
            case NormalizedRequest.SearchByPicture search ->
                AzureOperationParameters.empty()
                        .withBody(Map.of("faceListId", search.gallery()))
                        .params();
            case NormalizedRequest.ReadLiveness(var session) ->
                AzureOperationParameters.empty().withPath("sessionId", session).params();
            default -> AzureOperationParameters.empty().params();
        };
    }
}
