package io.facegate.usecase.ledger;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.export.EvidenceBundle;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.export.ExportResult;
import io.facegate.ledger.export.OcsfVersion;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.registry.RegistryAddress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Exports records into a new file, readable by its owner only, after recording the export in the ledger. */
public final class RecordExport implements AutoCloseable {
    private final LedgerAddress ledger;
    private final ProjectionSearch search;
    private final SearchWords words;

    private RecordExport(LedgerAddress ledger, ProjectionSearch search, SearchWords words) {
        this.ledger = ledger;
        this.search = search;
        this.words = words;
    }

    /** Opens the records of a ledger for export. */
    public static RecordExport open(LedgerAddress ledger, RegistryAddress registry, Path policies) {
        var search = ProjectionSearch.open(ledger);
        return new RecordExport(ledger, search, SearchWordSources.of(search, registry, policies));
    }

    /**
     * Where an export goes.
     *
     * @param file a new file
     * @param by who takes the records
     * @param caseId the number of a case, to which the act commits; or null
     */
    public record Recipient(Path file, String by, @Nullable String caseId) {}

    /**
     * A finished export.
     *
     * @param subject the subject of the act on record
     * @param searched the number of records that were searched
     */
    public record Exported(long records, String digest, String subject, long searched) {}

    /** The export failed after its file was made, so the file is not complete. */
    public static final class Incomplete extends Exception {
        private static final long serialVersionUID = 1;

        private final Exception why;

        Incomplete(Exception why) {
            super(why);
            this.why = why;
        }

        public Exception why() {
            return why;
        }
    }

    /** Writes an export. */
    @FunctionalInterface
    private interface Content {
        ExportResult write(OutputStream out) throws IOException;
    }

    /** The words that a query may use. */
    public SearchWords words() {
        return words;
    }

    /** As below, with OCSF's usual version. */
    public Exported export(RecordQuery query, ExportFormat format, Recipient to) throws IOException, Incomplete {
        return export(query, format, OcsfVersion.DEFAULT, to);
    }

    /**
     * Writes the matching records, oldest first.
     *
     * @param ocsf the version that OCSF events name
     * @throws Fault.LedgerTampered if one does not verify; then no file is left
     */
    public Exported export(RecordQuery query, ExportFormat format, OcsfVersion ocsf, Recipient to)
            throws IOException, Incomplete {
        long searched = search.indexLag().taken();
        var act = ExportResult.act(format.key(), query, to.by(), to.caseId());
        return write(to.file(), act, searched, out -> ExportResult.write(search, query, format, ocsf, out));
    }

    /**
     * Writes the matching records and their outcomes with proofs, as evidence that others can verify.
     *
     * @throws Fault.LedgerTampered if one does not verify; then no file is left
     */
    public Exported bundle(RecordQuery query, Recipient to) throws IOException, Incomplete {
        long searched = search.indexLag().taken();
        var bundle = EvidenceBundle.collect(search, ledger, query);
        return write(to.file(), bundle.act(to.by(), to.caseId()), searched, bundle::write);
    }

    /**
     * Writes the evidence of one decision, with an account for people; empty if there is none with that id, and then no
     * file is made.
     *
     * @param names maps an organisation's id to its display name, or to the id itself
     * @throws Fault.LedgerTampered if a record of it does not verify; then no file is left
     */
    public Optional<Exported> bundle(String decision, UnaryOperator<String> names, Recipient to)
            throws IOException, Incomplete {
        long searched = search.indexLag().taken();
        var renderer = RecordRenderer.forPages(names, ledger.data());
        var bundle = new DecisionBundles(search, ledger, renderer).collect(decision);
        return bundle.isEmpty()
                ? Optional.empty()
                : Optional.of(write(to.file(), bundle.get().act(to.by(), to.caseId()), searched, bundle.get()::write));
    }

    private Exported write(Path file, Administrative act, long searched, Content content)
            throws IOException, Incomplete {
        var made = openNewFile(file);
        try (var out = made) {
            Ledger.administrate(ledger, act);
            var done = content.write(out);
            return new Exported(done.records(), done.digest(), act.subject(), searched);
        } catch (Fault.LedgerTampered tampered) {
            Files.deleteIfExists(file);
            throw tampered;
        } catch (Fault.LedgerDown | IOException failed) {
            throw new Incomplete(failed);
        }
    }

    private static OutputStream openNewFile(Path file) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner);
        return new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    @Override
    public void close() {
        search.close();
    }
}
