package io.facegate.provider.rekognition.core;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.call.via.Via;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in Rekognition's words what another wire asks. */
public final class Spoken {
    private static final String VENDOR = "rekognition";
    private static final String COLLECTION = "CollectionId";
    private static final int PERCENT = 100;
    private static final Map<Capability, String> ATTRIBUTES = attributes();

    private Spoken() {}

    /** The call by the vendor's name for it, or null where the vendor has none, or cannot tell what is asked. */
    public static @Nullable FaceCall of(FaceCall asked, Via via) {
        var operation = operation(asked.ask());
        boolean told = asked.facts().capabilities().stream()
                .filter(capability -> capability.within(Capability.ANALYZE))
                .allMatch(ATTRIBUTES::containsKey);
        return operation == null || !told ? null : asked.named(VENDOR, operation, via);
    }

    private static @Nullable String operation(Ask ask) {
        return switch (ask) {
            case Ask.Detect _ -> "DetectFaces";
            case Ask.Compare _ -> "CompareFaces";
            case Ask.CreateGallery _ -> "CreateCollection";
            case Ask.DescribeGallery _ -> "DescribeCollection";
            case Ask.ListGalleries _ -> "ListCollections";
            case Ask.EraseGallery _ -> "DeleteCollection";
            case Ask.Enroll _ -> "IndexFaces";
            case Ask.ListFaces _ -> "ListFaces";
            case Ask.SearchByFace _ -> "SearchFaces";
            case Ask.SearchByPicture _ -> "SearchFacesByImage";
            case Ask.EraseFaces _ -> "DeleteFaces";
            case Ask.StartLiveness _ -> "CreateFaceLivenessSession";
            case Ask.ReadLiveness _ -> "GetFaceLivenessSessionResults";
            case Ask.DetectKeeping _,
                    Ask.DetectEach _,
                    Ask.CompareKept _,
                    Ask.SearchKept _,
                    Ask.CompareEach _,
                    Ask.OfExamples _,
                    Ask.Elsewhere _,
                    Ask.Particular _,
                    Ask.Flawed _ -> null;
        };
    }

    /** The parameters of such a call. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        Map<String, @Nullable Object> params = new LinkedHashMap<>();
        switch (call.ask()) {
            case Ask.Detect(var picture) -> {
                params.put("Image", image(picture));
                params.put("Attributes", attributes(call));
            }
            case Ask.Compare(var source, var target, var threshold) -> {
                params.put("SourceImage", image(source));
                params.put("TargetImage", image(target));
                params.put("SimilarityThreshold", threshold * PERCENT);
            }
            case Ask.CreateGallery(var gallery) -> params.put(COLLECTION, gallery);
            case Ask.DescribeGallery(var gallery) -> params.put(COLLECTION, gallery);
            case Ask.EraseGallery(var gallery) -> params.put(COLLECTION, gallery);
            case Ask.ListGalleries(var page) -> page(params, page);
            case Ask.StartLiveness() -> {}
            case Ask.ReadLiveness(var session) -> params.put("SessionId", session);
            default -> kept(params, call.ask());
        }
        return params;
    }

    /** What is asked of a gallery. */
    private static void kept(Map<String, @Nullable Object> params, Ask ask) {
        switch (ask) {
            case Ask.Enroll(var gallery, var picture, var external, var most, var _) -> {
                params.put(COLLECTION, gallery);
                params.put("Image", image(picture));
                params.put("MaxFaces", (long) most);
                if (external != null) {
                    params.put("ExternalImageId", external);
                }
            }
            case Ask.ListFaces(var gallery, var ids, var page) -> {
                params.put(COLLECTION, gallery);
                page(params, page);
                if (!ids.isEmpty()) {
                    params.put("FaceIds", ids);
                }
            }
            case Ask.EraseFaces(var gallery, var ids) -> {
                params.put(COLLECTION, gallery);
                params.put("FaceIds", ids);
            }
            default -> searched(params, ask);
        }
    }

    private static void searched(Map<String, @Nullable Object> params, Ask ask) {
        switch (ask) {
            case Ask.SearchByFace(var gallery, var face, var threshold, var most) -> {
                params.put(COLLECTION, gallery);
                params.put("FaceId", face);
                searched(params, threshold, most);
            }
            case Ask.SearchByPicture(var gallery, var picture, var threshold, var most) -> {
                params.put(COLLECTION, gallery);
                params.put("Image", image(picture));
                searched(params, threshold, most);
            }
            default -> throw new IllegalArgumentException("has no words of Rekognition's");
        }
    }

    private static void searched(Map<String, @Nullable Object> params, double threshold, int most) {
        params.put("FaceMatchThreshold", threshold * PERCENT);
        params.put("MaxFaces", (long) most);
    }

    private static void page(Map<String, @Nullable Object> params, Ask.Page page) {
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

    private static Map<Capability, String> attributes() {
        var all = new EnumMap<Capability, String>(Capability.class);
        all.put(Capability.ANALYZE_AGE, "AGE_RANGE");
        all.put(Capability.ANALYZE_GENDER, "GENDER");
        all.put(Capability.ANALYZE_EMOTION, "EMOTIONS");
        all.put(Capability.ANALYZE_SMILE, "SMILE");
        all.put(Capability.ANALYZE_EYEGLASSES, "EYEGLASSES");
        all.put(Capability.ANALYZE_SUNGLASSES, "SUNGLASSES");
        all.put(Capability.ANALYZE_BEARD, "BEARD");
        all.put(Capability.ANALYZE_MUSTACHE, "MUSTACHE");
        all.put(Capability.ANALYZE_EYES_OPEN, "EYES_OPEN");
        all.put(Capability.ANALYZE_MOUTH_OPEN, "MOUTH_OPEN");
        all.put(Capability.ANALYZE_GAZE, "EYE_DIRECTION");
        all.put(Capability.ANALYZE_OCCLUSION, "FACE_OCCLUDED");
        return all;
    }
}
