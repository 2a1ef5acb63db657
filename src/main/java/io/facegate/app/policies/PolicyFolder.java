package io.facegate.app.policies;

import io.facegate.policy.Mistake;
import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.language.Book;
import io.facegate.policy.reading.Folder;
import io.facegate.policy.reading.Library;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
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
public record PolicyFolder(Path path, Function<Book, List<Mistake>> admission) {
    /**
     * A set that may be put in force.
     *
     * @param seen the folder's traces before it was read
     * @param files what it was read from
     */
    public record Admitted(
            SortedMap<String, String> seen, SortedMap<String, byte[]> files, Book book, Policies policies) {}

    /**
     * Reads, compiles and admits what is there.
     *
     * @throws PolicyErrors with every mistake
     */
    public Admitted load() {
        var seen = traces();
        return admit(seen, read());
    }

    SortedMap<String, byte[]> read() {
        return Folder.read(path);
    }

    Admitted admit(SortedMap<String, String> seen, SortedMap<String, byte[]> files) {
        var book = Library.of(files);
        var mistakes = admission.apply(book);
        if (!mistakes.isEmpty()) {
            throw PolicyErrors.rejected(mistakes);
        }
        return new Admitted(seen, files, book, Policies.of(book));
    }

    /** What tells one state of the folder from another without reading it: whoever writes a file leaves a new trace. */
    SortedMap<String, String> traces() {
        var traces = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(path, "*.{yaml,yml}")) {
            for (var file : files) {
                var seen = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino,isRegularFile");
                traces.put(file.getFileName().toString(), new TreeMap<>(seen).toString());
            }
        } catch (IOException | DirectoryIteratorException gone) {
            traces.put("", gone.getClass().getSimpleName());
        }
        return traces;
    }
}
