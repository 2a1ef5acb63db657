package io.facegate.call;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call, read and classified by its wire.
 *
 * @param provider the vendor whose wire was called, such as {@code rekognition}
 * @param operation the vendor's name of the operation, or the unknown name that was asked
 * @param params the parsed body in JDK types, with a {@link Picture} where it held image bytes: what is sent is rebuilt
 *     from this
 * @param doubt why it cannot be judged on its merits, or null
 */
public record FaceCall(
        String provider,
        String operation,
        Facts facts,
        Ask ask,
        Map<String, @Nullable Object> params,
        @Nullable Doubt doubt) {

    public FaceCall {
        params = Collections.unmodifiableMap(params);
    }

    /** The same call, with the capabilities that a count of faces has shown it to have. */
    public FaceCall counted(boolean several) {
        return new FaceCall(provider, operation, facts.counted(several), ask, params, doubt);
    }

    /** The same call, doubted. */
    public FaceCall doubted(Doubt why) {
        return new FaceCall(provider, operation, facts, ask, params, why);
    }

    /** Prints no parameter: they hold names and pictures. */
    @Override
    public String toString() {
        return "FaceCall[" + provider + ' ' + operation + ' ' + facts.capabilities() + ']';
    }

    /**
     * What policy reads of a call.
     *
     * @param ifSeveral capabilities it also has when {@code crowd} holds more than one face
     * @param crowd the picture whose number of faces decides, or null
     * @param gallery the vendor's name of the gallery it touches, or null
     * @param references what it points at outside the request
     * @param threshold the similarity it asks for, 0 to 1, defaults filled in, or null where it has none
     */
    public record Facts(
            Set<Capability> capabilities,
            Set<Capability> ifSeveral,
            @Nullable Picture crowd,
            @Nullable String gallery,
            Set<Reference> references,
            @Nullable Double threshold) {

        public Facts {
            capabilities = Set.copyOf(capabilities);
            ifSeveral = Set.copyOf(ifSeveral);
            references = Set.copyOf(references);
        }

        /** Facts of a call of which nothing but its capabilities is known. */
        public static Facts of(Set<Capability> capabilities) {
            return new Facts(capabilities, Set.of(), null, null, Set.of(), null);
        }

        Facts counted(boolean several) {
            Set<Capability> all = EnumSet.noneOf(Capability.class);
            all.addAll(capabilities);
            if (several) {
                all.addAll(ifSeveral);
            }
            return new Facts(all, Set.of(), null, gallery, references, threshold);
        }
    }

    /** Something outside the request that it points at. */
    public enum Reference {
        S3_OBJECT,
        ROLE,
        OUTPUT,
        KMS_KEY,
        STREAM,
        TOPIC
    }
}
