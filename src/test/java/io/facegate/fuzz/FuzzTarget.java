package io.facegate.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * The decoders of bytes that a stranger or a vendor may send, and of files that operators write, each with what must hold of it whatever comes. The name of a constant,
 * in lower case, is the folder of its corpus and the word that {@code ./facegate fuzz} takes.
 */
public enum FuzzTarget {
    EXIF(ExifFuzzer.class),
    JPEG(JpegFuzzer.class),
    PNG(PngFuzzer.class),
    PROTOBUF(ProtobufFuzzer.class),
    MULTIPART(MultipartFuzzer.class),
    FORM(FormFuzzer.class),
    JSON(JsonFuzzer.class),
    YAML(YamlFuzzer.class),
    JWT(JwtFuzzer.class),
    SIGV4(SigV4Fuzzer.class),
    FORWARDED(ForwardedFuzzer.class),
    TRACEPARENT(TraceparentFuzzer.class),
    TRAIL(TrailFuzzer.class),
    BUNDLE(BundleFuzzer.class),
    NOTE(NoteFuzzer.class),
    LOCKDOWN(LockdownFuzzer.class),
    REPLY(ReplyFuzzer.class),
    HEADER(PictureHeaderFuzzer.class),
    OPERATOR(OperatorFileFuzzer.class),
    CATALOGUE(CatalogueFuzzer.class),
    WITNESSES(WitnessPolicyFuzzer.class),
    PROOF(ProofFuzzer.class);

    private final Class<?> fuzzer;

    FuzzTarget(Class<?> fuzzer) {
        this.fuzzer = fuzzer;
    }

    /** What Jazzer calls. */
    public Class<?> fuzzer() {
        return fuzzer;
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Decodes these bytes; throws on whatever must not happen. */
    public void run(byte[] bytes) throws ReflectiveOperationException {
        fuzzer.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) bytes);
    }

    static List<FuzzTarget> named(String... words) {
        return words.length == 0
                ? List.of(values())
                : Arrays.stream(words)
                        .map(word -> valueOf(word.toUpperCase(java.util.Locale.ROOT)))
                        .toList();
    }
}
