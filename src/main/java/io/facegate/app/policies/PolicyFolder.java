package io.facegate.app.policies;

import io.facegate.policy.PolicyEngine;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.language.PolicySet;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The policy folder that an operator edits.
 *
 * @param admission further checks on a set that compiles; it comes into force only if they find no mistake
 */
public record PolicyFolder(Path path, Function<PolicySet, List<PolicyMistake>> admission) {
    private static final int READS = 5;
    private static final String TRACE = "unix:size,lastModifiedTime,ctime,ino,isRegularFile";

    /**
     * A set that passed admission.
     *
     * @param seen the folder's fingerprints before it was read
     * @param files the source files
     */
    public record AdmittedPolicies(
            SortedMap<String, String> seen,
            SortedMap<String, byte[]> files,
            PolicySet policySet,
            PolicyEngine policies) {}

    /**
     * Reads, compiles and admits the folder. Reads it again if it changes meanwhile.
     *
     * @throws PolicyErrors with every mistake
     */
    public AdmittedPolicies load() {
        for (int left = READS; ; left--) {
            var seen = traces();
            var files = read();
            if (traces().equals(seen)) {
                return admit(seen, files);
            }
            if (left == 0) {
                throw new PolicyErrors(List.of(new PolicyMistake(
                        path.toString(), 0, 0, "changes while it is read. Try again when nobody writes to it")));
            }
        }
    }

    SortedMap<String, byte[]> read() {
        return PolicyFiles.read(path);
    }

    AdmittedPolicies admit(SortedMap<String, String> seen, SortedMap<String, byte[]> files) {
        var policySet = PolicyReader.read(files, ReadingOptions.SERVED);
        var mistakes = admission.apply(policySet);
        if (!mistakes.isEmpty()) {
            throw PolicyErrors.rejected(mistakes);
        }
        return new AdmittedPolicies(seen, files, policySet, PolicyEngine.of(policySet));
    }

    /** File fingerprints that reveal a change without reading the files: every write changes them. */
    SortedMap<String, String> traces() {
        var traces = new TreeMap<String, String>();
        try {
            PolicyFiles.names(path).forEach(name -> traces.put(name, trace(path.resolve(name))));
        } catch (IOException gone) {
            traces.put("", gone.getClass().getSimpleName());
        }
        return traces;
    }

    /** Fingerprint of the entry and of its link target, so that a redirected link counts as a change. */
    private static String trace(Path file) {
        try {
            var entry = Files.readAttributes(file, TRACE, LinkOption.NOFOLLOW_LINKS);
            return new TreeMap<>(entry) + " " + new TreeMap<>(Files.readAttributes(file, TRACE));
        } catch (IOException unreadable) {
            return unreadable.getClass().getSimpleName();
        }
    }
}
