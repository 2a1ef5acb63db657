package io.facegate.vendor.rekognition.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the vendor's replies to maps and back; numbers keep every digit. */
final class RekognitionReplyBodies {
    private static final TypeReference<Map<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private RekognitionReplyBodies() {}

    static Map<String, @Nullable Object> read(byte[] body) {
        try {
            return JsonMappers.EXACT.readValue(body, OBJECT);
        } catch (IOException broken) {
            // The fault carries no details: nobody may see the body's content.
            throw new Fault.ProviderDown("The provider's answer cannot be read, so its owner cannot be determined.");
        }
    }

    static byte[] write(Map<String, @Nullable Object> body) {
        try {
            return JsonMappers.EXACT.writeValueAsBytes(body);
        } catch (JsonProcessingException unwritable) {
            throw new Fault.ProviderDown("The provider's answer cannot be rewritten.");
        }
    }
}
