package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.Await;
import io.facegate.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The servers of {@code deploy/compose.yaml}: the real ones, with the settings that the file gives them. */
final class ComposeStores implements AutoCloseable {
    private static final Path KEYCLOAK = Path.of("target/keycloak/keycloak-26.7.3");

    private final ComposeMachine machine;
    private EmbeddedPostgres database;

    ComposeStores(Path root) throws IOException {
        this.machine = new ComposeMachine(root);
    }

    ComposeMachine machine() {
        return machine;
    }

    /** A new server, with the roles that its first start makes. */
    void database() throws IOException {
        var builder = EmbeddedPostgres.builder()
                .setPort(machine.port("db:5432"))
                .setDataDirectory(machine.volume("db-data", "18"))
                .setRegisterShutdownHook(false)
                // What a server has by itself, and this library takes away.
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofMinutes(1))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
        var words = machine.command("db");
        assertThat(words.getFirst()).isEqualTo("postgres");
        for (int i = 1; i < words.size(); i += 2) {
            assertThat(words.get(i)).isEqualTo("-c");
            var setting = words.get(i + 1).split("=", 2);
            builder.setServerConfig(setting[0], setting[1]);
        }
        // The image's own script speaks to its server over a socket; here it is the superuser over loopback.
        Files.writeString(
                machine.of("db", "/etc/facegate/pg_hba.conf"),
                "host all postgres 127.0.0.1/32 trust\n",
                StandardOpenOption.APPEND);
        database = builder.start();
        roles();
    }

    private void roles() {
        var script = machine.of("db", "/docker-entrypoint-initdb.d/roles.sh");
        var builder = new ProcessBuilder("sh", "-e", script.toString());
        builder.environment()
                .putAll(Map.of(
                        "POSTGRES_USER",
                        "postgres",
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        String.valueOf(machine.port("db:5432"))));
        Gateway.Result.of(builder).expect(0);
    }

    void valkey() throws IOException {
        var words = new ArrayList<>(machine.command("valkey"));
        words.set(words.indexOf("6379"), String.valueOf(machine.port("valkey:6379")));
        words.addAll(List.of("--bind", "127.0.0.1"));
        machine.start("valkey", new ProcessBuilder(words));
        Await.until(() -> isOpen(machine.port("valkey:6379")));
    }

    static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As the image does it: a variable is a setting of the broker. */
    void kafka() throws IOException {
        int controller = Ports.free();
        var config = machine.of("kafka", "/server.properties");
        var lines = new ArrayList<String>();
        machine.environment("kafka")
                .forEach((name, value) ->
                        lines.add(name.substring("KAFKA_".length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '.') + "="
                                + value.replace("//127.0.0.1:9092", "//127.0.0.1:" + machine.port("kafka:9092"))
                                        .replace(":9093", ":" + controller)));
        Files.write(config, lines);
        var format =
                kafka("kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAA", "-c", config.toString());
        Gateway.Result.of(format).expect(0);
        machine.start("kafka", kafka("kafka.Kafka", config.toString()));
        Await.until(() -> isOpen(machine.port("kafka:9092")));
    }

    private static ProcessBuilder kafka(String... program) {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(program));
        return new ProcessBuilder(command);
    }

    /** A copy of the distribution, which a first start fits to the database as in the image. */
    void keycloak() throws IOException {
        var home = machine.of("keycloak", "/opt/keycloak");
        copy(Path.of(System.getProperty("facegate.keycloak", KEYCLOAK.toString())), home);
        var words = new ArrayList<>(List.of("bash", home.resolve("bin/kc.sh").toString()));
        words.addAll(machine.command("keycloak"));
        words.add("--http-host=127.0.0.1");
        var builder = new ProcessBuilder(words);
        builder.environment().putAll(machine.environment("keycloak"));
        builder.environment()
                .putAll(Map.of(
                        "KC_HTTPS_PORT",
                        String.valueOf(machine.port("id.facegate.localhost:8446")),
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xmx512m -XX:TieredStopAtLevel=1"));
        var process = machine.start("keycloak", builder);
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (!machine.log("keycloak").contains("Listening on: https://")) {
            assertThat(process.isAlive() && System.nanoTime() < until)
                    .as(machine.log("keycloak"))
                    .isTrue();
            Gateway.pause(200);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    void prometheus() throws IOException {
        var words = new ArrayList<String>(List.of("prometheus"));
        for (var word : machine.command("prometheus")) {
            words.add(word.replace("127.0.0.1:9090", "127.0.0.1:" + machine.port("prometheus:9090")));
        }
        var config = machine.of("prometheus", "/etc/prometheus/prometheus.yaml");
        Gateway.Result.of(new ProcessBuilder("promtool", "check", "config", config.toString()))
                .expect(0);
        Files.writeString(config, Files.readString(config).replace("15s", "1s"));
        machine.start("prometheus", new ProcessBuilder(words));
    }

    @Override
    public void close() throws IOException {
        if (database != null) {
            database.close();
        }
    }
}
