package io.facegate.call;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One API call, parsed and classified by the API it arrived on.
 *
 * @param provider the vendor whose API was called, such as {@code rekognition}, or the provider chosen to answer
 * @param operation the vendor's operation name, or the unknown name that was requested
 * @param params the parsed body in JDK types, with a {@link Picture} for image bytes and bytes for a document; the
 *     outgoing request is rebuilt from it
 * @param preconditionFailure why the call cannot be decided on its merits, or null
 * @param route routing if another provider may answer, or null
 * @param wireDetail what only its wire knows, for the answer; or null
 * @param account the account at the vendor that answers it, or null where the vendor has only one
 */
public record FaceCall(
        String provider,
        String operation,
        Facts facts,
        NormalizedRequest request,
        Map<String, @Nullable Object> params,
        @Nullable PreconditionFailure preconditionFailure,
        @Nullable CrossVendorRoute route,
        @Nullable WireDetail wireDetail,
        @Nullable VendorAccount account) {

    public FaceCall {
        params = Collections.unmodifiableMap(params);
    }

    /** A call on its vendor's own API. */
    public FaceCall(
            String provider,
            String operation,
            Facts facts,
            NormalizedRequest ask,
            Map<String, @Nullable Object> params,
            @Nullable PreconditionFailure doubt) {
        this(provider, operation, facts, ask, params, doubt, null, null);
    }

    /** A call that no account is chosen for. */
    public FaceCall(
            String provider,
            String operation,
            Facts facts,
            NormalizedRequest ask,
            Map<String, @Nullable Object> params,
            @Nullable PreconditionFailure doubt,
            @Nullable CrossVendorRoute route,
            @Nullable WireDetail wireDetail) {
        this(provider, operation, facts, ask, params, doubt, route, wireDetail, null);
    }

    /** Returns a copy with the capabilities shown by a face count. */
    public FaceCall withFaceCount(boolean several) {
        return withFacts(facts.withFaceCount(several));
    }

    /** Returns a copy with the face count; an uncountable picture gets the capabilities of several faces. */
    public FaceCall withFaceCount(FaceCountClass faces) {
        return withFacts(facts.withFaceCount(faces));
    }

    /** Returns a copy marked as not countable, without unrequested capabilities. */
    public FaceCall withUnknownFaceCount() {
        return withFacts(facts.withUnknownFaceCount());
    }

    /** Returns a copy that is decided without what nobody requested; that its vendor adds it stays known. */
    public FaceCall withoutUnrequested() {
        return withFacts(facts.withoutUnrequested());
    }

    /** Returns a copy with that precondition failure. */
    public FaceCall withPreconditionFailure(PreconditionFailure why) {
        return new FaceCall(provider, operation, facts, request, params, why, route, wireDetail, account);
    }

    /** Returns a copy with a mistake of its request, which cannot be decided on its merits. */
    public FaceCall withMistake(PreconditionFailure why, String message) {
        return withPreconditionFailure(why)
                .withRequest(new NormalizedRequest.Flawed(Reply.Failure.INVALID_PARAMETER, message));
    }

    /**
     * The error of a request that is not written as its API requires; null if it has none, or cannot be decided for
     * another reason.
     */
    public NormalizedRequest.@Nullable Flawed mistake() {
        return request instanceof NormalizedRequest.Flawed flawed
                        && (preconditionFailure == null || preconditionFailure.isMistake())
                ? flawed
                : null;
    }

    /** Returns a copy without precondition failure; its mistake, if any, stays. */
    public FaceCall withoutPreconditionFailure() {
        return new FaceCall(provider, operation, facts, request, params, null, route, wireDetail, account);
    }

    /** Returns a copy with other facts. */
    public FaceCall withFacts(Facts other) {
        return new FaceCall(
                provider, operation, other, request, params, preconditionFailure, route, wireDetail, account);
    }

    /** Returns a copy with another normalized request. */
    public FaceCall withRequest(NormalizedRequest other) {
        return new FaceCall(provider, operation, facts, other, params, preconditionFailure, route, wireDetail, account);
    }

    /** Returns a copy with other parameters. */
    public FaceCall withParams(Map<String, @Nullable Object> other) {
        return new FaceCall(
                provider, operation, facts, request, other, preconditionFailure, route, wireDetail, account);
    }

    /** Returns a copy with one parameter added or replaced. */
    public FaceCall withParam(String name, Object value) {
        var other = new LinkedHashMap<String, @Nullable Object>(params);
        other.put(name, value);
        return withParams(other);
    }

    /** Returns a copy with what only its wire knows. */
    public FaceCall withWireDetail(WireDetail detail) {
        return new FaceCall(provider, operation, facts, request, params, preconditionFailure, route, detail, account);
    }

    /** Returns a copy with another vendor's provider and operation names; the route is null for the vendor of its wire. */
    public FaceCall routedTo(String vendor, String name, @Nullable CrossVendorRoute how) {
        return new FaceCall(vendor, name, facts, request, params, preconditionFailure, how, wireDetail, account);
    }

    /** Returns a copy that this account answers, or the vendor's only one. */
    public FaceCall withAccount(@Nullable VendorAccount chosen) {
        return new FaceCall(
                provider, operation, facts, request, params, preconditionFailure, route, wireDetail, chosen);
    }

    /** The vendor of the API it arrived on. */
    public String wire() {
        return route == null ? provider : route.wire();
    }

    /** The provider that answers it. */
    public String engine() {
        return route == null || route.engine() == null ? provider : route.engine();
    }

    /** The operation name on the API it arrived on. */
    public String wireOperation() {
        return route == null ? operation : route.operation();
    }

    /** The pictures in the body; else those of the normalized request. Sizes of pictures at URLs are unknown. */
    public Pictures pictures() {
        if (facts.pictures() != null) {
            return facts.pictures();
        }
        var inBody =
                request instanceof NormalizedRequest.PicturesAtUrls ? Pictures.UNCOUNTED : Pictures.countIn(params, 0);
        return !inBody.isNone() ? inBody : Pictures.countIn(request.pictures(), 0);
    }

    /** Prints no parameters: they hold names and pictures. */
    @Override
    public String toString() {
        return "FaceCall[" + provider + ' ' + operation + ' ' + facts.capabilities() + ']';
    }

    /**
     * What policies read of a call.
     *
     * @param counting what depends on how many faces a picture shows
     * @param gallery the vendor's name of the gallery used, or null
     * @param references what it points to outside the request
     * @param threshold the requested similarity, 0 to 1, defaults filled in, or null if it has none
     * @param unrequested capabilities that the vendor adds unrequested and cannot leave out: if they are not permitted, the
     *     call is decided without them, and its API filters them from the response
     * @param pictures of pictures that the request does not hold, or null if they are counted from it
     */
    public record Facts(
            Set<Capability> capabilities,
            FaceCounting counting,
            @Nullable String gallery,
            Set<Reference> references,
            @Nullable Double threshold,
            Set<Capability> unrequested,
            @Nullable Pictures pictures) {

        public Facts {
            capabilities = Set.copyOf(capabilities);
            references = Set.copyOf(references);
            unrequested = Set.copyOf(unrequested);
        }

        /** Facts of a call with known capabilities only. */
        public static Facts of(Set<Capability> capabilities) {
            return new Facts(capabilities, FaceCounting.NONE, null, Set.of(), null, Set.of(), null);
        }

        /** Capabilities added when the crowd holds more than one face; kept where nobody counted, as that decides nothing. */
        public Set<Capability> ifSeveral() {
            return counting.ifSeveral;
        }

        /** The picture whose face count matters, or null. */
        public @Nullable Picture crowd() {
            return counting.crowd;
        }

        /** Face count of the crowd, or null if not counted because it decides nothing. */
        public @Nullable FaceCountClass faces() {
            return counting.faces;
        }

        /** The capabilities to decide on, including those of several faces if the crowd was not counted. */
        public Set<Capability> effectiveCapabilities() {
            return crowd() == null ? capabilities : withFaceCount(true).capabilities;
        }

        /** True if it tells who somebody is, or whether two faces are of one person. */
        public boolean recognises() {
            return capabilities.stream()
                    .anyMatch(asked -> asked == Capability.VERIFY || asked.isWithin(Capability.IDENTIFY));
        }

        Facts withFaceCount(boolean several) {
            var all = new HashSet<>(capabilities);
            if (several) {
                all.addAll(ifSeveral());
            }
            return withCapabilities(all).withCounting(new FaceCounting(several ? Set.of() : ifSeveral(), null, null));
        }

        Facts withFaceCount(FaceCountClass number) {
            return withFaceCount(number != FaceCountClass.ONE).withCounting(new FaceCounting(Set.of(), null, number));
        }

        Facts withUnknownFaceCount() {
            return withFaceCount(false).withCounting(new FaceCounting(Set.of(), null, FaceCountClass.NOT_COUNTED));
        }

        /** Returns a copy with the face count of its crowd, or none. */
        public Facts counted(@Nullable FaceCountClass number) {
            return withCounting(new FaceCounting(ifSeveral(), crowd(), number));
        }

        /** Returns a copy with more capabilities if {@code crowd} holds more than one face. */
        public Facts withCrowd(Set<Capability> ifSeveral, @Nullable Picture crowd) {
            return withCounting(new FaceCounting(ifSeveral, crowd, faces()));
        }

        private Facts withCounting(FaceCounting other) {
            return new Facts(capabilities, other, gallery, references, threshold, unrequested, pictures);
        }

        private Facts withCapabilities(Set<Capability> others) {
            return new Facts(others, counting, gallery, references, threshold, unrequested, pictures);
        }

        /** Returns a copy that uses a gallery, or none. */
        public Facts inGallery(@Nullable String name) {
            return new Facts(capabilities, counting, name, references, threshold, unrequested, pictures);
        }

        /** Returns a copy that points to something outside the request. */
        public Facts referringTo(Set<Reference> others) {
            return new Facts(capabilities, counting, gallery, others, threshold, unrequested, pictures);
        }

        /** Returns a copy with another threshold, or none. */
        public Facts withThreshold(@Nullable Double similarity) {
            return new Facts(capabilities, counting, gallery, references, similarity, unrequested, pictures);
        }

        /** Returns a copy with capabilities that nobody requested. */
        public Facts withUnrequested(Set<Capability> spare) {
            return new Facts(capabilities, counting, gallery, references, threshold, spare, pictures);
        }

        /** Returns a copy for pictures that the request does not hold. */
        public Facts picturing(@Nullable Pictures absent) {
            return new Facts(capabilities, counting, gallery, references, threshold, unrequested, absent);
        }

        /** Returns a copy with only those of its capabilities. */
        public Facts withOnly(Set<Capability> some) {
            var left = new HashSet<>(capabilities);
            left.retainAll(some);
            return withCapabilities(left);
        }

        /** Returns a copy with one more capability. */
        public Facts withCapability(Capability more) {
            var all = new HashSet<>(capabilities);
            all.add(more);
            return withCapabilities(all);
        }

        /** Returns a copy that is decided without what nobody requested; that its vendor adds it stays known. */
        Facts withoutUnrequested() {
            var left = new HashSet<>(capabilities);
            left.removeAll(unrequested);
            return withCapabilities(left);
        }
    }

    /**
     * What depends on how many faces a picture shows.
     *
     * @param ifSeveral capabilities added when {@code crowd} holds more than one face
     * @param crowd the picture whose face count matters, or null
     * @param faces face count of the crowd, or null if not counted because it decides nothing
     */
    public record FaceCounting(
            Set<Capability> ifSeveral,
            @Nullable Picture crowd,
            @Nullable FaceCountClass faces) {
        private static final FaceCounting NONE = new FaceCounting(Set.of(), null, null);

        public FaceCounting {
            ifSeveral = Set.copyOf(ifSeveral);
        }
    }

    /** What a request points to outside itself. */
    public enum Reference {
        S3_OBJECT,
        ROLE,
        OUTPUT,
        KMS_KEY,
        STREAM,
        TOPIC,
        /** A URL that the vendor reads. */
        URL,
        /** A picture URL that the gateway fetches, to send the bytes to the vendor. */
        WEB_PICTURE
    }
}
