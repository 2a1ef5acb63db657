package io.facegate.vendor.rekognition.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.catalogue.ReplyShapes;
import io.facegate.catalogue.VendorApi;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;

/** The shapes of replies, against the model that the vendor's own SDK is made from. */
class RekognitionReplyShapesTest {
    private static final String MODEL = "software.amazon.awssdk.services.rekognition.model.";

    private static final ReplyShapes SHAPES = VendorApi.REKOGNITION.catalogue().shapes();

    private final Set<String> walked = new HashSet<>();

    @Test
    void knowsExactlyTheFieldsOfTheVendorsModel() throws Exception {
        for (var operation : VendorApi.REKOGNITION.catalogue().operations().values()) {
            var reply = operation.enforcement().reply();
            if (reply != null) {
                assertThat(reply).isEqualTo(operation.name() + "Response");
                agrees(reply, empty(MODEL + reply));
            }
        }
        assertThat(walked).hasSizeGreaterThan(40);
        var shapes = new HashSet<>(SHAPES.byName().keySet());
        shapes.remove(ReplyShapes.ERROR);
        assertThat(walked).isEqualTo(shapes);
    }

    @Test
    void listsAttributesInTheParameterThatDecides() {
        for (var operation : VendorApi.REKOGNITION.catalogue().operations().values()) {
            var attributes = operation.enforcement().attributes();
            if (attributes != null) {
                assertThat(attributes).isEqualTo(operation.decidedBy());
            }
        }
    }

    @Test
    void tellsWhatEachFieldSaysOfAFace() {
        var told = new TreeMap<String, String>();
        SHAPES.byName()
                .values()
                .forEach(fields -> fields.forEach((field, part) -> {
                    if (part.attribute() != null) {
                        told.put(field, part.attribute().code());
                    }
                }));
        assertThat(told)
                .isEqualTo(Map.ofEntries(
                        Map.entry("AgeRange", "analyze.age"),
                        Map.entry("Beard", "analyze.beard"),
                        Map.entry("Emotions", "analyze.emotion"),
                        Map.entry("EyeDirection", "analyze.gaze"),
                        Map.entry("Eyeglasses", "analyze.eyeglasses"),
                        Map.entry("EyesOpen", "analyze.eyes_open"),
                        Map.entry("FaceOccluded", "analyze.occlusion"),
                        Map.entry("Gender", "analyze.gender"),
                        Map.entry("KnownGender", "analyze.gender"),
                        Map.entry("MouthOpen", "analyze.mouth_open"),
                        Map.entry("Mustache", "analyze.mustache"),
                        Map.entry("Smile", "analyze.smile"),
                        Map.entry("Sunglasses", "analyze.sunglasses")));
    }

    private void agrees(String shape, SdkPojo model) throws Exception {
        if (!walked.add(shape)) {
            return;
        }
        assertThat(SHAPES.fieldsOf(shape).keySet())
                .as(shape)
                .containsExactlyInAnyOrderElementsOf(
                        model.sdkFields().stream().map(SdkField::locationName).toList());
        for (var field : model.sdkFields()) {
            var part = SHAPES.fieldsOf(shape).get(field.locationName());
            var child = structure(field);
            if (part.shape() == null) {
                assertThat(child).as(shape + '.' + field.locationName()).isNull();
            } else if (!part.shape().equals(ReplyShapes.ANY)) {
                assertThat(child).as(shape + '.' + field.locationName()).isNotNull();
                agrees(part.shape(), child);
            }
        }
    }

    /** An empty object of what a field holds, or holds a list of; null where that is plain. */
    private static SdkPojo structure(SdkField<?> field) {
        var list = field.getTrait(ListTrait.class);
        var inner = list == null ? field : list.memberFieldInfo();
        return inner.constructor() == null ? null : inner.constructor().get();
    }

    private static SdkPojo empty(String name) throws Exception {
        return (SdkPojo) Class.forName(name).getMethod("builder").invoke(null);
    }
}
