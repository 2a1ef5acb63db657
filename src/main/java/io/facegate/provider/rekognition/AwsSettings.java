package io.facegate.provider.rekognition;

import io.facegate.provider.Limits;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/** AWS's own settings, looked at before a start: the SDK itself would say what is wrong at the first call, or nothing. */
public final class AwsSettings {
    private static final List<String> FILES =
            List.of("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE");
    private static final String PROFILE = "AWS_PROFILE";

    private AwsSettings() {}

    /** Why the cloud cannot be asked with them, in words that tell nothing of what the files hold; or null. */
    public static @Nullable String problem(@Nullable String region, @Nullable String endpoint) {
        var files = files(System.getenv(), ProfileFile::defaultProfileFile);
        return files != null ? files : site(region, endpoint);
    }

    private static @Nullable String site(@Nullable String region, @Nullable String endpoint) {
        try {
            Endpoint.of(
                    new Cloud(region, endpoint == null ? null : URI.create(endpoint), null, null, Limits.usual()),
                    System.getenv());
            return null;
        } catch (IllegalArgumentException unfit) {
            return "Amazon Rekognition cannot be asked: " + unfit.getMessage();
        }
    }

    static @Nullable String files(Map<String, String> environment, Supplier<ProfileFile> profiles) {
        for (var name : FILES) {
            var file = environment.getOrDefault(name, "");
            if (!file.isEmpty() && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
                return name + " is " + file + ", which is no file that can be read.";
            }
        }
        var profile = environment.getOrDefault(PROFILE, "");
        try {
            boolean found = profile.isEmpty() || profiles.get().profile(profile).isPresent();
            return found || environment.containsKey("AWS_ACCESS_KEY_ID")
                    ? null
                    : PROFILE + " is " + profile + ", and there is no such profile in AWS's files.";
        } catch (RuntimeException unread) {
            // The library's words may hold what stands in the files.
            return "AWS's files of profiles cannot be read; see AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE.";
        }
    }
}
