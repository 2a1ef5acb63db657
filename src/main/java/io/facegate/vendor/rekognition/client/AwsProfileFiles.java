package io.facegate.vendor.rekognition.client;

import io.facegate.vendor.client.FileFollower;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** AWS's files of credentials and profiles, followed: a changed file is used once its change is on record. */
final class AwsProfileFiles implements Supplier<ProfileFile> {
    private final List<Supplier<ProfileFile>> files;
    private volatile Profiles current;

    private AwsProfileFiles(List<Supplier<ProfileFile>> files) {
        this.files = List.copyOf(files);
        this.current = Profiles.of(parts());
    }

    /** The credentials of AWS's own settings. Those of the environment come first, and then no file is followed. */
    static AwsCredentialsProvider credentials(FileFollower follower, Map<String, String> environment) {
        var own = DefaultCredentialsProvider.builder();
        var files = new ArrayList<Supplier<ProfileFile>>();
        // An empty variable counts as not set, for the library as well.
        if (environment.getOrDefault("AWS_ACCESS_KEY_ID", "").isBlank()) {
            follow(follower, ProfileFile.Type.CREDENTIALS, ProfileFileLocation.credentialsFileLocation())
                    .ifPresent(files::add);
            follow(follower, ProfileFile.Type.CONFIGURATION, ProfileFileLocation.configurationFileLocation())
                    .ifPresent(files::add);
        }
        return (files.isEmpty() ? own : own.profileFile(new AwsProfileFiles(files))).build();
    }

    private static Optional<Supplier<ProfileFile>> follow(
            FileFollower follower, ProfileFile.Type type, Optional<Path> file) {
        var variable = type == ProfileFile.Type.CREDENTIALS ? "AWS_SHARED_CREDENTIALS_FILE" : "AWS_CONFIG_FILE";
        return file.filter(Files::isRegularFile)
                .map(found -> follower.follow(variable, found, content -> read(content, type)));
    }

    private static ProfileFile read(Path file, ProfileFile.Type type) {
        try {
            return ProfileFile.builder().content(file).type(type).build();
        } catch (RuntimeException unread) {
            // The library's message may hold content of the file.
            throw new IllegalArgumentException("it is not a file of AWS profiles");
        }
    }

    @Override
    public ProfileFile get() {
        var parts = parts();
        var known = current;
        if (!known.parts().equals(parts)) {
            known = Profiles.of(parts);
            current = known;
        }
        return known.all();
    }

    private List<ProfileFile> parts() {
        return files.stream().map(Supplier::get).toList();
    }

    /** What the files hold, each and together; a profile of the file of credentials comes first. */
    private record Profiles(List<ProfileFile> parts, ProfileFile all) {
        static Profiles of(List<ProfileFile> parts) {
            var all = ProfileFile.aggregator();
            parts.forEach(all::addFile);
            return new Profiles(parts, all.build());
        }
    }
}
