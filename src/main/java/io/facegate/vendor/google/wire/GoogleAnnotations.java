package io.facegate.vendor.google.wire;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.vendor.wire.InvalidRequestException;
import io.facegate.vendor.wire.RequestMistake;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Parsed items of an annotate request. All items are judged together as one call. */
final class GoogleAnnotations {
    private static final int MOST = 16;
    private static final Set<String> IMAGE_ITEM = Set.of("image", "features", "imageContext");
    private static final Set<String> FILE_ITEM = Set.of("inputConfig", "features", "imageContext", "pages");
    private static final Set<String> LATER_FILE_ITEM =
            Set.of("inputConfig", "features", "imageContext", "outputConfig");

    /** Fields that only version v1 of the API has. */
    private static final Set<String> SINCE_V1 = Set.of("parent", "labels");

    private static final Set<String> IMAGE = Set.of("content", "source");
    private static final Set<String> SOURCE = Set.of("imageUri", "gcsImageUri");
    private static final Set<String> INPUT = Set.of("content", "gcsSource", "mimeType");
    private static final Set<String> OUTPUT = Set.of("gcsDestination", "batchSize");
    private static final Set<String> PLACE = Set.of("uri");
    private static final Set<String> FEATURE = Set.of("type", "maxResults", "model");
    private static final Set<String> CONTEXT = Set.of(
            "latLongRect",
            "languageHints",
            "cropHintsParams",
            "faceRecognitionParams",
            "productSearchParams",
            "webDetectionParams",
            "textDetectionParams");

    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private final Set<Reference> references = EnumSet.noneOf(Reference.class);
    private final Map<String, @Nullable Object> body;
    private final GoogleImages images;
    private final boolean apart;
    private final boolean celebrities;
    private int items;
    private boolean facesOnly = true;
    private @Nullable InvalidRequestException flaw;
    private @Nullable RequestMistake mistake;

    private GoogleAnnotations(
            Map<String, @Nullable Object> body, GoogleImages images, boolean apart, boolean celebrities) {
        this.body = body;
        this.images = images;
        this.apart = apart;
        this.celebrities = celebrities;
    }

    /**
     * Reads the items of a body and replaces image bytes by pictures.
     *
     * @param operation the vendor's operation name
     * @param version the API version
     * @return with a mistake when a field is unknown, because it might change what is done
     */
    static GoogleAnnotations read(String operation, @Nullable String version, Map<String, @Nullable Object> body) {
        boolean apart = operation.endsWith("BatchAnnotateImages") && !operation.contains("Async");
        var all = new GoogleAnnotations(body, new GoogleImages(), apart, "v1p4beta1".equals(version));
        if (!"v1".equals(version)) {
            SINCE_V1.stream()
                    .filter(body::containsKey)
                    .forEach(name -> all.note(RequestMistake.unknownParameter(name, List.of("requests"))));
        }
        all.readOrNote(() -> all.output(body.get("outputConfig")));
        if (!(body.get("requests") instanceof List<?> items)) {
            all.note(RequestMistake.malformedValue(
                    "requests", body.get("requests"), "a list of 1 to " + MOST + " items"));
            return all;
        }
        if (items.isEmpty() || items.size() > MOST) {
            all.flaw = new InvalidRequestException("requests must hold from 1 to " + MOST + " items.");
        }
        for (var item : items) {
            all.readOrNote(() -> object("requests[" + all.items + ']', item, keys(operation)));
            if (item instanceof Map<?, ?> fields) {
                all.item(fields);
            }
            all.items++;
        }
        return all;
    }

    private static Set<String> keys(String operation) {
        if (operation.endsWith("Images")) {
            return IMAGE_ITEM;
        }
        return operation.contains("Async") ? LATER_FILE_ITEM : FILE_ITEM;
    }

    /** Reads a part; a mistake in it does not keep the others from being classified. */
    private void readOrNote(Part part) {
        try {
            part.read();
        } catch (Unreadable unreadable) {
            note(unreadable.mistake());
        }
    }

    private void note(RequestMistake found) {
        mistake = mistake == null ? found : mistake;
    }

    /** A part of a request. */
    private interface Part {
        void read() throws Unreadable;
    }

    private void item(Map<?, ?> item) {
        readOrNote(() -> output(item.get("outputConfig")));
        boolean recognises = isRecognising(item.get("imageContext"));
        readOrNote(() -> context(item.get("imageContext")));
        features(item.get("features"), recognises);
        readOrNote(() -> image(item.get("image")));
        readOrNote(() -> document(item.get("inputConfig")));
    }

    private void features(@Nullable Object held, boolean recognises) {
        var where = "requests[" + items + "].features";
        if (!(held instanceof List<?> features)) {
            note(RequestMistake.malformedValue(where, held, "a list of features"));
            return;
        }
        for (int at = 0; at < features.size(); at++) {
            var place = where + '[' + at + ']';
            var feature = features.get(at);
            readOrNote(() -> object(place, feature, FEATURE));
            if (feature instanceof Map<?, ?> fields) {
                readOrNote(() -> feature(place, fields.get("type"), recognises));
            }
        }
        if (features.isEmpty()) {
            flaw = new InvalidRequestException("Each item needs at least one feature.");
        }
    }

    private void feature(String place, @Nullable Object type, boolean recognises) throws Unreadable {
        var known = GoogleFeature.fromType(type);
        if (known == null) {
            throw new Unreadable(RequestMistake.unknownValue(place + ".type", type, GoogleFeature.names()));
        }
        facesOnly &= known == GoogleFeature.FACE_DETECTION;
        capabilities.addAll(known.capabilities());
        if (recognises && known == GoogleFeature.FACE_DETECTION) {
            capabilities.add(Capability.CELEBRITY);
        }
    }

    private void output(@Nullable Object config) throws Unreadable {
        if (config == null) {
            return;
        }
        references.add(Reference.OUTPUT);
        var destination = object("outputConfig", config, OUTPUT).get("gcsDestination");
        if (destination != null) {
            object("gcsDestination", destination, PLACE);
        }
    }

    /** Returns true if celebrities are to be recognized. */
    private boolean isRecognising(@Nullable Object context) {
        return celebrities && context instanceof Map<?, ?> known && known.get("faceRecognitionParams") != null;
    }

    private void context(@Nullable Object context) throws Unreadable {
        if (context == null) {
            return;
        }
        var where = "requests[" + items + "].imageContext";
        var params = object(where, context, CONTEXT).get("faceRecognitionParams");
        if (params != null && !celebrities) {
            throw new Unreadable(RequestMistake.unknownParameter(where + ".faceRecognitionParams", List.of()));
        }
        facesOnly &= params == null;
    }

    private void image(@Nullable Object held) throws Unreadable {
        if (held == null) {
            facesOnly = false;
            return;
        }
        var image = object("image", held, IMAGE);
        if (image.get("source") != null) {
            object("image.source", image.get("source"), SOURCE);
        }
        try {
            var points = images.add(items, image);
            facesOnly &= points != Reference.URL;
            if (points != null) {
                references.add(points);
            }
        } catch (InvalidRequestException wrong) {
            flaw = wrong;
        }
    }

    private void document(@Nullable Object held) throws Unreadable {
        if (held == null) {
            return;
        }
        facesOnly = false;
        var document = object("inputConfig", held, INPUT);
        if (document.get("gcsSource") != null) {
            object("gcsSource", document.get("gcsSource"), PLACE);
            references.add(Reference.URL);
        }
        if (document.get("content") instanceof Blob blob) {
            document.put("content", blob.bytes());
        } else if (document.get("content") != null) {
            throw new Unreadable(RequestMistake.malformedValue(
                    "inputConfig.content", document.get("content"), "the file's bytes as base64"));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(String where, @Nullable Object held, Set<String> keys)
            throws Unreadable {
        if (!(held instanceof Map<?, ?> object)) {
            throw new Unreadable(RequestMistake.malformedValue(where, held, "an object"));
        }
        var unknown = RequestMistake.unknownKey(where + '.', object.keySet(), keys);
        if (unknown != null) {
            throw new Unreadable(unknown);
        }
        return (Map<String, @Nullable Object>) object;
    }

    /** Returns the first mistake of a part, or null. */
    @Nullable
    RequestMistake mistake() {
        return mistake;
    }

    /** Returns the URLs of images that must be fetched first. */
    List<String> urls() {
        return images.urls();
    }

    /** Returns the annotations with the fetched images. */
    GoogleAnnotations withFetched(List<NormalizedRequest.FetchedPicture> each) {
        var here = new GoogleAnnotations(body, images.withFetched(each), apart, celebrities);
        here.capabilities.addAll(capabilities);
        here.references.addAll(references);
        here.items = items;
        here.facesOnly = facesOnly;
        here.flaw = flaw;
        return here;
    }

    /** Returns true if each image gets its own response, so that an invalid image does not fail the others. */
    boolean isApart() {
        return apart;
    }

    /** Returns the errors of invalid images by the index of their items. */
    SortedMap<Integer, NormalizedRequest.Flawed> flaws() {
        return apart && flaw == null ? images.flaws() : Collections.emptySortedMap();
    }

    /** Returns the body to send: with pictures in place, without the items of invalid images. */
    Map<String, @Nullable Object> bodyToSend() {
        return images.urls().isEmpty() && flaws().isEmpty() ? body : images.placeIn(body, flaws().keySet());
    }

    Set<Capability> capabilities() {
        return capabilities;
    }

    Set<Reference> references() {
        return references;
    }

    /** Returns unrequested capabilities of the vendor that its reply can be filtered of; results in a bucket cannot. */
    Set<Capability> unrequested(String operation) {
        boolean replied = !operation.contains("Async");
        return replied && capabilities.contains(Capability.DETECT) ? GoogleFeature.UNASKED : Set.of();
    }

    NormalizedRequest toRequest() {
        if (flaw != null) {
            return flaw.toFlawedRequest();
        }
        if (!images.flaws().isEmpty() && (!apart || images.flaws().size() == items)) {
            return images.flaws().firstEntry().getValue();
        }
        return facesOnly && apart
                ? new NormalizedRequest.DetectEach(images.pictures())
                : new NormalizedRequest.VendorSpecific(
                        "The embedded engine answers only FACE_DETECTION, for images whose bytes are in the request.");
    }
}
