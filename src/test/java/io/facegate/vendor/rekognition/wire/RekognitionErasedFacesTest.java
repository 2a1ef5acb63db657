package io.facegate.vendor.rekognition.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RekognitionErasedFacesTest {
    @Test
    void anIdOfNoFaceIsListedAsUnsuccessful() {
        var erased = new Reply.FacesErased(List.of("one"), List.of("none"));
        assertThat(new String(RekognitionResponseWriter.toBytes(erased), StandardCharsets.UTF_8))
                .isEqualTo("{\"DeletedFaces\":[\"one\"],\"UnsuccessfulFaceDeletions\":"
                        + "[{\"FaceId\":\"none\",\"Reasons\":[\"FACE_NOT_FOUND\"]}]}");
    }
}
