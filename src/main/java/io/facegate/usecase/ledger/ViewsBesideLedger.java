package io.facegate.usecase.ledger;

import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.AccessAuditRecord;
import io.facegate.ledger.Ledger.Administrative;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Views that are written beside a ledger that stopped for good, because it was changed: whoever must find out what was
 * changed can look, and is not unrecorded. The next start that can record puts the file's hash on record.
 */
public final class ViewsBesideLedger {
    static final String NAME = "views.unrecorded";

    /** Act of the record that names such a file. */
    static final String ACT = "views_while_stopped";

    private static final Set<String> ACTS = Set.of(AccessAuditRecord.ACT, ViewAudit.LOGIN, ViewAudit.REFUSED);
    private static final long LARGEST = 16 << 20;

    private final Path file;
    private final BooleanSupplier stopped;

    /** @param stopped true once the ledger accepts no record any more until a restart */
    public ViewsBesideLedger(Path data, BooleanSupplier stopped) {
        this.file = data.resolve(NAME);
        this.stopped = stopped;
    }

    /** Keeps nothing. */
    static ViewsBesideLedger none() {
        return new ViewsBesideLedger(Path.of(""), () -> false);
    }

    /** Writes a view, a login or a refusal durably; false if the ledger did not stop for good, or it cannot. */
    synchronized boolean keep(Administrative act) {
        if (!stopped.getAsBoolean() || !ACTS.contains(act.act())) {
            return false;
        }
        var line = new LinkedHashMap<String, @Nullable Object>();
        line.put("time", act.now().toString());
        line.put("act", act.act());
        line.put("subject", act.subject());
        line.put("person", act.person());
        try (var to = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var bytes = ByteBuffer.wrap(
                    (JsonMappers.PLAIN.writeValueAsString(line) + '\n').getBytes(StandardCharsets.UTF_8));
            if (to.size() + bytes.remaining() > LARGEST) {
                return false;
            }
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            to.force(true);
            return true;
        } catch (IOException unwritten) {
            return false;
        }
    }

    /**
     * Puts such a file on record, if there is one; then its name gets its hash. A start that ends in between puts it on
     * record again.
     *
     * @param ledger records the act durably, or throws
     * @throws IOException if it cannot be read or renamed
     */
    public static void take(Path data, Instant now, Consumer<Administrative> ledger) throws IOException {
        var file = data.resolve(NAME);
        if (!Files.exists(file)) {
            return;
        }
        var bytes = Files.readAllBytes(file);
        var sha256 = HexFormat.of().formatHex(Digests.sha256(bytes));
        long lines = new String(bytes, StandardCharsets.UTF_8).lines().count();
        ledger.accept(new Administrative(ACT, "views:" + lines + ",sha256:" + sha256, now));
        Files.move(file, data.resolve(NAME + '.' + sha256.substring(0, 16)));
    }
}
