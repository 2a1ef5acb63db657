package io.facegate.app.server;

import io.facegate.app.files.PemPair;
import io.facegate.app.telemetry.TelemetryOptions;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.FileArgument;
import io.facegate.cli.HelpHeading;
import io.facegate.cli.SecretFileArgument;
import io.facegate.http.ClientConnections;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the addresses, ports and TLS of a gateway, and for what it tells of its requests. Each has an environment variable of the same name. */
@EnvironmentVariables
@HelpHeading("Where it listens")
public final class ListenOptions {
    /** The TLS versions that callers may use, newest first. */
    private static final String TLS_VERSIONS = "TLSv1.3,TLSv1.2";

    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_GRACE = 3600;
    /** One line of visible text: no control characters of any kind, and no separators of lines or paragraphs. */
    private static final Pattern CONTACT = Pattern.compile("[^\\p{C}\\p{Zl}\\p{Zp}]{1,200}");

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on. API keys and bearer tokens need TLS, unless --trust-loopback is given."
                            + " Default: 127.0.0.1, this machine alone.")
    private String host = "127.0.0.1";

    @Option(
            names = "--contact",
            paramLabel = "TEXT",
            description =
                    "Whom a refused caller can write to, such as an e-mail address; every refusal names it. Required"
                            + " if --host is not a loopback address. Default: none.")
    private @Nullable String contact;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "The port for calls and the console; 0 picks a free one and prints it. Default: 8080.")
    private int port;

    @Option(
            names = "--health-port",
            defaultValue = "9000",
            paramLabel = "PORT",
            description = "The port for health and metrics; 0 picks a free one and prints it. Default: 9000.")
    private int healthPort;

    @Option(
            names = "--tls-port",
            defaultValue = "8443",
            paramLabel = "PORT",
            description = "The port for calls and the console over TLS, open if a certificate is given. Default: 8443.")
    private int tlsPort;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The PEM file with the certificate chain for TLS. Default: none, and no TLS port.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The PEM file with the private key for TLS. Default: none.")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description =
                    "The PEM file with the authorities of client certificates. A client may then show a certificate;"
                            + " one of another authority is not let in. The option also opens the admin API to people"
                            + " with registered certificates. Default: none, and none is asked for.")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--trust-loopback",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            defaultValue = "false",
            description =
                    "Treat every connection over loopback as one from this machine: the console, bearer tokens and"
                            + " API keys then work without TLS. Never use it where a proxy on this machine forwards"
                            + " requests, because they all arrive over loopback. Default: off.")
    private boolean trustLoopback;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "CIDRS",
            description = "The networks of proxies that end TLS for callers, separated by commas, such as"
                    + " 10.1.0.0/16. For calls, the gateway believes what they say in X-Forwarded-For and"
                    + " X-Forwarded-Proto, or in Forwarded. Default: none, and these headers are not read.")
    private @Nullable String trustedProxies;

    @Option(
            names = "--health-host",
            paramLabel = "ADDRESS",
            description = "The address that health and metrics listen on. Default: that of --host.")
    private @Nullable String healthHost;

    @Option(
            names = "--console-url",
            paramLabel = "URL",
            description = "The https address under which people open the console from other machines, such as"
                    + " https://gateway.example.org:8443. It needs TLS and an issuer at which people log in."
                    + " Default: none, and the console answers on this machine only.")
    private @Nullable URI consoleUrl;

    @Option(
            names = "--grace",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description =
                    "How many seconds calls in flight may take to finish when the gateway is stopped. New calls are"
                            + " not accepted. Default: 20.")
    private int grace;

    @Mixin
    private TelemetryOptions telemetry = new TelemetryOptions();

    @Mixin
    private AdminAddressOptions admin = new AdminAddressOptions();

    /** Why these options are invalid, or null. */
    @Nullable
    String problem() {
        if (grace < 1 || grace > LONGEST_GRACE) {
            return "--grace is " + grace + "; it must be a number of seconds from 1 to " + LONGEST_GRACE + '.';
        }
        return Stream.<Supplier<@Nullable String>>of(
                        this::tlsProblem,
                        this::consoleProblem,
                        this::ports,
                        this::addressProblem,
                        this::proxiesProblem,
                        () -> admin.problem(isTlsEnabled() || trustLoopback),
                        telemetry::problem,
                        this::contactProblem)
                .map(Supplier::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String tlsProblem() {
        if ((certificate == null) != (key == null)) {
            return "--tls-cert and --tls-key go together; give both.";
        }
        var unfit = certificate != null && key != null ? PemPair.problem(certificate, key) : null;
        if (unfit != null || clientAuthorities == null) {
            return unfit;
        }
        return certificate == null
                ? "--tls-client-ca needs --tls-cert and --tls-key."
                : PemPair.clientAuthoritiesProblem(clientAuthorities);
    }

    private @Nullable String addressProblem() {
        var unfit = ListenAddress.problem("--host", host);
        return unfit == null && healthHost != null ? ListenAddress.problem("--health-host", healthHost) : unfit;
    }

    private @Nullable String consoleProblem() {
        var url = consoleUrl;
        if (url == null) {
            return null;
        }
        boolean isPlain = "https".equals(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && Set.of("", "/").contains(url.getRawPath());
        if (!isPlain) {
            return "--console-url is an https address of a host, and of nothing below it, such as"
                    + " https://gateway.example.org:8443.";
        }
        return certificate == null ? "--console-url needs --tls-cert and --tls-key." : null;
    }

    private @Nullable String proxiesProblem() {
        try {
            connections();
            return null;
        } catch (IllegalArgumentException unfit) {
            return "--trusted-proxy: " + unfit.getMessage() + '.';
        }
    }

    private @Nullable String contactProblem() {
        if (contact == null) {
            return ListenAddress.isLoopback(host)
                    ? null
                    : "--host is " + host + ", so callers on other machines may be refused: give --contact, whom they"
                            + " can write to, such as an e-mail address.";
        }
        return CONTACT.matcher(contact).matches()
                ? null
                : "--contact must be one line of 1 to 200 characters, such as an e-mail address.";
    }

    private @Nullable String ports() {
        var byPort = new HashMap<Integer, String>();
        for (var named : portsByOption().entrySet()) {
            int number = named.getValue();
            if (number < 0 || number > LAST_PORT) {
                return named.getKey() + " is " + number + "; a port is a number from 0 to " + LAST_PORT
                        + ", and 0 takes a free one.";
            }
            var other = number == 0 ? null : byPort.put(number, named.getKey());
            if (other != null) {
                return other + " and " + named.getKey() + " are both " + number + "; each needs a port of its own.";
            }
        }
        return null;
    }

    /** The ports to listen on, by their options. */
    private Map<String, Integer> portsByOption() {
        var all = new LinkedHashMap<>(Map.of("--port", port));
        all.put("--health-port", healthPort);
        if (isTlsEnabled()) {
            all.put("--tls-port", tlsPort);
        }
        admin.port().ifPresent(number -> all.put("--admin-port", number));
        return all;
    }

    /** Why a port is unavailable at this moment, or null. */
    @Nullable
    String portProblem() {
        return portsByOption().entrySet().stream()
                .map(named -> ListenAddress.portProblem(hostOf(named.getKey()), named.getKey(), named.getValue()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The address to listen on at the port of that option. */
    private String hostOf(String option) {
        return switch (option) {
            case "--health-port" -> healthHost();
            case "--admin-port" -> adminHost();
            default -> host;
        };
    }

    /** Tells where requests come from. */
    ClientConnections connections() {
        return ClientConnections.of(
                trustLoopback, trustedProxies == null ? List.of() : List.of(trustedProxies.split(",", -1)));
    }

    TelemetryOptions telemetry() {
        return telemetry;
    }

    boolean isTlsEnabled() {
        return certificate != null;
    }

    /** The PEM file with the certificate chain for TLS; null if there is no TLS port. */
    @Nullable
    Path certificate() {
        return certificate;
    }

    /** The PEM file with the private key for TLS; null if there is no TLS port. */
    @Nullable
    Path key() {
        return key;
    }

    /** The PEM file with the authorities of client certificates; null if clients show none. */
    @Nullable
    Path clientAuthorities() {
        return clientAuthorities;
    }

    /** Whom refused callers can write to; empty if nobody is named. */
    String contact() {
        return contact == null ? "" : contact;
    }

    /** The address of the console for other machines, or null. */
    @Nullable
    URI consoleAddress() {
        return consoleUrl;
    }

    String host() {
        return host;
    }

    /** The address of health and metrics. */
    String healthHost() {
        return healthHost == null ? host : healthHost;
    }

    /** The port of the admin API; empty if it has none of its own. */
    OptionalInt adminPort() {
        return admin.port();
    }

    /** The address of the admin API, where it has a port of its own. */
    String adminHost() {
        return admin.host(host);
    }

    public int healthPort() {
        return healthPort;
    }

    public int port() {
        return port;
    }

    /** Overrides the ports; 0 picks a free one. */
    public void listenAt(int calls, int health) {
        port = calls;
        healthPort = health;
    }

    /** Names a contact in refusals, unless the options name another. */
    public void contactUnlessNamed(String text) {
        contact = contact == null ? text : contact;
    }

    /** Trusts loopback connections, unless the options say otherwise. */
    public void trustLoopback() {
        trustLoopback = true;
    }

    boolean trustsLoopback() {
        return trustLoopback;
    }

    Duration gracePeriod() {
        return Duration.ofSeconds(grace);
    }

    /** The addresses as Quarkus settings. */
    Map<String, String> settings() {
        var all = new HashMap<>(telemetry.logSettings());
        all.put("quarkus.http.host", host);
        all.put("quarkus.http.port", String.valueOf(port));
        all.put("quarkus.management.host", healthHost());
        all.put("quarkus.management.port", String.valueOf(healthPort));
        // Half as many event loops as cores: every hop between loops wakes a thread, and the other half is for
        // decisions.
        int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        all.put("quarkus.vertx.event-loops-pool-size", String.valueOf(loops));
        if (certificate != null && key != null) {
            all.put("quarkus.http.ssl-port", String.valueOf(tlsPort));
            var settings = "quarkus.tls." + TlsCertificates.NAME + '.';
            all.put("quarkus.http.tls-configuration-name", TlsCertificates.NAME);
            all.put(settings + "key-store.pem.calls.cert", certificate.toString());
            all.put(settings + "key-store.pem.calls.key", key.toString());
            all.put(settings + "protocols", TLS_VERSIONS);
            if (clientAuthorities != null) {
                all.put(settings + "trust-store.pem.certs", clientAuthorities.toString());
            }
        }
        return all;
    }
}
