package io.facegate.fuzz;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.facegate.call.RequestPayload;
import io.facegate.call.StrictUtf8;
import io.facegate.vendor.wire.StrictJson;
import io.facegate.vendor.wire.StrictJson.Blob;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A body of JSON: whatever is read is read by another reader, from characters instead of bytes, as the same. */
public final class JsonFuzzer {
    private static final JsonMapper OTHER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.decodes(Unreadable.class, () -> {
            var read = StrictJson.read(new RequestPayload(bytes), "Bytes");
            Claim.that(StrictUtf8.isValid(bytes), "what is read is UTF-8");
            Claim.that(
                    same(OTHER.readTree(new String(bytes, StandardCharsets.UTF_8)), read),
                    "another reader reads the same");
        });
    }

    private static boolean same(@Nullable JsonNode other, @Nullable Object read) {
        return switch (read) {
            case null -> other != null && other.isNull();
            case Map<?, ?> map ->
                other != null
                        && other.isObject()
                        && other.size() == map.size()
                        && map.entrySet().stream()
                                .allMatch(entry -> same(other.get(String.valueOf(entry.getKey())), entry.getValue()));
            case List<?> list -> {
                boolean all = other != null && other.isArray() && other.size() == list.size();
                for (int at = 0; all && at < list.size(); at++) {
                    all = same(other.get(at), list.get(at));
                }
                yield all;
            }
            case Blob blob ->
                other != null
                        && other.isTextual()
                        && Arrays.equals(Base64.getDecoder().decode(other.textValue()), blob.bytes());
            case Long number -> other != null && other.isIntegralNumber() && other.longValue() == number;
            case Double number -> other != null && other.isNumber() && number.equals(other.doubleValue());
            case Boolean truth -> other != null && other.isBoolean() && truth == other.booleanValue();
            case String text -> other != null && text.equals(other.textValue());
            default -> false;
        };
    }
}
