package io.facegate.console.mine;

import java.util.List;
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
    static final List<String> OTHERS = List.of(
            "AWS SDK for JavaScript v3",
            "AWS SDK for Java 2",
            "@azure-rest/ai-vision-face",
            "@azure/cognitiveservices-face",
            "@azure-rest/ai-vision-image-analysis",
            "azure-ai-vision-imageanalysis (Java)",
            "@google-cloud/vision, gRPC",
            "@google-cloud/vision, REST",
            "@exadel/compreface-js-sdk",
            "neutral API, Python (openapi-generator)",
            "neutral API, TypeScript (openapi-ts)");

    /** One for each client, at this address. */
    static List<ClientSetup> all(String origin) {
        return Stream.concat(ofSdks(origin).stream(), ofOthers(origin).stream()).toList();
    }

    private static List<ClientSetup> ofSdks(String origin) {
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
