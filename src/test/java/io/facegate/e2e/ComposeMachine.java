package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Ports;
import io.facegate.deploy.ComposeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The services of {@code deploy/compose.yaml} as processes of this machine: their commands, variables and files as the
 * file says them. Names of hosts become {@code localhost}, ports become free ones, and what a service has mounted is
 * below a folder of its own.
 */
final class ComposeMachine implements AutoCloseable {
    private static final List<String> ADDRESSES = List.of(
            "id.facegate.localhost:8446",
            "a.facegate.localhost:8443",
            "b.facegate.localhost:8444",
            "gateway-a:9000",
            "gateway-b:9000",
            "db:5432",
            "valkey:6379",
            "kafka:9092",
            "collector:4318",
            "prometheus:9090");

    private final ComposeFile file = ComposeFile.read();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<Process> running = new ArrayList<>();
    private final Path root;

    ComposeMachine(Path root) throws IOException {
        this.root = root;
        ADDRESSES.forEach(address -> ports.put(address, Ports.free()));
        for (var service : file.services()) {
            for (var volume : file.volumes(service).entrySet()) {
                var kept = Files.createDirectories(root.resolve("volumes").resolve(volume.getValue()));
                var place = of(service, volume.getKey());
                Files.createDirectories(place.getParent());
                Files.createSymbolicLink(place, kept);
            }
            for (var config : file.configs(service).entrySet()) {
                var place = of(service, config.getKey());
                Files.createDirectories(place.getParent());
                Files.writeString(place, local(service, Files.readString(config.getValue())));
            }
        }
    }

    ComposeFile file() {
        return file;
    }

    /** The port that stands for that address. */
    int port(String address) {
        return ports.get(address);
    }

    /** What a service sees under that name. */
    Path of(String service, String path) {
        return root.resolve(service + path);
    }

    /** A file of a named volume. */
    Path volume(String name, String path) {
        return root.resolve("volumes").resolve(name).resolve(path);
    }

    /** A text of that service with this machine's addresses and places. */
    String local(String service, String text) {
        var local = text.replace("0.0.0.0", "127.0.0.1");
        for (var address : ports.entrySet()) {
            local = local.replace(address.getKey(), "localhost:" + address.getValue());
        }
        for (var place : mounted(service)) {
            local = Pattern.compile("(?<![\\w.])" + Pattern.quote(place) + "(?=[/\\s\"]|$)")
                    .matcher(local)
                    .replaceAll(Matcher.quoteReplacement(of(service, place).toString()));
        }
        return local;
    }

    /** The folders at the top of what a service has mounted. */
    private TreeSet<String> mounted(String service) {
        var places = new TreeSet<>(file.volumes(service).keySet());
        places.addAll(file.configs(service).keySet());
        var tops = new TreeSet<String>();
        for (var place : places) {
            var parts = place.split("/");
            boolean isShared = List.of("etc", "var", "opt").contains(parts[1]);
            tops.add(isShared ? "/" + parts[1] + "/" + parts[2] : "/" + parts[1]);
        }
        return tops;
    }

    List<String> command(String service) {
        return file.command(service).stream().map(word -> local(service, word)).toList();
    }

    Map<String, String> environment(String service) {
        var variables = new LinkedHashMap<String, String>();
        file.environment(service).forEach((name, value) -> variables.put(name, local(service, value)));
        return variables;
    }

    /** A command of the gateway's image, to its end. */
    Gateway.Result run(String service, String... words) {
        var all = words.length == 0 ? command(service) : List.of(words);
        var builder = Gateway.starting(all);
        builder.environment().putAll(environment(service));
        return Gateway.Result.of(builder, 4);
    }

    /** Starts a service of the gateway's image that goes on, on ports of its own. */
    Process serve(String service) throws IOException {
        boolean isA = service.equals("gateway-a");
        var calls = isA ? "a.facegate.localhost:8443" : "b.facegate.localhost:8444";
        var builder = Gateway.starting(command(service));
        var variables = builder.environment();
        variables.putAll(environment(service));
        variables.put("FACEGATE_TLS_PORT", String.valueOf(port(calls)));
        variables.put("FACEGATE_HEALTH_PORT", String.valueOf(port(service + ":9000")));
        variables.put("FACEGATE_PORT", "0");
        // What is shown here must not depend on how busy the disk of the machine is.
        variables.put("FACEGATE_LEDGER_DEADLINE", "5000");
        return start(service, builder);
    }

    /** Starts a program that goes on; what it says is in the log of the service. */
    Process start(String service, ProcessBuilder builder) throws IOException {
        var process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(service)))
                .start();
        running.add(process);
        return process;
    }

    private java.io.File logFile(String service) {
        return root.resolve(service + ".log").toFile();
    }

    String log(String service) {
        try {
            return Files.readString(logFile(service).toPath());
        } catch (IOException none) {
            return "";
        }
    }

    /** Makes the secrets; whom each file is given to is noted, because only root could give it. */
    List<String> secrets() throws IOException {
        var bin = Files.createDirectories(root.resolve("bin"));
        var given = root.resolve("given");
        Files.writeString(given, "");
        var chown = bin.resolve("chown");
        Files.writeString(chown, "#!/bin/sh\necho \"$@\" >>" + given + "\n");
        assertThat(chown.toFile().setExecutable(true)).isTrue();
        var command = new ArrayList<String>();
        file.service("secrets").get("entrypoint").forEach(word -> command.add(word.asText()));
        command.addAll(command("secrets"));
        var builder = new ProcessBuilder(command);
        var home = System.getProperty("java.home");
        builder.environment().put("JAVA_HOME", home);
        builder.environment()
                .put("PATH", bin + ":" + home + "/bin:" + builder.environment().get("PATH"));
        assertThat(Gateway.Result.of(builder).expect(0).out()).contains("The secrets are there.");
        return Files.readAllLines(given);
    }

    @Override
    public void close() {
        for (var process : running.reversed()) {
            var children = process.descendants().toList();
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
