package io.facegate.vendor.rekognition.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.call.Fault;
import io.facegate.call.RequestPayload;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RekognitionJsonWriterTest {
    private static final ObjectMapper READER =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void writesEachKindOfValueInTheOrderGiven() {
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("text", "a\"b\\c");
        params.put("long", Long.MAX_VALUE);
        params.put("double", 80.5);
        params.put("decimal", new BigDecimal("1.10"));
        params.put("big", new BigInteger("123456789012345678901234567890"));
        params.put("flag", true);
        params.put("nothing", null);
        params.put("list", Arrays.asList(1L, null, List.of()));
        params.put("map", Map.of("inner", Map.of()));

        assertThat(written(params))
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\",\"long\":9223372036854775807,\"double\":80.5,\"decimal\":1.10,"
                        + "\"big\":123456789012345678901234567890,\"flag\":true,\"nothing\":null,"
                        + "\"list\":[1,null,[]],\"map\":{\"inner\":{}}}");
    }

    @Test
    void writesPicturesAsBase64WhereverTheyStand() {
        var one = Calls.picture(1000);
        var two = Calls.picture(7);
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("SourceImage", Map.of("Bytes", one));
        params.put("List", List.of(two, two));

        assertThat(written(params))
                .isEqualTo("{\"SourceImage\":{\"Bytes\":\"" + base64(one.bytes()) + "\"},\"List\":[\""
                        + base64(two.bytes()) + "\",\"" + base64(two.bytes()) + "\"]}");
    }

    @Property(tries = 300)
    void whatIsReadBackIsWhatWasWritten(@ForAll Map<String, String> strings, @ForAll List<BigDecimal> numbers)
            throws Exception {
        var params = new LinkedHashMap<String, @Nullable Object>();
        params.put("strings", strings);
        params.put("numbers", numbers);

        var read = READER.readTree(written(params).getBytes(StandardCharsets.UTF_8));

        assertThat(READER.convertValue(read.get("strings"), new TypeReference<Map<String, String>>() {}))
                .isEqualTo(strings);
        for (int at = 0; at < numbers.size(); at++) {
            assertThat(read.get("numbers").get(at).decimalValue()).isEqualByComparingTo(numbers.get(at));
        }
    }

    @Test
    void keepsHalvesOfSurrogatePairsApart() throws Exception {
        var odd = "\ud800x\udc00 \ud83d\ude00 é \u2028 \u0000\u007f";

        var text = written(Map.of("k", odd));

        assertThat(READER.readTree(text).get("k").textValue()).isEqualTo(odd);
    }

    @Test
    void writesNothingThatJsonHasNoPlaceFor() {
        assertThatThrownBy(() -> RekognitionRequestBody.write(Map.of("k", Double.NaN)))
                .isInstanceOf(Fault.ProviderDown.class);
        assertThatThrownBy(() -> RekognitionRequestBody.write(Map.of("k", new Object())))
                .isInstanceOf(Fault.ProviderDown.class);
        Object deep = "x";
        for (int depth = 0; depth < 100; depth++) {
            deep = List.of(deep);
        }
        var nested = Map.of("k", deep);
        assertThatThrownBy(() -> RekognitionRequestBody.write(nested)).isInstanceOf(Fault.ProviderDown.class);
    }

    private static String written(Map<String, ? extends @Nullable Object> params) {
        var body = RekognitionRequestBody.write(new LinkedHashMap<>(params));
        var sent = new byte[body.buffer().readableBytes()];
        body.buffer().readBytes(sent);
        assertThat(new RequestPayload(sent).sha256())
                .as("what is sent is what is signed")
                .isEqualTo(body.sha256());
        return new String(sent, StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
