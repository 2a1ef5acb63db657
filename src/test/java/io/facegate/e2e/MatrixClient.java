package io.facegate.e2e;

import com.azure.ai.vision.imageanalysis.ImageAnalysisClient;
import com.azure.ai.vision.imageanalysis.ImageAnalysisClientBuilder;
import com.azure.ai.vision.imageanalysis.models.VisualFeatures;
import com.azure.core.credential.KeyCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import io.facegate.SelfSigned;
import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.rekognition.model.Image;
import software.amazon.awssdk.services.rekognition.model.RekognitionException;

/** One unmodified client that a Java test can drive itself, as it is set up unless told otherwise; gives numbers of faces. */
interface MatrixClient extends AutoCloseable {
    int detect(Path picture);

    /** A call that is refused for whoever is banned. */
    default int banned(Path picture) {
        return detect(picture);
    }

    /** The same call with a mistake. */
    int mistaken(Path picture);

    /** Further forms in which it can send a picture. */
    Map<String, ToIntFunction<Path>> forms();

    Failure failure(RuntimeException raised);

    @Override
    default void close() {}

    /**
     * How it tells that a call failed.
     *
     * @param own whether the type is one of the client's own for what the vendor's code says
     */
    record Failure(String type, String code, String message, boolean own) {}

    /** Opens one for a gateway. */
    @FunctionalInterface
    interface Opening {
        MatrixClient open(URI gateway, Key key) throws Exception;
    }

    /** AWS CLI v2: each call is a process. */
    final class AwsCli implements MatrixClient {
        private static final Pattern ERROR = Pattern.compile(
                "\\s*An error occurred \\((\\w+)\\) when calling the (\\w+) operation: (.*)\\s*", Pattern.DOTALL);
        private final URI gateway;
        private final Key key;

        AwsCli(URI gateway, Key key) {
            this.gateway = gateway;
            this.key = key;
        }

        private int send(String... words) {
            var command = new ArrayList<>(List.of(
                    Node.demand("/usr/bin/aws", "awscli"),
                    "--endpoint-url",
                    gateway.toString(),
                    "rekognition",
                    "detect-faces"));
            command.addAll(List.of(words));
            var builder = new ProcessBuilder(command);
            builder.environment()
                    .putAll(Map.of(
                            "AWS_ACCESS_KEY_ID", key.id(),
                            "AWS_SECRET_ACCESS_KEY", key.secret(),
                            "AWS_DEFAULT_REGION", "us-east-1",
                            "AWS_CONFIG_FILE", "/dev/null",
                            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
                            "AWS_EC2_METADATA_DISABLED", "true",
                            "AWS_PAGER", ""));
            var result = Result.of(builder);
            if (result.code() != 0) {
                throw new IllegalStateException(result.err());
            }
            return result.json().get("FaceDetails").size();
        }

        @Override
        public int detect(Path picture) {
            return send("--image-bytes", "fileb://" + picture);
        }

        @Override
        public int mistaken(Path picture) {
            return send("--image-bytes", "fileb://" + picture, "--attributes", "BOGUS");
        }

        @Override
        public Map<String, ToIntFunction<Path>> forms() {
            return Map.of(
                    "S3 object with Version",
                    none -> send("--image", "S3Object={Bucket=films,Name=one.jpg,Version=1}"),
                    "S3 object",
                    none -> send("--image", "S3Object={Bucket=films,Name=one.jpg}"));
        }

        @Override
        public Failure failure(RuntimeException raised) {
            var said = ERROR.matcher(String.valueOf(raised.getMessage()));
            return said.matches()
                    ? new Failure(said.group(1), said.group(1), said.group(3), true)
                    : new Failure("?", "?", raised.toString(), false);
        }
    }

    /** AWS SDK for Java v2, with its own retries. */
    final class JavaSdk implements MatrixClient {
        private final RekognitionClient client;

        JavaSdk(URI gateway, Key key) {
            client = RekognitionClient.builder()
                    .endpointOverride(gateway)
                    .region(Region.US_EAST_1)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create(key.id(), key.secret())))
                    .httpClientBuilder(Apache5HttpClient.builder())
                    .build();
        }

        private int send(Image image, String... attributes) {
            return client.detectFaces(call -> call.image(image).attributesWithStrings(attributes))
                    .faceDetails()
                    .size();
        }

        private static Image image(Path picture) {
            return Image.builder()
                    .bytes(SdkBytes.fromByteArray(Photos.bytes(picture)))
                    .build();
        }

        @Override
        public int detect(Path picture) {
            return send(image(picture));
        }

        @Override
        public int mistaken(Path picture) {
            return send(image(picture), "BOGUS");
        }

        @Override
        public Map<String, ToIntFunction<Path>> forms() {
            var object = Image.builder()
                    .s3Object(stored -> stored.bucket("films").name("one.jpg"))
                    .build();
            return Map.of(
                    "S3 object with Version",
                    none -> send(object.toBuilder()
                            .s3Object(object.s3Object().toBuilder().version("1").build())
                            .build()),
                    "S3 object",
                    none -> send(object));
        }

        @Override
        public Failure failure(RuntimeException raised) {
            if (raised instanceof RekognitionException told) {
                var error = told.awsErrorDetails();
                return new Failure(told.getClass().getSimpleName(), error.errorCode(), error.errorMessage(), true);
            }
            return new Failure(raised.getClass().getName(), "?", raised.toString(), false);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** {@code azure-ai-vision-imageanalysis}. */
    final class ImageAnalysis implements MatrixClient {
        private static final List<VisualFeatures> PEOPLE = List.of(VisualFeatures.PEOPLE);
        private final ImageAnalysisClient client;

        ImageAnalysis(URI gateway, Key key, Path certificate) throws Exception {
            var trusting = HttpClient.newBuilder().sslContext(SelfSigned.trusting(certificate));
            client = new ImageAnalysisClientBuilder()
                    .endpoint(gateway.toString())
                    .credential(new KeyCredential(key.apiKey()))
                    .httpClient(new JdkHttpClientBuilder(trusting).build())
                    .buildClient();
        }

        private int send(BinaryData picture, List<VisualFeatures> features) {
            return client.analyze(picture, features, null)
                    .getPeople()
                    .getValues()
                    .size();
        }

        @Override
        public int detect(Path picture) {
            return send(BinaryData.fromBytes(Photos.bytes(picture)), PEOPLE);
        }

        @Override
        public int mistaken(Path picture) {
            return send(BinaryData.fromFile(picture), List.of(VisualFeatures.fromString("bogus")));
        }

        @Override
        public Map<String, ToIntFunction<Path>> forms() {
            return Map.of(
                    "path",
                    picture -> send(BinaryData.fromFile(picture), PEOPLE),
                    "stream",
                    picture -> {
                        try (var stream = Files.newInputStream(picture)) {
                            return send(BinaryData.fromStream(stream, Files.size(picture)), PEOPLE);
                        } catch (IOException broken) {
                            throw new UncheckedIOException(broken);
                        }
                    },
                    "URL",
                    none -> client.analyzeFromUrl("https://pictures.example/one.jpg", PEOPLE, null)
                            .getPeople()
                            .getValues()
                            .size());
        }

        @Override
        public Failure failure(RuntimeException raised) {
            if (raised instanceof HttpResponseException told) {
                var status = String.valueOf(told.getResponse().getStatusCode());
                return new Failure(told.getClass().getSimpleName(), status, told.getMessage(), true);
            }
            return new Failure(raised.getClass().getName(), "?", raised.toString(), false);
        }
    }
}
