package io.facegate.vendor.rekognition.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Pictures;
import io.facegate.call.PreconditionFailure;
import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser and classifier of one Rekognition call. */
final class RekognitionRequestReader {
    static final String PROVIDER = "rekognition";

    private static final String PREFIX = "RekognitionService.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    /** A picture in S3: it may hold any number of faces, and nobody here can count them. */
    private static final Picture UNSEEN = new Picture(new byte[0], Picture.Format.JPEG, 0, 0);

    private static final String S3_OBJECT = "S3Object";
    private static final Set<String> PARTS = Set.of("Bytes", S3_OBJECT);

    /** The keys of an {@code S3Object}. */
    private static final Set<String> PLACE = Set.of("Bucket", "Name", "Version");

    private RekognitionRequestReader() {}

    static FaceCall read(HttpCall arrival) {
        var name = operation(arrival);
        var operation = VendorApi.REKOGNITION.operation(name);
        if (operation == null || arrival.isHeaderRepeated("X-Amz-Target")) {
            return RequestMistake.callOfUnknownOperation(PROVIDER, name, Set.of());
        }
        if (!CONTENT_TYPE.equals(arrival.header("Content-Type")) || arrival.isHeaderRepeated("Content-Type")) {
            return RequestMistake.malformedBody("Content-Type must be " + CONTENT_TYPE + ", given once.")
                    .toCall(PROVIDER, name, operation.capabilities());
        }
        try {
            return classify(operation, StrictJson.read(arrival.body(), "Bytes"));
        } catch (StrictJson.Unreadable unreadable) {
            return unreadable.mistake().toCall(PROVIDER, name, operation.capabilities());
        }
    }

    /** Returns the operation in {@code X-Amz-Target}, or the header's value when it names none. */
    private static String operation(HttpCall arrival) {
        var target = String.valueOf(arrival.header("X-Amz-Target"));
        return target.startsWith(PREFIX) ? target.substring(PREFIX.length()) : target;
    }

    private static FaceCall classify(VendorOperation operation, Map<String, @Nullable Object> body) {
        var capabilities = EnumSet.noneOf(Capability.class);
        capabilities.addAll(operation.capabilities());
        var mistake = RekognitionCapabilityRules.addCapabilities(capabilities, operation, body);
        if (mistake == null) {
            mistake = RequestMistake.unknownKey("", body.keySet(), operation.parameters());
        }
        if (mistake == null) {
            mistake = findUnknownImagePart(body);
        }
        NormalizedRequest ask;
        try {
            RekognitionPictures.replace(body);
            ask = RekognitionRequestMapper.map(operation, new RekognitionParameters(body));
        } catch (InvalidRequestException flaw) {
            ask = flaw.toFlawedRequest();
        }
        var facts = facts(operation, body, capabilities);
        return mistake == null
                ? new FaceCall(PROVIDER, operation.name(), facts, ask, body, null)
                : new FaceCall(PROVIDER, operation.name(), facts, mistake.toFlawedRequest(), body, mistake.failure());
    }

    /** Rejects keys in another case: a provider might accept them, and they could hide a reference. */
    private static @Nullable RequestMistake findUnknownImagePart(Map<String, @Nullable Object> body) {
        for (var key : RekognitionRequestMapper.IMAGES) {
            var image = body.get(key);
            if (image != null) {
                var mistake = findMistake(key, image);
                if (mistake != null) {
                    return mistake;
                }
            }
        }
        return null;
    }

    private static @Nullable RequestMistake findMistake(String key, Object image) {
        return image instanceof Map<?, ?> parts
                ? findUnknownPart(key + '.', parts)
                : new RequestMistake(
                        PreconditionFailure.UNKNOWN_PARAMETER,
                        key + " must be an object with one of Bytes and S3Object.",
                        key);
    }

    private static @Nullable RequestMistake findUnknownPart(String object, Map<?, ?> image) {
        var mistake = RequestMistake.unknownKey(object, image.keySet(), PARTS);
        return mistake == null && image.get(S3_OBJECT) instanceof Map<?, ?> place
                ? RequestMistake.unknownKey(object + S3_OBJECT + '.', place.keySet(), PLACE)
                : mistake;
    }

    private static Facts facts(
            VendorOperation operation, Map<String, @Nullable Object> body, Set<Capability> capabilities) {
        boolean isUnseen =
                RekognitionRequestMapper.IMAGES.stream().map(body::get).anyMatch(RekognitionParameters::isInS3);
        var facts = Facts.of(capabilities)
                .withCrowd(
                        operation.ifSeveral(),
                        operation.ifSeveral().isEmpty() ? null : isUnseen ? UNSEEN : picture(body.get("TargetImage")))
                .inGallery(body.get("CollectionId") instanceof String gallery ? gallery : null)
                .referringTo(RekognitionReferences.find(body))
                .withThreshold(threshold(operation, body));
        return isUnseen ? facts.picturing(Pictures.UNCOUNTED) : facts;
    }

    private static @Nullable Picture picture(@Nullable Object image) {
        return image instanceof Map<?, ?> parts && parts.get("Bytes") instanceof Picture picture ? picture : null;
    }

    /** Returns the threshold from 0 to 1. An invalid percentage must neither satisfy a condition nor be recorded. */
    private static @Nullable Double threshold(VendorOperation operation, Map<String, @Nullable Object> body) {
        var key = operation.threshold();
        if (key == null) {
            return null;
        }
        var value = body.get(key);
        if (value == null) {
            return operation.thresholdDefault() / 100;
        }
        boolean percent = value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 100;
        return percent ? Double.valueOf(((Number) value).doubleValue() / 100) : null;
    }
}
