package io.facegate.fuzz;

import io.facegate.catalogue.TrailVendor;
import io.facegate.usecase.reconcile.TrailProbe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines of a vendor's trail, in which callers choose names and user agents; the first byte says which vendor. */
public final class TrailFuzzer {
    private static final int LONGEST = 256;
    private static final String REQUEST = "the-last-request";
    private static final String LAST = "\n{\"eventTime\":\"2026-12-01T00:00:00Z\",\"eventName\":\"DetectFaces\","
            + "\"eventSource\":\"rekognition.amazonaws.com\",\"eventCategory\":\"Management\",\"requestID\":\""
            + REQUEST
            + "\"}\n";

    private TrailFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var vendors = TrailVendor.values();
        var vendor = vendors[(bytes[0] & 0xff) % vendors.length];
        var lines = Arrays.copyOfRange(bytes, 1, bytes.length);
        Claim.decodes(IOException.class, () -> {
            var seen = TrailProbe.read(vendor, lines);
            Claim.that(seen.longest() <= LONGEST, "no longer than a person reads");
            if (vendor == TrailVendor.AWS) {
                var all = new ByteArrayOutputStream();
                all.writeBytes(lines);
                all.writeBytes(LAST.getBytes(StandardCharsets.UTF_8));
                var more = TrailProbe.read(vendor, all.toByteArray());
                Claim.that(
                        more.hasRequest(REQUEST) || more.unreadable() > 0,
                        "no line hides the next one without being counted");
            }
        });
    }
}
