package io.facegate.vendor.compreface.client;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply.Failure;
import io.facegate.catalogue.VendorApi;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translator of calls from other wires to CompreFace. The server's one collection appears as one gallery of a fixed
 * name per organisation; an external id is a subject.
 */
public final class CompreFaceRequestTranslator {
    /** The name of the only gallery. */
    public static final String GALLERY = "compreface";

    static final String VENDOR = "compreface";

    /** Plugins by the capability that they provide. */
    private static final Map<Capability, String> PLUGINS = new TreeMap<>(Map.of(
            Capability.ANALYZE_AGE, "age",
            Capability.ANALYZE_GENDER, "gender",
            Capability.ANALYZE_OCCLUSION, "mask"));

    private CompreFaceRequestTranslator() {}

    /** Returns the call as a CompreFace operation; null if there is none, or it cannot return what is requested. */
    public static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var operation = VendorApi.COMPREFACE.answering(asked.request());
        if (operation == null || !via.isAnswerable(asked, PLUGINS.keySet())) {
            return null;
        }
        var call = asked.routedTo(VENDOR, operation, via);
        var flaw = flaw(asked.request());
        return flaw == null ? call : call.withRequest(flaw);
    }

    private static NormalizedRequest.@Nullable Flawed flaw(NormalizedRequest ask) {
        return switch (ask) {
            case NormalizedRequest.CreateGallery(var gallery)
            when !gallery.equals(GALLERY) -> unsupported(Failure.INVALID_PARAMETER);
            case NormalizedRequest.DescribeGallery(var gallery)
            when !gallery.equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.EraseGallery(var gallery)
            when !gallery.equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.EraseFaces(var gallery, var _)
            when !gallery.equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.SearchByPicture search
            when !search.gallery().equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.ListFaces list
            when !list.gallery().equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.ListFaces list
            when CompreFacePaging.parse(list.page()) == null ->
                new NormalizedRequest.Flawed(
                        Failure.INVALID_TOKEN, "The page token was not issued for this list.", "token");
            case NormalizedRequest.Enroll enroll
            when !enroll.gallery().equals(GALLERY) -> unsupported(Failure.NOT_FOUND);
            case NormalizedRequest.Enroll enroll
            when enroll.externalId() == null ->
                new NormalizedRequest.Flawed(
                        Failure.INVALID_PARAMETER,
                        "CompreFace stores faces by person. Give external_id.",
                        "external_id");
            default -> null;
        };
    }

    private static NormalizedRequest.Flawed unsupported(Failure kind) {
        return new NormalizedRequest.Flawed(
                kind,
                "A CompreFace server keeps one gallery for each organisation. Its name is " + GALLERY + '.',
                "gallery");
    }

    /** Returns the call's parameters in the form of the vendor's own wire. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        return switch (call.request()) {
            case NormalizedRequest.Detect(var picture) -> params(plugins(call), Map.of("file", picture));
            case NormalizedRequest.Compare(var source, var target, var _) ->
                params(Map.of(), Map.of("source_image", source, "target_image", target));
            case NormalizedRequest.SearchByPicture search ->
                params(
                        Map.of("limit", "1", "prediction_count", Integer.toString(search.max())),
                        Map.of("file", search.picture()));
            case NormalizedRequest.Enroll enroll -> added(enroll.picture(), String.valueOf(enroll.externalId()));
            case NormalizedRequest.ListFaces list ->
                params(CompreFacePaging.require(list.page()).query(), Map.of());
            case NormalizedRequest.DescribeGallery _ -> params(CompreFacePaging.LEAST.query(), Map.of());
            case NormalizedRequest.EraseFaces(var _, var ids) -> params(Map.of(), Map.of("ids", ids));
            default -> params(Map.of(), Map.of());
        };
    }

    private static Map<String, @Nullable Object> added(Picture picture, String subject) {
        return params(Map.of("subject", subject), Map.of("file", picture));
    }

    private static Map<String, String> plugins(FaceCall call) {
        var asked = PLUGINS.entrySet().stream()
                .filter(plugin -> call.facts().capabilities().contains(plugin.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(","));
        return asked.isEmpty() ? Map.of() : Map.of("face_plugins", asked);
    }

    private static Map<String, @Nullable Object> params(Map<String, String> query, Map<String, Object> body) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        params.put("path", Map.of());
        params.put("query", query);
        params.put("body", body);
        return params;
    }
}
