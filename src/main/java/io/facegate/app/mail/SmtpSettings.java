package io.facegate.app.mail;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.app.webhook.HttpsAddress;
import io.facegate.cli.SecretFileArgument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that mail is given to.
 *
 * @param login with whom and what to log in, or null
 * @param authorities a PEM file of the authorities that its certificate may be of; null for those of this Java
 * @param isPrivate whether it may have a private address
 */
public record SmtpSettings(
        String host,
        int port,
        Security security,
        @Nullable Login login,
        @Nullable Path authorities,
        boolean isPrivate) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern USER = Pattern.compile("[!-~]{1,254}");
    private static final int HIGHEST_PORT = 65_535;

    /** How a connection is protected. */
    public enum Security {
        /** It begins in clear and must change to TLS before anything else is said. */
        STARTTLS("starttls", 587),
        /** It is TLS from the first byte. */
        TLS("tls", 465),
        /** It stays in clear; only to this machine. */
        NONE("none", 25);

        private final String word;
        private final int port;

        Security(String word, int port) {
            this.word = word;
            this.port = port;
        }
    }

    /** A user, and the file whose first line is the password. */
    public record Login(String user, Path password) {}

    /**
     * Reads the settings of a server.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static SmtpSettings read(StrictYamlFile file, Map<?, ?> entry, String name) {
        var host = file.text(entry.get("server"), "server of " + name);
        file.require(HOST.matcher(host).matches(), "the server of " + name + " is the name or address of a host");
        var security = security(file, entry.get("security"));
        file.require(
                security != Security.NONE || HttpsAddress.isLoopback(host),
                "security: none is for a server on this machine alone");
        var open = entry.get("private");
        file.require(open == null || open instanceof Boolean, "private is true or false");
        return new SmtpSettings(
                host,
                port(file, entry.get("port"), security),
                security,
                login(file, entry, name),
                authorities(file, entry.get("ca"), name),
                Boolean.TRUE.equals(open));
    }

    private static Security security(StrictYamlFile file, @Nullable Object word) {
        if (word == null) {
            return Security.STARTTLS;
        }
        return Stream.of(Security.values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(() -> file.error("security is starttls, tls or none"));
    }

    private static int port(StrictYamlFile file, @Nullable Object port, Security security) {
        if (port == null) {
            return security.port;
        }
        if (port instanceof Integer number && number > 0 && number <= HIGHEST_PORT) {
            return number;
        }
        throw file.error("port is a number from 1 to " + HIGHEST_PORT);
    }

    private static @Nullable Login login(StrictYamlFile file, Map<?, ?> entry, String name) {
        var user = entry.get("user");
        var password = entry.get("password");
        file.require((user == null) == (password == null), "user and password of " + name + " go together");
        if (user == null) {
            return null;
        }
        var login = new Login(file.text(user, "user of " + name), beside(file, password, "password of " + name));
        file.require(USER.matcher(login.user).matches(), "the user of " + name + " is one word");
        var unfit = SecretFileArgument.passwordProblem("password of " + name, login.password);
        file.require(unfit == null, String.valueOf(unfit).replaceFirst("\\.$", ""));
        return login;
    }

    private static @Nullable Path authorities(StrictYamlFile file, @Nullable Object ca, String name) {
        if (ca == null) {
            return null;
        }
        var pem = beside(file, ca, "ca of " + name);
        file.require(Files.isReadable(pem), "the ca of " + name + " cannot be read");
        return pem;
    }

    private static Path beside(StrictYamlFile file, @Nullable Object name, String what) {
        return file.path().resolveSibling(file.text(name, what)).toAbsolutePath();
    }
}
