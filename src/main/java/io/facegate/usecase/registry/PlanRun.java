package io.facegate.usecase.registry;

import io.facegate.call.Fault;
import io.facegate.json.JsonMappers;
import io.facegate.registry.MintedKey;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.RegistryWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies one plan in parts, each on record before it is committed, and counts what was applied. */
final class PlanRun {
    private static final String NOTHING = "Nothing was changed";

    private final RegistryPlan plan;
    private final @Nullable Path keysTo;
    private final int atOnce;
    private int organisations;
    private int keys;

    /**
     * A plan of which nothing is applied yet.
     *
     * @param keysTo a file that is not there yet; it is made when the first key is
     * @param atOnce rows that one transaction changes, with one record
     */
    PlanRun(RegistryPlan plan, @Nullable Path keysTo, int atOnce) {
        this.plan = plan;
        this.keysTo = keysTo;
        this.atOnce = atOnce;
        if (plan.keys().isEmpty()) {
            return;
        }
        if (keysTo == null) {
            throw new Unacceptable("The file names " + plan.keys().size()
                    + " keys to mint. Name a new file for their secrets: --keys-to FILE.");
        }
        if (Files.exists(keysTo, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unacceptable(keysTo + " is there already. Name a new file for the secrets of the keys.");
        }
        if (!Files.isWritable(Objects.requireNonNullElse(keysTo.toAbsolutePath().getParent(), keysTo))) {
            throw new Unusable(keysTo + " cannot be written.");
        }
    }

    /** Applies organisations, then keys. Ends with the first part that cannot be applied. */
    void run(RegistryWriter registrar) {
        var all = plan.organisations();
        while (organisations < all.size()) {
            int next = Math.min(organisations + atOnce, all.size());
            registrar.bulk().write(all.subList(organisations, next), Instant.now());
            organisations = next;
        }
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        while (keys < plan.keys().size()) {
            int next = Math.min(keys + atOnce, plan.keys().size());
            registrar.bulk().mint(plan.keys().subList(keys, next), now, this::append);
            keys = next;
        }
    }

    /** What was applied. */
    PlanProgress applied(@Nullable ProposalMade proposal) {
        var done = new RegistryPlan(
                plan.organisations().subList(0, organisations),
                plan.keys().subList(0, keys),
                plan.unchanged(),
                plan.drift());
        return new PlanProgress(
                done,
                proposal,
                plan.organisations().size() - organisations,
                plan.keys().size() - keys);
    }

    Unacceptable explain(Unacceptable why) {
        return new Unacceptable(explain(why.sentence()));
    }

    Unusable explain(Unusable why) {
        return new Unusable(explain(why.sentence()), why);
    }

    Fault.LedgerDown explain(Fault.LedgerDown why) {
        return new Fault.LedgerDown(explain(String.valueOf(why.getMessage())));
    }

    private String explain(String why) {
        if (organisations + keys == 0) {
            return why.startsWith(NOTHING) ? why : NOTHING + ". " + why;
        }
        return "Applied, and on record: " + organisations + " of "
                + plan.organisations().size() + " organisations, " + keys + " of "
                + plan.keys().size() + " keys. The rest waits: " + why.replace(NOTHING, "The rest was not changed")
                + " Then run the same command again.";
    }

    /** Appends keys and syncs them to disk: a key is valid only once its secret cannot be lost. */
    private void append(List<MintedKey> minted) {
        var file = Objects.requireNonNull(keysTo);
        var lines = new StringBuilder();
        try (var to = open(file)) {
            for (var key : minted) {
                lines.append(JsonMappers.PLAIN.writeValueAsString(fields(key))).append('\n');
            }
            var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            to.force(true);
        } catch (IOException unwritten) {
            throw new Unusable(file + " cannot be written, so no key was minted.", unwritten);
        }
    }

    /** Makes the file with the first keys, and appends to its own file afterwards. */
    private FileChannel open(Path file) throws IOException {
        return keys == 0
                ? FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, StandardOpenOption.APPEND);
    }

    private static Map<String, Object> fields(MintedKey key) {
        var all = new LinkedHashMap<String, Object>();
        all.put("org", key.request().organisation());
        all.put("label", String.valueOf(key.request().label()));
        all.put("accessKeyId", key.accessKeyId());
        all.put("secretAccessKey", key.secretAccessKey());
        all.put("apiKey", key.apiKey());
        return all;
    }
}
