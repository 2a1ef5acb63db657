package io.facegate.differential;

import io.facegate.differential.Request.Credential;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Adds the credential to a request, as the clients of each wire do, or deliberately wrong. */
final class RequestSigner {
    private static final DateTimeFormatter AMAZON =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Map<String, String> KEY_HEADERS = Map.of(
            "azure_face", "Ocp-Apim-Subscription-Key",
            "azure_vision", "Ocp-Apim-Subscription-Key",
            "google_vision", "X-Goog-Api-Key",
            "google_grpc", "x-goog-api-key",
            "compreface", "x-api-key");

    private RequestSigner() {}

    /** All headers of the request, including the credential. */
    static List<Map.Entry<String, String>> sign(Request request, String target, byte[] body, Instant now) {
        var headers = new ArrayList<>(request.headers());
        var caller = request.caller();
        var apiKey = Map.entry(KEY_HEADERS.getOrDefault(request.wire(), "X-Api-Key"), caller.apiKey());
        switch (request.credential()) {
            case API_KEY -> headers.add(apiKey);
            case BEARER_KEY -> headers.add(Map.entry("Authorization", "Bearer " + caller.apiKey()));
            case TOKEN -> headers.add(Map.entry("Authorization", "Bearer " + caller.token()));
            case EXPIRED_TOKEN -> headers.add(Map.entry("Authorization", "Bearer " + caller.expiredToken()));
            case NONE -> {}
            case UNKNOWN_KEY ->
                headers.add(Map.entry(
                        apiKey.getKey(),
                        apiKey.getValue().substring(0, apiKey.getValue().length() - 2) + "AA"));
            case BOTH -> {
                headers.add(apiKey);
                headers.add(Map.entry("Authorization", "Bearer " + caller.apiKey()));
            }
            case SIGV4, WRONG_SECRET, OTHER_DAY -> signAmazon(request, target, body, now, headers);
        }
        return headers;
    }

    private static void signAmazon(
            Request request, String target, byte[] body, Instant now, List<Map.Entry<String, String>> headers) {
        var time = AMAZON.format(request.credential() == Credential.OTHER_DAY ? now.minusSeconds(86_400) : now);
        var day = time.substring(0, 8);
        headers.add(Map.entry("X-Amz-Date", time));
        var signed = headers.stream()
                .map(header -> Map.entry(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().strip().replaceAll(" +", " ")))
                .filter(header -> header.getKey().matches("host|content-type|x-amz-.*|facegate-.*"))
                .sorted(Comparator.comparing(Map.Entry<String, String>::getKey))
                .toList();
        var names = signed.stream().map(Map.Entry::getKey).distinct().collect(Collectors.joining(";"));
        var query = target.contains("?") ? target.substring(target.indexOf('?') + 1) : "";
        var canonical = request.method()
                + '\n'
                + target.replaceFirst("\\?.*", "")
                + '\n'
                + query
                + '\n'
                + signed.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey,
                                java.util.TreeMap::new,
                                Collectors.mapping(Map.Entry::getValue, Collectors.joining(","))))
                        .entrySet()
                        .stream()
                        .map(header -> header.getKey() + ':' + header.getValue() + '\n')
                        .collect(Collectors.joining())
                + '\n'
                + names
                + '\n'
                + sha256(body);
        var scope = day + "/us-east-1/rekognition/aws4_request";
        var toSign =
                "AWS4-HMAC-SHA256\n" + time + '\n' + scope + '\n' + sha256(canonical.getBytes(StandardCharsets.UTF_8));
        var secret = request.caller().secretAccessKey() + (request.credential() == Credential.WRONG_SECRET ? "x" : "");
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (var part : List.of(day, "us-east-1", "rekognition", "aws4_request", toSign)) {
            key = hmac(key, part);
        }
        headers.add(Map.entry(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + request.caller().accessKeyId() + '/' + scope + ", SignedHeaders="
                        + names + ", Signature=" + HexFormat.of().formatHex(key)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
