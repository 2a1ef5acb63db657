package io.facegate.admin;

import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Person;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import java.time.Instant;
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
     */
    public record Transport(PersonTokenVerifier tokens, boolean trustLoopback, UnaryOperator<String> network) {}

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

    Transport transport() {
        return transport;
    }

    AuditedRecords records() {
        return audit.records();
    }

    Authorisations authorisations() {
        return new Authorisations(audit.records(), address);
    }

    /** The registry as that person uses it. */
    RegistryAccess access(String person, @Nullable String reason) {
        return new RegistryAccess(registry, address, ledger, new ActingPerson(person, reason));
    }

    /**
     * The registered person whose token this is.
     *
     * @param peer address of the connection
     * @throws AdminProblem if the token is not accepted, or is of nobody registered; both are on record
     */
    Person authenticate(String token, String peer, String endpoint) {
        var now = Instant.now();
        try {
            var login = transport.tokens().verify(token, now);
            var name = login.issuer() + ' ' + login.subject();
            var person = new People(access(name, null)).findByLogin(login);
            if (person == null) {
                recordRefusal(name, endpoint);
                throw AdminProblem.forbidden(
                        "nobody_registered", "The token is of nobody who is registered here. See: person add.");
            }
            return person;
        } catch (Fault.Unauthenticated refused) {
            ledger.countUnauthenticated(transport.network().apply(peer), refused.reason(), now);
            throw AdminProblem.unauthenticated(String.valueOf(refused.getMessage()));
        }
    }

    void recordRefusal(String who, String endpoint) {
        audit.views().recordRefusal(who, endpoint);
    }
}
