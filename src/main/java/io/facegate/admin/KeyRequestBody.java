package io.facegate.admin;

import io.facegate.identity.KeyLimits;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.KeyRequest;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request says of a key. */
final class KeyRequestBody {
    private static final String CERTIFICATE = "certificate";
    private static final List<String> PROPERTIES =
            List.of("for", "purpose", "case", "from", "expires", "sandbox", "wires", "places", "label");
    /** What the registry says of a key, and nobody can ask for. */
    private static final List<String> KEPT = List.of("accessKeyId", "created", "revoked");
    /** What a reading adds, which differs from one to the next. */
    private static final List<String> COMPUTED = List.of("status", "lastUse", "use");

    private final JsonBody body;

    private KeyRequestBody(JsonBody body) {
        this.body = body;
    }

    /** Of a key to mint, or of a certificate to register. */
    static KeyRequestBody ofNew(InputStream in) {
        return new KeyRequestBody(JsonBody.read(
                in, Stream.concat(PROPERTIES.stream(), Stream.of(CERTIFICATE)).toList()));
    }

    /** Of a key that has its label in the path; what was read can be sent back. */
    static KeyRequestBody ofLabel(InputStream in, String organisation, String label) {
        var body = JsonBody.read(
                in,
                Stream.of(PROPERTIES, KEPT, COMPUTED, List.of("org"))
                        .flatMap(List::stream)
                        .toList());
        body.requireSame("org", organisation);
        body.requireSame("label", label);
        return new KeyRequestBody(body);
    }

    KeyRequest request(String organisation, @Nullable String label) {
        return new KeyRequest(
                        organisation,
                        body.texts("for"),
                        body.optionalText("purpose"),
                        body.optionalText("case"),
                        null,
                        body.flag("sandbox"))
                .withLimits(new KeyLimits(
                        body.texts("wires"),
                        body.texts("places"),
                        body.optionalMoment("from"),
                        body.optionalMoment("expires")))
                .withLabel(label);
    }

    @Nullable
    String label() {
        return body.optionalText("label");
    }

    /** The SHA-256 of a client certificate, or null; the gateway does not see when it ends, so the body says it. */
    byte @Nullable [] certificate() {
        var hex = body.optionalText(CERTIFICATE);
        if (hex == null) {
            return null;
        }
        if (!hex.matches("[0-9a-f]{64}")) {
            throw AdminProblem.invalid("/" + CERTIFICATE, "It must be a SHA-256 in 64 lower-case hexadecimal digits.");
        }
        body.moment("expires");
        if (body.has("case") || body.flag("sandbox")) {
            throw AdminProblem.invalid("/" + CERTIFICATE, "A certificate has no case, and is not for the sandbox.");
        }
        return HexFormat.of().parseHex(hex);
    }

    /** Requires that nothing is said of a key that is not there yet. */
    void requireNew() {
        body.requireSame(KEPT, Map.of());
    }

    /** Requires that what cannot be asked for is as it is. */
    void requireSame(Map<String, ? extends @Nullable Object> present) {
        body.requireSame(KEPT, present);
    }

    /** True if a key has the properties that are asked for. */
    static boolean isSame(KeyEntry present, KeyRequest wanted) {
        return !present.isOfCertificate() && present.request().equals(wanted);
    }
}
