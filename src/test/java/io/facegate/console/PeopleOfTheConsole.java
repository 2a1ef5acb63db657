package io.facegate.console;

import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** People who log in at the console in tests: a provider that says who somebody is, and registered people. */
@Singleton
public final class PeopleOfTheConsole {
    public static final String ISSUER = "https://id.example.org/realms/staff";
    public static final URI PUBLIC = URI.create("https://gateway.example.org");

    public static final String OWN_DECISION = "0199c3f2-7a10-7c55-9f3e-2b9a51d0000a";

    /** A refused call of hope, and one of the police. */
    public static final String OWN_REFUSAL = "0199c3f2-7a10-7c55-9f3e-2b9a51d000f2";

    public static final String FOREIGN_REFUSAL = SampleRecords.POLICE;

    /** Registered people by subject. */
    public final Map<String, Person> registered = new ConcurrentHashMap<>();

    public volatile boolean trusted;

    /** Whether the registry fails, and whether the server with the sessions is away. */
    volatile boolean registryDown;

    volatile boolean sessionsAway;
    volatile LoginAttempt attempt;
    private volatile PersonSessions bean;
    private volatile ConsoleRooms rooms;

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    PersonSessions people(ConsoleRooms console) {
        rooms = console;
        return bean = new PersonSessions(new SaidByTheCode(), this::active, PUBLIC, console);
    }

    private @Nullable Person active(Login login) {
        if (registryDown) {
            throw new IllegalStateException("The registry is down.");
        }
        var person = registered.get(login.subject());
        return person == null || !person.isActive() ? null : person;
    }

    /** A day of records, one of them of hope, with a hostile purpose. */
    public void sampleRecords() {
        bean.providers();
        SampleRecords.into(rooms.archive);
        rooms.archive.add(
                SampleRecords.permit(OWN_DECISION, "2026-11-24T10:15:00.000Z", "hope", SampleRecords.SCRIPT, "verify"));
        rooms.archive.add(SampleRecords.refuse(OWN_REFUSAL, "hope"));
    }

    /** Adds refused calls of an organisation on a day to those that pages show. */
    public void addRefusals(String organisation, LocalDate day, List<String> ids) {
        addRecords(ids.stream()
                .map(id -> SampleRecords.refuse(id, organisation).replace("2026-11-24T", day + "T"))
                .toList());
    }

    /** Adds records to those that pages show. */
    public void addRecords(List<String> records) {
        records.forEach(rooms.archive::add);
    }

    /** The token of the forms of a browser's session. */
    public String formToken(BrowserStub browser) {
        return bean.session(browser.cookie(LoginResource.COOKIE)).formToken();
    }

    /** Registers a person, whose subject is the id. */
    public Person register(String id, Role... roles) {
        var set = Set.of(roles);
        var login = new Login(ISSUER, id);
        var person = new Person(id, set, set.contains(Role.MEMBER) ? "hope" : null, login, Instant.EPOCH, null);
        registered.put(id, person);
        return person;
    }

    /** A provider whose code is the subject. */
    private final class SaidByTheCode implements PersonLogin {
        @Override
        public List<Provider> providers() {
            if (sessionsAway) {
                throw new SharedConsoleState.Unreachable(new IllegalStateException("away"));
            }
            return trusted ? List.of(new Provider(ISSUER, "Staff <login>")) : List.of();
        }

        @Override
        public URI start(LoginAttempt begun, URI back) {
            attempt = begun;
            return URI.create(ISSUER + "/auth?redirect_uri="
                    + URLEncoder.encode(back.toString(), StandardCharsets.UTF_8) + "&state=" + begun.state());
        }

        @Override
        public Login finish(LoginAttempt begun, Returned returned, URI back) throws Failed {
            if (!begun.equals(attempt) || returned.code().equals("wrong")) {
                throw new Failed("The code is spent.");
            }
            return new Login(ISSUER, returned.code());
        }

        @Override
        public Optional<URI> logout(String issuer) {
            return Optional.of(URI.create(ISSUER + "/logout?client_id=console"));
        }
    }
}
