package io.facegate.usecase.registry;

import io.facegate.identity.Organisation;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Expiry;
import io.facegate.registry.KeyEntry;
import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.registry.RegistryWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies files of organisations to the registry, and writes them. */
public final class RegistryFiles {
    /** Rows that one transaction changes, with one record. */
    private static final int AT_ONCE = 2_000;

    private final RegistryAccess registry;

    public RegistryFiles(RegistryAccess registry) {
        this.registry = registry;
    }

    /**
     * What applying a file would change. A new folder gets an empty registry.
     *
     * @throws Unacceptable with every mistake of the file and its line
     */
    public RegistryPlan plan(Path file) {
        var content = OrganisationsFile.read(file);
        return registry.openOrCreate(registrar -> plan(registrar, content));
    }

    private static RegistryPlan plan(RegistryWriter registrar, OrganisationsFile.Content content) {
        requireSound(registrar);
        var planner =
                new RegistryPlanner(content.reading(), registrar.organisations(), registrar.keys(), Instant.now());
        var plan = planner.plan(content.organisations());
        content.requireNoMistakes();
        return plan;
    }

    /** Nothing is planned on, nor exported from, rows that somebody changed. */
    private static void requireSound(RegistryWriter registrar) {
        if (registrar.organisations().isEmpty()) {
            // A registry that was just made has no rows. If somebody deleted them, the change finds it.
            return;
        }
        var verified = registrar.verify();
        if (!verified.isIntact()) {
            throw new Unusable("The registry does not verify, so nothing is compared with it. See: facegate registry"
                    + " verify.");
        }
    }

    /**
     * Applies a file: organisations first, then keys, in parts of which each is on record before it is committed. If a
     * part fails, those before it stay, and the same command goes on with the rest.
     *
     * @param keysTo a file that is not there yet, which gets the secrets of minted keys; null if none are to be minted
     * @return what was changed
     */
    public RegistryPlan apply(Path file, @Nullable Path keysTo) {
        var content = OrganisationsFile.read(file);
        return registry.openOrCreate(registrar -> {
            var plan = plan(registrar, content);
            if (plan.keys().isEmpty()) {
                write(registrar, plan);
                return plan;
            }
            if (keysTo == null) {
                throw new Unacceptable("The file names " + plan.keys().size()
                        + " keys to mint. Name a new file for their secrets: --keys-to FILE.");
            }
            try (var secrets = create(keysTo)) {
                write(registrar, plan);
                var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                for (int at = 0; at < plan.keys().size(); at += AT_ONCE) {
                    var part = plan.keys()
                            .subList(at, Math.min(at + AT_ONCE, plan.keys().size()));
                    registrar.bulk().mint(part, now, minted -> append(secrets, minted));
                }
            } catch (IOException unwritten) {
                throw new Unusable(keysTo + " cannot be written.", unwritten);
            }
            return plan;
        });
    }

    private static void write(RegistryWriter registrar, RegistryPlan plan) {
        var all = plan.organisations();
        for (int at = 0; at < all.size(); at += AT_ONCE) {
            registrar.bulk().write(all.subList(at, Math.min(at + AT_ONCE, all.size())), Instant.now());
        }
    }

    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            throw new Unacceptable(file + " is there already. Name a new file for the secrets of the keys.");
        }
    }

    /** Appends the keys and syncs them to disk: a key is valid only once its secret cannot be lost. */
    private static void append(FileChannel to, List<MintedKey> keys) {
        var lines = new StringBuilder();
        try {
            for (var key : keys) {
                lines.append(JsonMappers.PLAIN.writeValueAsString(fields(key))).append('\n');
            }
            var bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            to.force(true);
        } catch (IOException unwritten) {
            throw new Unusable("The secrets of the keys cannot be written, so no key was minted.", unwritten);
        }
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

    /** What ends between two instants, the next first. */
    public List<Expiry> expiring(Instant now, Instant until) {
        return registry.open(registrar -> registrar.expiring(now, until));
    }

    /** The file of what is registered, without secrets. Applying it changes nothing. */
    public String export() {
        return registry.open(registrar -> {
            requireSound(registrar);
            return export(registrar.organisations(), registrar.keys(), Instant.now());
        });
    }

    static String export(List<Organisation> organisations, List<KeyEntry> keys, Instant now) {
        var byOrganisation =
                keys.stream().collect(Collectors.groupingBy(key -> key.request().organisation()));
        var all = new ArrayList<Map<String, Object>>();
        for (var one : organisations) {
            var fields = OrganisationFields.of(one);
            var named = RegistryPlanner.named(byOrganisation.get(one.id()), now);
            if (!named.isEmpty()) {
                fields.put("keys", named.stream().map(OrganisationFields::of).toList());
            }
            all.add(fields);
        }
        return OrganisationsYaml.write(all);
    }
}
