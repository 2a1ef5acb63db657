package io.facegate.ledger.audit;

import io.facegate.call.Digests;
import io.facegate.ledger.audit.AuditState.CleanPass;
import io.facegate.ledger.audit.AuditState.Finding;
import io.facegate.ledger.store.LedgerKeyFile;
import io.facegate.ledger.store.SqliteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stored result of the last complete audit pass, authenticated under the folder's key: a file of another key, or an
 * unauthenticated one, is ignored.
 */
public final class AuditFile {
    /** The file's name in the data folder. */
    public static final String NAME = "ledger.audit";

    private static final String PURPOSE = "facegate ledger audit\n";
    private static final String NOTHING = "-";

    private AuditFile() {}

    /** Reads a folder's audit state; empty if there is no such file or it is not authentic. */
    public static AuditState read(Path folder) {
        try {
            var lines =
                    Files.exists(folder.resolve(NAME)) ? Files.readAllLines(folder.resolve(NAME)) : List.<String>of();
            if (lines.size() != 4 || !same(lines.get(3), mac(folder, lines.subList(0, 3)))) {
                return AuditState.NONE;
            }
            var whole = lines.getFirst().split(" ", 2);
            return new AuditState(
                    lines.getFirst().equals(NOTHING)
                            ? null
                            : new CleanPass(Instant.parse(whole[1]), Long.parseLong(whole[0])),
                    0,
                    0,
                    finding(lines.get(1)),
                    finding(lines.get(2)),
                    null);
        } catch (IOException | DateTimeException | NumberFormatException unreadable) {
            return AuditState.NONE;
        }
    }

    /** Reads a finding: its records by their indices with commas between, how many they are, the time, the description. */
    private static @Nullable Finding finding(String line) {
        var parts = line.split(" ", 4);
        if (parts.length < 4) {
            return null;
        }
        var indices = Stream.of(parts[0].split(",")).map(Long::valueOf).toList();
        return new Finding(Instant.parse(parts[2]), indices.getFirst(), parts[3], Long.parseLong(parts[1]), indices);
    }

    static void store(Path folder, AuditState state) throws IOException {
        if (!LedgerKeyFile.exists(folder)) {
            return;
        }
        var whole = state.lastCleanPass();
        var lines = List.of(
                whole == null ? NOTHING : whole.records() + " " + whole.time(),
                line(state.log()),
                line(state.projection()));
        var fresh = folder.resolve(NAME + ".new");
        SqliteSettings.createPrivate(fresh);
        Files.writeString(fresh, String.join("\n", lines) + '\n' + mac(folder, lines) + '\n');
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(@Nullable Finding found) {
        if (found == null) {
            return NOTHING;
        }
        var indices = found.indices().stream().map(String::valueOf).collect(Collectors.joining(","));
        return indices + ' ' + found.count() + ' ' + found.time() + ' ' + found.description();
    }

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.US_ASCII));
    }

    private static String mac(Path folder, List<String> lines) throws IOException {
        var text = PURPOSE + String.join("\n", lines);
        return HexFormat.of()
                .formatHex(Digests.hmacSha256(LedgerKeyFile.read(folder), text.getBytes(StandardCharsets.UTF_8)));
    }
}
