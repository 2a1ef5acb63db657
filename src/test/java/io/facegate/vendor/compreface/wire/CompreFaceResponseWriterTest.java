package io.facegate.vendor.compreface.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.facegate.call.Face;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.call.Reply;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompreFaceResponseWriterTest {
    private static final Picture WIDE = new Picture(new byte[] {1}, Picture.Format.PNG, 40, 30);
    private static final Face FACE = new Face(new Face.Box(0, 0, 1, 1), 1, List.of(), null, null);

    /** Not every vendor reports how a picture was turned; one that is not reported is not turned. */
    @ParameterizedTest
    @CsvSource({",40,30", "0,40,30", "180,40,30", "90,30,40"})
    void aFaceStandsInTheUprightPicture(Integer rotated, int width, int height) {
        var call = new FaceCall(
                "compreface",
                "Detect",
                Facts.of(Set.of()),
                new NormalizedRequest.Detect(WIDE),
                Map.of("path", Map.of(), "query", Map.of(), "body", Map.of("file", WIDE)),
                null);
        var rotation = rotated == null ? OptionalInt.empty() : OptionalInt.of(rotated);
        var written = CompreFaceResponseWriter.toBytes(call, new Reply.Detected(List.of(FACE), rotation));
        assertThat(new String(written, UTF_8)).contains("\"x_max\":" + width + ",\"y_max\":" + height);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Detect|{\"status\":\"true\"}|{\"detector\":\"facegate.local\"}",
                "Recognize|{\"status\":\"true\",\"face_plugins\":\"pose\"}"
                    + "|{\"detector\":\"facegate.local\",\"calculator\":\"facegate.local\",\"pose\":\"facegate.local\"}",
                "Detect|{\"status\":\"false\"}|",
                "Detect|{}|"
            })
    void theStatusNamesWhatAnswered(String operation, String query, String expected) throws Exception {
        var json = new ObjectMapper();
        var call = new FaceCall(
                "compreface",
                operation,
                Facts.of(Set.of()),
                new NormalizedRequest.Detect(WIDE),
                Map.of("path", Map.of(), "query", json.readValue(query, Map.class), "body", Map.of("file", WIDE)),
                null);
        var reply = operation.equals("Detect")
                ? new Reply.Detected(List.of(FACE), OptionalInt.empty())
                : new Reply.Recognized(List.of(), 0);

        var written = json.readTree(CompreFaceResponseWriter.toBytes(call, reply, call));

        assertThat(written.path("plugins_versions"))
                .isEqualTo(expected == null ? MissingNode.getInstance() : json.readTree(expected));
        assertThat(written.has("result")).isTrue();
    }
}
