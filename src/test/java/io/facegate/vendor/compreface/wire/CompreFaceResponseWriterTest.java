package io.facegate.vendor.compreface.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
}
