package io.facegate.app.server;

import io.facegate.app.connections.ConnectionGuard;
import io.facegate.app.stop.Signals;
import io.facegate.call.Fault;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileProblem;
import io.facegate.policy.language.PolicyErrors;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** One running gateway: its rooms are opened first, so that what is wrong with them is said before a port opens. */
public final class GatewayServer {
    /** Quarkus makes the beans of {@link Beans} itself; this is how they find what was opened before it started. */
    private static final AtomicReference<@Nullable GatewayServer> RUNNING = new AtomicReference<>();

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private static final long CLOSING_SECONDS = 30;

    private final GatewayContext rooms;
    private final ListenOptions listen;
    private final CommonOptions settings;
    private final Consumer<GatewayServer> onceReady;

    private GatewayServer(
            GatewayContext rooms, ListenOptions listen, CommonOptions settings, Consumer<GatewayServer> onceReady) {
        this.rooms = rooms;
        this.listen = listen;
        this.settings = settings;
        this.onceReady = onceReady;
    }

    /** Runs until stopped; {@code onceReady} runs when calls are taken. */
    public static ExitCode run(
            GatewaySettings setup, ListenOptions listen, CommonOptions settings, Consumer<GatewayServer> onceReady) {
        var foreign = RefusedSettings.find(
                System.getenv(),
                System.getProperties().stringPropertyNames(),
                Path.of("").toAbsolutePath());
        var problem = foreign.problem();
        if (problem != null) {
            settings.complain(problem);
            return ExitCode.USAGE;
        }
        if (!foreign.ignored().isEmpty()) {
            settings.complain("These settings of Quarkus are not read: " + String.join(", ", foreign.ignored()) + '.');
        }
        var taken = listen.taken();
        if (taken != null) {
            settings.complain("The gateway cannot start: " + taken);
            return ExitCode.FAULT;
        }
        // Until calls are taken, a signal ends the start, and nothing is wrong with that.
        Signals.handle("TERM", GatewayServer::stopStarting);
        Signals.handle("INT", GatewayServer::stopStarting);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(closed), "facegate-closing"));
        try {
            return open(setup, listen, settings, onceReady);
        } finally {
            closed.countDown();
        }
    }

    private static void stopStarting() {
        STOPPING.set(true);
        System.exit(ExitCode.DONE.number());
    }

    /** A signal ends the JVM as soon as every hook has; this one lets the rooms write down what they still hold. */
    private static void await(CountDownLatch closed) {
        try {
            if (!closed.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                System.getLogger(GatewayServer.class.getName())
                        .log(System.Logger.Level.WARNING, "The gateway did not close in time.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExitCode open(
            GatewaySettings setup, ListenOptions listen, CommonOptions settings, Consumer<GatewayServer> onceReady) {
        try (var rooms = GatewayContext.open(setup)) {
            ServerSettings.use(listen.settings());
            ConnectionGuard.install();
            // Quarkus would turn a broken address away without a word; the first of the routes says what is wrong.
            System.setProperty("vertx.disableURIValidation", "true");
            RUNNING.set(new GatewayServer(rooms, listen, settings, onceReady));
            return serve(settings);
        } catch (PolicyErrors wrong) {
            wrong.mistakes().forEach(mistake -> settings.complain(mistake.toString()));
            if (wrong.compile()) {
                settings.complain("The gateway starts only with policies that are proved to keep their invariants;"
                        + " facegate policy prove says more, and serve --no-prove takes them unproved.");
            }
            return wrong.compile() ? ExitCode.POLICY_TEST_FAILED : ExitCode.DOES_NOT_COMPILE;
        } catch (Fault.LedgerTampered tampered) {
            settings.complain("The gateway cannot start: " + tampered.getMessage());
            return ExitCode.LEDGER_DOES_NOT_VERIFY;
        } catch (IOException | RuntimeException failed) {
            if (STOPPING.get()) {
                return ExitCode.DONE;
            }
            settings.complain("The gateway cannot start: " + rootOf(failed));
            return ExitCode.FAULT;
        }
    }

    private static ExitCode serve(CommonOptions settings) {
        var ended = new AtomicReference<ExitCode>(ExitCode.DONE);
        Quarkus.run(ReadyAnnouncement.class, (code, thrown) -> {
            if (thrown != null && !STOPPING.get()) {
                settings.complain("The gateway cannot start: " + rootOf(thrown));
                ended.set(ExitCode.FAULT);
            }
        });
        return ended.get();
    }

    /** What went wrong first; what wraps it only says that starting failed. */
    private static String rootOf(Throwable failed) {
        var root = failed;
        while (root.getCause() != null && !isTold(root)) {
            root = root.getCause();
        }
        if (root instanceof SQLException) {
            return "the ledger's database cannot be used (--ledger, --ledger-password): " + root.getMessage();
        }
        return root instanceof Exception known && root.getMessage() != null
                ? FileProblem.said(known)
                : "there was an error of the program (" + root.getClass().getSimpleName() + ").";
    }

    /** Whether its own words say more than those of what caused it. */
    private static boolean isTold(Throwable failed) {
        return failed instanceof SQLException
                || (failed instanceof UncheckedIOException
                        && !String.valueOf(failed.getMessage()).equals(String.valueOf(failed.getCause())));
    }

    static GatewayServer running() {
        return Objects.requireNonNull(RUNNING.get(), "no server was opened");
    }

    public GatewayContext rooms() {
        return rooms;
    }

    public CommonOptions settings() {
        return settings;
    }

    ListenOptions listen() {
        return listen;
    }

    /** Stops it, as SIGTERM would. */
    public void stop() {
        Quarkus.asyncExit(0);
    }

    void ready() {
        onceReady.accept(this);
    }

    /** Where calls are taken, once the port is known. */
    public URI calls() {
        return address("quarkus.http.port");
    }

    /** Where health and metrics are. */
    URI health() {
        return address("quarkus.management.port");
    }

    /** Where a browser on this machine finds the console, which answers to no other; over plain HTTP only if it is open there. */
    Optional<URI> here() {
        var found = listen.trustsLoopback() ? Optional.of(calls()) : encrypted();
        return found.map(at -> Set.of("0.0.0.0", "::").contains(listen.host())
                ? URI.create(at.getScheme() + "://127.0.0.1:" + at.getPort())
                : at);
    }

    /** Where calls are taken over TLS, if they are. */
    Optional<URI> encrypted() {
        return listen.encrypts() ? Optional.of(address("https", "quarkus.http.ssl-port")) : Optional.empty();
    }

    private URI address(String port) {
        return address("http", port);
    }

    private URI address(String scheme, String port) {
        var host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
        return URI.create(scheme + "://" + host + ":" + port(port));
    }

    private static int port(String name) {
        return ConfigProvider.getConfig().getValue(name, Integer.class);
    }
}
