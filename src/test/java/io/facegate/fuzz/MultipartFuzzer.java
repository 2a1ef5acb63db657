package io.facegate.fuzz;

import io.facegate.call.RequestPayload;
import io.facegate.call.StrictUtf8;
import io.facegate.vendor.wire.MultipartReader;
import io.facegate.vendor.wire.StrictJson.Unreadable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** The body of a form. */
public final class MultipartFuzzer {
    private static final String TYPE = "multipart/form-data; boundary=b";
    private static final int PARTS = 3;

    private MultipartFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        Claim.decodes(Unreadable.class, () -> {
            var parts = MultipartReader.read(TYPE, new RequestPayload(bytes), PARTS);
            Claim.that(!parts.isEmpty() && parts.size() <= PARTS, "as many parts as may be");
            Claim.that(
                    parts.values().stream()
                                    .mapToLong(part -> part.bytes().length)
                                    .sum()
                            < bytes.length,
                    "no part of it is read twice");
            Claim.that(parts.keySet().stream().allMatch(StrictUtf8::isWhole), "names are text");
            if (parts.keySet().stream().allMatch(name -> name.matches("[A-Za-z0-9_]{1,40}"))
                    && parts.values().stream().noneMatch(part -> holdsBoundary(part.bytes()))) {
                again(parts);
            }
        });
    }

    private static boolean holdsBoundary(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains("--b");
    }

    private static void again(Map<String, MultipartReader.Part> parts) throws Unreadable {
        var body = new ByteArrayOutputStream();
        parts.forEach((name, part) -> {
            var file = part.file() ? "; filename=\"f\"" : "";
            body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part.bytes());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        body.writeBytes("--b--\r\n".getBytes(StandardCharsets.UTF_8));
        var read = MultipartReader.read(TYPE, new RequestPayload(body.toByteArray()), PARTS);
        Claim.that(read.keySet().equals(parts.keySet()), "written and read again, the same names");
        read.forEach((name, part) -> Claim.that(
                Arrays.equals(part.bytes(), parts.get(name).bytes()), "written and read again, the same bytes"));
    }
}
