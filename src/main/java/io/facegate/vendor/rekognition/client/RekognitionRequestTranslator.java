package io.facegate.vendor.rekognition.client;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.catalogue.VendorApi;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translator of calls from other wires to Rekognition operations. */
public final class RekognitionRequestTranslator {
    private static final String VENDOR = "rekognition";
    private static final String COLLECTION = "CollectionId";
    private static final int PERCENT = 100;
    private static final Map<Capability, String> ATTRIBUTES = attributes();

    private RekognitionRequestTranslator() {}

    /** Returns the call as a Rekognition operation; null if there is none, or it cannot return what is requested. */
    public static @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        var operation = VendorApi.REKOGNITION.answering(asked.request());
        boolean told = asked.facts().capabilities().stream()
                .filter(capability -> capability.isWithin(Capability.ANALYZE))
                .allMatch(ATTRIBUTES::containsKey);
        return operation == null || !told ? null : asked.routedTo(VENDOR, operation, via);
    }

    /** Returns the parameters of such a call. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        switch (call.request()) {
            case NormalizedRequest.Detect(var picture) -> {
                params.put("Image", image(picture));
                params.put("Attributes", attributes(call));
            }
            case NormalizedRequest.Compare(var source, var target, var threshold) -> {
                params.put("SourceImage", image(source));
                params.put("TargetImage", image(target));
                params.put("SimilarityThreshold", threshold * PERCENT);
            }
            case NormalizedRequest.CreateGallery(var gallery) -> params.put(COLLECTION, gallery);
            case NormalizedRequest.DescribeGallery(var gallery) -> params.put(COLLECTION, gallery);
            case NormalizedRequest.EraseGallery(var gallery) -> params.put(COLLECTION, gallery);
            case NormalizedRequest.ListGalleries(var page) -> page(params, page);
            case NormalizedRequest.StartLiveness() -> {}
            case NormalizedRequest.ReadLiveness(var session) -> params.put("SessionId", session);
            default -> addGalleryParams(params, call.request());
        }
        return params;
    }

    /** Adds the parameters of a gallery operation. */
    private static void addGalleryParams(Map<String, @Nullable Object> params, NormalizedRequest ask) {
        switch (ask) {
            case NormalizedRequest.Enroll(var gallery, var picture, var external, var most, var _) -> {
                params.put(COLLECTION, gallery);
                params.put("Image", image(picture));
                params.put("MaxFaces", (long) most);
                if (external != null) {
                    params.put("ExternalImageId", external);
                }
            }
            case NormalizedRequest.ListFaces(var gallery, var ids, var page) -> {
                params.put(COLLECTION, gallery);
                page(params, page);
                if (!ids.isEmpty()) {
                    params.put("FaceIds", ids);
                }
            }
            case NormalizedRequest.EraseFaces(var gallery, var ids) -> {
                params.put(COLLECTION, gallery);
                params.put("FaceIds", ids);
            }
            default -> addSearchParams(params, ask);
        }
    }

    private static void addSearchParams(Map<String, @Nullable Object> params, NormalizedRequest ask) {
        switch (ask) {
            case NormalizedRequest.SearchByFace(var gallery, var face, var threshold, var most) -> {
                params.put(COLLECTION, gallery);
                params.put("FaceId", face);
                addSearchParams(params, threshold, most);
            }
            case NormalizedRequest.SearchByPicture(var gallery, var picture, var threshold, var most) -> {
                params.put(COLLECTION, gallery);
                params.put("Image", image(picture));
                addSearchParams(params, threshold, most);
            }
            default -> throw new IllegalArgumentException("has no words of Rekognition's");
        }
    }

    private static void addSearchParams(Map<String, @Nullable Object> params, double threshold, int most) {
        params.put("FaceMatchThreshold", threshold * PERCENT);
        params.put("MaxFaces", (long) most);
    }

    private static void page(Map<String, @Nullable Object> params, NormalizedRequest.Page page) {
        params.put("MaxResults", (long) page.max());
        if (page.token() != null) {
            params.put("NextToken", page.token());
        }
    }

    private static Map<String, Object> image(Picture picture) {
        return Map.of("Bytes", picture);
    }

    private static List<String> attributes(FaceCall call) {
        var named = new ArrayList<String>();
        named.add("DEFAULT");
        ATTRIBUTES.forEach((capability, attribute) -> {
            if (call.facts().capabilities().contains(capability)) {
                named.add(attribute);
            }
        });
        return named;
    }

    /** The attribute for each capability; words that stand for several attributes or for none are left out. */
    private static Map<Capability, String> attributes() {
        var words = VendorApi.REKOGNITION.catalogue().words();
        var all = new EnumMap<Capability, String>(Capability.class);
        for (var word : words.words("Attributes")) {
            var adds = words.capabilities("Attributes", word);
            if (adds != null && adds.size() == 1) {
                all.put(adds.iterator().next(), word);
            }
        }
        return all;
    }
}
