package io.facegate.vendor.rekognition.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.VendorOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;

/** The tables of replies and terms, against the model that the vendor's own SDK is made from. */
class RekognitionReplyShapesTest {
    private static final String MODEL = "software.amazon.awssdk.services.rekognition.model.";

    private final Set<String> walked = new HashSet<>();

    @Test
    void knowsExactlyTheFieldsOfTheVendorsModel() throws Exception {
        for (var row : RekognitionTables.rows("rekognition-terms.tsv")) {
            if (row.get(1).endsWith("Response")) {
                assertThat(row.get(1)).isEqualTo(row.get(0) + "Response");
                agrees(row.get(1), empty(MODEL + row.get(1)));
            }
        }
        assertThat(walked).hasSizeGreaterThan(40);
        var shapes = new HashSet<>(RekognitionTables.rows("rekognition-replies.tsv").stream()
                .map(List::getFirst)
                .toList());
        shapes.remove(RekognitionReplyShapes.ERROR);
        assertThat(walked).isEqualTo(shapes);
    }

    @Test
    void hasTermsForEveryOperationAndNoOther() {
        assertThat(RekognitionTables.rows("rekognition-terms.tsv"))
                .extracting(List::getFirst)
                .containsExactlyInAnyOrderElementsOf(VendorOperation.ofRekognition().stream()
                        .map(VendorOperation::name)
                        .toList());
    }

    @Test
    void takesParametersFromTheTableOfOperationsOnly() {
        for (var row : RekognitionTables.rows("rekognition-terms.tsv")) {
            var known = VendorOperation.ofRekognition(row.get(0));
            for (var cell : List.of(row.get(2), row.get(3))) {
                if (!cell.equals("-")) {
                    assertThat(known.parameters()).contains(cell.split("=")[0]);
                }
            }
            if (!row.get(2).equals("-")) {
                assertThat(row.get(2)).isEqualTo(known.decidedBy());
            }
        }
    }

    @Test
    void tellsWhatEachFieldSaysOfAFace() {
        var told = new TreeMap<String, String>();
        for (var row : RekognitionTables.rows("rekognition-replies.tsv")) {
            if (Capability.fromCode(row.get(3)) != null) {
                told.put(row.get(1), row.get(3));
            }
        }
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
        assertThat(RekognitionReplyShapes.fieldsOf(shape).keySet())
                .as(shape)
                .containsExactlyInAnyOrderElementsOf(
                        model.sdkFields().stream().map(SdkField::locationName).toList());
        for (var field : model.sdkFields()) {
            var part = RekognitionReplyShapes.fieldsOf(shape).get(field.locationName());
            var child = structure(field);
            if (part.shape() == null) {
                assertThat(child).as(shape + '.' + field.locationName()).isNull();
            } else if (!part.shape().equals(RekognitionReplyShapes.ANY)) {
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
