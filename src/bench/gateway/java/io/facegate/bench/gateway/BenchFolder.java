package io.facegate.bench.gateway;

import io.facegate.app.server.DataFolder;
import io.facegate.identity.Organisation;
import io.facegate.json.JsonMappers;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Folder of a gateway under test: a fresh data folder, one organisation with a key, and the benchmark rules. */
public record BenchFolder(Path data, Path policies, MintedKey key) {
    public static BenchFolder prepare(Path folder) throws IOException {
        var data = folder.resolve("data");
        var policies = folder.resolve("policies");
        DataFolder.prepare(data);
        BenchRules.write(policies);
        var caller = Organisation.builder("bench", "nonprofit.child_protection")
                .name("The benchmark")
                .jurisdictions(List.of("US-OR"))
                .purposes(Set.of("missing_child"))
                .build();
        var minting = new KeyRequest(caller.id(), List.of(), null, null);
        var registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null);
        new Organisations(registry).add(caller);
        return new BenchFolder(
                data, policies, new OrganisationKeys(registry).mint(minting).key());
    }

    /**
     * Prepares a folder with the commands of another build, which may not read what this one writes.
     *
     * @param program starts that build
     */
    static BenchFolder prepareWith(Path program, Path folder) throws IOException {
        var policies = folder.resolve("policies");
        BenchRules.write(policies);
        var org = "org add --id bench --name bench --type nonprofit.child_protection --purpose missing_child"
                + " --jurisdiction US-OR";
        run(program, folder, org);
        var told = JsonMappers.PLAIN.readTree(run(program, folder, "key mint --org bench"));
        var key = new MintedKey(
                told.path("accessKeyId").asText(),
                told.path("secretAccessKey").asText(),
                told.path("apiKey").asText(),
                new KeyRequest("bench", List.of(), null, null));
        return new BenchFolder(folder.resolve("data"), policies, key);
    }

    /** Runs a command on the folder's data to its end, and returns what it wrote. */
    private static String run(Path program, Path folder, String words) throws IOException {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        var builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("commands").toFile());
        builder.environment().keySet().removeIf(ChildProcess::isForeign);
        var process = builder.start();
        try {
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("A build could not prepare its folder: "
                        + Files.readString(folder.resolve("commands")).strip());
            }
            return said;
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a build prepared its folder.", stopped);
        }
    }

    /** Deletes a folder recursively. */
    public static void clear(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
