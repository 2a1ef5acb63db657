package io.facegate.console.mine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How to set up a client, to be pasted into a shell as it stands, after the variables of the key.
 *
 * @param client its name
 * @param code a word for it
 * @param commands what to paste; it reads a picture photo.jpg
 */
record ClientSetup(String client, String code, String commands) {
    private static final String JSON = " -H \"Content-Type: application/json\" --data-binary @-";
    private static final String PHOTO = "\"$(base64 < photo.jpg | tr -d '\\n')\"";

    /** Clients that work with Facegate, and whose set-up takes a program of their own. */
    private static final List<String> OTHERS = List.of(
            "AWS SDK for Java 2",
            "@azure/cognitiveservices-face",
            "azure-ai-vision-imageanalysis (Java)",
            "neutral API, Python (openapi-generator)",
            "neutral API, TypeScript (openapi-ts)");

    private static final String GRPC = "@google-cloud/vision, gRPC";

    /** The clients for JavaScript, each with the program that docs/clients.md has, too. */
    private static final Map<String, String> PROGRAMS = programs();

    private static Map<String, String> programs() {
        var programs = new LinkedHashMap<String, String>();
        programs.put("AWS SDK for JavaScript v3", "aws");
        programs.put("@azure-rest/ai-vision-face", "azure-face");
        programs.put("@azure-rest/ai-vision-image-analysis", "azure-vision");
        programs.put("@google-cloud/vision, REST", "google-rest");
        programs.put(GRPC, "google-grpc");
        programs.put("@exadel/compreface-js-sdk", "compreface");
        programs.replaceAll((_, name) -> read(name));
        return Collections.unmodifiableMap(programs);
    }

    private static String read(String name) {
        try (var file = ClientSetup.class.getResourceAsStream("/io/facegate/console/clients/" + name + ".mjs")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** One for each client, at this address. */
    static List<ClientSetup> all(String origin) {
        return Stream.of(ofShells(origin), ofPrograms(origin), ofOthers(origin))
                .flatMap(List::stream)
                .toList();
    }

    /** Clients that are named only, at this address. */
    static List<String> others(String origin) {
        return isSecure(origin)
                ? OTHERS
                : Stream.concat(Stream.of(GRPC), OTHERS.stream()).toList();
    }

    private static boolean isSecure(String origin) {
        return origin.startsWith("https:");
    }

    /** gRPC takes a certificate for granted. */
    private static List<ClientSetup> ofPrograms(String origin) {
        return PROGRAMS.entrySet().stream()
                .filter(one -> isSecure(origin) || !one.getKey().equals(GRPC))
                .map(one -> new ClientSetup(
                        one.getKey(),
                        "node-" + one.getKey().replaceAll("[^A-Za-z0-9]+", "-"),
                        "node --input-type=module - <<'EOF'\n" + filled(one.getValue(), origin) + "EOF"))
                .toList();
    }

    /** A program with the address of the gateway. */
    static String filled(String program, String origin) {
        var address = URI.create(origin);
        int port = address.getPort() >= 0 ? address.getPort() : isSecure(origin) ? 443 : 80;
        return program.replace("{origin}", origin)
                .replace("{scheme}", address.getScheme())
                .replace("{host}", address.getHost())
                .replace("{port}", Integer.toString(port))
                .replace("{insecure}", isSecure(origin) ? "" : ", { allowInsecureConnection: true }")
                .replace("{plain}", isSecure(origin) ? "" : ", protocol: \"http\"");
    }

    /** The programs, each as it stands for an address. */
    static List<String> programs(String origin) {
        return PROGRAMS.values().stream()
                .map(program -> filled(program, origin))
                .toList();
    }

    private static List<ClientSetup> ofShells(String origin) {
        return List.of(
                new ClientSetup(
                        "curl, Facegate",
                        "facegate",
                        "printf '{\"image\":{\"bytes\":\"%s\"}}' " + PHOTO + " |\n  curl -sS " + origin
                                + "/facegate/v1/detect -H \"X-Api-Key: $FACEGATE_API_KEY\"" + JSON),
                new ClientSetup(
                        "AWS CLI",
                        "aws",
                        "export AWS_ENDPOINT_URL_REKOGNITION=" + origin + " AWS_DEFAULT_REGION=us-east-1\n"
                                + "aws rekognition detect-faces --image-bytes fileb://photo.jpg"),
                new ClientSetup("boto3", "boto3", """
                    python3 - <<'EOF'
                    import boto3
                    rekognition = boto3.client("rekognition", endpoint_url="%s", region_name="us-east-1")
                    with open("photo.jpg", "rb") as photo:
                        print(rekognition.detect_faces(Image={"Bytes": photo.read()})["FaceDetails"])
                    EOF\
                    """.formatted(origin)));
    }

    private static List<ClientSetup> ofOthers(String origin) {
        return List.of(
                new ClientSetup(
                        "curl, Azure AI Face",
                        "azure",
                        "curl -sS \"" + origin + "/face/v1.2/detect?returnFaceId=false\" \\\n"
                                + "  -H \"Ocp-Apim-Subscription-Key: $FACEGATE_API_KEY\" \\\n"
                                + "  -H \"Content-Type: application/octet-stream\" --data-binary @photo.jpg"),
                new ClientSetup(
                        "curl, Google Vision",
                        "google",
                        "printf"
                                + " '{\"requests\":[{\"image\":{\"content\":\"%s\"},\"features\":[{\"type\":\"FACE_DETECTION\"}]}]}'"
                                + " "
                                + PHOTO + " |\n  curl -sS " + origin
                                + "/v1/images:annotate -H \"X-Goog-Api-Key: $FACEGATE_API_KEY\"" + JSON),
                new ClientSetup(
                        "curl, CompreFace",
                        "compreface",
                        "curl -sS " + origin
                                + "/api/v1/detection/detect -H \"x-api-key: $FACEGATE_API_KEY\" -F file=@photo.jpg"),
                new ClientSetup(
                        "curl, Face++",
                        "faceplusplus",
                        "curl -sS " + origin + "/facepp/v3/detect -F api_key=\"$AWS_ACCESS_KEY_ID\" \\\n"
                                + "  -F api_secret=\"$FACEGATE_API_KEY\" -F image_file=@photo.jpg"));
    }
}
