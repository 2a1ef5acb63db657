package io.facegate.console;

import io.facegate.call.Capability;
import java.util.EnumMap;
import java.util.Map;

/** The capabilities in plain words. */
final class CapabilityWords {
    private static final Map<Capability, String> WORDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Capability.DETECT, "Find faces"),
            Map.entry(Capability.ANALYZE, "Infer a trait"),
            Map.entry(Capability.ANALYZE_AGE, "Infer age"),
            Map.entry(Capability.ANALYZE_GENDER, "Infer gender"),
            Map.entry(Capability.ANALYZE_EMOTION, "Infer emotion"),
            Map.entry(Capability.ANALYZE_SMILE, "Infer smile"),
            Map.entry(Capability.ANALYZE_EYEGLASSES, "Infer eyeglasses"),
            Map.entry(Capability.ANALYZE_SUNGLASSES, "Infer sunglasses"),
            Map.entry(Capability.ANALYZE_BEARD, "Infer beard"),
            Map.entry(Capability.ANALYZE_MUSTACHE, "Infer moustache"),
            Map.entry(Capability.ANALYZE_EYES_OPEN, "Infer open eyes"),
            Map.entry(Capability.ANALYZE_MOUTH_OPEN, "Infer open mouth"),
            Map.entry(Capability.ANALYZE_GAZE, "Infer direction of gaze"),
            Map.entry(Capability.ANALYZE_OCCLUSION, "Infer covered face"),
            Map.entry(Capability.ANALYZE_HAIR, "Infer hair"),
            Map.entry(Capability.ANALYZE_MAKEUP, "Infer make-up"),
            Map.entry(Capability.ANALYZE_SENSITIVE, "Infer race, opinion, belief or orientation"),
            Map.entry(Capability.ANALYZE_LABELS, "Describe a person by labels"),
            Map.entry(Capability.VERIFY, "Compare two faces"),
            Map.entry(Capability.IDENTIFY, "Search one face among many"),
            Map.entry(Capability.IDENTIFY_RETRO, "Search afterwards, in recordings"),
            Map.entry(Capability.IDENTIFY_LIVE, "Search live"),
            Map.entry(Capability.VIDEO_IDENTIFY, "Search in video"),
            Map.entry(Capability.CELEBRITY, "Recognise celebrities"),
            Map.entry(Capability.CLUSTER, "Group faces by person"),
            Map.entry(Capability.REVERSE_IMAGE_SEARCH, "Search the web by image"),
            Map.entry(Capability.TRACK, "Follow a person through a video"),
            Map.entry(Capability.ENROLL, "Enrol a face"),
            Map.entry(Capability.GALLERY_ADMIN, "Set up a gallery"),
            Map.entry(Capability.GALLERY_READ, "Read a gallery"),
            Map.entry(Capability.GALLERY_TRANSFER, "Copy or share a gallery"),
            Map.entry(Capability.GALLERY_ERASE, "Erase faces or galleries"),
            Map.entry(Capability.TEMPLATE_EXPORT, "Export face templates"),
            Map.entry(Capability.MEDIA_READ, "Read stored pictures"),
            Map.entry(Capability.LIVENESS, "Check that a person is live"),
            Map.entry(Capability.CUSTOM_MODEL, "Train or run a custom model"),
            Map.entry(Capability.STATEFUL_CONTROL, "Control a stream or job"),
            Map.entry(Capability.STATEFUL_CONTROL_STOP, "Stop a stream or job"),
            Map.entry(Capability.JOB_RESULT, "Fetch a job’s result"),
            Map.entry(Capability.MEDIA_SOURCE, "Connect a source of pictures"),
            Map.entry(Capability.ADMIN, "Administer the service"),
            Map.entry(Capability.NOT_FACE, "Nothing with faces")));

    private CapabilityWords() {}

    /** The code itself where a record names a capability that this version does not know. */
    static String of(String code) {
        var known = Capability.of(code);
        return known == null ? code : WORDS.getOrDefault(known, code);
    }
}
