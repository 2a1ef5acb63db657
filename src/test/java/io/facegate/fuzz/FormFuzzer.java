package io.facegate.fuzz;

import io.facegate.call.RequestPayload;
import io.facegate.identity.Credential;
import io.facegate.vendor.faceplusplus.wire.FormFields;
import io.facegate.vendor.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A form whose credentials are looked for before anybody is known: its first byte chooses the encoding. */
public final class FormFuzzer {
    private static final String MULTIPART = "multipart/form-data; boundary=b";
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final int MOST = 32;

    private FormFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        boolean parts = bytes[0] % 2 == 0;
        var body = Arrays.copyOfRange(bytes, 1, bytes.length);
        Claim.decodes(IllegalArgumentException.class, () -> {
            var form = FormFields.find(call(parts ? MULTIPART : URL_ENCODED, body));
            if (form == null) {
                return;
            }
            Claim.that(form.urlEncoded() != parts, "the encoding that was named");
            Claim.that(form.byName().size() <= MOST, "as many fields as may be");
            int last = 0;
            for (var field : form.byName().values()) {
                Claim.that(field.from() > last && field.to() >= field.from(), "fields follow one another");
                last = field.to();
            }
            Claim.that(last <= body.length, "no field ends behind the body");
            if (parts) {
                again(form);
            }
            for (var field : form.byName().values()) {
                form.bytes(field);
            }
        });
    }

    /** Written anew and read again, the fields are the same, so no second reader sees others. */
    private static void again(FormFields form) {
        var body = new ByteArrayOutputStream();
        form.byName().forEach((name, field) -> {
            var file = field.file() ? "; filename=\"f\"" : "";
            body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(form.bytes(field));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        body.writeBytes("--b--".getBytes(StandardCharsets.UTF_8));
        var read = FormFields.find(call(MULTIPART, body.toByteArray()));
        Claim.that(form.byName().isEmpty() || read != null, "written and read again, a form");
        if (read != null) {
            Claim.that(read.byName().keySet().equals(form.byName().keySet()), "written and read again, the same names");
            read.byName()
                    .forEach((name, field) -> Claim.that(
                            Arrays.equals(
                                    read.bytes(field), form.bytes(form.byName().get(name))),
                            "written and read again, the same bytes"));
        }
    }

    private static HttpCall call(String type, byte[] body) {
        var headers = List.of(Map.entry("Content-Type", type));
        var head = new Credential.Request("POST", "/facepp/v3/detect", "", headers, "192.0.2.0/24", true);
        return new HttpCall(head, new RequestPayload(body), Instant.EPOCH);
    }
}
