package io.facegate.app.demo;

import io.facegate.app.server.InProcessGateway;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.ledger.export.ExportFormat;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.registry.MintedKey;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.LegalHolds;
import io.facegate.usecase.ledger.RecordExport;
import io.facegate.vendor.wire.HttpAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens in the demo's earlier days beside the usual calls, and when. */
final class DemoEvents {
    /** The registry of a running gateway looks for changes this often, and a little more. */
    private static final long SEEN_MILLIS = 600;

    /** What a gateway counts in a minute it writes within a second after it. */
    private static final long WRITTEN_MILLIS = 1_200;

    private static final long POLL_MILLIS = 50;

    private static final long PATIENCE_MILLIS = 10_000;
    private static final Duration SOON = Duration.ofDays(DemoSchedule.DAYS + 20L);

    private static final String FILED = "26-118";
    private static final String DUE = "26-121";

    private final Path data;
    private final Path policies;
    private final LocalDate first;
    private final DemoClock clock;
    private final DemoRequests requests;
    private final DemoRegistry registry;
    private final List<DemoHistory.Event> events = new ArrayList<>();
    private final Map<DemoCaller, String> refused = new EnumMap<>(DemoCaller.class);
    private @Nullable InProcessGateway gateway;
    private @Nullable MintedKey formerKey;
    private String held = "";
    private String appealed = "";
    private String stop = "";
    private String authorised = "";
    private int calls;

    DemoEvents(Path data, Path policies, LocalDate first, DemoClock clock, DemoRequests requests) {
        this.data = data;
        this.policies = policies;
        this.first = first;
        this.clock = clock;
        this.requests = requests;
        this.registry = new DemoRegistry(data, clock);
    }

    /** The gateway that is running. */
    void use(InProcessGateway running) {
        gateway = running;
    }

    /** Sends a request of a caller's, and remembers a refusal. */
    HttpAnswer send(DemoCaller caller, DemoRequest request) {
        calls++;
        var answer = Objects.requireNonNull(gateway).answer(request.head(), request.body());
        if (answer.status() >= 400) {
            header(answer, "Facegate-Decision").ifPresent(id -> refused.put(caller, id));
        }
        return answer;
    }

    private static Optional<String> header(HttpAnswer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** How many calls were made. */
    int calls() {
        return calls;
    }

    List<DemoHistory.Event> events() {
        begin();
        galleries();
        registrations();
        reviews();
        officer();
        incidents();
        authorisations();
        return events;
    }

    /** Answers that fail, a vendor that is stopped for an hour, and a call that went round. */
    private void incidents() {
        for (int day : List.of(1, 6, 10)) {
            at(
                    day,
                    "14:20",
                    () -> send(DemoCaller.CLEARING_HOUSE, requests.compareWithNobody(DemoCaller.CLEARING_HOUSE)));
        }
        at(7, "10:00", () -> {
            stop = registry.stop("azure_face");
            pause(SEEN_MILLIS);
            send(DemoCaller.CLEARING_HOUSE, requests.azureDetect(DemoCaller.CLEARING_HOUSE, false));
        });
        at(7, "11:00", () -> {
            registry.lift(stop);
            pause(SEEN_MILLIS);
        });
        at(11, "16:30", () -> DemoTrail.reconcile(data, clock.instant()));
    }

    /** Two searches that a court is asked about: in one case the request is filed, in the other its time runs. */
    private void authorisations() {
        at(12, "10:00", () -> {
            registry.addCase(FILED);
            registry.addCase(DUE);
            pause(SEEN_MILLIS);
            send(DemoCaller.CORONER, requests.make(DemoCaller.CORONER, DemoGallery.CORONER));
            send(DemoCaller.CORONER, requests.keep(DemoCaller.CORONER, DemoGallery.CORONER));
        });
        at(
                12,
                "10:10",
                () -> authorised = decision(
                        send(DemoCaller.CORONER, requests.search(DemoCaller.CORONER, DemoGallery.CORONER, FILED))));
        at(
                12,
                "15:40",
                () -> Objects.requireNonNull(gateway)
                        .fileAuthorisation(
                                authorised,
                                new AuthorisationFiling("12 Gs 118/26", "Demo District Court", clock.instant()),
                                DemoPeople.OFFICER));
        at(12, "16:10", () -> send(DemoCaller.CORONER, requests.search(DemoCaller.CORONER, DemoGallery.CORONER, DUE)));
    }

    private void begin() {
        at(0, "06:04", registry::registerPeople);
        at(0, "06:05", () -> {
            registry.registerCallers(requests, first.plusDays(9).atStartOfDay().toInstant(ZoneOffset.UTC));
            await(requests.key(DemoCaller.DEVELOPER));
        });
        at(3, "11:03", () -> {
            var request = requests.neutralDetect(DemoCaller.BANK).withHeader("X-Api-Key", "A".repeat(40));
            for (int attempt = 0; attempt < 5; attempt++) {
                send(DemoCaller.BANK, request);
            }
            passMinute();
        });
    }

    private void galleries() {
        at(0, "07:50", () -> {
            send(DemoCaller.CLEARING_HOUSE, requests.make(DemoCaller.CLEARING_HOUSE, DemoGallery.CHILDREN));
            send(DemoCaller.CLEARING_HOUSE, requests.keep(DemoCaller.CLEARING_HOUSE, DemoGallery.CHILDREN));
        });
        at(1, "09:10", () -> {
            send(DemoCaller.CLEARING_HOUSE, requests.make(DemoCaller.CLEARING_HOUSE, DemoGallery.CAMPAIGN));
            send(DemoCaller.CLEARING_HOUSE, requests.keep(DemoCaller.CLEARING_HOUSE, DemoGallery.CAMPAIGN));
        });
        at(
                4,
                "10:20",
                () -> send(
                        DemoCaller.CLEARING_HOUSE, requests.search(DemoCaller.CLEARING_HOUSE, DemoGallery.CAMPAIGN)));
        at(
                5,
                "16:00",
                () -> send(DemoCaller.CLEARING_HOUSE, requests.erase(DemoCaller.CLEARING_HOUSE, DemoGallery.CAMPAIGN)));
        at(2, "07:50", () -> {
            send(DemoCaller.RESCUE, requests.make(DemoCaller.RESCUE, DemoGallery.RESCUE));
            send(DemoCaller.RESCUE, requests.keep(DemoCaller.RESCUE, DemoGallery.RESCUE));
        });
    }

    private void registrations() {
        var soon = first.atStartOfDay().toInstant(ZoneOffset.UTC).plus(SOON);
        at(7, "08:05", () -> {
            registry.addApproval(soon);
            registry.grantExemption(clock.instant(), soon.plus(Duration.ofDays(5)));
            pause(SEEN_MILLIS);
            requests.name(DemoCaller.CLEARING_HOUSE, DemoRegistry.APPROVAL);
        });
        at(8, "17:30", () -> {
            var before = requests.key(DemoCaller.BANK);
            formerKey = before;
            requests.use(DemoCaller.BANK, registry.rotate(before, Duration.ofDays(2)));
            await(requests.key(DemoCaller.BANK));
        });
        at(11, "10:11", () -> {
            var key = Objects.requireNonNull(formerKey).apiKey();
            send(DemoCaller.BANK, requests.neutralDetect(DemoCaller.BANK).withHeader("X-Api-Key", key));
            passMinute();
        });
    }

    private void reviews() {
        at(8, "09:00", registry::addReviewers);
        at(9, "12:00", () -> held = decision(search()));
        at(9, "12:40", () -> registry.approve(held, "r.novak"));
        at(9, "13:00", () -> registry.approve(held, DemoPeople.COLLEAGUE));
        at(9, "13:05", this::search);
        at(
                12,
                "15:00",
                () -> held =
                        decision(send(DemoCaller.RESCUE, requests.searchAgain(DemoCaller.RESCUE, DemoGallery.RESCUE))));
    }

    private HttpAnswer search() throws IOException {
        return send(DemoCaller.RESCUE, requests.search(DemoCaller.RESCUE, DemoGallery.RESCUE));
    }

    private static String decision(HttpAnswer answer) {
        return header(answer, "Facegate-Decision").orElseThrow();
    }

    private void officer() {
        at(
                4,
                "15:00",
                () -> new LegalHolds(LedgerAddress.ofFolder(data), RegistryAddress.ofFolder(data))
                        .add(
                                "inquiry-2026-04",
                                new LegalHolds.Subject(null, DemoCaller.POLICE.organisation(), null, null),
                                new ActingPerson("f.osei", "The inspector general asked for it.")));
        at(2, "11:20", () -> send(DemoCaller.SHOP, requests.compare(DemoCaller.SHOP)));
        at(2, "11:25", () -> send(DemoCaller.CLEARING_HOUSE, requests.azureDetect(DemoCaller.CLEARING_HOUSE, true)));
        at(4, "11:10", () -> send(DemoCaller.POLICE, requests.detect(DemoCaller.POLICE)));
        at(12, "09:10", () -> send(DemoCaller.CONTRACTOR, requests.compare(DemoCaller.CONTRACTOR)));
        at(5, "11:30", () -> appealed = appeal(DemoCaller.POLICE, "We look for a witness, not for a suspect."));
        at(
                6,
                "10:00",
                () -> answer(appealed, "A witness is identified with the same technology. The moratorium holds."));
        at(10, "16:00", this::export);
        at(12, "09:20", () -> appeal(DemoCaller.CONTRACTOR, "Our contract with the police ended in March."));
    }

    /** The records on children for an inquiry, as an officer takes them; the file itself is deleted again. */
    private void export() throws IOException {
        var folder = Files.createTempDirectory("facegate-demo-export-");
        var file = folder.resolve("records.jsonl");
        var ledger = LedgerAddress.ofFolder(data);
        try (var export = RecordExport.open(ledger, RegistryAddress.ofFolder(data), policies)) {
            export.export(
                    RecordQuery.matchAll(1).withFacet(SearchFacet.ORGANISATION, DemoCaller.POLICE.organisation()),
                    ExportFormat.JSONL,
                    new RecordExport.Recipient(file, "f.osei", null));
        } catch (RecordExport.Incomplete broken) {
            throw new IOException(broken);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Two changes that wait for a second person. The clock is the machine's by now. */
    void propose() {
        registry.registerSecondOperator();
        registry.proposePurpose();
        registry.proposeRenewal(clock.instant());
    }

    /** Appeals against the caller's latest refusal, and returns its id. */
    private String appeal(DemoCaller caller, String text) throws IOException {
        var decision = Objects.requireNonNull(refused.get(caller));
        send(caller, requests.appeal(caller, decision, text));
        return decision;
    }

    private void answer(String decision, String reason) {
        Objects.requireNonNull(gateway).answerAppeal(decision, AppealAct.REJECTED, new ActingPerson("f.osei", reason));
    }

    private void at(int day, String time, DemoHistory.Step step) {
        events.add(new DemoHistory.Event(
                first.plusDays(day).atTime(LocalTime.parse(time)).toInstant(ZoneOffset.UTC), step));
    }

    /** Waits until the gateway knows a key. */
    private void await(MintedKey key) {
        long until = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (!Objects.requireNonNull(gateway).knowsKey(key.accessKeyId())) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("The gateway does not learn of its keys.");
            }
            pause(POLL_MILLIS);
        }
    }

    /** Lets a minute pass: what was counted in it is written then, before the next call. */
    private void passMinute() {
        clock.advanceTo(clock.instant().plus(Duration.ofMinutes(1)));
        pause(WRITTEN_MILLIS);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was stopped.", stopped);
        }
    }
}
