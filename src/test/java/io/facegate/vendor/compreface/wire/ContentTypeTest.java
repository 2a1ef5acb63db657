package io.facegate.vendor.compreface.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.PreconditionFailure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body of an unknown kind is a mistake, and its caller is told what was sent and what is taken. */
class ContentTypeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|Content-Type is missing.", "text/plain; charset=utf-8|Content-Type was 'text/plain'."})
    void aBodyOfAnUnknownKindIsNamed(String type, String said) {
        var body = "{\"file\":\"AA==\"}".getBytes(StandardCharsets.UTF_8);

        var call = CompreFaceRequestReader.read(Requests.of("POST /api/v1/detection/detect", type, body, Map.of()));

        assertThat(call.preconditionFailure()).isEqualTo(PreconditionFailure.MALFORMED_BODY);
        var mistake = call.mistake();
        assertThat(mistake).isNotNull();
        assertThat(mistake.message()).contains("Detect takes ", "(multipart/form-data)", "(application/json)", said);
    }
}
