package io.facegate.console;

import io.facegate.console.ConsoleSessions.Session;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The people who log in at the console. A session knows how its person logged in; who that is, and what the person may
 * do, is asked of the registry with each request.
 */
public final class PersonSessions {
    private final PersonLogin logins;
    private final Function<Login, @Nullable Person> registered;
    private final @Nullable URI address;
    private final ConsoleStorage stores;
    private final SessionStore sessions;
    private final FailedLoginLimit failures;
    private final @Nullable DemoLogins demo;
    private final byte[] ownKey = ConsoleSessions.secret().getBytes(StandardCharsets.US_ASCII);

    /**
     * People with their providers and their rows.
     *
     * @param registered finds the active person with a login, or null
     * @param address under which the console may be opened from other machines, over TLS; or null
     */
    public PersonSessions(
            PersonLogin logins,
            Function<Login, @Nullable Person> registered,
            @Nullable URI address,
            InstantSource clock) {
        this(logins, registered, address, clock, null);
    }

    /** As above, with the links of a demo's people. */
    public PersonSessions(
            PersonLogin logins,
            Function<Login, @Nullable Person> registered,
            @Nullable URI address,
            InstantSource clock,
            @Nullable DemoLogins demo) {
        this(logins, registered, address, ConsoleStorage.inMemory(clock), demo);
    }

    /** As above, with the place of the sessions. */
    public PersonSessions(
            PersonLogin logins,
            Function<Login, @Nullable Person> registered,
            @Nullable URI address,
            ConsoleStorage stores,
            @Nullable DemoLogins demo) {
        this.demo = demo;
        this.logins = logins;
        this.registered = registered;
        this.address = address;
        this.stores = stores;
        this.sessions = stores.sessions(SharedConsoleSessions.Kind.PERSON);
        this.failures = stores.failures();
    }

    PersonLogin logins() {
        return logins;
    }

    List<PersonLogin.Provider> providers() {
        return logins.providers();
    }

    /** The address for other machines; null if there is none, or nobody could log in there. */
    @Nullable
    URI address() {
        return address == null || providers().isEmpty() ? null : address;
    }

    @Nullable
    Person find(Login login) {
        return registered.apply(login);
    }

    /** The login of the demo's person whose link has that token; null if this is no demo, or there is no such link. */
    @Nullable
    Login redeem(@Nullable String token) {
        return demo == null || token == null ? null : demo.redeem(token);
    }

    private boolean isTrusted(String issuer) {
        return (demo != null && issuer.equals(DemoLogins.ISSUER))
                || providers().stream().anyMatch(one -> one.issuer().equals(issuer));
    }

    FailedLoginLimit failures() {
        return failures;
    }

    /**
     * Begins a login.
     *
     * @throws SharedConsoleState.Unreachable if it could not be ended
     */
    LoginAttempt begin(String issuer) {
        var shared = stores.shared();
        if (shared != null) {
            shared.requireReachable();
        }
        return LoginAttempt.begin(issuer, stores.clock().instant());
    }

    /** A login that was begun at one gateway may come back at another. */
    private byte[] attemptKey() {
        var shared = stores.shared();
        return shared == null ? ownKey : shared.key("login attempts");
    }

    /** True for the first answer to a login, at whichever gateway; one gateway alone leaves that to the provider. */
    boolean isFirstAnswer(LoginAttempt attempt) {
        var shared = stores.shared();
        return shared == null || shared.count("answer to " + attempt.state(), LoginAttempt.LIFE) == 1;
    }

    String cookie(LoginAttempt attempt) {
        return attempt.cookie(attemptKey());
    }

    @Nullable
    LoginAttempt attempt(@Nullable String cookie) {
        return LoginAttempt.parse(cookie, attemptKey(), stores.clock().instant());
    }

    String open(Login login) {
        return sessions.open(login);
    }

    /** The person's session with that secret; null if it is over, or its provider is trusted no more. */
    @Nullable
    Session session(String secret) {
        var found = sessions.find(secret);
        var login = found == null ? null : found.login();
        return login != null && isTrusted(login.issuer()) ? found : null;
    }

    void close(@Nullable String secret) {
        if (secret != null) {
            sessions.close(secret);
        }
    }
}
