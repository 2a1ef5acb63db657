package io.facegate.usecase.policy;

import io.facegate.policy.catalogue.PackCatalogue;
import io.facegate.policy.catalogue.PackReadme;
import io.facegate.policy.catalogue.PackRow;
import io.facegate.policy.catalogue.PackTable;
import io.facegate.policy.format.FormattedFolder;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/**
 * The files of a policy folder as people read them: formatted, and listed as a table in its README.md.
 *
 * <p>Each method throws {@link PolicyErrors} if the policies do not compile; nothing is written then.
 */
public final class PolicyFileEdits {
    /** Where the table of packs belongs in README.md. */
    public static final String TABLE_BEGIN = PackReadme.BEGIN;

    public static final String TABLE_END = PackReadme.END;

    private PolicyFileEdits() {}

    /**
     * What formatting changed, or would change.
     *
     * @param refused why other files were left as they were
     * @param inOrder the number of files that were formatted before
     */
    public record Formatting(Set<String> changed, List<PolicyMistake> refused, int inOrder) {}

    /**
     * Formats policies and tests in place.
     *
     * @param dryRun true to write nothing
     * @throws IOException if a file cannot be written; the message names it
     */
    public static Formatting format(Path folder, boolean dryRun) throws IOException {
        var files = PolicyFiles.read(folder);
        var formatted = FormattedFolder.format(files);
        if (!dryRun) {
            for (var file : formatted.changed().entrySet()) {
                write(folder, file.getKey(), file.getValue());
            }
        }
        var changed = formatted.changed().keySet();
        return new Formatting(
                changed,
                formatted.refused(),
                files.size() - changed.size() - formatted.refused().size());
    }

    /** Writes a file atomically, since a server may be reading the folder. A link stays a link. */
    private static void write(Path folder, String name, byte[] bytes) throws IOException {
        var file = folder.resolve(name);
        var beside = folder.resolve('.' + name + ".new");
        try {
            Files.write(beside, bytes);
            Files.move(beside, file.toRealPath(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException error) {
            throw new IOException("cannot write " + file + ": " + error, error);
        }
    }

    /** The packs of a folder, by name. */
    public static List<PackRow> packs(Path folder) {
        return PackCatalogue.read(PolicyFiles.read(folder));
    }

    /** The packs as a Markdown table. */
    public static String table(Path folder) {
        return PackTable.render(packs(folder));
    }

    /**
     * Writes the table into README.md between its markers.
     *
     * @return false if the page has no markers; nothing is written then
     * @throws IOException if the page cannot be read or written; the message names it
     */
    public static boolean writeTable(Path folder) throws IOException {
        var table = table(folder);
        var page = readme(folder);
        try {
            var text = Files.exists(page) ? Files.readString(page) : "";
            if (!PackReadme.hasMarkers(text)) {
                return false;
            }
            Files.writeString(page, PackReadme.replaceTable(text, table));
            return true;
        } catch (IOException error) {
            throw new IOException("cannot write " + page + ": " + error, error);
        }
    }

    public static Path readme(Path folder) {
        return folder.resolve("README.md");
    }
}
