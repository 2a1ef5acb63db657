package io.facegate.app.server;

import io.facegate.app.connections.ConnectionGuard;
import io.facegate.app.shutdown.Signals;
import io.facegate.call.Fault;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.console.DemoLogins;
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

/** One running gateway. Opens its components first, so that their errors are reported before a port opens. */
public final class GatewayServer {
    /** The running server. {@link GatewayBeans} reads it to find the components opened before Quarkus started. */
    private static final AtomicReference<@Nullable GatewayServer> RUNNING = new AtomicReference<>();

    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private static final long CLOSING_SECONDS = 30;

    private final GatewayContext gatewayContext;
    private final ListenOptions listen;
    private final CommonOptions settings;
    private final Consumer<GatewayServer> onceReady;

    /** The links of a demo's people; null for every other gateway. */
    private @Nullable DemoLogins demoLogins;

    private GatewayServer(
            GatewayContext gatewayContext,
            ListenOptions listen,
            CommonOptions settings,
            Consumer<GatewayServer> onceReady) {
        this.gatewayContext = gatewayContext;
        this.listen = listen;
        this.settings = settings;
        this.onceReady = onceReady;
    }

    /** Runs until stopped. Calls {@code onceReady} when calls are accepted. */
    public static ExitCode run(
            GatewaySettings setup, ListenOptions listen, CommonOptions settings, Consumer<GatewayServer> onceReady) {
        return run(setup, listen, settings, onceReady, null);
    }

    /** As above, for a demo, whose people log in by links. Only the demo has any. */
    public static ExitCode runDemo(
            GatewaySettings setup,
            ListenOptions listen,
            CommonOptions settings,
            Consumer<GatewayServer> onceReady,
            DemoLogins people) {
        return run(setup, listen, settings, onceReady, people);
    }

    private static ExitCode run(
            GatewaySettings setup,
            ListenOptions listen,
            CommonOptions settings,
            Consumer<GatewayServer> onceReady,
            @Nullable DemoLogins people) {
        if (!areAccepted(
                RefusedSettings.find(
                        System.getenv(),
                        System.getProperties().stringPropertyNames(),
                        Path.of("").toAbsolutePath()),
                settings)) {
            return ExitCode.USAGE;
        }
        var taken = listen.portProblem();
        if (taken != null) {
            settings.output().printError("The gateway cannot start: " + taken);
            return ExitCode.FAULT;
        }
        // A signal during startup just ends it; that is no error.
        Signals.handle("TERM", GatewayServer::abortStart);
        Signals.handle("INT", GatewayServer::abortStart);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(closed), "facegate-closing"));
        try {
            return open(setup, listen, settings, onceReady, people);
        } finally {
            closed.countDown();
        }
    }

    /** Says which settings of the environment are refused or not read; false if any is refused. */
    private static boolean areAccepted(RefusedSettings foreign, CommonOptions settings) {
        var problem = foreign.problem();
        if (problem != null) {
            settings.output().printError(problem);
            return false;
        }
        if (!foreign.ignored().isEmpty()) {
            settings.output()
                    .printError(
                            "These settings of Quarkus are not read: " + String.join(", ", foreign.ignored()) + '.');
        }
        return true;
    }

    private static void abortStart() {
        STOPPING.set(true);
        System.exit(ExitCode.DONE.number());
    }

    /** Shutdown hook that lets the components finish. The JVM ends as soon as all hooks have returned. */
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
            GatewaySettings setup,
            ListenOptions listen,
            CommonOptions settings,
            Consumer<GatewayServer> onceReady,
            @Nullable DemoLogins people) {
        try (var gatewayContext = GatewayContext.open(setup)) {
            ServerSettings.use(listen.settings());
            ConnectionGuard.install();
            // Otherwise Quarkus would reject a malformed URI without a message; the first route explains it.
            System.setProperty("vertx.disableURIValidation", "true");
            RUNNING.set(new GatewayServer(gatewayContext, listen, settings, onceReady).withPeople(people));
            return serve(settings);
        } catch (PolicyErrors wrong) {
            return tellOfPolicies(wrong, settings);
        } catch (Fault.LedgerTampered tampered) {
            settings.output().printError("The gateway cannot start: " + tampered.getMessage());
            tellOfReading(setup, settings);
            return ExitCode.LEDGER_DOES_NOT_VERIFY;
        } catch (IOException | RuntimeException failed) {
            if (STOPPING.get()) {
                return ExitCode.DONE;
            }
            settings.output().printError("The gateway cannot start: " + rootMessage(failed));
            if (failed instanceof Fault.LedgerDown) {
                tellOfReading(setup, settings);
            }
            return ExitCode.FAULT;
        }
    }

    private GatewayServer withPeople(@Nullable DemoLogins people) {
        demoLogins = people;
        return this;
    }

    private static ExitCode tellOfPolicies(PolicyErrors wrong, CommonOptions settings) {
        wrong.mistakes().forEach(mistake -> settings.output().printError(mistake.toString()));
        if (wrong.compile()) {
            settings.output()
                    .printError("The gateway starts only with policies that are proved to keep their invariants."
                            + " facegate policy prove shows the details; serve --no-prove starts without proof.");
        }
        return wrong.compile() ? ExitCode.POLICY_TEST_FAILED : ExitCode.DOES_NOT_COMPILE;
    }

    private static void tellOfReading(GatewaySettings setup, CommonOptions settings) {
        if (setup.readOnly()) {
            return;
        }
        settings.output()
                .printError("To look at its records in the console, without calls: the same command with --read-only.");
    }

    private static ExitCode serve(CommonOptions settings) {
        var ended = new AtomicReference<ExitCode>(ExitCode.DONE);
        Quarkus.run(ReadyAnnouncement.class, (code, thrown) -> {
            if (thrown != null && !STOPPING.get()) {
                settings.output().printError("The gateway cannot start: " + rootMessage(thrown));
                ended.set(ExitCode.FAULT);
            }
        });
        return ended.get();
    }

    /** Message of the root cause. The exceptions around it only say that startup failed. */
    private static String rootMessage(Throwable failed) {
        var root = failed;
        while (root.getCause() != null && !isTold(root)) {
            root = root.getCause();
        }
        if (root instanceof SQLException) {
            return "the ledger's database cannot be used (--ledger, --ledger-password): " + root.getMessage();
        }
        return root instanceof Exception known && root.getMessage() != null
                ? FileErrorFormatter.sentence(known)
                : "there was an error in Facegate (" + root.getClass().getSimpleName() + ").";
    }

    /** True if an exception's own message says more than its cause's. */
    private static boolean isTold(Throwable failed) {
        return failed instanceof SQLException
                || (failed instanceof UncheckedIOException
                        && !String.valueOf(failed.getMessage()).equals(String.valueOf(failed.getCause())));
    }

    static GatewayServer running() {
        return Objects.requireNonNull(RUNNING.get(), "no server was opened");
    }

    public GatewayContext gatewayContext() {
        return gatewayContext;
    }

    public CommonOptions settings() {
        return settings;
    }

    ListenOptions listen() {
        return listen;
    }

    /** Stops the gateway as SIGTERM does. */
    public void stop() {
        Quarkus.asyncExit(0);
    }

    @Nullable
    DemoLogins demoLogins() {
        return demoLogins;
    }

    void ready() {
        onceReady.accept(this);
    }

    /** Address for calls, once the port is known. */
    public URI calls() {
        return address("quarkus.http.port");
    }

    /** Address of health and metrics. */
    URI health() {
        return address("http", listen.healthHost(), "quarkus.management.port");
    }

    /** Console address for a browser on this machine; plain HTTP only with {@code --trust-loopback}. */
    public Optional<URI> localConsoleAddress() {
        var found = listen.trustsLoopback() ? Optional.of(calls()) : tlsAddress();
        return found.map(at -> Set.of("0.0.0.0", "::").contains(listen.host())
                ? URI.create(at.getScheme() + "://127.0.0.1:" + at.getPort())
                : at);
    }

    /** Address for calls over TLS, if enabled. */
    Optional<URI> tlsAddress() {
        return listen.isTlsEnabled()
                ? Optional.of(address("https", listen.host(), "quarkus.http.ssl-port"))
                : Optional.empty();
    }

    private URI address(String port) {
        return address("http", listen.host(), port);
    }

    private static URI address(String scheme, String host, String port) {
        return address(scheme, host, port(port));
    }

    static URI address(String scheme, String host, int port) {
        var literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + literal + ":" + port);
    }

    private static int port(String name) {
        return ConfigProvider.getConfig().getValue(name, Integer.class);
    }
}
