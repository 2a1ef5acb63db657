package io.facegate.call;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call, read and classified by its wire.
 *
 * @param provider the vendor whose wire was called, such as {@code rekognition}, or who was chosen to answer
 * @param operation that vendor's name of the operation, or the unknown name that was asked
 * @param params the parsed body in JDK types, with a {@link Picture} for image bytes and bytes for a document: what is
 *     sent is rebuilt from this
 * @param doubt why it cannot be judged on its merits, or null
 * @param via how it goes where its own vendor does not answer it, or null
 */
public record FaceCall(
        String provider,
        String operation,
        Facts facts,
        NormalizedRequest ask,
        Map<String, @Nullable Object> params,
        @Nullable PreconditionFailure doubt,
        @Nullable CrossVendorRoute via) {

    public FaceCall {
        params = Collections.unmodifiableMap(params);
    }

    /** One on its vendor's own wire. */
    public FaceCall(
            String provider,
            String operation,
            Facts facts,
            NormalizedRequest ask,
            Map<String, @Nullable Object> params,
            @Nullable PreconditionFailure doubt) {
        this(provider, operation, facts, ask, params, doubt, null);
    }

    /** The same call, with the capabilities that a count of faces has shown it to have. */
    public FaceCall counted(boolean several) {
        return with(facts.counted(several));
    }

    /** The same call, of whose picture the faces were counted, or could not be: then it has the capabilities of several. */
    public FaceCall counted(FaceCountClass faces) {
        return with(facts.counted(faces));
    }

    /** The same call with no more than it asks, and that nobody could count the faces which decide. */
    public FaceCall uncounted() {
        return with(facts.uncounted());
    }

    /** The same call without what nobody asked for. */
    public FaceCall spared() {
        return with(facts.spared());
    }

    /** The same call, doubted. */
    public FaceCall doubted(PreconditionFailure why) {
        return new FaceCall(provider, operation, facts, ask, params, why, via);
    }

    /** The same call with other facts. */
    public FaceCall with(Facts other) {
        return new FaceCall(provider, operation, other, ask, params, doubt, via);
    }

    /** The same call asking something else. */
    public FaceCall asking(NormalizedRequest other) {
        return new FaceCall(provider, operation, facts, other, params, doubt, via);
    }

    /** The same call with other parameters. */
    public FaceCall saying(Map<String, @Nullable Object> other) {
        return new FaceCall(provider, operation, facts, ask, other, doubt, via);
    }

    /** The same call as another vendor names it. */
    public FaceCall named(String vendor, String name, CrossVendorRoute how) {
        return new FaceCall(vendor, name, facts, ask, params, doubt, how);
    }

    /** The wire that it came on, by its vendor's word. */
    public String wire() {
        return via == null ? provider : via.wire();
    }

    /** Who is to answer it. */
    public String engine() {
        return via == null || via.engine() == null ? provider : via.engine();
    }

    /** The operation by the name that it has on its wire. */
    public String asked() {
        return via == null ? operation : via.operation();
    }

    /** The pictures that its body holds, or else those that it asks with; of some at URLs nobody knows more. */
    public Pictures pictures() {
        var inBody = ask instanceof NormalizedRequest.Elsewhere ? Pictures.UNCOUNTED : Pictures.in(params, 0);
        return inBody.count != 0 ? inBody : Pictures.in(ask.pictures(), 0);
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
     * @param spare capabilities that nobody asked for and that the vendor does not leave off: where they are not permitted,
     *     the call is judged without them, and its wire keeps back what they tell
     * @param faces how many the crowd holds, or null where that was not asked because it decides nothing
     */
    public record Facts(
            Set<Capability> capabilities,
            Set<Capability> ifSeveral,
            @Nullable Picture crowd,
            @Nullable String gallery,
            Set<Reference> references,
            @Nullable Double threshold,
            Set<Capability> spare,
            @Nullable FaceCountClass faces) {

        public Facts {
            capabilities = Set.copyOf(capabilities);
            ifSeveral = Set.copyOf(ifSeveral);
            references = Set.copyOf(references);
            spare = Set.copyOf(spare);
        }

        /** Facts of a call whose faces were not counted. */
        public Facts(
                Set<Capability> capabilities,
                Set<Capability> ifSeveral,
                @Nullable Picture crowd,
                @Nullable String gallery,
                Set<Reference> references,
                @Nullable Double threshold,
                Set<Capability> spare) {
            this(capabilities, ifSeveral, crowd, gallery, references, threshold, spare, null);
        }

        /** Facts of a call that does no more than was asked. */
        public Facts(
                Set<Capability> capabilities,
                Set<Capability> ifSeveral,
                @Nullable Picture crowd,
                @Nullable String gallery,
                Set<Reference> references,
                @Nullable Double threshold) {
            this(capabilities, ifSeveral, crowd, gallery, references, threshold, Set.of());
        }

        /** Facts of a call of which nothing but its capabilities is known. */
        public static Facts of(Set<Capability> capabilities) {
            return new Facts(capabilities, Set.of(), null, null, Set.of(), null);
        }

        /** The capabilities that are judged: those of a crowd that was not counted are among them. */
        public Set<Capability> judged() {
            return crowd == null ? capabilities : counted(true).capabilities;
        }

        Facts counted(boolean several) {
            var all = new HashSet<>(capabilities);
            if (several) {
                all.addAll(ifSeveral);
            }
            return new Facts(all, Set.of(), null, gallery, references, threshold, spare);
        }

        Facts counted(FaceCountClass number) {
            return counted(number != FaceCountClass.ONE).of(number);
        }

        Facts uncounted() {
            return counted(false).of(FaceCountClass.NOT_COUNTED);
        }

        private Facts of(FaceCountClass number) {
            return new Facts(capabilities, ifSeveral, crowd, gallery, references, threshold, spare, number);
        }

        /** The same with another threshold, or with none. */
        public Facts at(@Nullable Double similarity) {
            return new Facts(capabilities, ifSeveral, crowd, gallery, references, similarity, spare, faces);
        }

        /** The same, doing one thing more. */
        public Facts and(Capability more) {
            var all = new HashSet<>(capabilities);
            all.add(more);
            return new Facts(all, ifSeveral, crowd, gallery, references, threshold, spare, faces);
        }

        /** The same without what nobody asked for. */
        Facts spared() {
            var left = new HashSet<>(capabilities);
            left.removeAll(spare);
            return new Facts(left, ifSeveral, crowd, gallery, references, threshold, Set.of(), faces);
        }
    }

    /**
     * What policy reads, and a record holds, of a call's pictures. An exact size could tell which picture it was, so sizes
     * are rounded up to two digits: whatever is at most 5,000,000 still is.
     *
     * @param count how many, or -1 where a document holds them, whose pages nobody counts here
     * @param bytes of the largest, encoded, or 0 where there is none or none is known
     * @param pixels width times height of the largest, or 0 where there is none or none is known
     */
    public record Pictures(int count, long bytes, long pixels) {
        private static final Pictures NONE = new Pictures(0, 0, 0);
        public static final Pictures UNCOUNTED = new Pictures(-1, 0, 0);
        /** As deep as a body may be nested. */
        private static final int DEEPEST = 32;

        public Pictures {
            bytes = rounded(bytes);
            pixels = rounded(pixels);
        }

        private static Pictures in(@Nullable Object value, int depth) {
            return switch (value) {
                case Picture picture -> new Pictures(1, picture.bytes().length, picture.pixels());
                case Pictures known -> known;
                case byte[] _ -> UNCOUNTED;
                case Map<?, ?> map when depth < DEEPEST -> in(map.values(), depth);
                case Iterable<?> many
                when depth < DEEPEST -> {
                    var all = NONE;
                    for (var each : many) {
                        all = all.and(in(each, depth + 1));
                    }
                    yield all;
                }
                case null, default -> NONE;
            };
        }

        private Pictures and(Pictures other) {
            if (count == 0 || other.count == 0) {
                return count == 0 ? other : this;
            }
            return count < 0 || other.count < 0
                    ? UNCOUNTED
                    : new Pictures(count + other.count, Math.max(bytes, other.bytes), Math.max(pixels, other.pixels));
        }

        private static long rounded(long size) {
            long step = 1;
            while (size / step >= 100) {
                step *= 10;
            }
            return (size + step - 1) / step * step;
        }
    }

    /** Something outside the request that it points at. */
    public enum Reference {
        S3_OBJECT,
        ROLE,
        OUTPUT,
        KMS_KEY,
        STREAM,
        TOPIC,
        /** An address that the vendor reads. */
        URL,
        /** A picture at a URL, which the gateway fetches, so that the vendor is sent its bytes. */
        WEB_PICTURE
    }
}
