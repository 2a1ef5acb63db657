package io.facegate.vendor.rekognition.client;

import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.client.VendorSite;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;

/** Startup check of AWS's own settings. The SDK reports an error only at the first call, or not at all. */
public final class AwsSettings {
    private static final List<String> FILES = List.of("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE");
    private static final String TOKEN = "AWS_WEB_IDENTITY_TOKEN_FILE";
    private static final String PROFILE = "AWS_PROFILE";
    private static final int BEGINNING = 8192;

    private AwsSettings() {}

    /** Returns why AWS cannot be called with these settings, without repeating file contents; or null. */
    public static @Nullable String problem(@Nullable String region, @Nullable String endpoint) {
        var files = files(System.getenv(), ProfileFile::defaultProfileFile);
        return files != null ? files : siteProblem(region, endpoint);
    }

    private static @Nullable String siteProblem(@Nullable String region, @Nullable String endpoint) {
        if (region != null && !region.isEmpty() && !RekognitionEndpoint.isRegion(region)) {
            return "--aws-region is " + region + "; it must be the name of a region, such as us-east-1.";
        }
        try {
            if (endpoint != null) {
                VendorSite.parse(endpoint);
            }
        } catch (IllegalArgumentException unfit) {
            return "--aws-endpoint is not a usable URL: " + unfit.getMessage();
        }
        try {
            RekognitionEndpoint.of(
                    new RekognitionSettings(
                            region,
                            endpoint == null ? null : URI.create(endpoint),
                            null,
                            null,
                            VendorLimits.defaults()),
                    System.getenv());
            return null;
        } catch (IllegalArgumentException unfit) {
            return "Amazon Rekognition cannot be asked: " + unfit.getMessage();
        }
    }

    static @Nullable String files(Map<String, String> environment, Supplier<ProfileFile> profiles) {
        for (var name : FILES) {
            if (readStart(environment.getOrDefault(name, "")) == null) {
                return name + " names no file that can be read.";
            }
        }
        var token = environment.getOrDefault(TOKEN, "");
        var begun = readStart(token);
        return begun == null || (begun.isBlank() && !token.isEmpty())
                ? TOKEN + " names no file with a token that can be read."
                : profile(environment, profiles);
    }

    /** Returns the start of a file: empty if none is named, null if unreadable. The name may itself be a secret. */
    private static @Nullable String readStart(String file) {
        if (file.isEmpty()) {
            return "";
        }
        try (var content = Files.newInputStream(Path.of(file))) {
            return new String(content.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
        } catch (IOException | InvalidPathException unread) {
            return null;
        }
    }

    private static @Nullable String profile(Map<String, String> environment, Supplier<ProfileFile> profiles) {
        var profile = environment.getOrDefault(PROFILE, "");
        try {
            var all = profiles.get();
            boolean found = profile.isEmpty() || all.profile(profile).isPresent();
            return found || environment.containsKey("AWS_ACCESS_KEY_ID")
                    ? null
                    : PROFILE + " names a profile that is not in AWS's files.";
        } catch (RuntimeException unread) {
            // The library's message may hold content of the files.
            return "AWS's files of profiles cannot be read; see AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE.";
        }
    }
}
