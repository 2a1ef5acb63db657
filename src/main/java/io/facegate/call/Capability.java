package io.facegate.call;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a call can do to a face. A tree: a rule on {@code identify} also binds {@code identify.live}. */
public enum Capability {
    /** A face is located; nobody is identified, nothing is stored. */
    DETECT("detect", null),
    /** A trait is inferred from a face. */
    ANALYZE("analyze", null),
    ANALYZE_AGE("analyze.age", ANALYZE),
    ANALYZE_GENDER("analyze.gender", ANALYZE),
    ANALYZE_EMOTION("analyze.emotion", ANALYZE),
    ANALYZE_SMILE("analyze.smile", ANALYZE),
    ANALYZE_EYEGLASSES("analyze.eyeglasses", ANALYZE),
    ANALYZE_SUNGLASSES("analyze.sunglasses", ANALYZE),
    ANALYZE_BEARD("analyze.beard", ANALYZE),
    ANALYZE_MUSTACHE("analyze.mustache", ANALYZE),
    ANALYZE_EYES_OPEN("analyze.eyes_open", ANALYZE),
    ANALYZE_MOUTH_OPEN("analyze.mouth_open", ANALYZE),
    ANALYZE_GAZE("analyze.gaze", ANALYZE),
    ANALYZE_OCCLUSION("analyze.occlusion", ANALYZE),
    ANALYZE_HAIR("analyze.hair", ANALYZE),
    ANALYZE_MAKEUP("analyze.makeup", ANALYZE),
    /** Race, opinion, belief, union membership, sex life or orientation is inferred from a face. */
    ANALYZE_SENSITIVE("analyze.sensitive", ANALYZE),
    /** Labels that describe a person (Man, Woman, Child) without a face feature. */
    ANALYZE_LABELS("analyze.labels", ANALYZE),
    /** One face against one other. */
    VERIFY("verify", null),
    /** One face against many. */
    IDENTIFY("identify", null),
    IDENTIFY_RETRO("identify.retro", IDENTIFY),
    IDENTIFY_LIVE("identify.live", IDENTIFY),
    VIDEO_IDENTIFY("video_identify", IDENTIFY),
    CELEBRITY("celebrity", IDENTIFY),
    CLUSTER("cluster", IDENTIFY),
    REVERSE_IMAGE_SEARCH("reverse_image_search", IDENTIFY),
    /** One person followed through a video, without a name. */
    TRACK("track", null),
    /** A biometric template is written, linked or activated. */
    ENROLL("enroll", null),
    GALLERY_ADMIN("gallery_admin", null),
    GALLERY_READ("gallery_read", null),
    GALLERY_TRANSFER("gallery_transfer", null),
    /** Templates or their containers are deleted; stays allowed under any moratorium. */
    GALLERY_ERASE("gallery_erase", null),
    TEMPLATE_EXPORT("template_export", null),
    MEDIA_READ("media_read", null),
    LIVENESS("liveness", null),
    CUSTOM_MODEL("custom_model", null),
    STATEFUL_CONTROL("stateful_control", null),
    /** A stream or job is stopped or deleted; stays allowed under any moratorium. */
    STATEFUL_CONTROL_STOP("stateful_control.stop", STATEFUL_CONTROL),
    JOB_RESULT("job_result", null),
    MEDIA_SOURCE("media_source", null),
    ADMIN("admin", null),
    /** No face is found, compared or described. */
    NOT_FACE("not_face", null);

    private static final Map<String, Capability> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Capability::code, Function.identity()));

    private final String code;
    private final @Nullable Capability parent;

    Capability(String code, @Nullable Capability parent) {
        this.code = code;
        this.parent = parent;
    }

    /** The word used in policies, records and pages. */
    public String code() {
        return code;
    }

    public @Nullable Capability parent() {
        return parent;
    }

    /** True for the ancestor itself and for everything below it. */
    public boolean isWithin(Capability ancestor) {
        for (Capability at = this; at != null; at = at.parent) {
            if (at == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** Returns the capability with that code, or null if unknown. */
    public static @Nullable Capability fromCode(String code) {
        return BY_CODE.get(code);
    }
}
