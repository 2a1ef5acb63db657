package io.facegate.app;

import io.facegate.app.cloud.Clouds;
import io.facegate.app.cloud.SharedRoom;
import io.facegate.app.connections.OpenFiles;
import io.facegate.app.health.AuditMeters;
import io.facegate.app.log.PublicLog;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.LogAudit;
import io.facegate.console.LoopbackTrust;
import io.facegate.console.Narrator;
import io.facegate.console.Views;
import io.facegate.gate.Gate;
import io.facegate.ingress.VendorWire;
import io.facegate.ingress.Wire;
import io.facegate.ingress.authzen.AuthzenWire;
import io.facegate.ingress.azure.AzureFaceDialect;
import io.facegate.ingress.azure.vision.AzureVisionDialect;
import io.facegate.ingress.compreface.CompreFaceDialect;
import io.facegate.ingress.google.GoogleVisionDialect;
import io.facegate.ingress.google.grpc.GrpcDialect;
import io.facegate.ingress.google.grpc.GrpcWire;
import io.facegate.ingress.intake.CallsInFlight;
import io.facegate.ingress.intake.Intake;
import io.facegate.ingress.intake.Leaving;
import io.facegate.ingress.intake.Room;
import io.facegate.ingress.intake.Threads;
import io.facegate.ingress.neutral.NeutralDialect;
import io.facegate.ingress.rekognition.RekognitionDialect;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.audit.LedgerAudit;
import io.facegate.ledger.publish.ServedLog;
import io.facegate.ledger.reading.Archive;
import io.facegate.ledger.reading.Following;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.replay.KeptPolicies;
import io.facegate.ledger.telling.Narratives;
import io.facegate.policy.speech.Language;
import io.facegate.policy.vocabulary.Words;
import io.facegate.provider.Breaker;
import io.facegate.provider.Routing;
import io.facegate.provider.fetch.WebPictures;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.Registry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** What Quarkus's own rooms are given: the console its archive, the router its wire. */
@ApplicationScoped
class Beans {
    /** Requests that may wait for room; more are throttled at once. */
    private static final Duration CREDENTIALS_AGAIN = Duration.ofSeconds(15);

    private static final int WAITING = 1024;

    /** One part in so many of the room for bodies is kept for small ones, which so never wait for large ones. */
    @Produces
    @Singleton
    Rooms rooms() {
        return Server.running().rooms();
    }

    @Produces
    @Singleton
    Registry registry(Rooms rooms) {
        return rooms.registry();
    }

    @Produces
    @Singleton
    AlteredRows altered(Rooms rooms, MeterRegistry meters) {
        meters.gauge("facegate.registry.altered", rooms.altered(), AlteredRows::count);
        return rooms.altered();
    }

    @Produces
    @Singleton
    AcceptedIssuers issuers(Rooms rooms) {
        return rooms.issuers();
    }

    @Produces
    @Singleton
    PoliciesInForce policies(Rooms rooms, MeterRegistry meters) {
        var policies = rooms.policies();
        meters.gauge("facegate.policies.rejected", policies, set -> set.trouble() == null ? 0 : 1);
        return policies;
    }

    @Produces
    @Singleton
    Ledger ledger(Rooms rooms, MeterRegistry meters) {
        return new MeteredLedger(rooms.ledger(), meters);
    }

    @Produces
    @Singleton
    Routing provider(Rooms rooms, Vertx vertx, MeterRegistry meters) {
        var routing = Clouds.open(rooms.setup(), rooms.engine(), rooms.handles(), vertx);
        routing.breakers()
                .forEach((vendor, breaker) -> meters.gauge(
                        "facegate.circuit.open",
                        Tags.of("provider", vendor),
                        breaker,
                        seen -> seen.state() == Breaker.State.CLOSED ? 0 : 1));
        Thread.ofVirtual().name("vendor-credentials").start(() -> lookForCredentials(routing));
        return routing;
    }

    /** Looks until all are there; calls find out by themselves what becomes of them later. */
    private static void lookForCredentials(Routing routing) {
        try {
            while (!routing.checkCredentials()) {
                Thread.sleep(CREDENTIALS_AGAIN);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Produces
    @Singleton
    CallsInFlight calls(MeterRegistry meters) {
        var calls = new CallsInFlight();
        meters.gauge("facegate.calls.in_flight", calls, CallsInFlight::count);
        return calls;
    }

    @Produces
    @Singleton
    Leaving leaving() {
        return new Leaving();
    }

    @Produces
    @Singleton
    LoopbackTrust trust() {
        return new LoopbackTrust(Server.running().listen().trustsLoopback());
    }

    @Produces
    @Singleton
    Intakes intakes(Rooms rooms, Ledger ledger, Routing provider, Intake.Shared shared, Vertx vertx) {
        var fetched = new SharedRoom(shared.room().fetched());
        Gate gate = rooms.gate(ledger, provider).fetching(WebPictures.of(vertx, fetched));
        var authzen = new AuthzenWire(gate, Set.copyOf(Words.PROVIDERS.words()), rooms.asksOthers());
        Function<Wire, Intake> behind = wire -> new Intake(wire, shared, InstantSource.system());
        return new Intakes(
                behind.apply(new VendorWire(gate, new RekognitionDialect())),
                behind.apply(new VendorWire(gate, new AzureFaceDialect())),
                behind.apply(new VendorWire(gate, new AzureVisionDialect())),
                behind.apply(new VendorWire(gate, new CompreFaceDialect())),
                behind.apply(new VendorWire(gate, new GoogleVisionDialect())),
                behind.apply(new GrpcWire(new VendorWire(gate, new GrpcDialect()), InstantSource.system())),
                behind.apply(authzen),
                behind.apply(new VendorWire(gate, new NeutralDialect())));
    }

    @Produces
    @Singleton
    Intake.Shared shared(Rooms rooms, CallsInFlight calls, LoopbackTrust trust, MeterRegistry meters) {
        var room = Room.of(rooms.setup().inFlightBytes(), WAITING);
        meters.gauge("facegate.in_flight.bytes", room, Room::held);
        meters.gauge("facegate.open_files", meters, any -> OpenFiles.open());
        meters.gauge("facegate.open_files.limit", meters, any -> OpenFiles.most());
        return new Intake.Shared(room, Threads.usual(), calls, trust.given());
    }

    /** The wires, each behind its intake; all share the room for bodies. */
    record Intakes(
            Intake rekognition,
            Intake azureFace,
            Intake azureVision,
            Intake compreFace,
            Intake google,
            Intake googleGrpc,
            Intake authzen,
            Intake neutral) {}

    @Produces
    @Singleton
    Archive archive(Rooms rooms, MeterRegistry meters) {
        var archive = Following.of(rooms.setup().ledger());
        meters.gauge(
                "facegate.search.behind",
                archive,
                following -> following.reach().behind());
        return archive;
    }

    @Produces
    @Singleton
    LedgerAudit audit(Rooms rooms, MeterRegistry meters) {
        var audit = LedgerAudit.of(rooms.setup().ledger());
        AuditMeters.of(audit, meters);
        return audit;
    }

    void close(@Disposes LedgerAudit audit) {
        audit.close();
    }

    @Produces
    @Singleton
    LogAudit shown(LedgerAudit audit) {
        return audit::get;
    }

    @Produces
    @Singleton
    SearchWords words(Rooms rooms, Archive archive) {
        return new SearchWords(archive, rooms::organisations, rooms::rules);
    }

    void close(@Disposes Archive archive) {
        archive.close();
    }

    @Produces
    @Singleton
    PublicLog log(Rooms rooms, MeterRegistry meters) {
        meters.gauge("facegate.publish.failing", rooms.log(), log -> log.isFailing() ? 1 : 0);
        meters.gauge("facegate.export.failing", rooms, all -> all.exportTrouble() == null ? 0 : 1);
        return rooms.log();
    }

    @Produces
    @Singleton
    ServedLog served(PublicLog log) {
        return log.served();
    }

    void close(@Disposes ServedLog served) {
        served.close();
    }

    @Produces
    @Singleton
    Narrator narrator(Rooms rooms) {
        var policies = KeptPolicies.in(rooms.setup().data());
        var all = new EnumMap<Language, Narratives>(Language.class);
        for (var language : Language.values()) {
            all.put(language, new Narratives(language, rooms::nameOf, policies));
        }
        return (dossier, language) -> Objects.requireNonNull(all.get(language)).tell(dossier);
    }

    @Produces
    @Singleton
    ConsoleLogin login() {
        return new ConsoleLogin(InstantSource.system(), Beans::print);
    }

    @Produces
    @Singleton
    Views views(Ledger ledger) {
        return new Views(ledger::administrative, InstantSource.system());
    }

    private static void print(URI link) {
        var settings = Server.running().settings();
        settings.print(
                settings.json()
                        ? "{\"console\":\"" + link + "\"}"
                        : "Console: " + link + "   (works once, within a quarter of an hour)");
    }
}
