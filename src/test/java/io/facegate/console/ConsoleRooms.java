package io.facegate.console;

import io.facegate.admin.AdminServices;
import io.facegate.admin.NoCertificates;
import io.facegate.admin.PersonTokenVerifier;
import io.facegate.call.Fault;
import io.facegate.ledger.Filled;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.AuditState;
import io.facegate.ledger.publish.HttpLogSource;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.registry.Person;
import io.facegate.registry.PersonLookup;
import io.facegate.registry.RegistryAddress;
import io.facegate.registry.RegistrySnapshot;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.LogTiles;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.registry.DeclaredIssuers;
import io.facegate.usecase.registry.ProposalGainFinder;
import io.vertx.core.Context;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** What the app hands to the console, for the tests: records in memory, a clock that can be moved, links that are kept. */
@Singleton
public final class ConsoleRooms implements InstantSource {
    public final RecordsInMemory archive = new RecordsInMemory();
    public final List<URI> printed = new CopyOnWriteArrayList<>();
    public final List<Administrative> acts = new CopyOnWriteArrayList<>();
    public volatile AuditState audited = AuditState.NONE;
    public volatile boolean down;
    public volatile boolean readOnly;

    /** Whether the ledger takes no more records. */
    public volatile boolean recordingStopped;

    /** The stops that hold. */
    public volatile List<StopEntry> stops = List.of();
    /** The folder of the log that is served, once it is. */
    volatile Path logFolder;

    /** Whether an event loop asked for the time, as a look-up of a session does. */
    volatile boolean askedOnEventLoop;

    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        askedOnEventLoop |= Context.isOnEventLoopThread();
        return Instant.now().plus(ahead);
    }

    void later(Duration more) {
        ahead = ahead.plus(more);
    }

    /** What was recorded. */
    public List<Administrative> acts() {
        return acts;
    }

    URI lastLink() {
        return printed.getLast();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ConsoleLogin login() {
        return new ConsoleLogin(this, printed::add);
    }

    @Produces
    @Singleton
    @Named("demoMark")
    @Alternative
    @Priority(1)
    DemoNotice demoMark() {
        return DemoNotice.ofLog("demo.facegate.local/1");
    }

    @Produces
    @Singleton
    @Named("readOnlyMark")
    @Alternative
    @Priority(1)
    ReadOnlyNotice readOnlyMark() {
        return new ReadOnlyNotice(() -> readOnly);
    }

    @Produces
    @Singleton
    @Named("recordingMark")
    @Alternative
    @Priority(1)
    RecordingStopBanner recordingMark() {
        return new RecordingStopBanner(() -> recordingStopped);
    }

    @Produces
    @Singleton
    @Named("stopMark")
    @Alternative
    @Priority(1)
    StopBanner stopMark() {
        return new StopBanner(() -> stops);
    }

    @Produces
    @Singleton
    @Named("logMark")
    @Alternative
    @Priority(1)
    TamperBanner logMark(AuditStatus audit) {
        return new TamperBanner(audit);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ProposalGainFinder gains() {
        return new ProposalGainFinder(() -> {
            throw new IllegalStateException("No policies are in force here.");
        });
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    LoopbackTrust trust() {
        return new LoopbackTrust(true);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    AuditedRecords records(ViewAudit views) {
        var words = new SearchWords(
                archive,
                () -> Map.of("hope", "Hope for Children", "corner-shops", "L’Épargne & Cie (Genève)"),
                List::of);
        return new AuditedRecords(archive, words, views);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    ViewAudit views() {
        return new ViewAudit(this::put, this);
    }

    private void put(Administrative act) {
        if (down) {
            throw new Fault.LedgerDown("The disk is full.");
        }
        acts.add(act);
    }

    /** The admin API, which is closed: it knows no issuer of people. */
    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    AdminServices admin(AuditedRecords records, ViewAudit views) {
        var nowhere = Path.of("target/no-registry");
        return new AdminServices(
                RegistryAddress.ofFolder(nowhere),
                LedgerAddress.ofFolder(nowhere),
                null,
                new AdminServices.Transport(
                        new NoTokens(),
                        false,
                        UnaryOperator.identity(),
                        request -> true,
                        new NoCertificates(),
                        new PersonLookup(RegistryAddress.ofFolder(nowhere), () -> RegistrySnapshot.NONE)),
                new AdminServices.Audit(records, views));
    }

    private static final class NoTokens implements PersonTokenVerifier {
        @Override
        public boolean areConfigured() {
            return false;
        }

        @Override
        public Person.Login verify(String token, Instant now) {
            throw new IllegalStateException("The admin API is closed.");
        }
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    AuditStatus audit() {
        return () -> audited;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    DeclaredIssuers issuers() {
        return List::of;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    RecordRenderer renderer() {
        return new RecordRenderer(UnaryOperator.identity(), PolicyHistory.empty(), DisplayText::forPage);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    LogTiles log(ViewAudit views) throws IOException {
        var data = Files.createTempDirectory("log");
        logFolder = data;
        Filled.with(data, 3);
        return new LogTiles(new HttpLogSource(LedgerAddress.ofFolder(data), Filled.signed(data)::note), views);
    }
}
