package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Picture;
import io.facegate.call.RequestPayload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RekognitionRequestBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Image\":{\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_RANGE\"],\"MaxFaces\":3}",
                "{\"Image\": {\"Bytes\": \"*\"}, \"Attributes\": [\"DEFAULT\", \"AGE_RANGE\"], \"MaxFaces\": 3}"
            })
    void whatMostClientsSendComesOutByteForByte(String spelled) {
        var received = received(spelled);
        assertThat(sent(RekognitionRequestBody.write(params(received)))).isEqualTo(received.bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Image\" :{\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_RANGE\"],\"MaxFaces\":3}",
                "{\"Image\": {\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_RANGE\"],\"MaxFaces\":3}",
                "{\"Image\":{\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_RANGE\"],\"MaxFaces\":3} ",
                "{\"Image\":{\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_R\\u0041NGE\"],\"MaxFaces\":3}",
                "\n{\"Image\":{\"Bytes\":\"*\"},\"Attributes\":[\"DEFAULT\",\"AGE_RANGE\"],\"MaxFaces\":3}"
            })
    void whatIsSpelledOtherwiseIsSpeltAnewAndHashedAnew(String spelled) {
        var received = received(spelled);
        var body = RekognitionRequestBody.write(params(received));
        assertThat(sent(body)).isNotEqualTo(received.bytes());
        assertThat(body.sha256())
                .isEqualTo(new RequestPayload(sent(body)).sha256())
                .isNotEqualTo(received.sha256());
    }

    @Property(tries = 500)
    void theHashIsAlwaysThatOfWhatIsSent(@ForAll Random random) {
        var text = new StringBuilder(
                "{\"Image\": {\"Bytes\": \"*\"}, \"Attributes\": [\"DEFAULT\", \"AGE_RANGE\"], \"MaxFaces\": 3}");
        int star = text.indexOf("*");
        for (int count = random.nextInt(3); count > 0; count--) {
            int at = random.nextInt(text.length());
            if (at > star) {
                text.setCharAt(at, (char) random.nextInt(' ', '~'));
            }
        }
        var body = RekognitionRequestBody.write(params(received(text.toString())));
        assertThat(body.sha256()).isEqualTo(new RequestPayload(sent(body)).sha256());
    }

    private static RequestPayload received(String spelled) {
        var base64 = Base64.getEncoder().encodeToString(Calls.picture(3000).bytes());
        return new RequestPayload(spelled.replaceFirst("\\*", base64).getBytes(StandardCharsets.UTF_8));
    }

    /** One and the same call, its picture's base64 standing in that body. */
    private static Map<String, @Nullable Object> params(RequestPayload received) {
        var text = new String(received.bytes(), StandardCharsets.UTF_8);
        int from = text.indexOf("Bytes\"") + "Bytes\":\"".length();
        from += text.charAt(from - 1) == ' ' ? 1 : 0;
        Picture picture = Calls.picture(3000).withBase64(new RequestPayload.Part(received, from, from + 4000));
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("Image", Map.of("Bytes", picture));
        params.put("Attributes", List.of("DEFAULT", "AGE_RANGE"));
        params.put("MaxFaces", 3L);
        return params;
    }

    private static byte[] sent(RekognitionRequestBody body) {
        var sent = new byte[body.buffer().readableBytes()];
        body.buffer().readBytes(sent);
        return sent;
    }
}
