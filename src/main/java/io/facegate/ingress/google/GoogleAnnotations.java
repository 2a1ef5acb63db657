package io.facegate.ingress.google;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall.Reference;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.PreconditionFailure;
import io.facegate.ingress.InvalidRequestException;
import io.facegate.ingress.StrictJson.Blob;
import io.facegate.ingress.StrictJson.Unreadable;
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
     * @throws Unreadable when a field is unknown, because it might change what is done
     */
    static GoogleAnnotations read(String operation, @Nullable String version, Map<String, @Nullable Object> body)
            throws Unreadable {
        boolean apart = operation.endsWith("BatchAnnotateImages") && !operation.contains("Async");
        var all = new GoogleAnnotations(body, new GoogleImages(), apart, "v1p4beta1".equals(version));
        if (!"v1".equals(version) && !Collections.disjoint(SINCE_V1, body.keySet())) {
            throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
        }
        all.output(body.get("outputConfig"));
        if (!(body.get("requests") instanceof List<?> items)) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        if (items.isEmpty() || items.size() > MOST) {
            all.flaw = new InvalidRequestException("requests must hold from 1 to " + MOST + " items.");
        }
        for (var item : items) {
            all.item(object(item, keys(operation)));
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

    private void item(Map<String, @Nullable Object> item) throws Unreadable {
        output(item.get("outputConfig"));
        boolean recognises = context(item.get("imageContext"));
        if (!(item.get("features") instanceof List<?> features)) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        for (var feature : features) {
            var known = GoogleFeature.of(object(feature, FEATURE).get("type"));
            if (known == null) {
                throw new Unreadable(PreconditionFailure.UNKNOWN_VALUE);
            }
            facesOnly &= known == GoogleFeature.FACE_DETECTION;
            capabilities.addAll(known.capabilities());
            if (recognises && known == GoogleFeature.FACE_DETECTION) {
                capabilities.add(Capability.CELEBRITY);
            }
        }
        if (features.isEmpty()) {
            flaw = new InvalidRequestException("Each item needs at least one feature.");
        }
        image(item.get("image"));
        document(item.get("inputConfig"));
    }

    private void output(@Nullable Object config) throws Unreadable {
        if (config == null) {
            return;
        }
        references.add(Reference.OUTPUT);
        var destination = object(config, OUTPUT).get("gcsDestination");
        if (destination != null) {
            object(destination, PLACE);
        }
    }

    /** Returns true if celebrities are to be recognized. */
    private boolean context(@Nullable Object context) throws Unreadable {
        if (context == null) {
            return false;
        }
        var known = object(context, CONTEXT);
        boolean recognises = known.get("faceRecognitionParams") != null;
        if (recognises && !celebrities) {
            throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
        }
        facesOnly &= !recognises;
        return recognises;
    }

    private void image(@Nullable Object held) throws Unreadable {
        if (held == null) {
            facesOnly = false;
            return;
        }
        var image = object(held, IMAGE);
        if (image.get("source") != null) {
            object(image.get("source"), SOURCE);
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
        var document = object(held, INPUT);
        if (document.get("gcsSource") != null) {
            object(document.get("gcsSource"), PLACE);
            references.add(Reference.URL);
        }
        if (document.get("content") instanceof Blob blob) {
            document.put("content", blob.bytes());
        } else if (document.get("content") != null) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object held, Set<String> keys) throws Unreadable {
        if (!(held instanceof Map<?, ?> object)) {
            throw new Unreadable(PreconditionFailure.MALFORMED_BODY);
        }
        if (!keys.containsAll(object.keySet())) {
            throw new Unreadable(PreconditionFailure.UNKNOWN_PARAMETER);
        }
        return (Map<String, @Nullable Object>) object;
    }

    /** Returns the URLs of images that must be fetched first. */
    List<String> urls() {
        return images.urls();
    }

    /** Returns the annotations with the fetched images. */
    GoogleAnnotations fetched(List<NormalizedRequest.Brought> each) {
        var here = new GoogleAnnotations(body, images.fetched(each), apart, celebrities);
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
    Map<String, @Nullable Object> sent() {
        return images.urls().isEmpty() && flaws().isEmpty() ? body : images.in(body, flaws().keySet());
    }

    Set<Capability> capabilities() {
        return capabilities;
    }

    Set<Reference> references() {
        return references;
    }

    /** Returns unrequested capabilities of the vendor that its reply can be filtered of; results in a bucket cannot. */
    Set<Capability> spare(String operation) {
        boolean replied = !operation.contains("Async");
        return replied && capabilities.contains(Capability.DETECT) ? GoogleFeature.UNASKED : Set.of();
    }

    NormalizedRequest ask() {
        if (flaw != null) {
            return flaw.ask();
        }
        if (!images.flaws().isEmpty() && (!apart || images.flaws().size() == items)) {
            return images.flaws().firstEntry().getValue();
        }
        return facesOnly && apart
                ? new NormalizedRequest.DetectEach(images.pictures())
                : new NormalizedRequest.Particular(
                        "The embedded engine answers only FACE_DETECTION, for images whose bytes are in the request.");
    }
}
