package io.facegate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON mappers, one a purpose, and the factory for what works token by token. They are shared: nobody configures one further. */
public final class JsonMappers {
    /** Creates generators and parsers that work token by token, without a mapper. */
    public static final JsonFactory FACTORY = new JsonFactory();

    /** Writes JSON, and reads what the gateway itself wrote. */
    public static final ObjectMapper PLAIN = new ObjectMapper();

    /** Reads what others wrote: no field twice, nothing after the value. */
    public static final JsonMapper STRICT = strict(StreamReadConstraints.defaults());

    /** Like {@link #STRICT}, and numbers are written again as they were read, digit by digit. */
    public static final JsonMapper EXACT = exact(StreamReadConstraints.defaults());

    /**
     * Creates parsers of streams that strangers wrote, which may hold any number of different names. A parser does not
     * close its stream.
     */
    public static final JsonFactory STREAMS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1 << 20)
                    .maxNameLength(4096)
                    .maxNestingDepth(64)
                    .build())
            .build();

    private JsonMappers() {}

    /** Like {@link #STRICT}, within those limits. */
    public static JsonMapper strict(StreamReadConstraints limits) {
        return builder(limits).build();
    }

    /** Like {@link #EXACT}, within those limits. */
    public static JsonMapper exact(StreamReadConstraints limits) {
        return builder(limits)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    private static JsonMapper.Builder builder(StreamReadConstraints limits) {
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(limits).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
