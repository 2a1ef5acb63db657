package io.facegate.vendor.rekognition.client;

import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.PreconditionFailure;
import io.facegate.identity.Organisation;
import io.facegate.identity.RegisteredResource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Check of a call's external references, by name, against the organisation's registered resources. */
final class RekognitionExternalReferences {
    /** Fields whose text is a reference. */
    private static final Map<String, Reference> TEXTS = Map.of(
            "RoleArn", Reference.ROLE,
            "SNSTopicArn", Reference.TOPIC,
            "KmsKeyId", Reference.KMS_KEY,
            "FlowDefinitionArn", Reference.OUTPUT);

    /** Fields that hold an object with the reference in it. */
    private static final Map<String, Place> PLACES = Map.of(
            "S3Object", new Place(Reference.S3_OBJECT, "Bucket", Set.of("Bucket", "Name", "Version")),
            "OutputConfig", new Place(Reference.OUTPUT, "S3Bucket", Set.of("S3Bucket", "S3KeyPrefix")),
            "S3Destination", new Place(Reference.OUTPUT, "Bucket", Set.of("Bucket", "KeyPrefix")),
            "KinesisDataStream", new Place(Reference.STREAM, "Arn", Set.of("Arn")),
            "KinesisVideoStream", new Place(Reference.STREAM, "Arn", Set.of("Arn")));

    private static final Set<String> WRITTEN =
            Stream.concat(TEXTS.keySet().stream(), PLACES.keySet().stream()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LOWER =
            WRITTEN.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());

    /** Operations with references in content that is not parsed; sent only under an organisation's own role. */
    private static final Set<String> UNSEEN = Set.of("PutProjectPolicy", "UpdateDatasetEntries");

    private final Organisation whose;
    private final Set<Reference> found = EnumSet.noneOf(Reference.class);
    private @Nullable PreconditionFailure doubt;

    private RekognitionExternalReferences(Organisation whose) {
        this.whose = whose;
    }

    /** Schema of an object that holds a reference. */
    private record Place(Reference kind, String name, Set<String> fields) {}

    /** Returns why the organisation's call must not use a reference, or null. */
    static @Nullable PreconditionFailure findPreconditionFailure(Organisation whose, FaceCall call) {
        if (UNSEEN.contains(call.operation()) && whose.upstreamRole() == null) {
            return PreconditionFailure.REFERENCE_NOT_OWNED;
        }
        var pointers = new RekognitionExternalReferences(whose);
        pointers.search(call.params());
        if (pointers.doubt != null) {
            return pointers.doubt;
        }
        // A stream's output is one of these two references, and each was checked.
        if (pointers.found.contains(Reference.STREAM)) {
            pointers.found.add(Reference.OUTPUT);
        }
        // A web picture was fetched and is bytes by now.
        pointers.found.add(Reference.WEB_PICTURE);
        return pointers.found.containsAll(call.facts().references()) ? null : PreconditionFailure.REFERENCE_NOT_OWNED;
    }

    private void search(@Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, inner) -> field(String.valueOf(key), inner));
            case List<?> list -> list.forEach(this::search);
            case null, default -> {}
        }
    }

    private void field(String key, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (!WRITTEN.contains(key) && LOWER.contains(key.toLowerCase(Locale.ROOT))) {
            object(PreconditionFailure.UNKNOWN_PARAMETER);
            return;
        }
        var text = TEXTS.get(key);
        var place = PLACES.get(key);
        if (text != null) {
            checkReference(text, value);
        } else if (place == null) {
            search(value);
        } else if (value instanceof Map<?, ?> parts && place.fields().containsAll(parts.keySet())) {
            checkReference(place.kind(), parts.get(place.name()));
            if (place.kind() == Reference.S3_OBJECT
                    && !(parts.get("Version") instanceof String version && !version.isBlank())) {
                object(PreconditionFailure.REFERENCE_NOT_PINNED);
            }
        } else {
            object(PreconditionFailure.UNKNOWN_PARAMETER);
        }
    }

    private void checkReference(Reference kind, @Nullable Object name) {
        found.add(kind);
        if (!(name instanceof String known && whose.resources().contains(new RegisteredResource(kind, known)))) {
            object(PreconditionFailure.REFERENCE_NOT_OWNED);
        }
    }

    /** Keeps the first failure. */
    private void object(PreconditionFailure why) {
        doubt = doubt == null ? why : doubt;
    }
}
