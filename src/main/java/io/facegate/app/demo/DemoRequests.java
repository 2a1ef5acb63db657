package io.facegate.app.demo;

import io.facegate.call.Digests;
import io.facegate.identity.Credential;
import io.facegate.identity.SigV4Signer;
import io.facegate.identity.SigV4Signer.SigningCredentials;
import io.facegate.json.JsonMappers;
import io.facegate.registry.MintedKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes the requests of the demo's earlier days, as clients of each wire make them, each with its caller's key. */
final class DemoRequests {
    private final SigV4Signer signer;
    private final byte[] one;
    private final byte[] same;
    private final Map<DemoCaller, MintedKey> keys = new EnumMap<>(DemoCaller.class);

    private final Map<DemoCaller, String> evidence = new EnumMap<>(DemoCaller.class);

    DemoRequests(DemoPictures pictures, InstantSource clock) throws IOException {
        this.signer = new SigV4Signer("us-east-1", "rekognition", clock);
        this.one = DownscaledPhoto.read(pictures.one());
        this.same = DownscaledPhoto.read(pictures.same());
    }

    /** The key that a caller uses from now on. */
    void use(DemoCaller caller, MintedKey key) {
        keys.put(caller, key);
    }

    /** The evidence that a caller names from now on where Microsoft's approval counts. */
    void name(DemoCaller caller, String id) {
        evidence.put(caller, id);
    }

    MintedKey key(DemoCaller caller) {
        return Objects.requireNonNull(keys.get(caller), caller.name());
    }

    DemoRequest detect(DemoCaller caller) throws IOException {
        return rekognition(caller, "DetectFaces", Map.of("Image", bytes(one)));
    }

    /** The same, for a purpose that the call declares. */
    DemoRequest detect(DemoCaller caller, String purpose) throws IOException {
        return rekognition(caller, "DetectFaces", Map.of("Image", bytes(one)), Map.of("facegate-purpose", purpose));
    }

    DemoRequest compare(DemoCaller caller) throws IOException {
        return rekognition(caller, "CompareFaces", Map.of("SourceImage", bytes(one), "TargetImage", bytes(same)));
    }

    DemoRequest search(DemoCaller caller, DemoGallery gallery) throws IOException {
        return rekognition(caller, "SearchFacesByImage", Map.of("CollectionId", gallery.id(), "Image", bytes(same)));
    }

    /** A search in a case, which the call names. */
    DemoRequest search(DemoCaller caller, DemoGallery gallery, String caseId) throws IOException {
        return rekognition(
                caller,
                "SearchFacesByImage",
                Map.of("CollectionId", gallery.id(), "Image", bytes(same)),
                Map.of("facegate-case", caseId));
    }

    /** A comparison with a picture of nobody: the engine answers that it finds no face. */
    DemoRequest compareWithNobody(DemoCaller caller) throws IOException {
        return rekognition(
                caller,
                "CompareFaces",
                Map.of("SourceImage", bytes(DownscaledPhoto.ofNobody()), "TargetImage", bytes(same)));
    }

    /** A search with the very picture of the gallery's face. */
    DemoRequest searchAgain(DemoCaller caller, DemoGallery gallery) throws IOException {
        return rekognition(caller, "SearchFacesByImage", Map.of("CollectionId", gallery.id(), "Image", bytes(one)));
    }

    DemoRequest make(DemoCaller caller, DemoGallery gallery) throws IOException {
        return rekognition(caller, "CreateCollection", Map.of("CollectionId", gallery.id()));
    }

    DemoRequest keep(DemoCaller caller, DemoGallery gallery) throws IOException {
        return rekognition(caller, "IndexFaces", Map.of("CollectionId", gallery.id(), "Image", bytes(one)));
    }

    DemoRequest erase(DemoCaller caller, DemoGallery gallery) throws IOException {
        return rekognition(caller, "DeleteCollection", Map.of("CollectionId", gallery.id()));
    }

    DemoRequest rekognition(DemoCaller caller, String operation, Map<String, Object> body) throws IOException {
        return rekognition(caller, operation, body, Map.of());
    }

    /** @param declared what the call declares, by the lower-case name of the header */
    private DemoRequest rekognition(
            DemoCaller caller, String operation, Map<String, Object> body, Map<String, String> declared)
            throws IOException {
        var json = JsonMappers.PLAIN.writeValueAsBytes(body);
        var key = key(caller);
        var headers = new HashMap<>(declared);
        headers.put("host", "facegate.example");
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("x-amz-target", "RekognitionService." + operation);
        var signed = signer.sign(
                "/",
                headers,
                Digests.sha256(json),
                new SigningCredentials(key.accessKeyId(), key.secretAccessKey(), null));
        return new DemoRequest(
                new Credential.Request("POST", "/", "", List.copyOf(signed.entrySet()), caller.network(), true), json);
    }

    DemoRequest neutralDetect(DemoCaller caller) throws IOException {
        return neutral(caller, "detect", Map.of("image", neutral(one)));
    }

    DemoRequest neutralVerify(DemoCaller caller) throws IOException {
        return neutral(caller, "verify", Map.of("source", neutral(one), "target", neutral(same)));
    }

    DemoRequest neutralSearch(DemoCaller caller, DemoGallery gallery) throws IOException {
        return neutral(caller, "galleries/" + gallery.id() + "/identify", Map.of("image", neutral(same)));
    }

    DemoRequest appeal(DemoCaller caller, String decision, String text) throws IOException {
        return neutral(caller, "decisions/" + decision + "/appeal", Map.of("text", text));
    }

    private DemoRequest neutral(DemoCaller caller, String path, Map<String, Object> body) throws IOException {
        return post(caller, "/facegate/v1/" + path, "", "X-Api-Key", JsonMappers.PLAIN.writeValueAsBytes(body));
    }

    DemoRequest googleDetect(DemoCaller caller) throws IOException {
        var request = Map.of(
                "image",
                Map.of("content", Base64.getEncoder().encodeToString(one)),
                "features",
                List.of(Map.of("type", "FACE_DETECTION")));
        return post(
                caller,
                "/v1/images:annotate",
                "",
                "X-Goog-Api-Key",
                JsonMappers.PLAIN.writeValueAsBytes(Map.of("requests", List.of(request))));
    }

    DemoRequest azureDetect(DemoCaller caller, boolean withFaceIds) {
        var request = post(
                        caller,
                        "/face/v1.0/detect",
                        "returnFaceId=" + withFaceIds,
                        "Ocp-Apim-Subscription-Key",
                        one.clone())
                .withHeader("Content-Type", "application/octet-stream");
        var known = evidence.get(caller);
        return known == null ? request : request.withHeader("Facegate-Evidence", known);
    }

    private DemoRequest post(DemoCaller caller, String path, String query, String keyHeader, byte[] body) {
        return new DemoRequest(
                new Credential.Request(
                        "POST",
                        path,
                        query,
                        List.of(
                                Map.entry(keyHeader, key(caller).apiKey()),
                                Map.entry("Content-Type", "application/json")),
                        caller.network(),
                        true),
                body);
    }

    private static Map<String, Object> bytes(byte[] picture) {
        return Map.of("Bytes", Base64.getEncoder().encodeToString(picture));
    }

    private static Map<String, Object> neutral(byte[] picture) {
        return Map.of("bytes", Base64.getEncoder().encodeToString(picture));
    }
}
