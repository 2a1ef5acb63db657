package io.facegate.console.work;

import io.facegate.app.server.GatewayMemberAppeals;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.ObligationBinding.ReviewCopy;
import io.facegate.console.ConsoleRooms;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.console.SavedListAccess;
import io.facegate.console.mine.MineServices;
import io.facegate.console.registry.RegistryRooms;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.identity.ExemptionGrant;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.LedgerSettings;
import io.facegate.ledger.Records;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.AuthorisationSample;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.store.SaltStorage;
import io.facegate.policy.BuiltinRefusals;
import io.facegate.policy.Decision;
import io.facegate.policy.PolicyEngine;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.Approvals;
import io.facegate.registry.FolderRegistries;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Proposal;
import io.facegate.registry.ProposalMade;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistryException;
import io.facegate.registry.ReviewQueue.Submission;
import io.facegate.registry.Role;
import io.facegate.testkit.TestCaller;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.policy.PolicyInspection;
import io.facegate.usecase.registry.Exemptions;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.LedgerChangeJournal;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.OrganisationProfiles;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import io.facegate.usecase.registry.SavedLists;
import io.facegate.usecase.registry.Stops;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A registry with people and a ledger of their own, for the work pages: changes, held answers and appeals to decide. */
@Singleton
public final class WorkStage {
    static final String HOSTILE = "<script>alert(1)</script>\u202eevil";

    final Path folder;
    final Ledger ledger;
    final RecordSearch search;
    final List<Administrative> views = new CopyOnWriteArrayList<>();
    private final AlteredRows altered;
    private final Registry registry;
    private int made;
    /** The folder of the policies in force. */
    volatile Path policies = Path.of("policies");

    WorkStage() throws IOException {
        folder = Files.createTempDirectory("work");
        var address = LedgerAddress.ofFolder(folder);
        ledger = Ledger.open(
                address,
                LedgerSettings.defaults("test")
                        .withDeadline(Duration.ofSeconds(10))
                        .withRegistries(new FolderRegistries(RegistryAddress.ofFolder(folder))));
        search = RecordSearch.open(address);
        people();
        altered = new AlteredRows(LedgerChangeJournal.of(ledger));
        registry = Registry.open(RegistryAddress.ofFolder(folder), altered);
        registry.checkAtStartup(Map.of(), Instant.now());
        registry.watch();
    }

    /** A stop of identification; returns its id. */
    public String stop(String person) {
        return stop(person, "Because of 12.");
    }

    /** A stop of identification for a reason; returns its id. */
    String stop(String person, String reason) {
        return new Stops(access(person, reason))
                .set(Stops.target("identify", null, false))
                .id();
    }

    /** A list that a.lee shares. */
    public void share(String name, String address) {
        new SavedLists(access("a.lee")).save(name, address, true);
    }

    private void people() {
        new People(access("m.roe")).add(person("m.roe", Role.OPERATOR));
        new People(access("m.roe")).change(Approvals.ONE);
        new People(access("m.roe")).add(person("b.doe", Role.OPERATOR));
        for (var each : Map.of(
                        "a.lee", Role.OFFICER,
                        "c.ash", Role.OFFICER,
                        "e.fox", Role.AUDITOR,
                        "p.ink", Role.POLICY_EDITOR,
                        "r.one", Role.REVIEWER,
                        "r.two", Role.REVIEWER,
                        "r.far", Role.REVIEWER)
                .entrySet()) {
            new People(access("m.roe")).add(person(each.getKey(), each.getValue()));
        }
        var organisations = new Organisations(access("m.roe"));
        for (var id : List.of("hope", "pd")) {
            organisations.add(TestOrganisation.of(id, id.equals("pd") ? "law_enforcement.police" : "nonprofit")
                    .named(id.toUpperCase(java.util.Locale.ROOT) + " <script>alert(1)</script>")
                    .in("US-OR")
                    .purposes("missing_person")
                    .build());
        }
        var member = new Login(PeopleOfTheConsole.ISSUER, "j.kim");
        new People(access("m.roe")).add(new Person("j.kim", Set.of(Role.MEMBER), "hope", member, Instant.now(), null));
        for (var reviewer : List.of("r.one", "r.two")) {
            new Reviews(access("m.roe")).addReviewer("pd", reviewer);
        }
        new Reviews(access("m.roe")).addReviewer("hope", "r.far");
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        organisations.verify(
                "hope",
                new OrganisationVerification(
                        "charity_register", "OR 12345", "m.roe", now, now.plus(Duration.ofDays(12))));
        new OrganisationKeys(access("m.roe"))
                .mint(new KeyRequest("pd", List.of(), "missing_person", null, now.plus(Duration.ofDays(3)), false));
        new People(access("m.roe")).change(Approvals.TWO);
    }

    private static Person person(String id, Role role) {
        return new Person(id, Set.of(role), null, new Login(PeopleOfTheConsole.ISSUER, id), Instant.now(), null);
    }

    /** The same people at the console. */
    public void register(PeopleOfTheConsole console) {
        console.registered.clear();
        new People(access("m.roe"))
                .list()
                .forEach(one -> console.registered.put(one.entry().id(), one.entry()));
    }

    RegistryAccess access(String person) {
        return access(person, "Because of 12.");
    }

    private RegistryAccess access(String person, String reason) {
        return new RegistryAccess(
                RegistryAddress.ofFolder(folder),
                LedgerAddress.ofFolder(folder),
                ledger,
                new ActingPerson(person, reason));
    }

    /** Something that m.roe proposes, with a hostile reason. */
    public Proposal propose(String organisation, String purpose) {
        return propose(organisation, purpose, PurposeTerms.NONE);
    }

    Proposal propose(String organisation, String purpose, PurposeTerms terms) {
        try {
            new Organisations(access("m.roe", "Contract 12. <script>alert(1)</script>"))
                    .change(organisation, before -> {
                        var purposes = new TreeMap<>(before.purposeTerms());
                        purposes.put(purpose, terms);
                        return before.toBuilder().purposeTerms(purposes).build();
                    });
            throw new AssertionError("It took one person.");
        } catch (ProposalMade proposed) {
            return proposed.proposal();
        }
    }

    /** An exemption for identification in a place, which a.lee proposes for a day. */
    Proposal proposeExemption(String organisation, String place) {
        var now = Instant.now();
        try {
            new Exemptions(access("a.lee"))
                    .add(new ExemptionGrant(
                            "g-" + place.toLowerCase(java.util.Locale.ROOT),
                            organisation,
                            "identify",
                            "missing_person",
                            List.of(place),
                            now,
                            now.plusSeconds(86_400),
                            "c-7",
                            "a.lee"));
            throw new AssertionError("It took one person.");
        } catch (ProposalMade proposed) {
            return proposed.proposal();
        }
    }

    /** Somebody more who is an officer, whom m.roe proposes. */
    Proposal proposeOfficer(String id) {
        try {
            new People(access("m.roe")).add(person(id, Role.OFFICER));
            throw new AssertionError("It took one person.");
        } catch (ProposalMade proposed) {
            return proposed.proposal();
        }
    }

    Proposal proposal(String id) {
        return new Proposals(access("m.roe")).get(id);
    }

    /** An answer to pd that two people must approve; returns its id. */
    public String hold() {
        var id = UUID.randomUUID().toString();
        var pd = TestOrganisation.of("pd", "law_enforcement.police")
                .named("PD")
                .purposes("missing_person")
                .build();
        var call = new FaceCall(
                "rekognition",
                "SearchFaces",
                Facts.of(Set.of(Capability.IDENTIFY_RETRO)),
                new NormalizedRequest.VendorSpecific(String.valueOf(made++)),
                Map.of("CollectionId", "c" + made),
                null);
        try (var reviews = HeldResponses.open(
                folder, LedgerChangeJournal.of(ledger, new ActingPerson("test", null)), HeldResponses.AGE)) {
            reviews.hold(
                    id,
                    new Submission(
                            TestCaller.of(pd)
                                    .purpose("missing_person")
                                    .by("sigv4", "FGAK1")
                                    .build(),
                            call,
                            2,
                            Instant.now()),
                    new ReviewCopy("{}".getBytes(StandardCharsets.UTF_8), 2, List.of(0.995, 0.99)));
        }
        return id;
    }

    /** What the registry says when that person approves a proposal, as the admin API does; empty if it is applied. */
    String approve(String person, Proposal proposal) {
        try {
            new Proposals(access(person)).approve(proposal.id(), proposal.digest());
            return "";
        } catch (RegistryException.Unacceptable refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    /** Writes into a database past Facegate, as somebody who has the data folder can. */
    void write(String file, String sql) {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                var statement = database.createStatement()) {
            if (statement.executeUpdate(sql) != 1) {
                throw new AssertionError(sql);
            }
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The records of the ledger as they are stored. */
    List<String> records() {
        return Records.of(folder);
    }

    io.facegate.registry.HeldResponse held(String id) {
        return new Reviews(access("m.roe"), new ViewAudit(views::add, InstantSource.system()))
                .show(id, "test")
                .held();
    }

    /** An appeal against a decision that is not on record; returns the id of the decision. */
    public String appeal(String text) {
        return appeal(UUID.randomUUID().toString(), text);
    }

    /** A call of the police that a built-in rule refused; returns the id of the decision. */
    String refuse(String code) {
        return ledger.refuse(
                        Sample.askedByPolice(),
                        new Decision.Refuse(BuiltinRefusals.refusal(code, "As told."), "x", List.of(), Sample.DIGEST))
                .id();
    }

    /** A permitted call that needs an authorisation until then; returns the id of the decision. */
    public String authorise(Instant due, String... duties) {
        return AuthorisationSample.permit(ledger, due, duties);
    }

    public String appeal(String decision, String text) {
        return appeal(decision, text, "desk@hope.example");
    }

    String appeal(String decision, String text, String contact) {
        ledger.recordAct(new Administrative(AppealAct.FILED.act(), decision, contact, Instant.now())
                .withDetails(new AdministrativeActDetails(null, text, true, null)));
        return decision;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    WorkServices services() {
        var audit = new ViewAudit(views::add, InstantSource.system());
        return new WorkServices(
                new GatewayRegistry(RegistryAddress.ofFolder(folder), LedgerAddress.ofFolder(folder), ledger),
                new WorkServices.Audit(
                        new AuditedRecords(
                                search,
                                new SearchWords(search, () -> Map.of("metro-pd", "Metro Police"), List::of),
                                audit),
                        RecordRenderer.forPages(UnaryOperator.identity(), folder),
                        audit),
                new WorkServices.Watch(
                        () -> PolicyEngine.of(PolicyInspection.load(policies)),
                        now -> new UpcomingEnd.Found(
                                Stream.concat(
                                                UpcomingEnd.inRegistry(registry, now).stream(),
                                                Stream.of(
                                                        new UpcomingEnd(
                                                                UpcomingEnd.Kind.RULE,
                                                                "",
                                                                "town/summer",
                                                                now.plus(Duration.ofDays(20))),
                                                        new UpcomingEnd(
                                                                UpcomingEnd.Kind.CERTIFICATE,
                                                                "",
                                                                "TLS",
                                                                now.plus(Duration.ofDays(21)))))
                                        .toList(),
                                List.of(UpcomingEnd.Kind.EVIDENCE)),
                        altered::count));
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    SavedListAccess savedLists() {
        return new SavedListAccess(
                new GatewayRegistry(RegistryAddress.ofFolder(folder), LedgerAddress.ofFolder(folder), ledger));
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    MineServices mine(
            AuditedRecords records, OrganisationProfiles organisations, ConsoleRooms rooms, RegistryRooms registered) {
        // What is filed is recorded here and kept there, where the answers are; pages show the records of the rooms.
        var appeals = new AppealService(
                (_, _) -> {
                    throw new AssertionError("A member has no key.");
                },
                ledger,
                rooms.archive,
                SaltStorage.ofFolder(registered.data));
        return new MineServices(
                new GatewayRegistry(RegistryAddress.ofFolder(folder), LedgerAddress.ofFolder(folder), ledger),
                records,
                organisations,
                new GatewayMemberAppeals(appeals, InstantSource.system()));
    }

    void close(@Observes ShutdownEvent stopping) {
        registry.close();
        search.close();
        ledger.close();
    }
}
