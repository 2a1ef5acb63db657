package io.facegate.admin;

import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.identity.Organisation;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.registry.Approvals;
import io.facegate.registry.FolderRegistries;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.Person;
import io.facegate.registry.PersonLookup;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistrySnapshot;
import io.facegate.registry.ReviewQueue;
import io.facegate.registry.Role;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.RegistryHistory;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The endpoints of the admin API on a registry and a ledger of its own, without a server. */
final class AdminStage implements AutoCloseable {
    private final Path folder;
    private final Ledger ledger;
    private final AdminServices services;
    private final RecordSearch search;
    private final AuditedRecords records;

    private AdminStage(Path folder) {
        this.folder = folder;
        var registry = RegistryAddress.ofFolder(folder);
        var address = LedgerAddress.ofFolder(folder);
        this.ledger = Ledger.open(
                address,
                LedgerSettings.defaults("test")
                        .withDeadline(Duration.ofSeconds(10))
                        .withRegistries(new FolderRegistries(registry)));
        this.search = RecordSearch.open(address);
        var views = ViewAudit.of(address);
        this.records = new AuditedRecords(search, new SearchWords(search, Map::of, List::of), views);
        this.services = new AdminServices(
                registry,
                address,
                ledger,
                new AdminServices.Transport(
                        new NoTokens(),
                        false,
                        UnaryOperator.identity(),
                        request -> true,
                        new NoCertificates(),
                        new PersonLookup(registry, () -> RegistrySnapshot.NONE)),
                new AdminServices.Audit(records, views));
    }

    /** With three people, each of whom is an operator and an officer. */
    static AdminStage open(Path folder) {
        var command =
                new RegistryAccess(folder, LedgerAddress.ofFolder(folder), new ActingPerson("m.roe", "Because of 12."));
        var people = new People(command);
        for (var id : List.of("m.roe", "b.doe", "c.poe")) {
            people.add(new Person(id, Set.of(Role.OPERATOR, Role.OFFICER), null, null, Instant.now(), null));
            if (id.equals("m.roe")) {
                people.change(Approvals.ONE);
            }
        }
        return new AdminStage(folder);
    }

    /** A permitted call that needs an authorisation until then; returns the id of the decision. */
    String authorise(Instant due, String... duties) {
        return AuthorisationSample.permit(ledger, due, duties);
    }

    /** Registers another person. */
    void register(String person, Role... roles) {
        new People(access("m.roe")).add(new Person(person, Set.of(roles), null, null, Instant.now(), null));
    }

    /** Registers a police department {@code pd}. */
    Organisation registerPolice() {
        return new Organisations(access("m.roe"))
                .add(TestOrganisation.of("pd", "law_enforcement.police")
                        .named("PD")
                        .in("US-OR")
                        .purposes("witness_identification")
                        .build());
    }

    /** Holds an answer to the police until two people approved it. */
    void hold(String decision) {
        var caller = TestCaller.of(registerPolice())
                .purpose("witness_identification")
                .by("sigv4", "FGAK1")
                .build();
        var call = new FaceCall(
                "rekognition",
                "SearchFaces",
                FaceCall.Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(""),
                Map.of("CollectionId", "c"),
                null);
        try (var reviews = HeldResponses.open(folder, LedgerChangeJournal.of(ledger), HeldResponses.AGE)) {
            reviews.hold(
                    decision,
                    new ReviewQueue.Submission(caller, call, 2, Instant.now()),
                    new ReviewCopy("{}".getBytes(StandardCharsets.UTF_8), 2, List.of(0.995, 0.99)));
        }
    }

    /** Files an appeal of a caller. */
    void appeal(String decision, String text) {
        ledger.recordAct(new Administrative(AppealAct.FILED.act(), decision, "desk@pd.example", Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null)));
    }

    ReviewsResource reviews() {
        return new ReviewsResource(services);
    }

    ReviewersResource reviewers() {
        return new ReviewersResource(services);
    }

    AppealsResource appeals() {
        return new AppealsResource(services);
    }

    AuthorisationsResource authorisations() {
        return new AuthorisationsResource(services);
    }

    /** Who a login is of. */
    Person authenticate(PersonCredential login) {
        return services.authenticate(login, "192.0.2.1", "GET:/me");
    }

    /** The registry as a person uses it through the gateway. */
    RegistryAccess access(String person) {
        return services.access(person, "Because of 12.");
    }

    /** The changes on record, newest first: act and subject. */
    List<String> changes() {
        return new RegistryHistory(access("m.roe"))
                .read(records, null, "m.roe").changes().stream()
                        .map(change -> change.act() + ' ' + change.subject())
                        .toList();
    }

    /** A request of a person who was admitted, with a reason and these headers. */
    ContainerRequestContext request(String person, Map<String, String> headers) {
        return request(person, headers, Map.of());
    }

    /** As above, with a query. */
    ContainerRequestContext request(String person, Map<String, String> headers, Map<String, String> query) {
        var all = new HashMap<>(Map.of(AdminRequest.REASON, "Because of 12."));
        all.putAll(headers);
        var properties = new HashMap<Object, Object>();
        var request = (ContainerRequestContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ContainerRequestContext.class},
                (self, method, given) -> switch (method.getName()) {
                    case "getProperty" -> properties.get(given[0]);
                    case "setProperty" -> properties.put(given[0], given[1]);
                    case "getHeaderString" -> all.get(given[0]);
                    case "getUriInfo" -> uri(query);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        var who = new People(access(person)).find(person).getFirst().entry();
        new AdminRequest(request, services, who).keep();
        return request;
    }

    private static UriInfo uri(Map<String, String> query) {
        var values = new MultivaluedHashMap<String, String>(query);
        return (UriInfo) Proxy.newProxyInstance(
                AdminStage.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (self, method, given) -> values);
    }

    ContainerRequestContext request(String person) {
        return request(person, Map.of("If-Match", "*"));
    }

    static InputStream body(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Response response) {
        return new String((byte[]) response.getEntity(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        records.close();
        search.close();
        ledger.close();
    }

    private static final class NoTokens implements PersonTokenVerifier {
        @Override
        public boolean areConfigured() {
            return true;
        }

        @Override
        public Person.Login verify(String token, Instant now) {
            throw new IllegalStateException("No request has a token here.");
        }
    }
}
