package io.facegate.app.policies;

import io.facegate.policy.Policies;
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
 * The folder that an operator edits.
 *
 * @param admission what else is wrong with a set that compiles; it is not put in force unless nothing is
 */
public record PolicyFolder(Path path, Function<PolicySet, List<PolicyMistake>> admission) {
    private static final int READS = 5;
    private static final String TRACE = "unix:size,lastModifiedTime,ctime,ino,isRegularFile";

    /**
     * A set that may be put in force.
     *
     * @param seen the folder's traces before it was read
     * @param files what it was read from
     */
    public record Admitted(
            SortedMap<String, String> seen, SortedMap<String, byte[]> files, PolicySet book, Policies policies) {}

    /**
     * Reads, compiles and admits what is there. Where the folder changes while it is read, it is read again.
     *
     * @throws PolicyErrors with every mistake
     */
    public Admitted load() {
        for (int left = READS; ; left--) {
            var seen = traces();
            var files = read();
            if (traces().equals(seen)) {
                return admit(seen, files);
            }
            if (left == 0) {
                throw new PolicyErrors(List.of(new PolicyMistake(
                        path.toString(), 0, 0, "changes while it is read; try again when nobody writes to it")));
            }
        }
    }

    SortedMap<String, byte[]> read() {
        return PolicyFiles.read(path);
    }

    Admitted admit(SortedMap<String, String> seen, SortedMap<String, byte[]> files) {
        var book = PolicyReader.of(files, ReadingOptions.SERVED);
        var mistakes = admission.apply(book);
        if (!mistakes.isEmpty()) {
            throw PolicyErrors.rejected(mistakes);
        }
        return new Admitted(seen, files, book, Policies.of(book));
    }

    /** What tells one state of the folder from another without reading it: whoever writes a file leaves a new trace. */
    SortedMap<String, String> traces() {
        var traces = new TreeMap<String, String>();
        try {
            PolicyFiles.names(path).forEach(name -> traces.put(name, trace(path.resolve(name))));
        } catch (IOException gone) {
            traces.put("", gone.getClass().getSimpleName());
        }
        return traces;
    }

    /** Of the entry itself and of what it leads to, so that a link that is turned elsewhere leaves a new trace, too. */
    private static String trace(Path file) {
        try {
            var entry = Files.readAttributes(file, TRACE, LinkOption.NOFOLLOW_LINKS);
            return new TreeMap<>(entry) + " " + new TreeMap<>(Files.readAttributes(file, TRACE));
        } catch (IOException unreadable) {
            return unreadable.getClass().getSimpleName();
        }
    }
}
