package io.facegate.admin;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Person;
import io.facegate.registry.PersonLookup;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What the admin API works with: a running gateway's registry and records, and the tokens of people. */
public final class AdminServices {
    private final RegistryAddress registry;
    private final LedgerAddress address;
    private final Ledger ledger;
    private final Transport transport;
    private final Audit audit;

    /**
     * How requests arrive.
     *
     * @param trustLoopback whether loopback connections count as confidential
     * @param network shortens an address to its network, as records have it
     * @param port whether the admin API is answered on the port of a request
     * @param certificates the client certificates of requests
     * @param people whose tokens and certificates these are
     */
    public record Transport(
            PersonTokenVerifier tokens,
            boolean trustLoopback,
            UnaryOperator<String> network,
            Predicate<HttpServerRequest> port,
            PersonCertificateReader certificates,
            PersonLookup people) {}

    /** Records for people, and who was refused. */
    public record Audit(AuditedRecords records, ViewAudit views) {}

    public AdminServices(
            RegistryAddress registry, LedgerAddress address, Ledger ledger, Transport transport, Audit audit) {
        this.registry = registry;
        this.address = address;
        this.ledger = ledger;
        this.transport = transport;
        this.audit = audit;
    }

    /** True for the path of the admin API, and for each below it. */
    public static boolean isBelowPrefix(String path) {
        return path.equals(AdminAnswer.PREFIX) || path.startsWith(AdminAnswer.PREFIX + '/');
    }

    Transport transport() {
        return transport;
    }

    AuditedRecords records() {
        return audit.records();
    }

    Appeals appeals() {
        return new Appeals(audit.records(), address);
    }

    Reviews reviews(RegistryAccess registry) {
        return new Reviews(registry, audit.views());
    }

    Authorisations authorisations() {
        return new Authorisations(audit.records(), address);
    }

    /** The registry as that person uses it. */
    RegistryAccess access(String person, @Nullable String reason) {
        return new RegistryAccess(registry, address, ledger, new ActingPerson(person, reason));
    }

    /**
     * The registered person whose login this is.
     *
     * @param peer address of the connection
     * @throws AdminProblem if the login is not accepted, or is of nobody registered; both are on record
     */
    Person authenticate(PersonCredential login, String peer, String endpoint) {
        var now = Instant.now();
        try {
            return login.token() == null ? ofCertificate(login, endpoint, now) : ofToken(login, endpoint, now);
        } catch (Fault.Unauthenticated refused) {
            ledger.countUnauthenticated(transport.network().apply(peer), refused.reason(), now);
            throw AdminProblem.unauthenticated(String.valueOf(refused.getMessage()));
        }
    }

    private Person ofToken(PersonCredential given, String endpoint, Instant now) {
        var login = transport.tokens().verify(String.valueOf(given.token()), now);
        var name = login.issuer() + ' ' + login.subject();
        var people = transport.people();
        var person = people.findByLogin(login).orElse(null);
        if (person == null) {
            recordRefusal(name, endpoint);
            throw AdminProblem.forbidden(
                    "nobody_registered", "No registered person has this token's login. See: person add.");
        }
        var shown = given.certificate();
        var other =
                shown == null ? null : people.findByCertificate(shown.sha256()).orElse(null);
        if (other != null && !other.id().equals(person.id())) {
            throw new Fault.Unauthenticated(
                    Fault.Why.UNKNOWN_KEY, "The token and the client certificate are of different people.");
        }
        return person;
    }

    private Person ofCertificate(PersonCredential given, String endpoint, Instant now) {
        var shown = given.certificate();
        if (shown == null) {
            throw AdminProblem.unauthenticated("Send one header Authorization: Bearer, with an access token"
                    + (transport.certificates().areAskedFor() ? ", or show a client certificate." : "."));
        }
        var name = "sha256:" + shown.sha256();
        var person = transport.people().findByCertificate(shown.sha256()).orElse(null);
        var registered = person == null ? null : person.certificate(shown.sha256());
        if (person == null || registered == null) {
            recordRefusal(name, endpoint);
            throw AdminProblem.forbidden(
                    "nobody_registered",
                    "The client certificate is of nobody who is registered here, or was revoked. See: person"
                            + " add-certificate.");
        }
        if (!now.isBefore(registered.expires()) || !now.isBefore(shown.expires())) {
            throw new Fault.Unauthenticated(
                    Fault.Why.EXPIRED,
                    "The client certificate has expired. Register another one: person add-certificate.");
        }
        return person;
    }

    void recordRefusal(String who, String endpoint) {
        audit.views().recordRefusal(who, endpoint);
    }
}
