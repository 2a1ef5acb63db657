package io.facegate.ledger.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.ledger.reading.Entry;
import io.facegate.ledger.reading.SearchArchive;
import io.facegate.ledger.record.Field;
import io.facegate.ledger.salts.SaltFile;
import io.facegate.ledger.search.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Evidence in one ZIP file: records, proofs, policies and how to check them with nothing else. */
public final class Bundle implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();
    private static final String POLICIES = "policies";

    private final SearchArchive archive;
    private final Path data;
    private final ZipOutputStream zip;
    private final StringBuilder manifest = new StringBuilder();

    private Bundle(SearchArchive archive, Path data, OutputStream out) {
        this.archive = archive;
        this.data = data;
        this.zip = new ZipOutputStream(out);
    }

    /** Writes the records that fit, and the outcomes of the decisions among them. */
    public static Export write(SearchArchive archive, Path data, Query query, OutputStream out) throws IOException {
        try (var bundle = new Bundle(archive, data, out)) {
            return bundle.all(query);
        }
    }

    private Export all(Query query) throws IOException {
        var places = places(query);
        var records = archive.at(places);
        var size = archive.reach().taken();
        put("README.txt", instructions(query, records.size(), size));
        var lines = new StringBuilder();
        var leaves = Sha256.start();
        for (var entry : records) {
            lines.append(new String(entry.json(), StandardCharsets.UTF_8)).append('\n');
            leaves.update(entry.leaf());
        }
        put("records.jsonl", lines.toString());
        proofs(records, size);
        disclosed(query, records);
        policies(records);
        plain("manifest.txt", manifest.toString());
        return new Export(records.size(), HEX.formatHex(leaves.digest()));
    }

    private Set<Long> places(Query query) {
        var places = new TreeSet<Long>();
        var decisions = new ArrayList<String>();
        archive.each(query, entry -> {
            places.add(entry.index());
            decisions.add(read(entry).path("id").asText());
            return true;
        });
        decisions.forEach(id -> archive.outcome(id).ifPresent(places::add));
        return places;
    }

    private static JsonNode read(Entry entry) {
        try {
            return JSON.readTree(entry.json());
        } catch (IOException damaged) {
            return JSON.createObjectNode();
        }
    }

    private void proofs(List<Entry> records, long size) throws IOException {
        var tree = archive.paths(records.stream().map(Entry::index).toList(), size);
        put("head.json", "{\"root\":\"" + HEX.formatHex(tree.root()) + "\",\"size\":" + size + "}\n");
        var lines = new StringBuilder();
        for (int i = 0; i < records.size(); i++) {
            var proof = JSON.createObjectNode().put("index", records.get(i).index());
            proof.put("leaf", HEX.formatHex(records.get(i).leaf()));
            var path = proof.putArray("path");
            tree.paths().get(i).forEach(hash -> path.add(HEX.formatHex(hash)));
            lines.append(proof).append('\n');
        }
        put("proofs.jsonl", lines.toString());
    }

    /** What was asked for by a value that the records only commit to: the salts that show it. */
    private void disclosed(Query query, List<Entry> records) throws IOException {
        var lines = new StringBuilder();
        try (var salts = SaltFile.read(data)) {
            for (var entry : records) {
                for (var salt : salts.of(read(entry).path("id").asText())) {
                    var value = query.personal().get(salt.field());
                    if (value != null && salt.opens(value)) {
                        lines.append(JSON.createObjectNode()
                                        .put("record", salt.record())
                                        .put("field", salt.field().key())
                                        .put("value", value)
                                        .put("salt", HEX.formatHex(salt.bytes())))
                                .append('\n');
                    }
                }
            }
        } catch (SQLException unreadable) {
            throw new IOException("The salts cannot be read: " + unreadable.getMessage(), unreadable);
        }
        put("disclosures.jsonl", lines.toString());
    }

    private void policies(List<Entry> records) throws IOException {
        var digests = new TreeSet<String>();
        records.forEach(
                entry -> digests.add(read(entry).path(Field.POLICIES.key()).asText()));
        for (var digest : digests) {
            var folder = data.resolve(POLICIES).resolve(digest);
            if (digest.matches("[0-9a-f]{64}") && Files.isDirectory(folder)) {
                try (var files = Files.list(folder)) {
                    for (var file : files.sorted().toList()) {
                        put(POLICIES + '/' + digest + '/' + file.getFileName(), Files.readString(file));
                    }
                }
            }
        }
    }

    private static String instructions(Query query, int records, long size) throws IOException {
        try (var text = Bundle.class.getResourceAsStream("bundle.txt")) {
            if (text == null) {
                throw new IOException("The instructions are missing from the program.");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{query}", query.said())
                    .replace("{records}", Integer.toString(records))
                    .replace("{size}", Long.toString(size));
        }
    }

    private void put(String name, String text) throws IOException {
        var digest = Sha256.start().digest(text.getBytes(StandardCharsets.UTF_8));
        manifest.append(HEX.formatHex(digest)).append("  ").append(name).append('\n');
        plain(name, text);
    }

    private void plain(String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.finish();
    }
}
